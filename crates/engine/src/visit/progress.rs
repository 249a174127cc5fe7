//! What was seen of a page, and when the next display event can be met by time (T17 to T21).

use parlor_domain::page::PageAddress;
use parlor_domain::time::{Instant, MINUTE};

use super::{Effect, Turn, Visit, session};
use crate::display::{Progress, advance, counts_time, next_by_time};
use crate::pages::match_page;
use crate::resolve::memory_of;

impl Visit {
    /// Counts what was seen of the page for every dialogue that it belongs to (T19, T20).
    pub(super) fn progress(&mut self, now: Instant) {
        if self.inside || self.page.address.host.is_empty() {
            // It isn't counted here, or no page is there yet.
            self.visible_since = self.visible_since.map(|_| now);
            return;
        }
        let progress = self.until(now);
        self.visible_since = self.visible_since.map(|_| now);
        let (page, tracked) = (self.page.address.clone(), self.tracked.clone());
        self.count(&page, Progress { tracked: tracked.as_deref(), ..progress });
    }

    /// What has happened on this page until it was last looked at.
    fn so_far(&self) -> Progress<'static> {
        self.until(self.visible_since.unwrap_or_default())
    }

    /// What has happened on this page until now, since it was last looked at.
    pub(super) fn until(&self, now: Instant) -> Progress<'static> {
        let since = |from: Instant| self.visible_since.map_or(0, |_| now.since(from));
        // Of a session that is over nothing counts any more.
        let session = &self.memory.session;
        let goes_on = now.since(session.last) <= i64::from(self.site.session_minutes) * MINUTE;
        Progress {
            visible_ms: self.visible_since.map_or(0, |since| u32::try_from(now.since(since)).unwrap_or(0)),
            scroll: self.scroll,
            on_site_ms: if goes_on { since(session.id.made_at()) } else { 0 },
            idle_ms: since(self.active_at),
            pages: if goes_on { session.pages } else { 0 },
            leaves: self.leaves,
            ..Progress::default()
        }
    }

    pub(super) fn count(&mut self, page: &PageAddress, progress: Progress<'_>) {
        for dialogue in &self.site.dialogues {
            if !dialogue.display.events().is_empty() && match_page(&dialogue.pages, page) {
                let mut memory = memory_of(&self.memory, dialogue.id);
                let visible_ms = if counts_time(&dialogue.display) { progress.visible_ms } else { 0 };
                let counted = Progress { visible_ms, ..progress };
                advance(&dialogue.display, &mut memory, counted);
                session::set_dialogue(&mut self.memory, dialogue.id, memory);
            }
        }
    }

    /// When something happens by itself: typing ends, or a display event is met by time alone.
    pub(super) fn alarm(&self) -> Option<Instant> {
        let waiting = self.waiting.iter().filter_map(|at| self.site.dialogues.get(*at));
        let so_far = self.so_far();
        let left =
            waiting.filter_map(|dialogue| next_by_time(&dialogue.display, &memory_of(&self.memory, dialogue.id), so_far)).min();
        let display = self.visible_since.zip(left).map(|(since, ms)| since.plus(ms.max(0)));
        [self.typing_until, display].into_iter().flatten().min()
    }

    pub(super) fn arm(&mut self, armed: Option<Instant>, turn: &mut Turn) {
        let alarm = self.alarm();
        if alarm != armed
            && let Some(at) = alarm
        {
            self.ticket = self.ticket.wrapping_add(1);
            turn.effects.push(Effect::Wake { at, ticket: self.ticket });
        }
    }
}
