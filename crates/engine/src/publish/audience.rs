//! Audiences in the form in which they are compared.

use parlor_domain::audience::{Audience, Test};
use unicode_normalization::UnicodeNormalization;

/// Puts every compared text into NFC and lower case (T11).
pub fn fold(mut audience: Audience) -> Audience {
    for condition in audience.conditions_mut() {
        if let Test::Text(test) = &mut condition.test {
            for text in test.texts_mut() {
                *text = fold_text(text);
            }
        }
    }
    audience
}

/// A text in NFC and lower case.
pub(super) fn fold_text(text: &str) -> String {
    text.nfc().collect::<String>().to_lowercase()
}
