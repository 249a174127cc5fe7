//! On given figures.

use serde_json::{Value, json};

use super::*;

/// A view that takes so much to the launcher, to the first message, and from the click on.
fn view(widget: &str, profile: &str, [launcher, teaser, message]: [Option<f64>; 3], kib: f64) -> Value {
    let weight =
        |kib: f64, requests: u32| json!({ "requests": requests + 1, "fetched": requests, "raw": kib * KIB, "brotli": kib * KIB });
    json!({
        "widget": widget, "profile": profile, "launcher_ms": launcher, "teaser_ms": teaser, "message_ms": message,
        "to_launcher": weight(kib / 20.0, 1), "to_teaser": teaser.map(|_| weight(kib, 6)),
        "to_message": message.map(|_| weight(if widget == OURS { kib + 10.0 } else { kib }, 7)),
        "long": { "count": 0, "longest_ms": 0, "blocking_ms": 0 }, "heap": { "script": 1.0, "buffers": 1.0, "wasm": 1.0 },
    })
}

fn cost(first_paint: f64) -> Value {
    json!({
        "shift": 0, "long_tasks": 1, "blocking_ms": 20, "first_paint_ms": first_paint, "largest_paint_ms": 100,
        "ours_longest_ms": 5, "before_load": 1,
    })
}

/// Figures that keep everything: a peer with a conversation, and a quick one that is a launcher alone.
fn all_kept() -> Value {
    let views = PROFILES.iter().flat_map(|profile| {
        [
            view(OURS, profile, [Some(50.0), Some(150.0), Some(20.0)], 80.0),
            view("chat", profile, [Some(100.0), None, Some(60.0)], 99.0),
            view("button", profile, [Some(60.0), None, None], 30.0),
            // Lighter than ours is when it is opened.
            view("drawing", profile, [Some(110.0), None, Some(60.0)], 89.0),
        ]
    });
    let without = [90, 100, 104, 110].map(|ms| cost(ms.into()));
    json!({
        "peers": [
            { "id": "chat", "version": "1.0.0", "has_conversation": true, "has_server": true },
            { "id": "drawing", "version": "3.0.0", "has_conversation": true, "has_server": false },
            { "id": "button", "version": "2.0.0", "has_conversation": false, "has_server": true },
        ],
        "views": views.collect::<Vec<_>>(),
        "costs": { "without": without, "with": [cost(107.0)] },
        "long": { "messages": 101, "script": 4.0 * MIB, "buffers": 2.0 * MIB, "wasm": 3.0 * MIB },
    })
}

/// What is not kept when one thing is different.
fn missed(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut figures = all_kept();
    change(&mut figures);
    let figures: Figures = serde_json::from_value(figures).expect("figures");
    let promises = promises(&figures).expect("promises");
    promises.iter().filter(|promise| !promise.is_kept).map(ToString::to_string).collect()
}

#[test]
fn what_is_kept_is_not_missed() {
    assert_eq!(missed(|_| ()), [""; 0]);
}

#[test]
fn a_peer_that_is_as_quick_or_as_light_is_named() {
    assert_eq!(
        missed(|figures| figures["views"][0]["launcher_ms"] = 60.0.into()),
        ["NOT KEPT launcher at 1x (W25): less than every peer: 60 ms; button 60"]
    );
    // Its first message can be there with launcher and click.
    assert_eq!(
        missed(|figures| figures["views"][0]["teaser_ms"] = 160.5.into()),
        ["NOT KEPT first message at 1x (W25): less than every peer: 160 ms; chat 160"]
    );
    let opened = missed(|figures| figures["views"][4]["message_ms"] = 61.0.into());
    assert!(opened.len() == 1 && opened[0].contains("from the click on, at 4x"), "{opened:?}");
    let light = missed(|figures| figures["views"][1]["to_message"]["brotli"] = (79.0 * KIB).into());
    assert_eq!(light.len(), 2, "{light:?}");
    assert!(light[0].ends_with("brotli to the first message: less than every peer: 80 KiB; chat 79"), "{light:?}");
}

#[test]
fn a_launcher_alone_weighs_nothing_beside_a_conversation() {
    assert_eq!(missed(|figures| figures["views"][2]["to_launcher"]["brotli"] = 1.0.into()), [""; 0]);
}

#[test]
fn the_heaviest_view_of_ours_counts() {
    let heavy = missed(|figures| figures["views"][8]["to_teaser"]["brotli"] = (88.1 * KIB).into());
    assert_eq!(heavy, ["NOT KEPT brotli to the first message (W23): at most 88 KiB: 88.1 KiB"]);
    let many = missed(|figures| {
        figures["views"][8]["to_teaser"] = json!({ "requests": 8, "fetched": 7, "raw": 1.0, "brotli": 81.0 * KIB })
    });
    assert_eq!(many, ["NOT KEPT requests to the first message (W23): at most 6: 7"]);
}

#[test]
fn a_host_page_may_differ_as_much_as_it_does_by_itself() {
    // Without the tag the middle is 100 and the middle half from 90 to 104.
    assert_eq!(missed(|figures| figures["costs"]["with"][0] = cost(114.0)), [""; 0]);
    assert_eq!(
        missed(|figures| figures["costs"]["with"][0] = cost(114.5)),
        [
            "NOT KEPT first contentful paint of the host page at 4x, unchanged within noise (W24): 114 with, 100 without, noise 14 ms"
        ]
    );
}

#[test]
fn one_shift_or_one_long_task_is_too_many() {
    let shift = missed(|figures| figures["costs"]["with"][0]["shift"] = 0.001.into());
    assert_eq!(shift.len(), 1, "{shift:?}");
    let task = missed(|figures| figures["costs"]["with"][0]["ours_longest_ms"] = 50.1.into());
    assert_eq!(task, ["NOT KEPT longest task of ours on the host page at 4x (W24): at most 50 ms: 50.1 ms"]);
    assert_eq!(missed(|figures| figures["costs"]["with"][0]["before_load"] = 2.into()).len(), 1);
}

#[test]
fn memory_counts_after_a_long_conversation() {
    assert_eq!(missed(|figures| figures["long"]["script"] = (5.1 * MIB).into()).len(), 1);
    assert_eq!(missed(|figures| figures["long"]["messages"] = 99.into()).len(), 1);
}

#[test]
fn what_was_not_measured_is_an_error() {
    let mut figures = all_kept();
    figures["peers"][0]["id"] = "another".into();
    let figures: Figures = serde_json::from_value(figures).expect("figures");
    assert!(promises(&figures).is_err());
}
