//! What is said of a page on which the chat should be.

use parlor_domain::finding::Finding;
use parlor_domain::time::{Instant, MINUTE};
use parlor_engine::install::{Installed, Told, tags_in};

const NOW: Instant = Instant(1_800_000_000_000);

fn installed<'a>(domains: &'a [String]) -> Installed<'a> {
    Installed { key: "harbour", origin: "https://chat.example.com", domains, now: NOW }
}

/// What is said, each by its beginning.
fn check(findings: &[Finding], expected: &[&str]) {
    let said: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    let fits = said.len() == expected.len() && said.iter().zip(expected).all(|(said, expected)| said.contains(expected));
    assert!(fits, "{said:#?} {expected:#?}");
}

#[test]
fn w6_what_a_page_tells_is_judged() {
    let domains = ["example.com", "*.example.org"].map(str::to_owned);
    let one = ["harbour".to_owned()];
    let sound = Told { origin: "https://example.com", problem: None, tags: &one, blocked: &[], now: NOW };
    let strings = |all: &[&str]| -> Vec<String> { all.iter().map(ToString::to_string).collect() };
    let judged = |told: Told<'_>, expected: &[&str]| check(&installed(&domains).judge(&told), expected);
    judged(sound, &[]);
    judged(Told { origin: "https://www.example.org", ..sound }, &[]);
    judged(Told { origin: "https://www.example.com", ..sound }, &["www.example.com is none of the allowed domains"]);
    judged(Told { tags: &strings(&["harbour", "harbour"]), ..sound }, &["The tag is on the page 2 times."]);
    judged(Told { tags: &strings(&["harbour", "other"]), ..sound }, &["Another site's tag"]);
    judged(Told { problem: Some("nothing is published."), ..sound }, &["There is no chat on this page: nothing is published."]);
    judged(
        Told { blocked: &strings(&["frame-src"]), ..sound },
        &["Add to its Content-Security-Policy: frame-src https://chat.example.com"],
    );
    judged(Told { now: NOW.plus(-9 * MINUTE), ..sound }, &["the browser's is 9 minutes slow"]);
    judged(Told { now: NOW.plus(4 * MINUTE), ..sound }, &[]);
    check(&installed(&[]).judge(&Told { origin: "https://anywhere.example", ..sound }), &[]);
}

#[test]
fn w6_of_a_silent_page_the_source_is_judged() {
    let silent = |source: Result<&[&str], &str>, expected: &str| {
        let tags: Result<Vec<String>, &str> = source.map(|tags| tags.iter().map(ToString::to_string).collect());
        check(&installed(&[]).judge_silence(tags.as_deref().map_err(|reason| *reason)), &[expected]);
    };
    silent(Ok(&[]), "The tag is not on this page.");
    silent(Ok(&["harbour"]), "but nothing was heard of it");
    silent(Ok(&["other"]), "another site's tag, and not this one's");
    silent(Err("the address answers with status 404"), "the server can't read it, because the address answers with status 404");
}

#[test]
fn w1_tags_are_found_in_a_pages_source() {
    let origin = "https://chat.example.com";
    for (source, expected) in [
        ("", &[][..]),
        (r#"<script async src="https://chat.example.com/harbour.js"></script>"#, &["harbour"]),
        (
            r#"<script src=//chat.example.com/harbour.js></script><script src='https://chat.example.com/abcd1.js'>"#,
            &["harbour", "abcd1"],
        ),
        (r#"<a href="https://chat.example.com/read/x.pdf">"#, &[]),
        (r#"<script src="https://chat.example.com/a.js">"#, &[]),
        (r#"<script src="https://other.example.com/harbour.js">"#, &[]),
        ("https://chat.example.com/", &[]),
    ] {
        assert_eq!(tags_in(source, origin), expected, "{source}");
    }
}
