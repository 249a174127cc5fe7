//! The queue before the writer: jobs go in one by one and come out all together.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::StoreError;

/// Jobs that may wait. Beyond, new ones are refused at once instead of keeping everybody waiting for ever.
const WAITING_JOBS: usize = 4_096;

/// A queue with a limit and an end.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
}

struct State<T> {
    waiting: VecDeque<T>,
    ending: bool,
}

impl<T> Queue<T> {
    /// An empty queue.
    pub(crate) fn new() -> Self {
        Self { state: Mutex::new(State { waiting: VecDeque::new(), ending: false }), filled: Condvar::new() }
    }

    /// Puts a job in.
    pub(crate) fn put(&self, job: T) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.ending {
            return Err(StoreError::Closed);
        }
        if state.waiting.len() >= WAITING_JOBS {
            return Err(StoreError::Busy);
        }
        state.waiting.push_back(job);
        self.filled.notify_one();
        Ok(())
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Waits for jobs and takes all; `None` when the queue has ended and is drained.
    pub(crate) fn take_all(&self) -> Option<VecDeque<T>> {
        let empty = |state: &mut State<T>| state.waiting.is_empty() && !state.ending;
        let mut state = self.filled.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
        if state.waiting.is_empty() { None } else { Some(std::mem::take(&mut state.waiting)) }
    }

    /// Takes no more jobs; those that wait are still done.
    pub(crate) fn end(&self) {
        self.lock().ending = true;
        self.filled.notify_all();
    }

    /// Takes no more jobs, and drops those that wait.
    pub(crate) fn abandon(&self) {
        self.end();
        let waiting = std::mem::take(&mut self.lock().waiting);
        drop(waiting);
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing panics while it holds the lock, so a poisoned state is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
