//! Pictures of some states, so that a change is seen. Those that changed as they should are taken anew with `UPDATE_EXPECT=1`.

use parlor_tests::picture::Picture;
use serde_json::json;

use super::golden;
use super::room::{Look, Room, Size};
use super::states::STATES;

/// How much is kept of what the eye doesn't miss, in percent.
const QUALITY: u8 = 50;

/// What is different in each picture, which has nothing to do with how the chat looks: the time, and whether the caret is just seen. And the
/// font that Debian's browsers always have.
const STILL: &str = "const still = new CSSStyleSheet(); \
    still.replaceSync('.time, .when { visibility: hidden } * { caret-color: transparent } :root { font-family: DejaVu Sans }'); \
    document.adoptedStyleSheets.push(still); \
    for (const animation of document.getAnimations()) { \
        if (animation.effect.getTiming().iterations === 1) animation.finish(); else { animation.pause(); animation.currentTime = 0; } }";

const PHONE: Look = Look { size: Size::Phone, ..Look::LIGHT };
const ZOOMED: Look = Look { size: Size::Zoomed, ..Look::LIGHT };

/// Which states are kept, how they are shown, and how that is called.
const PICTURES: [(&str, Look, &str); 22] = [
    ("message", Look::LIGHT, "light"),
    ("message", Look::DARK, "dark"),
    ("message", Look::FORCED, "forced"),
    ("image", Look::LIGHT, "light"),
    ("long-texts-answered", PHONE, "phone"),
    ("long-words-answered", PHONE, "phone"),
    ("right-to-left-answered", Look::LIGHT, "light"),
    ("question-changed", Look::LIGHT, "light"),
    ("question-answered", Look::FORCED, "forced"),
    ("twenty-choices", PHONE, "phone"),
    ("several-picked", Look::DARK, "dark"),
    ("several-picked", Look::FORCED, "forced"),
    ("date-and-time", PHONE, "phone"),
    ("email-refused", Look::LIGHT, "light"),
    ("known-value", ZOOMED, "zoomed"),
    ("document", Look::DARK, "dark"),
    ("typing", Look::LIGHT, "light"),
    ("loading", Look::LIGHT, "light"),
    ("offline", PHONE, "phone"),
    ("list", Look::LIGHT, "light"),
    ("popup", Look::LIGHT, "light"),
    ("long-teaser", PHONE, "phone"),
];

#[tokio::test]
async fn gallery_pictures_are_as_they_were() {
    let room = Room::open().await;
    let mut changed = Vec::new();
    for (name, look, called) in PICTURES {
        let state = STATES.iter().find(|state| state.name == name).expect("a state");
        room.shows(state, Look::LIGHT).await;
        if look.size == Size::Phone && !state.is_open() {
            room.shows(state, look).await
        } else {
            room.takes(look).await
        }
        let taken = picture(&room).await;
        room.leaves(state).await;
        let path = golden(&format!("{name}-{called}.webp"));
        let kept = std::fs::read(&path).ok();
        let difference = kept.as_deref().map(|kept| Picture::of(kept).difference(&Picture::of(&taken)));
        if difference != Some(None) {
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(&path, taken).expect("a file");
            } else {
                let seen = std::env::temp_dir().join(format!("parlor-{name}-{called}.webp"));
                std::fs::write(&seen, taken).expect("a file");
                changed.push(format!("{}: {difference:?}, see {}", path.display(), seen.display()));
            }
        }
    }
    assert!(changed.is_empty(), "\n{}\n", changed.join("\n"));
}

/// What a careless change would do: each is seen.
const CHANGES: [(&str, &str); 6] = [
    ("the pencil is missing", "[data-part=change] { visibility: hidden }"),
    ("the cross is missing", ".head .plain { visibility: hidden }"),
    ("a choice is elsewhere", "[data-part=choices] { justify-content: flex-start }"),
    ("messages are closer", ".message { margin-top: 8px }"),
    ("the answer has another colour", "[data-part=visitor] { background: #2b5797 }"),
    ("letters are larger", ".message { font-size: 16px }"),
];

#[tokio::test]
async fn gallery_pictures_show_what_is_moved_or_missing() {
    let room = Room::open().await;
    let state = STATES.iter().find(|state| state.name == "question-answered").expect("a state");
    room.shows(state, Look::LIGHT).await;
    let before = Picture::of(&picture(&room).await);
    assert_eq!(before.difference(&Picture::of(&picture(&room).await)), None);
    for (what, style) in CHANGES {
        let change = format!(
            "window.change = new CSSStyleSheet(); change.replaceSync({style:?}); document.adoptedStyleSheets.push(change)"
        );
        room.in_frame(&change).await;
        room.takes(Look::LIGHT).await;
        assert_ne!(before.difference(&Picture::of(&picture(&room).await)), None, "{what}");
        room.in_frame("change.replaceSync('')").await;
    }
}

/// The frame and what lies right around it.
async fn picture(room: &Room) -> Vec<u8> {
    room.in_frame(STILL).await;
    let place = room.frame_place().await;
    let told = json!({ "format": "webp", "quality": QUALITY, "clip": place });
    room.visitor.browser().photograph_with(told).await
}
