//! Colours and what can be read on them.

use serde::{Deserialize, Serialize};

use crate::lean::{byte_of_hex, hex};
use crate::pack::{Packed, Reader, Writer};

/// Contrast that text needs (4.5 by WCAG 2.2, AA), and room for the approximation of [`linear`].
const TEXT_CONTRAST: f32 = 4.8;

/// A colour, written `#0e6f73`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    /// 0 to 255.
    pub red: u8,
    /// 0 to 255.
    pub green: u8,
    /// 0 to 255.
    pub blue: u8,
}

impl TryFrom<String> for Colour {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let part = |at: usize| byte_of_hex(text.as_bytes().get(at..)?);
        match (text.len(), text.starts_with('#'), part(1), part(3), part(5)) {
            (7, true, Some(red), Some(green), Some(blue)) => Ok(Self { red, green, blue }),
            _ => Err("is not a colour like #0e6f73"),
        }
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        ["#", &hex(&[colour.red, colour.green, colour.blue])].concat()
    }
}

impl Packed for Colour {
    fn write(&self, to: &mut Writer) {
        to.text(&String::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.parsed(|text| Self::try_from(text.to_owned()).ok()).unwrap_or(Self::BLACK)
    }
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };
    /// The ground of messages, which the widget's style sheet calls sunken. What can be read on it can be read on the panel's.
    pub const LIGHT_GROUND: Self = Self { red: 0xf1, green: 0xf4, blue: 0xf4 };
    /// The same where the visitor's system is dark.
    pub const DARK_GROUND: Self = Self { red: 0x28, green: 0x30, blue: 0x32 };
    /// Black.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };

    /// The ink that is easier to read on this ground.
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }

    /// This colour, moved towards black or white as far as text of it needs on that ground.
    pub fn legible_on(self, ground: Self) -> Self {
        let towards = if ground.contrast(Self::WHITE) > ground.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK };
        let steps = (0..=20u16).map(|step| self.mixed(towards, step));
        steps.into_iter().find(|mixed| mixed.contrast(ground) >= TEXT_CONTRAST).unwrap_or(towards)
    }

    /// Contrast of two colours, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// This many twentieths of the way to another colour.
    fn mixed(self, other: Self, twentieths: u16) -> Self {
        let mix = |from: u8, to: u8| ((u16::from(from) * (20 - twentieths) + u16::from(to) * twentieths) / 20) as u8;
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }
}

/// The share of light of one channel: sRGB's curve as a polynomial, which costs a browser less than a power.
fn linear(channel: u8) -> f32 {
    let share = f32::from(channel) / 255.0;
    share * (0.012_522_878 + share * (0.682_171_1 + share * 0.305_306))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::try_from(text.to_owned()).expect("a colour")
    }

    #[test]
    fn colours_read_back() {
        assert_eq!(String::from(colour("#0e6F73")), "#0e6f73");
        for bad in ["", "0e6f73", "#0e6f7", "#0e6f7g", "#+e6f73", "#0e6f733"] {
            assert!(Colour::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn w21_ink_and_text_can_be_read_on_and_in_every_accent() {
        for red in (0..=255).step_by(17) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(17) {
                    let accent = Colour { red, green, blue };
                    assert!(true_contrast(accent, accent.ink()) > 4.5, "{accent:?}");
                    let panel_in_the_dark = colour("#1b2122");
                    for (ground, panel) in [(Colour::LIGHT_GROUND, Colour::WHITE), (Colour::DARK_GROUND, panel_in_the_dark)] {
                        let text = accent.legible_on(ground);
                        assert!(
                            true_contrast(text, ground) > 4.5 && true_contrast(text, panel) > 4.5,
                            "{accent:?} on {ground:?}"
                        );
                    }
                }
            }
        }
    }

    fn true_contrast(a: Colour, b: Colour) -> f64 {
        let channel = |c: u8| {
            let share = f64::from(c) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let light = |c: Colour| 0.2126 * channel(c.red) + 0.7152 * channel(c.green) + 0.0722 * channel(c.blue);
        (light(a).max(light(b)) + 0.05) / (light(a).min(light(b)) + 0.05)
    }
}
