//! The safe Markdown subset (C1), and tokens in it.

mod tokens;

use expect_test::{Expect, expect};
use parlor_engine::publish::parse_markdown;

use crate::support::text::rich_text;

fn check(texts: &[&str], expect: Expect) {
    let line = |text: &&str| match parse_markdown(text) {
        Ok(parsed) => format!("{text:?}\n{}\n\n", rich_text(&parsed)),
        Err(bad) => format!("{text:?}\nrefused: {bad}\n\n"),
    };
    expect.assert_eq(&texts.iter().map(line).collect::<String>());
}

#[test]
fn c1_bold_italic_links_lists_and_emoji_are_taken() {
    check(
        &[
            "Hello!",
            "Hi 👋 there",
            "a **bold** and *italic* and ***both***",
            "one\ntwo  \nthree",
            "first\n\nsecond",
            "[our prices](https://example.com/pricing) and <https://example.com>",
            "[mail](mailto:a@example.com), [call](tel:+4930123456), [old](HTTP://example.com)",
            "**[bold link](https://example.com)**",
            "- one\n- *two*\n- three",
            "- one\n\n- two",
            "1. first\n2. second",
            "before\n\n- one\n\nafter",
            "a \\*star\\*, 5 < 6, a & b, AT&amp;T, snake_case_word",
            "2 * 3 * 4",
            "<3",
            "",
        ],
        expect![[r#"
            "Hello!"
            Hello!

            "Hi 👋 there"
            Hi 👋 there

            "a **bold** and *italic* and ***both***"
            a <b>bold</b> and <i>italic</i> and <b><i>both</i></b>

            "one\ntwo  \nthree"
            one\ntwo\nthree

            "first\n\nsecond"
            first
            second

            "[our prices](https://example.com/pricing) and <https://example.com>"
            <a https://example.com/pricing>our prices</a> and <a https://example.com>https://example.com</a>

            "[mail](mailto:a@example.com), [call](tel:+4930123456), [old](HTTP://example.com)"
            <a mailto:a@example.com>mail</a>, <a tel:+4930123456>call</a>, <a HTTP://example.com>old</a>

            "**[bold link](https://example.com)**"
            <a https://example.com><b>bold link</b></a>

            "- one\n- *two*\n- three"
            - one
            - <i>two</i>
            - three

            "- one\n\n- two"
            - one
            - two

            "1. first\n2. second"
            1. first
            1. second

            "before\n\n- one\n\nafter"
            before
            - one
            after

            "a \\*star\\*, 5 < 6, a & b, AT&amp;T, snake_case_word"
            a *star*, 5 < 6, a & b, AT&T, snake_case_word

            "2 * 3 * 4"
            2 * 3 * 4

            "<3"
            <3

            ""


        "#]],
    );
}

#[test]
fn c1_everything_else_is_refused_by_name() {
    check(
        &[
            "![cat](https://example.com/cat.png)",
            "<b>bold</b>",
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<!-- note -->",
            "[x](javascript:alert(1))",
            "[x](JavaScript:alert(1))",
            "[x](data:text/html,x)",
            "[x](/relative)",
            "[x](//example.com)",
            "[x](vbscript:x)",
            "[x]( )",
            "# heading",
            "> quote",
            "`code`",
            "    indented code",
            "```\nfenced\n```",
            "a\n\n---\n\nb",
            "- one\n  - nested",
        ],
        expect![[r##"
            "![cat](https://example.com/cat.png)"
            refused: images can't be used in texts

            "<b>bold</b>"
            refused: HTML can't be used in texts; write Markdown, or put a backslash before <

            "<script>alert(1)</script>"
            refused: HTML can't be used in texts; write Markdown, or put a backslash before <

            "a <img src=x onerror=alert(1)> b"
            refused: HTML can't be used in texts; write Markdown, or put a backslash before <

            "<!-- note -->"
            refused: HTML can't be used in texts; write Markdown, or put a backslash before <

            "[x](javascript:alert(1))"
            refused: the link to `javascript:alert(1)` must begin with https://, http://, mailto: or tel:

            "[x](JavaScript:alert(1))"
            refused: the link to `JavaScript:alert(1)` must begin with https://, http://, mailto: or tel:

            "[x](data:text/html,x)"
            refused: the link to `data:text/html,x` must begin with https://, http://, mailto: or tel:

            "[x](/relative)"
            refused: the link to `/relative` must begin with https://, http://, mailto: or tel:

            "[x](//example.com)"
            refused: the link to `//example.com` must begin with https://, http://, mailto: or tel:

            "[x](vbscript:x)"
            refused: the link to `vbscript:x` must begin with https://, http://, mailto: or tel:

            "[x]( )"
            refused: the link to `` must begin with https://, http://, mailto: or tel:

            "# heading"
            refused: headings can't be used in texts

            "> quote"
            refused: quotes can't be used in texts

            "`code`"
            refused: code can't be used in texts

            "    indented code"
            refused: code can't be used in texts

            "```\nfenced\n```"
            refused: code can't be used in texts

            "a\n\n---\n\nb"
            refused: rules can't be used in texts

            "- one\n  - nested"
            refused: lists within lists can't be used in texts

        "##]],
    );
}
