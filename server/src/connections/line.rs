//! One connection, which ends when the other side is too slow: with the head of a request, or with reading an answer. For bodies of requests
//! waits whoever reads them.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::guests::Guest;
use super::talk::Talk;
use crate::config::Patience;

/// How long somebody may be quiet between two requests, beyond the time for a head. HTTP ends the connection of who asks nothing sooner.
const QUIET: Duration = Duration::from_secs(10);

/// A connection.
pub(super) struct Line<T> {
    io: T,
    /// It is counted as long as it is there.
    _guest: Guest,
    talk: Rc<Talk>,
    patience: Patience,
    /// Until when the head of their next request must be there, when it is their turn.
    head: Option<Head>,
    reading: Option<Reading>,
}

struct Head {
    due: Pin<Box<Sleep>>,
    has_begun: bool,
}

/// The other side has not read yet what it was sent.
struct Reading {
    /// Until when it must go on.
    next: Pin<Box<Sleep>>,
    /// Until when it must have all.
    whole: Instant,
}

impl<T> Line<T> {
    pub(super) fn new(io: T, guest: Guest, patience: Patience) -> Self {
        // Who connects has something to ask.
        let head = Some(Head { due: Box::pin(sleep(patience.head)), has_begun: true });
        Self { io, _guest: guest, talk: Rc::default(), patience, head, reading: None }
    }

    pub(super) fn talk(&self) -> Rc<Talk> {
        Rc::clone(&self.talk)
    }

    /// Something came: in their turn, a part of a head.
    fn heard(&mut self) {
        let due = Instant::now() + self.patience.head;
        if let Some(head) = self.head().filter(|head| !head.has_begun) {
            head.has_begun = true;
            head.due.as_mut().reset(due);
        }
    }

    /// The head that is due. None is while it is our turn, or theirs to read.
    fn head(&mut self) -> Option<&mut Head> {
        if self.talk.was_asked() || self.talk.is_ours() || self.reading.is_some() {
            self.head = None;
        }
        if self.talk.is_ours() || self.reading.is_some() {
            return None;
        }
        // What came with the request before may be a part of it already.
        let due = || Box::pin(sleep(QUIET + self.patience.head));
        Some(self.head.get_or_insert_with(|| Head { due: due(), has_begun: false }))
    }

    /// Nothing more comes now.
    fn waits_for_head(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.head() {
            Some(head) => head.due.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into())),
            None => Poll::Pending,
        }
    }

    /// The other side has read a part of what it was sent, or all of it.
    fn was_read(&mut self, all: bool) {
        if all {
            self.reading = None;
        } else if let Some(reading) = &mut self.reading {
            let next = (Instant::now() + self.patience.stalled).min(reading.whole);
            reading.next.as_mut().reset(next);
        }
    }

    /// The other side has to read first.
    fn waits_for_reader(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let Patience { stalled, answer, .. } = self.patience;
        let reading = self.reading.get_or_insert_with(|| {
            let (now, whole) = (Instant::now(), Instant::now() + answer);
            Reading { next: Box::pin(sleep_until((now + stalled).min(whole))), whole }
        });
        reading.next.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Line<T> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.io).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.heard();
        }
        if read.is_pending() { self.waits_for_head(context) } else { read }
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Line<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.io).poll_write(context, bytes) {
            Poll::Ready(Ok(count)) => {
                self.was_read(count == bytes.len());
                Poll::Ready(Ok(count))
            }
            Poll::Pending => self.waits_for_reader(context),
            failed => failed,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::advance;

    use super::super::{Asked, Guests};
    use super::*;

    /// What the connection holds that nobody has read yet.
    const HELD: usize = 1_000;

    /// A connection, and its other side.
    fn line() -> (Line<DuplexStream>, DuplexStream) {
        let guest = Guests::new(0, |_| false).enter([127, 0, 0, 1].into()).expect("a guest");
        let seconds = Duration::from_secs;
        let patience = Patience { head: seconds(5), stalled: seconds(10), answer: seconds(60), ..Patience::default() };
        let (ours, theirs) = duplex(HELD);
        (Line::new(ours, guest, patience), theirs)
    }

    async fn read(line: &mut Line<DuplexStream>) -> io::Result<usize> {
        line.read(&mut [0; 100]).await
    }

    fn is_late<T: std::fmt::Debug>(told: io::Result<T>) -> bool {
        told.expect_err("an end").kind() == ErrorKind::TimedOut
    }

    // Where the clock stands still, it goes on to the next timer as soon as everybody waits.

    #[tokio::test(start_paused = true)]
    async fn o14_a_head_that_comes_byte_by_byte_ends_the_connection() {
        let (mut line, mut theirs) = line();
        let begun = Instant::now();
        let drip = async {
            while theirs.write_all(b"x").await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        };
        let listen = async {
            loop {
                if let Err(error) = read(&mut line).await {
                    return error;
                }
            }
        };
        let error = tokio::select! { error = listen => error, () = drip => panic!("nobody ended it") };
        assert_eq!((error.kind(), begun.elapsed().as_secs()), (ErrorKind::TimedOut, 5));
    }

    #[tokio::test(start_paused = true)]
    async fn o14_every_request_has_its_time_and_none_passes_while_it_is_answered() {
        let (mut line, mut theirs) = line();
        for takes_long in [true, false, false] {
            theirs.write_all(b"a head").await.expect("a connection");
            assert_eq!(read(&mut line).await.expect("a head"), 6);
            let asked = Asked::on(Some(line.talk()));
            if takes_long {
                let quiet = tokio::time::timeout(Duration::from_secs(3_600), read(&mut line)).await;
                assert!(quiet.is_err(), "whoever answers may take an hour");
            }
            drop(asked);
            let quiet = tokio::time::timeout(Duration::from_secs(4), read(&mut line)).await;
            assert!(quiet.is_err(), "whoever asks may think");
        }
        theirs.write_all(b"half a h").await.expect("a connection");
        assert_eq!(read(&mut line).await.expect("a part"), 8);
        let begun = Instant::now();
        assert!(is_late(read(&mut line).await));
        assert_eq!(begun.elapsed().as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn o14_a_head_that_began_with_the_request_before_has_its_time_too() {
        let (mut line, mut theirs) = line();
        theirs.write_all(b"a head and half a h").await.expect("a connection");
        assert_eq!(read(&mut line).await.expect("more than a head"), 19);
        drop(Asked::on(Some(line.talk())));
        assert!(is_late(read(&mut line).await));
    }

    #[tokio::test(start_paused = true)]
    async fn o14_who_reads_nothing_is_dropped() {
        let (mut line, _theirs) = line();
        let begun = Instant::now();
        assert!(is_late(line.write_all(&[1; 2 * HELD]).await));
        assert_eq!(begun.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn o14_who_reads_too_slowly_is_dropped_and_who_reads_is_not() {
        for (pause, is_quick_enough) in [(5, true), (9, false)] {
            let (mut line, mut theirs) = line();
            let read = async {
                let mut part = [0; 100];
                while theirs.read_exact(&mut part).await.is_ok() {
                    sleep(Duration::from_secs(pause)).await;
                }
            };
            let write = line.write_all(&[1; 2 * HELD]);
            let written = tokio::select! { written = write => written, () = read => panic!("nobody ended it") };
            assert_eq!(written.is_ok(), is_quick_enough, "a part each {pause} seconds");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn o14_a_stream_with_pauses_goes_on() {
        let (mut line, mut theirs) = line();
        for _ in 0..5 {
            line.write_all(b"news").await.expect("a connection");
            theirs.read_exact(&mut [0; 4]).await.expect("news");
            advance(Duration::from_secs(3_600)).await;
        }
    }
}
