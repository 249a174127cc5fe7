//! What is wrong with a site's look, and what could be better (C25, W14, W21).

use parlor_domain::colour::Colour;
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::flow::Place;
use parlor_domain::limits::{LARGEST_Z_INDEX, LAUNCHER_PIXELS, MESSAGE_CHARS, NAME_CHARS, SELECTOR_CHARS};
use parlor_domain::look::{Look, LookFile};

use super::import::path_fault;

/// The contrast that text needs (WCAG 2.2, AA).
const TEXT_CONTRAST: f32 = 4.5;

/// What could be better about a look.
pub fn check_look(look: &Look) -> Vec<Finding> {
    let on_light = ("accent", look.accent.contrast(Colour::LIGHT_GROUND), "light messages", "darker");
    let on_dark = ("accent_dark", look.accent_dark().contrast(Colour::DARK_GROUND), "dark messages", "lighter");
    let dark = look.accent_dark.map(|_| on_dark);
    let hard = [Some(on_light), dark].into_iter().flatten().filter(|(_, contrast, ..)| *contrast < TEXT_CONTRAST);
    hard.map(|(name, contrast, ground, other)| Finding {
        severity: Severity::Warning,
        card: None,
        message: format!(
            "`{name}` has a contrast of {contrast:.2} to 1 on {ground}, and text needs {TEXT_CONTRAST} to 1. Where it is text, it is \
             drawn {other}; choose a {other} one to have your own."
        ),
    })
    .collect()
}

/// What is wrong with a look.
pub(super) fn look_faults(look: &Look, faults: &mut Vec<String>) {
    for (name, pixels) in [("side", look.side), ("bottom", look.bottom)] {
        if pixels > LAUNCHER_PIXELS {
            faults.push(format!("site.look.{name}: the most is {LAUNCHER_PIXELS}"));
        }
    }
    if look.z_index > LARGEST_Z_INDEX {
        faults.push(format!("site.look.z_index: the most is {LARGEST_Z_INDEX}"));
    }
    for (name, text, most) in [
        ("tagline", &look.tagline, NAME_CHARS),
        ("consent_line", &look.consent_line, MESSAGE_CHARS),
        ("own_launcher", &look.own_launcher, SELECTOR_CHARS),
        ("aside_for", &look.aside_for, SELECTOR_CHARS),
    ] {
        if text.chars().count() > most {
            faults.push(format!("site.look.{name}: the most is {most} characters"));
        }
    }
    for (name, file) in [("avatar", &look.avatar), ("font_file", &look.font_file)] {
        let fault = match file {
            Some(LookFile::Beside(path)) => path_fault(path),
            Some(LookFile::Kept(_)) => Some("write the path of a file beside this one".to_owned()),
            None => None,
        };
        faults.extend(fault.map(|fault| format!("site.look.{name}: {fault}")));
    }
    if let Some(bad) = Some(&look.privacy_url).filter(|url| !url.is_empty()).and_then(|url| Place::hosted(url).err()) {
        faults.push(format!("site.look.privacy_url: {bad}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c25_an_accent_that_is_hard_to_read_is_told() {
        for (accent, findings) in [("#0e6f73", 0), ("#ffd400", 1), ("#6f6f6f", 0), ("#717171", 1), ("#000000", 0)] {
            let accent = Colour::try_from(accent.to_owned()).expect("a colour");
            assert_eq!(check_look(&Look { accent, ..Look::default() }).len(), findings, "{accent:?}");
        }
        let dark = |accent: &str| Some(Colour::try_from(accent.to_owned()).expect("a colour"));
        assert_eq!(check_look(&Look { accent_dark: dark("#0e6f73"), ..Look::default() }).len(), 1);
        assert_eq!(check_look(&Look { accent_dark: dark("#7fd6d9"), ..Look::default() }).len(), 0);
    }

    #[test]
    fn w14_a_look_that_cannot_be() {
        for (look, expected) in [
            (serde_json::json!({}), &[][..]),
            (serde_json::json!({ "side": 400, "bottom": 0, "z_index": 1, "privacy_url": "https://example.com/privacy" }), &[]),
            (
                serde_json::json!({ "side": 401, "z_index": 3_000_000_000_u32, "privacy_url": "javascript:alert(1)", "aside_for": "a".repeat(501) }),
                &[
                    "site.look.side: the most is 400",
                    "site.look.z_index: the most is 2147483647",
                    "site.look.aside_for: the most is 500 characters",
                    "site.look.privacy_url: the address must begin with https:// or http://, name a host, and have no blanks",
                ],
            ),
            (serde_json::json!({ "avatar": "pictures/ebb.png", "font_file": "own.woff2" }), &[]),
            (
                serde_json::json!({ "avatar": "../ebb.png", "font_file": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] }),
                &[
                    "site.look.avatar: `../ebb.png` is not a path beside this file; write one like documents/prices.pdf",
                    "site.look.font_file: write the path of a file beside this one",
                ],
            ),
        ] {
            let mut faults = Vec::new();
            look_faults(&serde_json::from_value(look).expect("a look"), &mut faults);
            assert_eq!(faults, expected);
        }
    }
}
