//! The gallery (`www/demo/gallery`): every card in every state, drawn by the chat itself and held by what no change may break.

mod keyboard;
mod pages;
mod pictures;
mod room;
mod states;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use parlor_tests::axe::Part;
use parlor_tests::browser::ROOT;
use parlor_tests::{axe, layout};
use room::{Look, Room, SIZES};
use states::{STATES, State};

/// A file of what must stay as it is.
fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/gallery").join(name)
}

/// Holds these states, one after the other in one browser: no finding of axe, nothing drawn amiss at any size, and the same for a screen
/// reader as before.
async fn hold(states: impl Iterator<Item = &'static State>) {
    let room = Room::open().await;
    let (mut wrong, mut spoken) = (Vec::new(), Vec::new());
    for state in states {
        let mut found = |what: &str, lines: Vec<String>| {
            wrong.extend(lines.into_iter().map(|line| format!("{}, {what}: {line}", state.name)));
        };
        room.shows(state, Look::LIGHT).await;
        found("light", axe::findings(room.visitor.browser(), Part::Chat).await);
        spoken.push((state.name, room.spoken().await));
        for (name, look) in [("dark", Look::DARK), ("forced colours", Look::FORCED)] {
            room.takes(look).await;
            found(name, axe::contrast(room.visitor.browser(), Part::Chat).await);
        }
        room.takes(Look::CALM).await;
        found("reduced motion", room.moves().await);
        for size in SIZES {
            let look = Look { size, ..Look::LIGHT };
            // The teaser has the size that it had room for when it appeared.
            if state.is_open() {
                room.takes(look).await
            } else {
                room.shows(state, look).await
            }
            found(&format!("{size:?}"), layout::faults(&room.visitor).await);
            found(&format!("{size:?}"), room.page_faults().await);
        }
        found("page", room.visitor.problems().await);
        room.leaves(state).await;
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    for (name, text) in spoken {
        expect_file![golden(&format!("{name}.txt"))].assert_eq(&text);
    }
}

#[tokio::test]
async fn w21_gallery_every_second_state_is_sound() {
    hold(STATES.iter().step_by(2)).await;
}

#[tokio::test]
async fn w21_gallery_every_other_state_is_sound() {
    hold(STATES.iter().skip(1).step_by(2)).await;
}

/// The judges see what they are shown: in the frame, on the page, and beside the launcher.
#[tokio::test]
async fn gallery_what_is_wrong_is_found() {
    let room = Room::open().await;
    let state = STATES.iter().find(|state| state.name == "question").expect("a state");
    room.shows(state, Look::LIGHT).await;
    assert_eq!(axe::findings(room.visitor.browser(), Part::Chat).await, [""; 0]);
    assert_eq!(layout::faults(&room.visitor).await, [""; 0]);
    let nameless = "const button = document.createElement('button'); button.dataset.part = 'choice'";
    room.in_frame(&format!("{nameless}; document.querySelector('[data-part=choices]').append(button)")).await;
    room.visitor.runs(&format!("{nameless}; document.querySelector('main').append(button)")).await;
    room.visitor.runs(&format!("{ROOT} root.querySelector('#launcher').removeAttribute('aria-label')")).await;
    for (part, count) in [(Part::Chat, 2), (Part::Page, 3)] {
        let found = axe::findings(room.visitor.browser(), part).await.join("\n");
        assert_eq!(found.matches("button-name: ").count(), count, "{found}");
    }
    room.in_frame("document.querySelector('[data-part=choice]').style.cssText = 'min-width: 600px; margin-top: -60px'").await;
    let found = layout::faults(&room.visitor).await.join("\n");
    assert!(["outside: ", "overlap: ", "small: "].iter().all(|fault| found.contains(fault)), "{found}");
}

/// No state is forgotten: what the page offers is what is held, and nothing is kept of what is gone.
#[tokio::test]
async fn gallery_the_page_shows_the_states_that_are_held() {
    let room = Room::open().await;
    let offered = room.offers().await;
    let held = STATES.iter().map(|state| state.shown).chain([keyboard::WALK]).map(ToOwned::to_owned);
    assert_eq!(offered, held.collect());
    let kept = std::fs::read_dir(golden("")).expect("a folder").map(|file| file.expect("a file").file_name());
    let kept: BTreeSet<String> = kept.filter_map(|name| Some(name.to_str()?.strip_suffix(".txt")?.to_owned())).collect();
    let held = STATES.iter().map(|state| state.name).chain([keyboard::CONVERSATION]).map(ToOwned::to_owned);
    assert_eq!(kept, held.collect());
}
