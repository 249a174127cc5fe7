//! Markdown: what is read is safe to draw (C1).

use parlor_domain::flow::{Block, Place, RichText, Span};
use parlor_domain::pack::{packed, unpacked};
use parlor_engine::publish::parse_markdown;

/// Any text.
pub(crate) fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match parse_markdown(&text) {
        Ok(read) => check(&read),
        Err(bad) => assert!(!bad.to_string().is_empty()),
    }
}

/// What holds of every text that browsers draw.
pub(crate) fn check(text: &RichText) {
    assert_eq!(unpacked::<RichText>(&packed(text)).as_ref(), Some(text), "reads back as something else");
    for link in spans(text).filter_map(|span| span.link.as_deref()) {
        let lower = link.to_ascii_lowercase();
        let is_safe = ["https://", "http://", "mailto:", "tel:"].iter().any(|start| lower.starts_with(start));
        assert!(is_safe && !link.chars().any(char::is_control), "unsafe: {link:?}");
    }
    for picture in text.pictures() {
        let Place::Hosted(address) = &picture.place else { panic!("copied by nobody: {picture:?}") };
        assert!(Place::hosted(address).is_ok(), "no address: {address:?}");
    }
}

/// Every span of a text.
pub(crate) fn spans(text: &RichText) -> impl Iterator<Item = &Span> {
    text.0.iter().flat_map(Block::lines).flatten()
}
