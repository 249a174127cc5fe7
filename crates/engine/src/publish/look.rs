//! What could be better about a site's look (C25, W21).

use parlor_domain::colour::Colour;
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::site::Look;

/// The contrast that text needs (WCAG 2.2, AA).
const TEXT_CONTRAST: f32 = 4.5;

/// What could be better about a look.
pub fn check_look(look: &Look) -> Vec<Finding> {
    let contrast = look.accent.contrast(Colour::WHITE);
    if contrast >= TEXT_CONTRAST {
        return Vec::new();
    }
    let message = format!(
        "The accent has a contrast of {contrast:.2} to 1 on white, and text needs {TEXT_CONTRAST} to 1. Where it is text, it is \
         drawn darker; choose a darker one to have your own."
    );
    vec![Finding { severity: Severity::Warning, card: None, message }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c25_an_accent_that_is_hard_to_read_is_told() {
        for (accent, findings) in [("#0e6f73", 0), ("#ffd400", 1), ("#767676", 0), ("#787878", 1), ("#000000", 0)] {
            let accent = Colour::try_from(accent.to_owned()).expect("a colour");
            assert_eq!(check_look(&Look { accent, ..Look::default() }).len(), findings, "{accent:?}");
        }
    }
}
