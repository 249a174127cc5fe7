//! The one thread that writes. It takes all waiting jobs, runs them in one transaction and commits once. Everybody is answered when
//! that is on the disk, while the next jobs are run already: one flush serves many requests (A12, O5).

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::checkpoint::Checkpointer;
use crate::error::StoreError;
use crate::flush::Flusher;
use crate::health::Group;
use crate::queue::Queue;
use crate::schema::leave_flushing;

/// Who wants to know of each group of jobs.
pub(crate) type Watcher = Box<dyn Fn(Group) + Send + Sync>;

/// The writing thread's handle. Dropping it does what [`Writer::close`] does.
pub(crate) struct Writer {
    queue: Arc<Queue<Box<dyn Job>>>,
    watcher: Arc<OnceLock<Watcher>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread. `undone` hears when a group of jobs leaves nothing behind.
    pub(crate) fn start(connection: Connection, path: &Path, undone: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::new());
        let watcher = Arc::<OnceLock<Watcher>>::default();
        let told = Arc::clone(&watcher);
        let flusher = Flusher::start(&connection, move |group: Committed, flushed| group.answer(flushed, &told))?;
        let checkpointer = Checkpointer::start(path)?;
        let (jobs, told) = (Arc::clone(&queue), Arc::clone(&watcher));
        leave_flushing(&connection).map_err(std::io::Error::other)?;
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || {
            work(&connection, &jobs, &checkpointer, &flusher, &undone, &told);
            drop(flusher);
            drop(checkpointer);
            checkpoint(&connection);
        })?;
        Ok(Self { queue, watcher, thread: Mutex::new(Some(thread)) })
    }

    /// Runs a job and waits until what it did is on the disk. An error of the job undoes what it did, and only that.
    pub(crate) async fn run<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let mut job = Some(job);
        let once = move |connection: &Connection| match job.take() {
            Some(job) => job(connection),
            None => Err(StoreError::NotCommitted("it was run before".to_owned()).into()),
        };
        self.wait_for(once, false).await
    }

    /// The same for a job that may be run again, after what it did was undone. Many of them together take less time.
    pub(crate) async fn run_repeatable<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&Connection) -> Result<T, E> + Send + 'static,
    {
        self.wait_for(job, true).await
    }

    async fn wait_for<T, E, F>(&self, job: F, is_repeatable: bool) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&Connection) -> Result<T, E> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        self.queue.put(Box::new(Task { job, is_repeatable, result: None, sender }))?;
        receiver.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Tells this one of each group of jobs, unless there is another already.
    pub(crate) fn watch(&self, watcher: Watcher) {
        let _ = self.watcher.set(watcher);
    }

    /// How many jobs wait.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Takes no more jobs, finishes those that wait, and moves the log into the database.
    pub(crate) fn close(&self) {
        self.queue.end();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the writing thread panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// A job that waits, without its types.
trait Job: Send {
    /// Does it; says whether it is to stay.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Whether it can be done again.
    fn is_repeatable(&self) -> bool;
    /// Tells who waits how it ended; `failure` when the whole group failed.
    fn answer(self: Box<Self>, failure: Option<&Failure>);
}

struct Task<T, E, F> {
    job: F,
    is_repeatable: bool,
    result: Option<Result<T, E>>,
    sender: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Task<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnMut(&Connection) -> Result<T, E> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        // A bug in one job must not take the memory away from everybody.
        let result = catch_unwind(AssertUnwindSafe(|| (self.job)(connection)));
        self.result.insert(result.unwrap_or_else(|_| Err(StoreError::Panicked.into()))).is_ok()
    }

    fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }

    fn answer(self: Box<Self>, failure: Option<&Failure>) {
        let result = match (self.result, failure) {
            // A job that failed by itself has nothing to commit; its own reason stands.
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), None) => Ok(value),
            (_, Some(failure)) => Err(failure.error().into()),
            (None, None) => Err(StoreError::NotCommitted("it was not run".to_owned()).into()),
        };
        // Who no longer listens (a request that was cut off) asks again and finds it stored.
        let _ = self.sender.send(result);
    }
}

/// However the thread ends, nobody is left waiting for it.
struct Last<'a>(&'a Queue<Box<dyn Job>>);

impl Drop for Last<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

fn work(
    connection: &Connection,
    queue: &Queue<Box<dyn Job>>,
    checkpointer: &Checkpointer,
    flusher: &Flusher<Committed>,
    undone: &dyn Fn(),
    watcher: &OnceLock<Watcher>,
) {
    let _last = Last(queue);
    while let Some(mut jobs) = queue.take_all() {
        match run_group(connection, &mut jobs, undone) {
            Ok(begun) => {
                if !flusher.take(Committed { jobs, begun }) {
                    // Nobody would hear of what is written.
                    return;
                }
            }
            Err(error) => {
                abandon(connection);
                undone();
                fail(jobs, &Failure::NotCommitted(error.to_string()), watcher);
            }
        }
        if let Err(error) = checkpointer.look_after(connection) {
            tracing::warn!(%error, "the write-ahead log could not be looked after");
        }
    }
}

/// Jobs that were committed together.
struct Committed {
    jobs: VecDeque<Box<dyn Job>>,
    /// When the commit began. A stopwatch and no clock: nothing that is kept depends on it.
    begun: Instant,
}

impl Committed {
    /// Tells who waits.
    fn answer(self, flushed: &Result<(), StoreError>, watcher: &OnceLock<Watcher>) {
        match flushed {
            Ok(()) => {
                tell(watcher, Group { jobs: self.jobs.len(), commit: Some(self.begun.elapsed()) });
                self.jobs.into_iter().for_each(|job| job.answer(None));
            }
            Err(error) => fail(self.jobs, &Failure::NotFlushed(error.to_string()), watcher),
        }
    }
}

/// Why a whole group failed.
#[derive(Debug)]
enum Failure {
    NotCommitted(String),
    NotFlushed(String),
}

impl Failure {
    fn error(&self) -> StoreError {
        match self {
            Self::NotCommitted(why) => StoreError::NotCommitted(why.clone()),
            Self::NotFlushed(why) => StoreError::NotFlushed(why.clone()),
        }
    }
}

/// Tells who waits that a group failed.
fn fail(jobs: VecDeque<Box<dyn Job>>, failure: &Failure, watcher: &OnceLock<Watcher>) {
    tracing::error!(jobs = jobs.len(), failure = %failure.error(), "a group of jobs failed");
    tell(watcher, Group { jobs: jobs.len(), commit: None });
    jobs.into_iter().for_each(|job| job.answer(Some(failure)));
}

fn tell(watcher: &OnceLock<Watcher>, group: Group) {
    if let Some(tell) = watcher.get() {
        tell(group);
    }
}

/// Does the jobs and commits. Returns when the latter began.
fn run_group(connection: &Connection, jobs: &mut VecDeque<Box<dyn Job>>, undone: &dyn Fn()) -> rusqlite::Result<Instant> {
    if jobs.iter().all(|job| job.is_repeatable()) {
        if run_together(connection, jobs)? {
            return commit(connection);
        }
        abandon(connection);
        undone();
    }
    run_apart(connection, jobs)?;
    commit(connection)
}

/// Does the jobs without a savepoint for each, which would copy every page that its job writes to. False if one failed that has
/// written something: with that, all has to be undone.
fn run_together(connection: &Connection, jobs: &mut VecDeque<Box<dyn Job>>) -> rusqlite::Result<bool> {
    execute(connection, "BEGIN IMMEDIATE")?;
    for job in jobs {
        let before = connection.total_changes();
        let is_whole = job.run(connection) || connection.total_changes() == before;
        if !is_whole || connection.is_autocommit() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Does the jobs so that each can be undone by itself.
fn run_apart(connection: &Connection, jobs: &mut VecDeque<Box<dyn Job>>) -> rusqlite::Result<()> {
    execute(connection, "BEGIN IMMEDIATE")?;
    for job in jobs {
        execute(connection, "SAVEPOINT job")?;
        if !job.run(connection) {
            // After a full disk SQLite may have ended the whole transaction; then this fails, and with it the group.
            execute(connection, "ROLLBACK TO job")?;
        }
        execute(connection, "RELEASE job")?;
    }
    Ok(())
}

fn commit(connection: &Connection) -> rusqlite::Result<Instant> {
    let begun = Instant::now();
    execute(connection, "COMMIT").map(|()| begun)
}

fn execute(connection: &Connection, statement: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(statement)?.execute([]).map(drop)
}

fn abandon(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = execute(connection, "ROLLBACK")
    {
        tracing::error!(%error, "the transaction could not be rolled back");
    }
}

fn checkpoint(connection: &Connection) {
    let done = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    if let Err(error) = done {
        tracing::warn!(%error, "the write-ahead log stays for the next start");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a job does with its number.
    #[derive(Clone, Copy)]
    enum Does {
        Write,
        Fail,
        WriteAndFail,
        WriteAndPanic,
    }

    impl Does {
        fn with(self, number: u32, connection: &Connection) -> Result<(), StoreError> {
            if !matches!(self, Self::Fail) {
                connection.execute("INSERT INTO done VALUES (?1)", [number]).map_err(StoreError::from)?;
            }
            match self {
                Self::Write => Ok(()),
                Self::Fail | Self::WriteAndFail => Err(StoreError::Busy),
                Self::WriteAndPanic => panic!("a bug in a job"),
            }
        }
    }

    /// Runs all in one group. Says which numbers stay, and how often what was in memory had to be forgotten.
    fn stay(jobs: &[(Does, bool)]) -> (Vec<u32>, u32) {
        let connection = Connection::open_in_memory().expect("memory");
        connection.execute("CREATE TABLE done (number INTEGER PRIMARY KEY) STRICT", []).expect("a table");
        let undone = std::cell::Cell::new(0);
        let mut group = VecDeque::<Box<dyn Job>>::new();
        let mut answers = Vec::new();
        for (number, &(does, is_repeatable)) in (0..).zip(jobs) {
            let (sender, receiver) = oneshot::channel();
            let job = move |connection: &Connection| does.with(number, connection);
            group.push_back(Box::new(Task { job, is_repeatable, result: None, sender }));
            answers.push(receiver);
        }
        run_group(&connection, &mut group, &|| undone.set(undone.get() + 1)).expect("committed");
        group.into_iter().for_each(|job| job.answer(None));
        let succeeded = answers.into_iter().map(|mut answer| answer.try_recv().expect("an answer").is_ok());
        let succeeded: Vec<u32> = (0..).zip(succeeded).filter_map(|(number, ok)| ok.then_some(number)).collect();
        let query = "SELECT number FROM done ORDER BY number";
        let mut rows = connection.prepare(query).expect("sound");
        let stored: Vec<u32> = rows.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("numbers");
        assert_eq!(stored, succeeded, "what is stored is what was answered");
        (stored, undone.get())
    }

    #[test]
    fn a12_what_could_not_be_flushed_is_not_acknowledged() {
        let connection = Connection::open_in_memory().expect("memory");
        let answers = |flushed: Result<(), StoreError>| {
            let (sender, mut receiver) = oneshot::channel();
            let job = |_: &Connection| Ok::<_, StoreError>(());
            let mut jobs =
                VecDeque::<Box<dyn Job>>::from([Box::new(Task { job, is_repeatable: true, result: None, sender }) as _]);
            let begun = run_group(&connection, &mut jobs, &|| {}).expect("committed");
            assert!(receiver.try_recv().is_err(), "nobody is answered before");
            Committed { jobs, begun }.answer(&flushed, &OnceLock::new());
            receiver.try_recv().expect("an answer")
        };
        assert!(answers(Ok(())).is_ok());
        assert!(matches!(answers(Err(StoreError::LogHeld)), Err(StoreError::NotFlushed(_))));
    }

    #[test]
    fn o5_a_job_that_fails_undoes_itself_alone() {
        use Does::{Fail, Write, WriteAndFail, WriteAndPanic};
        for (jobs, stored, undone) in [
            (&[(Write, true), (Write, true)][..], vec![0, 1], 0),
            (&[(Write, true), (Fail, true), (Write, true)], vec![0, 2], 0),
            (&[(Write, true), (WriteAndFail, true), (Write, true)], vec![0, 2], 1),
            (&[(WriteAndPanic, true), (Write, true), (WriteAndFail, true)], vec![1], 1),
            (&[(Write, false), (WriteAndFail, true), (Write, true)], vec![0, 2], 0),
            (&[(Write, true), (WriteAndFail, false), (Write, true)], vec![0, 2], 0),
        ] {
            assert_eq!(stay(jobs), (stored, undone));
        }
    }
}
