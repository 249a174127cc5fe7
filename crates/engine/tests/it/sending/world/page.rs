//! A page in a tab: the value that is tested, the shell's timer, and what is known of its posts.

use parlor_domain::time::Instant;
use parlor_engine::sending::{Input, Sending, Why};

/// The longest pause after so many failures in a row, in milliseconds; from then on the last.
const LONGEST: [u32; 5] = [2_000, 4_000, 8_000, 16_000, 30_000];
/// The longest pause that a server may ask for, and what chance adds to it, in milliseconds.
const ASKED: u32 = 302_000;

use super::Mail;

pub(super) type PageId = usize;

pub(super) struct Page {
    pub(super) sending: Sending,
    /// Nobody looks at it; nothing reaches it.
    pub(super) is_left: bool,
    /// It may come back when the visitor goes back.
    pub(super) is_kept: bool,
    pub(super) has_identity: bool,
    /// What happens when somebody comes back.
    pub(super) missed: Vec<Mail>,
    next: u32,
    /// The timer that runs, if it does.
    timer: Option<u32>,
    timers: u32,
    /// Posts that are waited for: number and bytes.
    waiting: Vec<(u32, usize)>,
    failures: usize,
    is_hidden: bool,
    is_online: bool,
    /// The server has asked to be left alone until then.
    alone_until: Instant,
}

impl Page {
    pub(super) fn new() -> Self {
        Self {
            sending: Sending::default(),
            is_left: false,
            is_kept: false,
            has_identity: false,
            next: 0,
            timer: None,
            timers: 0,
            missed: Vec::new(),
            waiting: Vec::new(),
            failures: 0,
            is_hidden: false,
            is_online: true,
            alone_until: Instant(0),
        }
    }

    pub(super) fn next_number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    pub(super) fn leave(&mut self, is_kept: bool) {
        (self.is_left, self.is_kept) = (true, is_kept);
    }

    /// Takes note of what the page is about to hear: what it waits for, and what it no longer does.
    pub(super) fn hears(&mut self, input: &Input, now: Instant) {
        match input {
            Input::Answered(number, _) if self.waits_for(*number) => {
                self.waiting.retain(|(other, _)| other != number);
                (self.failures, self.alone_until) = (0, now);
            }
            Input::NotAnswered(number, why) if self.waits_for(*number) => {
                self.fail();
                if let Why::Busy(Some(seconds)) = why {
                    self.alone_until = now.plus(i64::from(*seconds) * 1_000);
                }
            }
            Input::Woke if !self.waiting.is_empty() => self.fail(),
            Input::Identity => self.has_identity = true,
            Input::Online(is_online) => {
                if self.is_online != *is_online {
                    self.waiting.clear();
                }
                self.is_online = *is_online;
            }
            Input::Visible(is_visible) => {
                if *is_visible && self.is_hidden {
                    self.waiting.clear();
                }
                self.is_hidden = !is_visible;
            }
            _ => {}
        }
    }

    fn fail(&mut self) {
        self.waiting.clear();
        self.failures += 1;
    }

    fn waits_for(&self, number: u32) -> bool {
        self.waiting.iter().any(|(other, _)| *other == number)
    }

    /// So many posts follow from an input. A page that goes may post beside what is under way, and in a pause.
    pub(super) fn check_posts(&self, posts: usize, input: &Input, now: Instant) {
        if posts > 0 && *input != Input::Visible(false) {
            assert!(posts == 1 && self.waiting.is_empty(), "one batch at a time");
            assert!(now >= self.alone_until, "a server that wants to be left alone is");
        }
    }

    /// Takes note of a post; returns the bytes under way.
    pub(super) fn posts(&mut self, number: u32, bytes: usize) -> usize {
        self.waiting.push((number, bytes));
        self.waiting.iter().map(|(_, bytes)| bytes).sum()
    }

    /// Sets the timer or stops it; returns its number.
    pub(super) fn waits(&mut self, ms: u32, input: &Input, now: Instant) -> Option<u32> {
        self.timer = None;
        if ms == 0 {
            return None;
        }
        if self.waiting.is_empty() {
            self.check_pause(ms, input, now);
        }
        self.timers += 1;
        self.timer = Some(self.timers);
        self.timer
    }

    fn check_pause(&self, ms: u32, input: &Input, now: Instant) {
        assert!(ms <= ASKED, "no pause is longer than {ASKED}");
        let is_asked = self.alone_until > now;
        let is_resumed = matches!(input, Input::Online(_) | Input::Visible(_));
        if !is_asked && !is_resumed {
            let longest = LONGEST[self.failures.saturating_sub(1).min(LONGEST.len() - 1)];
            assert!((longest / 2..=longest).contains(&ms), "{ms} ms after {} failures", self.failures);
        }
    }

    /// Whether this timer still runs; it has rung then.
    pub(super) fn rings(&mut self, number: u32) -> bool {
        self.timer.take_if(|running| *running == number).is_some()
    }
}
