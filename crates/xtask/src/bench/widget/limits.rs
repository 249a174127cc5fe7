//! What is promised of the widget's weight and speed (W23, W24, W25, W27).

use super::figures::{Beside, Figures, Moment, OURS, PROFILES, Peer};
use crate::bench::promise::Promise;
use crate::outcome::Outcome;

/// Bytes of a kibibyte.
pub(super) const KIB: f64 = 1_024.0;
/// Bytes of a mebibyte.
pub(super) const MIB: f64 = KIB * KIB;
/// Messages of the conversation after which memory counts.
pub(super) const MESSAGES: u32 = 100;

/// Every promise.
pub(super) fn promises(figures: &Figures) -> Outcome<Vec<Promise>> {
    let mut promises = weights(figures)?;
    for profile in PROFILES {
        promises.extend(times(figures, profile)?);
    }
    promises.extend(host_page(figures)?);
    let heap = &figures.long;
    promises.push(at_most("heap after 100 messages (W27)", heap.bytes() / MIB, 10.0, "MiB"));
    promises.push(Promise {
        text: format!("messages of that conversation: at least {MESSAGES}"),
        measured: heap.messages.to_string(),
        is_kept: heap.messages >= MESSAGES,
    });
    Ok(promises)
}

fn weights(figures: &Figures) -> Outcome<Vec<Promise>> {
    let ours = |moment| figures.weight(OURS, moment).ok_or("ours was not weighed");
    let (launcher, first, opened) = (ours(Moment::Launcher)?, ours(Moment::First)?, ours(Moment::Opened)?);
    let beside = |what: &str, moment, ours: f64| {
        // What to draw a conversation takes, and no more, is no measure for what holds one.
        let counts = |peer: &&Peer| peer.has_conversation && (peer.has_server || moment != Moment::Opened);
        let peers = figures.peers.iter().filter(counts);
        let peers = peers.filter_map(|peer| Some((peer.id.as_str(), figures.weight(&peer.id, moment)?.brotli / KIB)));
        less(what, ours / KIB, &peers.collect::<Vec<_>>(), "KiB")
    };
    Ok(vec![
        at_most("brotli to the launcher (W23)", launcher.brotli / KIB, 4.0, "KiB"),
        at_most("requests to the launcher (W23)", f64::from(launcher.fetched), 1.0, ""),
        at_most("brotli to the first message (W23)", first.brotli / KIB, 88.0, "KiB"),
        at_most("requests to the first message (W23)", f64::from(first.fetched), 6.0, ""),
        beside("brotli to the launcher", Moment::Launcher, launcher.brotli)?,
        beside("brotli to the first message", Moment::First, first.brotli)?,
        beside("brotli to the opened conversation, of those with a server", Moment::Opened, opened.brotli)?,
    ])
}

fn times(figures: &Figures, profile: &str) -> Outcome<Vec<Promise>> {
    let moments = [
        ("launcher", Moment::Launcher),
        ("first message", Moment::First),
        ("first message in the opened conversation, from the click on,", Moment::Opened),
    ];
    let promise = |(what, moment): (&str, Moment)| {
        let peers = figures.peers.iter().filter(|peer| peer.has_conversation || moment == Moment::Launcher);
        let time = |widget: &str| figures.time(widget, profile, moment);
        let peers = peers.map(|peer| Ok((peer.id.as_str(), time(&peer.id)?))).collect::<Outcome<Vec<_>>>()?;
        less(&format!("{what} at {profile} (W25)"), time(OURS)?, &peers, "ms")
    };
    moments.into_iter().map(promise).collect()
}

fn host_page(figures: &Figures) -> Outcome<Vec<Promise>> {
    let costs = &figures.costs;
    let [longest, ..] = costs.beside(|cost| cost.ours_longest_ms)?.with;
    let mut promises = vec![
        at_most("layout shift (W24)", costs.most(|cost| cost.shift), 0.0, ""),
        at_most("longest task of ours on the host page at 4x (W24)", longest, 50.0, "ms"),
        at_most("requests before the page's load event (W24)", costs.most(|cost| cost.before_load), 1.0, ""),
    ];
    promises.push(unchanged("long tasks", &costs.beside(|cost| cost.long_tasks)?, ""));
    promises.push(unchanged("total blocking time", &costs.beside(|cost| cost.blocking_ms)?, "ms"));
    promises.push(unchanged("first contentful paint", &costs.beside(|cost| cost.first_paint_ms)?, "ms"));
    promises.push(unchanged("largest contentful paint", &costs.beside(|cost| cost.largest_paint_ms)?, "ms"));
    Ok(promises)
}

fn at_most(what: &str, measured: f64, most: f64, unit: &str) -> Promise {
    Promise {
        text: with_unit(format!("{what}: at most {most}"), unit),
        measured: with_unit(number(measured), unit),
        is_kept: measured <= most,
    }
}

/// Less than each of the peers.
fn less(what: &str, ours: f64, peers: &[(&str, f64)], unit: &str) -> Outcome<Promise> {
    let named = |(name, value): &(&str, f64)| format!("{name} {}", number(*value));
    let best =
        peers.iter().min_by(|one, other| one.1.total_cmp(&other.1)).ok_or_else(|| format!("{what}: no peer was measured"))?;
    let not_more: Vec<String> = peers.iter().filter(|peer| peer.1 <= ours).map(named).collect();
    let beside = if not_more.is_empty() { named(best) } else { not_more.join(", ") };
    Ok(Promise {
        text: format!("{what}: less than every peer"),
        measured: format!("{}; {beside}", with_unit(number(ours), unit)),
        is_kept: not_more.is_empty(),
    })
}

/// No more with the tag than without, but for noise.
fn unchanged(what: &str, Beside { without, with, noise }: &Beside, unit: &str) -> Promise {
    let more = with[0] - without[0];
    Promise {
        text: format!("{what} of the host page at 4x, unchanged within noise (W24)"),
        measured: with_unit(format!("{} with, {} without, noise {}", number(with[0]), number(without[0]), number(*noise)), unit),
        is_kept: more <= *noise,
    }
}

fn with_unit(text: String, unit: &str) -> String {
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// With as many places as tell something.
fn number(value: f64) -> String {
    let places = match value {
        _ if value.fract() == 0.0 || value >= 100.0 => 0,
        _ if value >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests;
