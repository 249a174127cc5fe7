//! What a site says of the look is what visitors see (W14, W18, W32).

use parlor_tests::browser::{DESKTOP, Options, ROOT};
use parlor_tests::host_site::library;
use parlor_tests::samples::{site, welcome, with};
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

const ESCAPE: &str = "\u{e00c}";

/// A page with something before which the chat steps aside, and a launcher of its own.
const EXTRA: &str = "<div id=\"banner\" class=\"banner\">Cookies?</div><p><button id=\"help\">Help</button></p>";

fn looks(look: Value) -> Value {
    let mut whole = json!({ "bot_name": "Harbour" });
    if let (Value::Object(whole), Value::Object(look)) = (&mut whole, look) {
        whole.extend(look);
    }
    with(site(&[welcome(&["*/a"])]), "/site/look", whole)
}

/// Waits until a script says this, in which `launcher` and `frame` are the elements.
async fn is(visitor: &Visitor, script: &str, expected: &str) {
    let script = format!(
        "{ROOT} const find = (what) => root?.querySelector(what), launcher = find('#launcher'), frame = find('#frame'); \
        return launcher ? String({script}) : ''"
    );
    let browser = visitor.browser();
    let found = async || {
        let found = browser.script(&script).await?;
        if found == expected {
            Ok(Some(()))
        } else {
            Err(fantoccini::error::CmdError::InvalidArgument("found".into(), found.to_string()))
        }
    };
    browser.wait(expected, found).await;
}

/// Waits until a script within the frame says this.
async fn in_frame(visitor: &Visitor, script: &str, expected: &str) {
    let browser = visitor.browser();
    let said = async || Ok((browser.frame_script(script).await? == Some(expected.into())).then_some(()));
    browser.wait(expected, said).await;
}

#[tokio::test]
async fn w14_launcher_and_panel_stand_where_the_site_wants_them() {
    let look = json!({ "corner": "left", "side": 40, "bottom": 96, "z_index": 7, "launcher_label": true, "icon": "headset" });
    let stage = Stage::with(&looks(look)).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    let box_of = "(({ left, bottom, height }) => [left, innerHeight - bottom, height].map(Math.round))";
    is(&visitor, &format!("{box_of}(launcher.getBoundingClientRect())"), "40,96,56").await;
    is(&visitor, "launcher.innerText", "Chat with Harbour").await;
    is(&visitor, "getComputedStyle(launcher).zIndex", "7").await;
    is(&visitor, "launcher.querySelector('path').getAttribute('d').startsWith('M3 12v-1')", "true").await;
    visitor.opens().await;
    visitor.sees("Hello.").await;
    is(&visitor, &format!("{box_of}(frame.getBoundingClientRect())"), "40,164,616").await;
}

#[tokio::test]
async fn w14_a_site_has_a_picture_and_a_typeface_of_its_own() {
    let stage = Stage::with(&looks(json!({}))).await;
    stage.parlor.puts_beside("ebb.png", include_bytes!("../../../www/demo/files/brochure.png"));
    let font = library("@fontsource/caveat/files/caveat-latin-400-normal.woff2");
    stage.parlor.puts_beside("caveat.woff2", &std::fs::read(font).expect("a typeface"));
    stage.parlor.import(&looks(json!({ "avatar": "ebb.png", "font_file": "caveat.woff2", "font": "serif" })));
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    let drawn = "return [...document.fonts].map(font => `${font.family} ${font.status}`).join()";
    in_frame(&visitor, drawn, "own loaded").await;
    visitor.opens().await;
    let picture = "const avatar = document.querySelector('.head img.avatar'); \
        return avatar && `${avatar.naturalWidth} ${avatar.offsetWidth} ${avatar.offsetHeight} ${avatar.alt}`";
    in_frame(&visitor, picture, "480 36 36 ").await;
    let width = "const words = document.createElement('span'), wide = (font) => { words.style.fontFamily = font; return words.offsetWidth }; \
        words.textContent = 'Harbours are read twice a day.'; document.querySelector('h1').append(words); \
        return String(wide('') !== wide('serif') && wide('') === wide('own'))";
    in_frame(&visitor, width, "true").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w14_dark_has_an_accent_of_its_own() {
    let look = json!({ "accent": "#0e6f73", "accent_dark": "#7fd6d9", "font": "serif" });
    let stage = Stage::with(&looks(look)).await;
    for (options, accent, ink) in [
        (DESKTOP, "rgb(14, 111, 115)", "rgb(255, 255, 255)"),
        (Options { dark: true, ..DESKTOP }, "rgb(127, 214, 217)", "rgb(0, 0, 0)"),
    ] {
        let visitor = stage.visitor_with(options).await;
        visitor.goes_to(&stage.site, "/a").await;
        let colours = "(({ backgroundColor, color }) => [backgroundColor, color].join(' '))";
        is(&visitor, &format!("{colours}(getComputedStyle(launcher))"), &format!("{accent} {ink}")).await;
        visitor.opens().await;
        visitor.picks("I sail").await;
        visitor.sees("Where may we write?").await;
        let bubble = "const { backgroundColor, color, fontFamily } = getComputedStyle(document.querySelector('[data-part=visitor]')); \
            return [backgroundColor, color, fontFamily.split(',')[0]].join(' ')";
        assert_eq!(
            visitor.browser().frame_script(bubble).await.expect("a frame"),
            Some(json!(format!("{accent} {ink} Charter")))
        );
    }
}

#[tokio::test]
async fn w14_the_page_has_a_launcher_of_its_own() {
    let look = json!({ "launcher": "never", "own_launcher": "#help" });
    let stage = Stage::on(&looks(look), |host| host.extra = EXTRA).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    is(&visitor, "launcher.hidden", "true").await;
    let expanded = "document.getElementById('help').getAttribute('aria-expanded')";
    visitor.clicks_on_page("#help").await;
    visitor.sees("Hello.").await;
    is(&visitor, expanded, "true").await;
    is(&visitor, "launcher.hidden", "true").await;
    visitor.browser().press(ESCAPE).await;
    is(&visitor, expanded, "false").await;
    is(&visitor, "document.activeElement.id", "help").await;
    visitor.clicks_on_page("#help").await;
    is(&visitor, expanded, "true").await;
    visitor.clicks_on_page("#help").await;
    is(&visitor, expanded, "false").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
}

#[tokio::test]
async fn w18_launcher_and_teaser_step_aside_for_what_the_site_names() {
    let stage = Stage::on(&looks(json!({ "aside_for": ".banner" })), |host| host.extra = EXTRA).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    let visible = "getComputedStyle(launcher).visibility";
    is(&visitor, visible, "hidden").await;
    for hidden in ["display: none", "visibility: hidden; position: fixed", "opacity: 0"] {
        visitor.runs(&format!("document.getElementById('banner').style.cssText = '{hidden}'")).await;
        is(&visitor, visible, "visible").await;
        visitor.sees_teaser("Hello.").await;
        visitor.runs("document.getElementById('banner').style.cssText = 'position: fixed'").await;
        is(&visitor, visible, "hidden").await;
    }
    visitor.runs("document.getElementById('banner').remove()").await;
    is(&visitor, visible, "visible").await;
}

#[tokio::test]
async fn w6_a_selector_that_is_none_is_told_and_harms_nothing() {
    let look = json!({ "aside_for": "a[", "own_launcher": "a[" });
    let stage = Stage::on(&looks(look), |host| host.extra = "<p><button id=\"ask\" data-parlor-open>Ask</button></p>").await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.is_warned("`aside_for` is no selector", 1).await;
    visitor.clicks_on_page("#ask").await;
    visitor.sees("Hello.").await;
}

#[tokio::test]
async fn w7_w14_the_launchers_label_follows_the_language() {
    let site = with(looks(json!({ "launcher_label": true })), "/site/languages", json!(["en", "de"]));
    let stage = Stage::with(&site).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    is(&visitor, "launcher.innerText", "Chat with Harbour").await;
    visitor.calls("'locale', 'de'").await;
    is(&visitor, "[launcher.innerText, launcher.getAttribute('aria-label')].join(' | ')", "Chat mit Harbour | Chat mit Harbour")
        .await;
}

#[tokio::test]
async fn w32_what_becomes_of_an_answer_is_told_before_the_first() {
    const PRIVACY: &str = "const line = document.querySelector('.privacy'); \
        return line ? [line.innerText, ...[...line.querySelectorAll('a')].map(a => [a.href, a.target, a.rel].join(' '))].join(' | ') : ''";
    for (look, expected) in [
        (json!({}), ""),
        (json!({ "privacy_url": "https://example.com/p" }), "Privacy | https://example.com/p _blank noopener"),
        (json!({ "consent_line": "We keep what you write." }), "We keep what you write."),
        (
            json!({ "consent_line": "We keep <b>what</b> you write.", "privacy_url": "https://example.com/p" }),
            "We keep <b>what</b> you write. Privacy | https://example.com/p _blank noopener",
        ),
    ] {
        let stage = Stage::with(&looks(look)).await;
        let visitor = stage.visitor().await;
        visitor.goes_to(&stage.site, "/a").await;
        visitor.opens().await;
        visitor.sees("Hello.").await;
        assert_eq!(visitor.browser().frame_script(PRIVACY).await.expect("a frame"), Some(json!(expected)));
        visitor.picks("I sail").await;
        visitor.sees("Where may we write?").await;
        assert_eq!(visitor.browser().frame_script(PRIVACY).await.expect("a frame"), Some(json!("")));
    }
}
