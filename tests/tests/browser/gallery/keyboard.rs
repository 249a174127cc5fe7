//! Through every card by keyboard alone, and the whole conversation as a screen reader finds it.

use expect_test::expect_file;
use parlor_tests::axe::{self, Part};
use parlor_tests::keyboard::{ENTER, ESCAPE, TAB, focus, focus_is, has_ring, keys, tabs_to};
use serde_json::json;

use super::golden;
use super::room::{Look, Room};

/// What the page calls the conversation in which every card stands.
pub const WALK: &str = "Every card";
/// The file of what was said in it.
pub const CONVERSATION: &str = "conversation";

/// What is read, what has the focus by itself then, what Tab leads to from there, and what is typed. Enter comes last.
const STEPS: [(&str, &str, &str, &str); 28] = [
    ("What brings you here?", "Prices", "A survey", ""),
    ("Shall we go on?", "Yes", "No", ""),
    ("Anything else?", "That is all", "That is all", ""),
    ("Something else", "Prices", "Something else", ""),
    ("A survey", "Your answer", "Your answer", "A berth"),
    ("What shall we look at?", "Tide", "Wind", ""),
    // The focus stays where something was picked of several.
    ("Pick one or more", "Wind", "Swell", ""),
    ("Pick one or more", "Swell", "Done", ""),
    ("Wind, Swell", "Yes", "Yes", ""),
    ("What may we call you?", "Your answer", "Your answer", "Ada"),
    ("What would you like to know?", "Your answer", "Your answer", "How deep is it?"),
    ("Where may we write?", "Your answer", "Your answer", "ada@example.com"),
    ("Where may we ring?", "Your answer", "Your answer", "+44 1595 555 0199"),
    ("How high is the quay", "Your answer", "Your answer", "4.5"),
    ("How many berths?", "Your answer", "Your answer", "120"),
    ("Which day?", "Your answer", "Your answer", "03142027"),
    ("When shall we ring?", "Your answer", "Your answer", "03142027\t0930A"),
    ("Shall we send you the tables?", "Yes", "No", ""),
    ("How large is your boat?", "Under 6 m", "Over 12 m", ""),
    ("What is your boat called?", "Your answer", "Skip", ""),
    ("Is this still your number?", "That's right", "That's right", ""),
    ("All of it is in the guide.", "Continue", "Continue", ""),
    // Nothing is asked there, so the focus waits on what was said.
    ("Please read this first.", "", "Download A guide", ""),
    ("which nobody sees", "Good", "Good", ""),
    ("Nobody has time now.", "Yes", "Yes", ""),
    ("Nobody is there now.", "Yes", "No", ""),
    ("Ask me anything", "Your answer", "Your answer", "How high is it?"),
    ("That I don't know.", "Yes", "No", ""),
];

#[tokio::test]
async fn w21_gallery_every_card_by_keyboard_alone() {
    let room = Room::open().await;
    let visitor = &room.visitor;
    visitor.browser().devtools("Browser.setDownloadBehavior", json!({ "behavior": "deny" })).await;
    room.looks(Look::LIGHT).await;
    room.goes_to(&format!("gallery/?state={}", WALK.replace(' ', "+"))).await;
    visitor.sees("What brings you here?").await;
    // Opened by the page, the focus stayed there.
    tabs_to(visitor, "launcher").await;
    visitor.browser().press(ENTER).await;
    visitor.has_panel("none").await;
    visitor.browser().press(ENTER).await;
    visitor.has_panel("panel").await;
    for step in STEPS {
        let (said, first, then, typed) = step;
        visitor.sees(said).await;
        if !first.is_empty() {
            focus_is(visitor, first).await;
        }
        tabs_to(visitor, then).await;
        assert!(has_ring(visitor).await, "no ring around {} in {step:?}", focus(visitor).await);
        for (at, part) in typed.split('\t').enumerate() {
            if at > 0 {
                visitor.browser().press(TAB).await;
            }
            keys(visitor, part).await;
        }
        visitor.browser().press(ENTER).await;
    }
    visitor.sees("This conversation has ended.").await;
    room.takes(Look::FORCED).await;
    tabs_to(visitor, "Close chat").await;
    assert!(has_ring(visitor).await);
    room.takes(Look::LIGHT).await;
    assert_eq!(axe::findings(visitor.browser(), Part::Page).await, [""; 0]);
    expect_file![golden(&format!("{CONVERSATION}.txt"))].assert_eq(&room.spoken().await);
    visitor.browser().press(ESCAPE).await;
    visitor.has_panel("none").await;
    focus_is(visitor, "launcher").await;
    assert_eq!(visitor.problems().await, [""; 0]);
}
