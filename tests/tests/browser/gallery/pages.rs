//! The demo's pages with the chat on them, closed and open.

use parlor_tests::axe::{self, Part};

use super::room::{Look, Room};

const PAGES: [&str; 12] = [
    "",
    "pricing.html",
    "docs/",
    "docs/installing.html",
    "docs/power.html",
    "docs/readings.html",
    "contact.html",
    "customers.html",
    "thanks",
    "app/",
    "app/tides",
    "gallery/",
];

#[tokio::test]
async fn w21_gallery_the_demos_pages_are_sound_with_the_chat_closed_and_open() {
    let room = Room::open().await;
    let mut wrong = Vec::new();
    for page in PAGES {
        let mut found = |how: &str, lines: Vec<String>| {
            wrong.extend(lines.into_iter().map(|line| format!("/{page}, {how}: {line}")));
        };
        room.looks(Look::LIGHT).await;
        room.goes_to(page).await;
        room.visitor.has_chat().await;
        found("closed", axe::findings(room.visitor.browser(), Part::Page).await);
        room.visitor.runs("Parlor('open')").await;
        room.visitor.has_panel("panel").await;
        room.takes(Look::LIGHT).await;
        found("open", axe::findings(room.visitor.browser(), Part::Page).await);
        room.takes(Look::DARK).await;
        found("dark", axe::contrast(room.visitor.browser(), Part::Page).await);
        room.visitor.runs("Parlor('close')").await;
        found("closed in the dark", axe::contrast(room.visitor.browser(), Part::Page).await);
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
