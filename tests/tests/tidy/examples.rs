//! Shows that each check finds what it looks for, and nothing else.

use crate::tree::File;
use crate::{form, layers, rules, rust};

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

/// The check finds something in the first file and nothing in any of the others.
#[track_caller]
fn finds(check: fn(&[File]) -> Vec<String>, wrong: (&str, &str), right: &[(&str, &str)]) {
    let found = check(&[file(wrong.0, wrong.1)]);
    assert!(!found.is_empty(), "finds nothing in {wrong:?}");
    assert!(found.iter().all(|text| text.starts_with(wrong.0)), "names no file: {found:?}");
    for (path, text) in right {
        assert_eq!(check(&[file(path, text)]), Vec::<String>::new(), "{path}: {text}");
    }
}

#[test]
fn rust_is_divided() {
    let source = r##"
// one (
/// two
fn f<'a>(x: &'a str) -> char { /* three /* four */ */
    let text = "five \" // no comment"; // six
    let raw = r#"seven " /* "#; let byte = b"eight";
    if x == '"' { '\'' } else { '/' } }"##;
    let parts = rust::parts(source);
    assert_eq!(parts.comments, [" one ( two", "/* three /* four */ */", " six"]);
    assert_eq!(parts.strings, [r#"five \" // no comment"#, r#"seven " /* "#, "eight"]);
    assert_eq!(
        parts.code,
        r#"fn f<'a>(x: &'a str) -> char { let text = ""; let raw = ""; let byte = ""; if x == ' ' { ' ' } else { ' ' } }"#
    );
}

#[test]
fn a_rule_that_is_not_there_is_found() {
    let known = || file("docs/rules/targeting.md", "- **T1** A rule.\n- **T2** Another, see (T1).\n");
    let unknown = |path: &str, text: &str| rules::quoted_rules_exist(&[known(), file(path, text)]).len();
    assert_eq!(unknown("tests/tests/a.rs", "fn t3_is_tested() {}"), 1);
    assert_eq!(unknown("tests/tests/a.rs", "async fn t1_t3_are_tested() {}"), 1);
    assert_eq!(unknown("crates/a/src/lib.rs", "//! A thing (T1 to T5).\n"), 1);
    assert_eq!(unknown("crates/a/src/lib.rs", "// (the part of T3 that\n// is there)\n"), 1);
    assert_eq!(unknown("www/loader.js", "go(); // fast (T3)\n"), 1);
    assert_eq!(unknown("docs/embed.md", "It holds (T1, T3).\n"), 1);
    assert_eq!(unknown("docs/rules/cards.md", "- **C1** As it is (T3).\n"), 1);
    assert_eq!(unknown("tests/tests/a.rs", "fn t1_t2_are_tested() {} // (T1)"), 0);
    assert_eq!(unknown("crates/a/src/lib.rs", "fn f(T9) {} fn i64_is_read() {} const A: &str = \"(T3)\";"), 0);
    assert_eq!(unknown("docs/embed.md", "A4 paper (H1, W3C).\n"), 0);
}

#[test]
fn a_rule_that_stands_twice_is_found() {
    finds(
        rules::a_rule_stands_once,
        ("docs/rules/cards.md", "- **C1** One.\n- **C1** Two.\n"),
        &[("docs/rules/cards.md", "- **C1** One.\n- **C2** Two, unlike C1.\n")],
    );
}

#[test]
fn a_dependency_outwards_is_found() {
    let check = layers::dependencies_point_inwards;
    finds(
        check,
        ("crates/engine/Cargo.toml", "[dependencies]\nparlor-store.workspace = true\n"),
        &[
            ("crates/engine/Cargo.toml", "[dependencies]\nparlor-domain.workspace = true\nserde = \"1\"\n"),
            ("server/Cargo.toml", "[dependencies]\nparlor-store.workspace = true\n"),
            ("tests/Cargo.toml", "[dependencies]\nparlor = { path = \"../server\" }\n"),
        ],
    );
    finds(check, ("crates/domain/Cargo.toml", "[dev-dependencies]\nparlor-engine = { path = \"../engine\" }\n"), &[]);
    finds(check, ("widget/Cargo.toml", "[target.'cfg(unix)'.dependencies]\nparlor = \"1\"\n"), &[]);
    finds(check, ("crates/wire/Cargo.toml", "[dependencies.parlor-engine]\nworkspace = true\n"), &[]);
    finds(check, ("crates/xtask/Cargo.toml", "[dependencies]\nparlor-domain.workspace = true\n"), &[]);
}

#[test]
fn sql_outside_of_the_store_is_found() {
    let sql = "const Q: &str = \"SELECT id FROM visitor\";";
    finds(
        layers::sql_stays_in_the_store,
        ("server/src/a.rs", sql),
        &[("crates/store/src/a.rs", sql), ("server/src/a.rs", "// SELECT is SQL\nconst S: &str = \"SELECTED\";")],
    );
    finds(layers::sql_stays_in_the_store, ("server/a.sql", ""), &[("crates/store/migrations/V1__a.sql", "")]);
}

#[test]
fn actix_outside_of_the_server_is_found() {
    let code = "use actix_web::web;";
    finds(
        layers::actix_stays_in_the_server,
        ("crates/wire/src/lib.rs", code),
        &[("server/src/main.rs", code), ("tests/tests/a.rs", code), ("crates/wire/src/lib.rs", "// as actix_web does")],
    );
    finds(layers::actix_stays_in_the_server, ("crates/wire/Cargo.toml", "[dependencies]\nactix-web = \"4\"\n"), &[]);
}

#[test]
fn the_browser_outside_of_its_shells_is_found() {
    let code = "use yew::prelude::*;";
    finds(
        layers::the_browser_stays_in_its_shells,
        ("crates/engine/src/lib.rs", code),
        &[("widget/src/main.rs", code), ("crates/console/src/main.rs", "web_sys::window();")],
    );
    finds(layers::the_browser_stays_in_its_shells, ("server/src/a.rs", "web_sys::window();"), &[]);
    finds(layers::the_browser_stays_in_its_shells, ("server/Cargo.toml", "[dependencies]\nweb-sys = \"0.3\"\n"), &[]);
}

#[test]
fn what_is_impure_is_found() {
    let check = layers::nouns_and_verbs_are_pure;
    let source = "crates/domain/src/a.rs";
    finds(
        check,
        (source, "use std::time::Duration;"),
        &[
            (source, "// std::time is for shells\nstruct Instant; fn random() {} fn operand() -> Instant { Instant::from(1) }"),
            ("server/src/a.rs", "use std::time::SystemTime;"),
        ],
    );
    for code in
        ["SystemTime::now()", "Instant::now()", "rand::random()", "std::fs::read(path)", "use std::net;", "async  fn f() {}"]
    {
        finds(check, ("crates/engine/src/a.rs", code), &[]);
    }
}

#[test]
fn a_path_outside_of_the_contract_is_found() {
    let code = "const ME: &str = \"/api/me\";";
    finds(
        layers::paths_stay_in_the_contract,
        ("server/src/a.rs", code),
        &[("crates/wire/src/console.rs", code), ("tests/tests/a.rs", code), ("server/src/a.rs", "//! GET \"/api/me\"")],
    );
}

#[test]
fn style_in_markup_is_found() {
    finds(
        layers::no_style_stands_in_markup,
        ("widget/src/a.rs", "html! { <p style=\"color: red\" /> }"),
        &[("widget/src/a.rs", "let style = 1; html! { <p class=\"a\" /> }"), ("server/src/a.rs", "html! { <p style=\"\" /> }")],
    );
}

#[test]
fn a_long_file_is_found() {
    let long = "line\n".repeat(501);
    let generated = format!("// @generated\n{long}");
    finds(
        form::files_are_short,
        ("www/loader.js", &long),
        &[("www/loader.js", &long[5..]), ("a.css", &generated), ("docs/a.md", &long)],
    );
}

#[test]
fn what_is_left_for_later_is_found() {
    let check = form::nothing_is_left_for_later;
    finds(
        check,
        ("www/loader.js", "// TODO later"),
        &[("www/loader.js", "// METODOS"), ("a.rs", "// never dbg!(x)\nlet todos = 1;")],
    );
    for code in ["dbg!(x)", "todo!()", "unimplemented!()", "// FIXME"] {
        finds(check, ("a.rs", code), &[]);
    }
}

#[test]
fn a_member_without_the_lints_is_found() {
    finds(
        form::members_share_the_lints,
        ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n"),
        &[("crates/a/Cargo.toml", "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n")],
    );
}

#[test]
fn a_home_folder_is_found() {
    finds(
        form::no_home_folder_is_named,
        ("docs/a.md", "see /home/me/parlor"),
        &[("docs/a.md", "see https://example.com/home/me and target/root/ and $X/home/")],
    );
}
