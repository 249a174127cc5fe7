//! What was measured, view by view.

use serde::Deserialize;

use crate::bench::engine::figures::{median, quantile};
use crate::outcome::Outcome;

/// Our own widget, as measurements name it.
pub(super) const OURS: &str = "parlor";
/// How the browser was slowed down.
pub(super) const PROFILES: [&str; 3] = ["1x", "4x", "4x, slow 4G"];

/// Everything that was measured.
#[derive(Deserialize)]
pub(super) struct Figures {
    /// The other widgets.
    pub(super) peers: Vec<Peer>,
    views: Vec<View>,
    /// The host page.
    pub(super) costs: Costs,
    /// After a long conversation with ours.
    pub(super) long: Heap,
}

/// Another widget.
#[derive(Deserialize)]
pub(super) struct Peer {
    pub(super) id: String,
    pub(super) version: String,
    /// Otherwise there is a launcher alone: what it opens is not to be had.
    pub(super) has_conversation: bool,
    /// Otherwise it draws what the page's code gives it, and no more.
    pub(super) has_server: bool,
}

/// One view of a page with one widget.
#[derive(Deserialize)]
struct View {
    widget: String,
    profile: String,
    launcher_ms: f64,
    teaser_ms: Option<f64>,
    message_ms: Option<f64>,
    to_launcher: Weight,
    to_teaser: Option<Weight>,
    to_message: Option<Weight>,
    long: Long,
    heap: Heap,
}

/// What was fetched until then.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
pub(super) struct Weight {
    pub(super) requests: u32,
    /// How many of them post nothing.
    pub(super) fetched: u32,
    /// Bytes of the files.
    pub(super) raw: f64,
    /// Bytes that cross the network.
    pub(super) brotli: f64,
}

/// Tasks of more than 50 ms before the click.
#[derive(Deserialize)]
struct Long {
    count: f64,
    longest_ms: f64,
    blocking_ms: f64,
}

/// Bytes in use.
#[derive(Deserialize)]
pub(super) struct Heap {
    /// Messages of the conversation, if they were counted.
    #[serde(default)]
    pub(super) messages: u32,
    script: f64,
    buffers: f64,
    wasm: f64,
}

impl Heap {
    /// Of JavaScript and WebAssembly.
    pub(super) fn bytes(&self) -> f64 {
        self.script + self.buffers + self.wasm
    }
}

/// Views of the host page, without the tag and with it by turns.
#[derive(Deserialize)]
pub(super) struct Costs {
    pub(super) with: Vec<Cost>,
    pub(super) without: Vec<Cost>,
}

/// One of them.
#[derive(Deserialize)]
pub(super) struct Cost {
    /// The sum of all layout shifts.
    pub(super) shift: f64,
    pub(super) long_tasks: f64,
    pub(super) blocking_ms: f64,
    pub(super) first_paint_ms: f64,
    pub(super) largest_paint_ms: f64,
    /// The longest task of the chat's scripts, as far as they are in frames that took more than 50 ms.
    pub(super) ours_longest_ms: f64,
    /// What the chat's server was asked for before the page's load event.
    pub(super) before_load: f64,
}

/// An instant in a visitor's view.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Moment {
    /// The launcher is visible.
    Launcher,
    /// The first message is, as early as a visitor can have it: ours in the teaser, a peer's by a click on the launcher as it comes.
    First,
    /// The first message is, in the conversation that the visitor has opened.
    Opened,
}

impl Figures {
    /// Milliseconds in each view; from the click on for the opened conversation, otherwise from the navigation on.
    pub(super) fn times(&self, widget: &str, profile: &str, moment: Moment) -> Vec<f64> {
        let views = self.views.iter().filter(|view| view.widget == widget && view.profile == profile);
        let time = |view: &View| match moment {
            Moment::Launcher => Some(view.launcher_ms),
            Moment::First => view.teaser_ms.or(view.message_ms.map(|ms| view.launcher_ms + ms)),
            Moment::Opened => view.message_ms,
        };
        views.filter_map(time).collect()
    }

    /// The middle one of these.
    pub(super) fn time(&self, widget: &str, profile: &str, moment: Moment) -> Outcome<f64> {
        let times = self.times(widget, profile, moment);
        median(&times).ok_or_else(|| format!("not measured: {widget} at {profile}"))
    }

    /// What a widget fetches: ours at the most, a peer at the least.
    pub(super) fn weight(&self, widget: &str, moment: Moment) -> Option<Weight> {
        let views = self.views.iter().filter(|view| view.widget == widget);
        let weights = views.filter_map(|view| match moment {
            Moment::Launcher => Some(view.to_launcher),
            Moment::First => view.to_teaser.or(view.to_message),
            Moment::Opened => view.to_message,
        });
        let by_bytes = |one: &Weight, other: &Weight| one.brotli.total_cmp(&other.brotli);
        if widget == OURS { weights.max_by(by_bytes) } else { weights.min_by(by_bytes) }
    }

    /// Long tasks before the click, in the middle of the views: how many, the longest, and by how much they are too long in all.
    pub(super) fn long_tasks(&self, widget: &str, profile: &str) -> Option<[f64; 3]> {
        let middle = |of: fn(&Long) -> f64| {
            let views = self.views.iter().filter(|view| view.widget == widget && view.profile == profile);
            median(&views.map(|view| of(&view.long)).collect::<Vec<_>>())
        };
        Some([middle(|long| long.count)?, middle(|long| long.longest_ms)?, middle(|long| long.blocking_ms)?])
    }

    /// Bytes of the heap with the first message there, in the middle of the views.
    pub(super) fn heap(&self, widget: &str) -> Option<f64> {
        let views = self.views.iter().filter(|view| view.widget == widget);
        median(&views.map(|view| view.heap.bytes()).collect::<Vec<_>>())
    }
}

/// Something of the host page, without the tag and with it.
pub(super) struct Beside {
    /// The middle, the least and the most.
    pub(super) without: [f64; 3],
    pub(super) with: [f64; 3],
    /// By how much the views of one and the same page, without the tag, differ: the range of the middle half of them.
    pub(super) noise: f64,
}

impl Costs {
    /// One figure of each view.
    pub(super) fn beside(&self, of: impl Fn(&Cost) -> f64) -> Outcome<Beside> {
        let [without, with] = [&self.without, &self.with].map(|costs| costs.iter().map(&of).collect::<Vec<f64>>());
        let measured = || Some((range(&without)?, range(&with)?, quantile(&without, 0.75)? - quantile(&without, 0.25)?));
        let (without, with, noise) = measured().ok_or("the host page was not measured")?;
        Ok(Beside { without, with, noise })
    }

    /// The most of all views with the tag.
    pub(super) fn most(&self, of: impl Fn(&Cost) -> f64) -> f64 {
        self.with.iter().map(of).fold(0.0, f64::max)
    }
}

/// The middle, the least and the most.
pub(super) fn range(samples: &[f64]) -> Option<[f64; 3]> {
    Some([median(samples)?, quantile(samples, 0.0)?, quantile(samples, 1.0)?])
}
