//! The chat speaks the visitor's language (W20).

use expect_test::expect;
use parlor_domain::language::{Language, OwnTexts, Text};
use parlor_engine::publish::{languages, words};
use parlor_tests::browser::{DESKTOP, Kind, Options, PHONE};
use parlor_tests::samples::{question, site, site_with, tour, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Map, Value, json};

/// What the launcher is called, and whether it says that the chat is open.
const LAUNCHER: &str = "const launcher = [...document.documentElement.children].find(child => child.shadowRoot)?.shadowRoot.querySelector('#launcher'); \
    return launcher ? ['aria-label', 'aria-expanded'].map(name => launcher.getAttribute(name)).join(' | ') : ''";

/// The language of the frame, where it begins to write, and how it is called.
const FRAME: &str =
    "return [document.documentElement.lang, document.documentElement.dir, getComputedStyle(document.body).direction].join(' ')";

/// A dialogue that asks for all kinds of things; what it says itself stands in quotation marks.
fn asks_all_kinds() -> Value {
    json!({
        "name": "All kinds",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "several",
            "cards": {
                "several": { "question": { "text": "«Several?»", "several": true,
                    "choices": [{ "label": "«One»" }, { "label": "«Two»" }], "next": "news" } },
                "news": { "capture": { "text": "«News?»", "input": "yes_no", "attribute": "newsletter", "next": "mail" } },
                "mail": { "capture": { "text": "«Mail?»", "input": "email", "attribute": "email", "required": false, "next": "bye" } },
                "bye": { "message": { "text": "«Bye.»" } }
            }
        }
    })
}

fn in_languages(site: Value, languages: &[&str]) -> Value {
    with(site, "/site/languages", json!(languages))
}

async fn launcher_is(visitor: &Visitor, expected: &str) {
    let browser = visitor.browser();
    browser.wait(expected, async || Ok((browser.script(LAUNCHER).await? == expected).then_some(()))).await;
}

async fn frame_is(visitor: &Visitor, expected: &str) {
    let browser = visitor.browser();
    let is = async || Ok(browser.frame_script(FRAME).await?.filter(|found| found == expected).map(drop));
    browser.wait(expected, is).await;
}

in_both_browsers!(w20_the_page_its_author_and_the_visitor_say_which_language_it_is);
async fn w20_the_page_its_author_and_the_visitor_say_which_language_it_is(kind: Kind) {
    let site = in_languages(site(&[question("D1", 10, &["*/a"])]), &["en", "de", "ja"]);
    let visitor = Visitor::new(Options { kind, ..DESKTOP }).await;
    for (attributes, page, visitor_reads, expected) in [
        // What the author says comes first, then what the page says of itself, then what the visitor reads.
        ("data-locale=ja", "de-AT", "en", "ja ltr ltr"),
        ("", "de-AT", "ja", "de ltr ltr"),
        ("", "", "fr-FR,ja-JP,de", "ja ltr ltr"),
        ("data-locale=it", "sv", "nl", "en ltr ltr"),
        ("", "DE", "en", "de ltr ltr"),
    ] {
        let stage = Stage::on(&site, |host| (host.attributes, host.language) = (attributes, page)).await;
        visitor.browser().reads(visitor_reads).await;
        visitor.goes_to(&stage.site, "/a").await;
        frame_is(&visitor, expected).await;
        visitor.sees_teaser("D1: shall we go on?").await;
        // Firefox complains when a page is left in the middle of loading it.
        visitor.has_rest_of_loader().await;
        let others = visitor
            .complaints()
            .await
            .into_iter()
            .filter(|line| !line.contains("the chat doesn't speak 'it'; it speaks en, de, ja."));
        assert_eq!(others.collect::<Vec<_>>(), [""; 0], "{attributes} {page} {visitor_reads}");
    }
    assert_eq!(visitor.complaints().await.len(), 1, "the option that isn't spoken is told");
}

in_both_browsers!(w20_a_conversation_in_german);
async fn w20_a_conversation_in_german(kind: Kind) {
    let site = in_languages(site_with(&[asks_all_kinds()], &[]), &["en", "de"]);
    let site = with(site, "/site/look", json!({ "bot_name": "Harbour", "teaser": false }));
    let stage = Stage::on(&site, |host| host.language = "de").await;
    let visitor = stage.visitor_in(kind).await;
    visitor.goes_to(&stage.site, "/a").await;
    launcher_is(&visitor, "Chat mit Harbour (1 ungelesene Nachricht) | false").await;
    visitor.opens().await;
    visitor.picks("«Two»").await;
    visitor.clicks("button.primary").await;
    launcher_is(&visitor, "Chat mit Harbour | true").await;
    visitor.picks("Ja").await;
    visitor.types("ada\n").await;
    visitor.sees("Das sieht nicht nach einer E-Mail-Adresse aus.").await;
    visitor.picks("Überspringen").await;
    visitor.sees("Diese Unterhaltung ist beendet.").await;
    expect![[r#"
        Harbour sagt: «Several?»
        Sie sagten: «Two»
        Harbour sagt: «News?»
        Sie sagten: Ja
        Harbour sagt: «Mail?»
        Sie sagten: ada
        Harbour sagt: Das sieht nicht nach einer E-Mail-Adresse aus. Prüfen Sie sie bitte; sie sollte aussehen wie name@example.com.
        Harbour sagt: «Bye.»"#]]
    .assert_eq(&visitor.conversation().await);
    visitor.has_sent_everything().await;
    stage
        .log_is(expect![[r#"
            conversation-1 of visitor-1, All kinds version 1, completed
              triggered | /a | session-1 | anonymous
              engaged | /a | session-1 | anonymous
              attribute_written newsletter = yes | /a | session-1 | anonymous
              completed | /a | session-1 | anonymous
        "#]])
        .await;
}

#[tokio::test]
async fn w7_w20_the_page_changes_the_language_and_the_conversation_stays() {
    let site = in_languages(site(&[question("D1", 10, &["*/a"])]), &["en", "ar"]);
    let stage = Stage::with(&site).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("Yes").await;
    visitor.sees("D1: once more?").await;
    visitor.calls("'locale', 'ar-EG'").await;
    frame_is(&visitor, "ar rtl rtl").await;
    visitor.sees("D1: once more?").await;
    launcher_is(&visitor, "الدردشة مع Harbour | true").await;
    visitor.picks("Enough").await;
    visitor.sees("انتهت هذه المحادثة.").await;
    // What isn't spoken gives way to the page's own language.
    visitor.calls("'locale', 'tlh'").await;
    frame_is(&visitor, "en ltr ltr").await;
    visitor.is_warned("the chat doesn't speak 'tlh'; it speaks en, ar.", 1).await;
    visitor.is_warned("", 1).await;
}

#[tokio::test]
async fn w20_plural_forms_are_those_of_the_language() {
    let stage = Stage::with(&site(&[])).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    for language in languages() {
        let forms = format!("return new Intl.PluralRules('{language}').resolvedOptions().pluralCategories.sort().join(' ')");
        let mut there: Vec<_> = words(&language, &OwnTexts::new()).unread.into_iter().map(|(category, _)| category).collect();
        there.sort();
        assert_eq!(visitor.runs(&forms).await, there.join(" "), "{language}");
    }
}

#[tokio::test]
async fn w20_nothing_is_said_that_cannot_be_translated() {
    // Everything that the chat says itself stands in brackets here, and what authors say in quotation marks.
    let english = words(&Language::english(), &OwnTexts::new());
    let marked: Map<String, Value> =
        Text::ALL.iter().map(|(of, name)| ((*name).to_owned(), json!(format!("⟦{}⟧", english.text(*of))))).collect();
    let flow = with(tour("«Tour»"), "/flow/cards/ask/question/choices", json!([{ "label": "«Yes»", "next": "more" }]));
    let site = with(site_with(&[asks_all_kinds()], &[flow]), "/site/texts", json!({ "en": marked }));
    let site = with(site, "/site/look/bot_name", json!("«Harbour»"));
    let stage = Stage::with(&site).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    all_is_marked(&visitor, "teaser").await;
    visitor.opens().await;
    visitor.sees("«Several?»").await;
    all_is_marked(&visitor, "choices").await;
    visitor.picks("«Two»").await;
    visitor.clicks("button.primary").await;
    visitor.sees("«News?»").await;
    all_is_marked(&visitor, "yes or no").await;
    visitor.picks("⟦Yes⟧").await;
    visitor.types("«ada»\n").await;
    visitor.sees("That doesn't look like an e-mail address.").await;
    all_is_marked(&visitor, "an input").await;
    visitor.picks("⟦Skip⟧").await;
    visitor.sees("⟦This conversation has ended.⟧").await;
    all_is_marked(&visitor, "the end").await;
    visitor.calls("'start', '«Tour»'").await;
    visitor.picks("«Yes»").await;
    visitor.clicks("[aria-label='⟦All conversations⟧']").await;
    all_is_marked(&visitor, "the list").await;
}

/// Whether every text and every name of the chat's is said by an author or in the site's own words. Times are the browser's affair.
async fn all_is_marked(visitor: &Visitor, what: &str) {
    let unmarked = "const is = (text) => !text.trim() || /[«⟦]/.test(text); const found = []; \
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT); \
        while (walk.nextNode()) { const node = walk.currentNode; \
            if (node.nodeType === 3) { if (!is(node.data) && !node.parentElement.closest('.time, .when, .avatar')) found.push(node.data); } \
            else for (const name of ['aria-label', 'title', 'placeholder', 'alt']) if (!is(node.getAttribute(name) || '')) found.push(node.getAttribute(name)); } \
        return found.join(' / ')";
    assert_eq!(visitor.browser().frame_script(unmarked).await.expect("a frame"), Some(json!("")), "{what}");
    let launcher = visitor.runs(LAUNCHER).await;
    assert!(launcher.as_str().is_some_and(|name| name.contains('⟦')), "{launcher}");
}

#[tokio::test]
async fn w20_a_panel_that_is_read_from_the_right_is_mirrored() {
    let site = in_languages(site(&[question("D1", 10, &["*/a"])]), &["ar"]);
    let stage = Stage::with(&site).await;
    for options in [DESKTOP, PHONE] {
        let visitor = stage.visitor_with(options).await;
        visitor.goes_to(&stage.site, "/a").await;
        visitor.opens().await;
        visitor.picks("Yes").await;
        visitor.sees("D1: once more?").await;
        // The name begins at the right and the way out is at the left; what the bot says is at the right.
        let sides = "const left = (selector) => document.querySelector(selector).getBoundingClientRect().left; \
            return [left('.who') > left('[aria-label=\"إغلاق الدردشة\"]'), left('[data-part=bot]') > left('[data-part=visitor]'), \
                document.documentElement.scrollWidth <= innerWidth].join(' ')";
        assert_eq!(visitor.browser().frame_script(sides).await.expect("a frame"), Some(json!("true true true")));
    }
}

#[tokio::test]
async fn w7_w20_what_nobody_has_acted_in_stays_too_when_the_language_changes() {
    let popup = with(tour("Pop"), "/interface", json!("popup"));
    let site = in_languages(site_with(&[question("D1", 10, &["*/a"])], &[tour("Tour"), popup]), &["en", "de"]);
    let stage = Stage::with(&site).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    for (start, first) in [("Tour", "Tour: shall we go on?"), ("Pop", "Pop: shall we go on?"), ("D1", "D1: shall we go on?")] {
        visitor.goes_to(&stage.site, "/b").await;
        visitor.has_rest_of_loader().await;
        visitor.calls(&format!("'start', '{start}'")).await;
        visitor.sees(first).await;
        visitor.calls("'locale', 'de'").await;
        frame_is(&visitor, "de ltr ltr").await;
        visitor.sees(first).await;
        let turns = "const turns = heard.map(([name]) => name).filter(name => name === 'opened' || name === 'closed').join(' ');
            return turns + ' ' + Parlor('status').open";
        let expected = if start == "Pop" { "opened closed opened true" } else { "opened true" };
        assert_eq!(visitor.runs(turns).await, expected, "{start}");
        visitor.calls("'reset'").await;
    }
}

#[tokio::test]
async fn w7_w20_only_what_is_on_screen_stays_when_the_language_changes() {
    let site = in_languages(site_with(&[question("D1", 10, &["*/a"])], &[tour("Tour")]), &["en", "de", "fr"]);
    let stage = Stage::with(&site).await;
    let visitor = stage.visitor().await;
    visitor.is_listened_to().await;
    // A flow that goes on from the page before goes on in another language, too, and doesn't begin anew.
    visitor.goes_to(&stage.site, "/b").await;
    visitor.calls("'start', 'Tour'").await;
    visitor.picks("Yes").await;
    visitor.sees("Tour: once more?").await;
    visitor.goes_to(&stage.site, "/c").await;
    visitor.sees("Tour: once more?").await;
    visitor.has_rest_of_loader().await;
    visitor.calls("'locale', 'de'").await;
    frame_is(&visitor, "de ltr ltr").await;
    visitor.sees("Tour: once more?").await;
    // What the route has taken away doesn't come back by it.
    visitor.calls("'reset'").await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("D1: shall we go on?").await;
    visitor.opens().await;
    visitor.has_rest_of_loader().await;
    visitor.runs("history.pushState({}, '', '/c')").await;
    visitor.sees("There is nothing to talk about right now.").await;
    visitor.runs("heard.length = 0; Parlor('locale', 'fr')").await;
    frame_is(&visitor, "fr ltr ltr").await;
    visitor.is_heard("ready").await;
    visitor.sees("Il n’y a rien").await;
    assert_eq!(visitor.runs("return heard.map(([name]) => name).join(' ')").await, "ready", "it is not for this page");
    assert_eq!(visitor.complaints().await, [""; 0]);
}
