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
fn c1_an_image_stands_on_a_line_of_its_own() {
    check(
        &[
            "![A cat](https://example.com/cat.png)",
            "Look:\n![A *big* cat,\nasleep](https://example.com/cat.png \"its title\")\nNice?",
            "Look:  \n![A cat](<http://example.com/cat(1).png>)  \nNice?",
            "![One](https://example.com/1)\n![Two](https://example.com/2)\n\n![Three](https://example.com/3)",
            "**![Bold](https://example.com/1)**",
            "![A cat][cat]\n\n[cat]: https://example.com/cat.png",
            "- one\n\n![A cat](https://example.com/cat.png)\n\n- two",
            "\\![no](https://example.com/cat.png)",
        ],
        expect![[r#"
            "![A cat](https://example.com/cat.png)"
            <image https://example.com/cat.png>A cat</image>

            "Look:\n![A *big* cat,\nasleep](https://example.com/cat.png \"its title\")\nNice?"
            Look:
            <image https://example.com/cat.png>A big cat, asleep</image>
            Nice?

            "Look:  \n![A cat](<http://example.com/cat(1).png>)  \nNice?"
            Look:
            <image http://example.com/cat(1).png>A cat</image>
            Nice?

            "![One](https://example.com/1)\n![Two](https://example.com/2)\n\n![Three](https://example.com/3)"
            <image https://example.com/1>One</image>
            <image https://example.com/2>Two</image>
            <image https://example.com/3>Three</image>

            "**![Bold](https://example.com/1)**"
            <image https://example.com/1>Bold</image>

            "![A cat][cat]\n\n[cat]: https://example.com/cat.png"
            <image https://example.com/cat.png>A cat</image>

            "- one\n\n![A cat](https://example.com/cat.png)\n\n- two"
            - one
            <image https://example.com/cat.png>A cat</image>
            - two

            "\\![no](https://example.com/cat.png)"
            !<a https://example.com/cat.png>no</a>

        "#]],
    );
}

#[test]
fn c1_the_words_of_an_image_stand_for_it_where_there_is_text_alone() {
    let plain = |text: &str| parse_markdown(text).expect("sound").plain();
    assert_eq!(plain("Look:\n![A cat](https://example.com/cat.png)\n\n- one\n- two"), "Look:\nA cat\none\ntwo");
    assert_eq!(plain("![A cat](https://example.com/cat.png)"), "A cat");
    assert_eq!(plain("one\ntwo\n\nthree"), "one\ntwo\nthree");
    assert_eq!(plain(""), "");
}

#[test]
fn c1_an_image_elsewhere_or_without_words_is_refused() {
    let six = "![One](https://example.com/1)\n".repeat(6);
    check(
        &[
            "A ![cat](https://example.com/cat.png)",
            "![cat](https://example.com/cat.png) is a cat",
            "![one](https://example.com/1) ![two](https://example.com/2)",
            "- ![cat](https://example.com/cat.png)",
            "[![cat](https://example.com/cat.png)](https://example.com)",
            "![a ![nested](https://example.com/1) one](https://example.com/2)",
            "![](https://example.com/cat.png)",
            "![ &nbsp; ](https://example.com/cat.png)",
            "![cat](images/cat.png)",
            "![cat](<https://example.com/a cat.png>)",
            "![cat](data:image/png;base64,AAAA)",
            "![cat](javascript:alert(1))",
            "![cat](//example.com/cat.png)",
            "![cat]()",
            "![<b>cat</b>](https://example.com/cat.png)",
            &six,
        ],
        expect![[r#"
            "A ![cat](https://example.com/cat.png)"
            refused: an image must stand on a line of its own, in no list and no link

            "![cat](https://example.com/cat.png) is a cat"
            refused: an image must stand on a line of its own, in no list and no link

            "![one](https://example.com/1) ![two](https://example.com/2)"
            refused: an image must stand on a line of its own, in no list and no link

            "- ![cat](https://example.com/cat.png)"
            refused: an image must stand on a line of its own, in no list and no link

            "[![cat](https://example.com/cat.png)](https://example.com)"
            refused: an image must stand on a line of its own, in no list and no link

            "![a ![nested](https://example.com/1) one](https://example.com/2)"
            refused: an image must stand on a line of its own, in no list and no link

            "![](https://example.com/cat.png)"
            refused: the image `https://example.com/cat.png` is nothing to who can't see it; write ![what it shows](https://example.com/cat.png)

            "![ &nbsp; ](https://example.com/cat.png)"
            refused: the image `https://example.com/cat.png` is nothing to who can't see it; write ![what it shows](https://example.com/cat.png)

            "![cat](images/cat.png)"
            refused: the image `images/cat.png` can't be used: the address must begin with https:// or http://, name a host, and have no blanks

            "![cat](<https://example.com/a cat.png>)"
            refused: the image `https://example.com/a cat.png` can't be used: the address must begin with https:// or http://, name a host, and have no blanks

            "![cat](data:image/png;base64,AAAA)"
            refused: the image `data:image/png;base64,AAAA` can't be used: the address must begin with https:// or http://, name a host, and have no blanks

            "![cat](javascript:alert(1))"
            refused: the image `javascript:alert(1)` can't be used: the address must begin with https:// or http://, name a host, and have no blanks

            "![cat](//example.com/cat.png)"
            refused: the image `//example.com/cat.png` can't be used: the address must begin with https:// or http://, name a host, and have no blanks

            "![cat]()"
            refused: the image `` can't be used: the address must begin with https:// or http://, name a host, and have no blanks

            "![<b>cat</b>](https://example.com/cat.png)"
            refused: HTML can't be used in texts; write Markdown, or put a backslash before <

            "![One](https://example.com/1)\n![One](https://example.com/1)\n![One](https://example.com/1)\n![One](https://example.com/1)\n![One](https://example.com/1)\n![One](https://example.com/1)\n"
            refused: it has more than 5 images

        "#]],
    );
}

#[test]
fn c1_everything_else_is_refused_by_name() {
    check(
        &[
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
