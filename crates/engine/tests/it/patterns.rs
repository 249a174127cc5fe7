//! Page patterns: how they are written (T2, T8) and what they match (T1, T3 to T6).

use expect_test::{Expect, expect};
use parlor_domain::draft::PagesDraft;
use parlor_engine::pages::{match_page, matches};
use parlor_engine::publish::{compile_pages, parse_pattern};

use crate::support::made_up::address;

fn check(pattern: &str, yes: &[&str], no: &[&str]) {
    let parsed = parse_pattern(pattern).unwrap_or_else(|bad| panic!("{pattern}: {bad}"));
    for (pages, expected) in [(yes, true), (no, false)] {
        for page in pages {
            assert_eq!(matches(&parsed, &address(page)), expected, "{pattern} on {page}");
        }
    }
}

fn check_all(table: &[(&str, &[&str], &[&str])]) {
    table.iter().for_each(|(pattern, yes, no)| check(pattern, yes, no));
}

#[test]
fn t2_every_form_is_read() {
    check_all(&[
        ("https://example.com/pricing", &["https://example.com/pricing"], &["https://example.com/", "https://other.com/pricing"]),
        ("example.com/docs/*", &["https://example.com/docs/a", "https://example.com/docs/a/b"], &["https://example.com/docsa"]),
        ("https://*.example.com", &["https://a.example.com/x/y"], &["https://example.org/"]),
        ("https://*.example.com/docs/*", &["https://a.example.com/docs/x"], &["https://a.example.com/x"]),
        ("*", &["https://example.com/", "https://anything.test:8080/x#y"], &[]),
        ("*/pricing", &["https://a.test/pricing", "https://b.test:81/pricing/"], &["https://a.test/"]),
        ("*://example.com/*", &["http://example.com/a"], &["http://example.org/a"]),
    ]);
}

#[test]
fn t3_a_star_in_the_host_is_the_domain_and_every_subdomain() {
    check_all(&[
        (
            "*.example.com",
            &["https://example.com/", "https://a.example.com/", "https://a.b.c.example.com/x"],
            &["https://badexample.com/", "https://example.com.evil.test/", "https://com/"],
        ),
        ("*.example.com:8080", &["https://a.example.com:8080/", "https://example.com:8080/"], &["https://a.example.com/"]),
    ]);
}

#[test]
fn t3_a_star_in_the_path_is_any_characters_also_none_and_slashes() {
    check_all(&[
        ("example.com/a*z", &["https://example.com/az", "https://example.com/a/b/z"], &["https://example.com/azy"]),
        ("example.com/docs/*", &["https://example.com/docs/", "https://example.com/docs"], &["https://example.com/doc"]),
        ("example.com/*/end", &["https://example.com/x/end", "https://example.com/x/y/end/"], &["https://example.com/end"]),
        ("example.com/*.html", &["https://example.com/a.html", "https://example.com/.html"], &["https://example.com/a.htm"]),
        ("example.com/**", &["https://example.com/", "https://example.com/a"], &[]),
        ("example.com/a**b", &["https://example.com/ab", "https://example.com/axb"], &[]),
        ("example.com/?*".trim_end_matches("?*"), &["https://example.com/"], &["https://example.com/a"]),
    ]);
}

#[test]
fn t3_a_host_without_a_path_is_its_front_page_or_with_a_star_all_of_it() {
    check_all(&[
        ("example.com", &["https://example.com/", "https://example.com"], &["https://example.com/a"]),
        ("https://example.com/", &["https://example.com/"], &["https://example.com/a"]),
        ("*.example.com", &["https://example.com/a/b"], &[]),
        ("example.com/*", &["https://example.com/", "https://example.com/a/b"], &["https://a.example.com/"]),
    ]);
}

#[test]
fn t4_scheme_case_of_host_ports_and_idn_do_not_matter() {
    check_all(&[
        ("http://example.com/a", &["https://example.com/a", "http://example.com/a"], &[]),
        ("HTTPS://EXAMPLE.com/a", &["https://example.com/a"], &["https://example.com/A"]),
        ("https://example.com:443/a", &["https://example.com/a"], &["https://example.com:8443/a"]),
        ("http://example.com:80/a", &["https://example.com/a"], &[]),
        ("example.com:8080/a", &["https://example.com:8080/a"], &["https://example.com/a"]),
        ("müller.example/*", &["https://xn--mller-kva.example/"], &["https://muller.example/"]),
        ("*.MÜLLER.example", &["https://a.xn--mller-kva.example/"], &[]),
        ("xn--mller-kva.example/*", &["https://xn--mller-kva.example/"], &[]),
        ("localhost:3000/*", &["http://localhost:3000/x"], &["http://127.0.0.1:3000/x"]),
        ("127.0.0.1/*", &["http://127.0.0.1/x"], &[]),
    ]);
}

#[test]
fn t4_paths_compare_with_case_decoded_and_without_their_last_slash() {
    check_all(&[
        ("example.com/Pricing", &["https://example.com/Pricing"], &["https://example.com/pricing"]),
        ("example.com/a/", &["https://example.com/a", "https://example.com/a/"], &["https://example.com/a//"]),
        ("example.com/café", &["https://example.com/caf%C3%A9", "https://example.com/caf%c3%a9/"], &["https://example.com/cafe"]),
        ("example.com/caf%C3%A9", &["https://example.com/caf%c3%a9"], &[]),
        ("example.com/cafe\u{301}", &["https://example.com/caf%C3%A9"], &[]),
        ("example.com/cafe%CC%81", &["https://example.com/caf%C3%A9"], &[]),
        ("example.com/a%20b", &["https://example.com/a%20b"], &["https://example.com/ab"]),
        ("example.com/a%2Fb", &["https://example.com/a%2fb"], &["https://example.com/a/b"]),
        ("example.com/%7Ejo", &["https://example.com/~jo"], &[]),
        ("example.com/100%", &["https://example.com/100%"], &[]),
        ("example.com/r/https://other.com", &["https://example.com/r/https://other.com"], &[]),
        ("example.com/a", &["https://example.com/a?b=c"], &[]),
    ]);
}

#[test]
fn t5_the_fragment_is_ignored_unless_the_pattern_has_one() {
    check_all(&[
        ("example.com/a", &["https://example.com/a#x"], &[]),
        ("example.com/#/route/*", &["https://example.com/#/route/1"], &["https://example.com/", "https://example.com/#/other"]),
        ("example.com#top", &["https://example.com/#top"], &["https://example.com/#bottom", "https://example.com/a#top"]),
        ("*#/café", &["https://example.com/x#/caf%C3%A9"], &[]),
        ("*#/caf%C3%A9", &["https://example.com/x#/caf%C3%A9"], &[]),
        ("example.com/#/a?b", &["https://example.com/#/a?b"], &[]),
    ]);
}

#[test]
fn t6_the_query_is_ignored_unless_the_pattern_has_one() {
    check_all(&[
        ("example.com/a", &["https://example.com/a?b=c"], &[]),
        (
            "example.com/search?plan=pro&utm_source=goo*",
            &[
                "https://example.com/search?plan=pro&utm_source=google",
                "https://example.com/search/?utm_source=goo&x=1&plan=pro#y",
            ],
            &[
                "https://example.com/search",
                "https://example.com/search?plan=pro",
                "https://example.com/search?plan=Pro&utm_source=goo",
                "https://example.com/search?plan=pro&utm_source=agoo",
                "https://example.com/?plan=pro&utm_source=goo",
            ],
        ),
        ("example.com?a=b", &["https://example.com/?a=b"], &["https://example.com/x?a=b", "https://example.com/"]),
        ("*?a=b", &["https://x.test/y?a=b"], &["https://x.test/y?a=c"]),
        ("*.example.com?a=b", &["https://x.example.com/y?a=b"], &["https://x.example.com/y"]),
        ("example.com/*?a", &["https://example.com/x?a=1", "https://example.com/?a="], &["https://example.com/x?b=1"]),
        ("example.com/*?a=", &["https://example.com/x?a="], &["https://example.com/x?a=1"]),
        ("example.com/*?a=1&a=2", &["https://example.com/x?a=2&a=1"], &["https://example.com/x?a=1"]),
        ("example.com/?a=b#c", &["https://example.com/?a=b#c"], &["https://example.com/?a=b", "https://example.com/#c"]),
        ("example.com/#/a?b", &["https://example.com/#/a?b"], &["https://example.com/?b=1"]),
    ]);
}

#[test]
fn t6_names_and_values_are_decoded_as_a_browser_does() {
    for (query, name, value) in [
        ("a=b+c%20d", "a", "b c d"),
        ("caf%C3%A9=caf%c3%a9", "café", "café"),
        ("a=cafe\u{301}", "a", "café"),
        ("a=cafe%CC%81", "a", "café"),
        ("a=100%", "a", "100%"),
        ("a=%zz%2", "a", "%zz%2"),
        ("a=%ff", "a", "\u{fffd}"),
        ("a=b=c", "a", "b=c"),
        ("a=%26%3D%23%2F", "a", "&=#/"),
        ("&a=b&", "a", "b"),
        ("a=x*z", "a", "x*z"),
        ("a", "a", "*"),
        ("to=https://other.com/?b", "to", "https://other.com/?b"),
    ] {
        let parsed = parse_pattern(&format!("example.com/?{query}")).expect("a pattern");
        assert_eq!(parsed.query, [(name.to_owned(), value.to_owned())], "{query}");
    }
}

#[test]
fn t1_any_include_and_no_exclude() {
    let check = |include: &[&str], exclude: &[&str], page: &str, expected: bool| {
        let owned = |patterns: &[&str]| patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        let pages = compile_pages(&PagesDraft { include: owned(include), exclude: owned(exclude) }).expect("patterns");
        assert_eq!(match_page(&pages, &address(page)), expected, "{include:?} without {exclude:?} on {page}");
    };
    check(&[], &[], "https://example.com/", false);
    check(&["example.com/a", "example.com/b"], &[], "https://example.com/b", true);
    check(&["*"], &["example.com/b"], "https://example.com/b", false);
    check(&["*"], &["example.com/b"], "https://example.com/a", true);
    check(&["example.com/b"], &["*"], "https://example.com/b", false);
    check(&["example.com/docs/*"], &["*.example.com/docs/old/*"], "https://example.com/docs/old/x", false);
}

fn check_refused(patterns: &[&str], expect: Expect) {
    let line = |pattern: &&str| match parse_pattern(pattern) {
        Ok(parsed) => format!("{pattern} is read as {parsed:?}\n"),
        Err(bad) => format!("{pattern:?}: {bad}\n"),
    };
    expect.assert_eq(&patterns.iter().map(line).collect::<String>());
}

#[test]
fn t8_what_cannot_be_read_is_refused_with_reason_and_place() {
    check_refused(
        &[
            "",
            " example.com",
            "example.com/a b",
            "exämple .com",
            "ftp://example.com",
            "javascript://x",
            "https://",
            "https:///a",
            "/pricing",
            "#top",
            "example.com/?",
            "https://müller.example/a?",
            "example.com?#top",
            "example.com/a?&",
            "example.com/a?b=c&=d",
            "https://müller.example/ä?ö=1&=*",
            "example.com/a?utm_*=x",
            "example.com/a?b=c&*",
            "?a=b",
            "exa*mple.com",
            "*example.com",
            "a.*.com",
            "*.",
            "*.*",
            "example..com",
            "-example.com",
            "me@example.com",
            "example.com:port",
            "example.com:99999",
            "example.com:",
            "[::1]/a",
            "exa%6Dple.com",
        ],
        expect![[r##"
            "": the host is missing; begin with a domain like example.com, or with * for every host (at character 1)
            " example.com": a pattern has no blanks (at character 1)
            "example.com/a b": a pattern has no blanks (at character 14)
            "exämple .com": a pattern has no blanks (at character 8)
            "ftp://example.com": the scheme must be http or https (at character 1)
            "javascript://x": the scheme must be http or https (at character 1)
            "https://": the host is missing; begin with a domain like example.com, or with * for every host (at character 9)
            "https:///a": the host is missing; begin with a domain like example.com, or with * for every host (at character 9)
            "/pricing": the host is missing; begin with a domain like example.com, or with * for every host (at character 1)
            "#top": the host is missing; begin with a domain like example.com, or with * for every host (at character 1)
            "example.com/?": no query parameter follows the question mark; write one like name=value, or leave it out (at character 13)
            "https://müller.example/a?": no query parameter follows the question mark; write one like name=value, or leave it out (at character 25)
            "example.com?#top": no query parameter follows the question mark; write one like name=value, or leave it out (at character 12)
            "example.com/a?&": no query parameter follows the question mark; write one like name=value, or leave it out (at character 14)
            "example.com/a?b=c&=d": a query parameter has no name; write it like name=value (at character 19)
            "https://müller.example/ä?ö=1&=*": a query parameter has no name; write it like name=value (at character 30)
            "example.com/a?utm_*=x": in a query, * can only stand in a value, as in name=* (at character 19)
            "example.com/a?b=c&*": in a query, * can only stand in a value, as in name=* (at character 19)
            "?a=b": the host is missing; begin with a domain like example.com, or with * for every host (at character 1)
            "exa*mple.com": in a host, * can only stand in front, as in *.example.com (at character 4)
            "*example.com": in a host, * can only stand in front, as in *.example.com (at character 1)
            "a.*.com": in a host, * can only stand in front, as in *.example.com (at character 3)
            "*.": that is not a host name (at character 1)
            "*.*": in a host, * can only stand in front, as in *.example.com (at character 3)
            "example..com": that is not a host name (at character 1)
            "-example.com": that is not a host name (at character 1)
            "me@example.com": that is not a host name (at character 1)
            "example.com:port": the port must be a number from 0 to 65535 (at character 13)
            "example.com:99999": the port must be a number from 0 to 65535 (at character 13)
            "example.com:": the port must be a number from 0 to 65535 (at character 13)
            "[::1]/a": that is not a host name (at character 1)
            "exa%6Dple.com": that is not a host name (at character 1)
        "##]],
    );
}
