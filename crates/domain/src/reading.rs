//! How far somebody has read a document in the viewer (A4, W22).

use serde::{Deserialize, Serialize};

use crate::ids::EventId;
use crate::limits::{READING_SECONDS, READING_WORD_CHARS, READING_WORDS};
use crate::pack::Packed;

/// How far a document has been read since it was opened. It only grows, so that the farther one of two holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Reading {
    /// How many of its pages were on screen for a second at least.
    pub pages: u16,
    /// How many pages it has; 0 as long as that isn't known.
    pub of: u16,
    /// Seconds for which it was on screen.
    pub seconds: u32,
    /// What was searched for in it, each once, in order.
    pub words: Vec<String>,
}

/// A document that goes on being read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct DocumentRead {
    /// The event that said that it was opened.
    pub opening: EventId,
    /// How far.
    pub reading: Reading,
    /// Whether it was downloaded from the viewer.
    pub downloaded: bool,
}

impl Reading {
    /// Whether it is within its limits.
    pub fn fits(&self) -> bool {
        let is_word = |word: &String| !word.trim().is_empty() && word.chars().count() <= READING_WORD_CHARS;
        self.pages <= self.of
            && self.seconds <= READING_SECONDS
            && self.words.len() <= READING_WORDS
            && self.words.iter().all(is_word)
    }

    /// Takes in what was told of the same reading before or after this, or both at once.
    pub fn join(&mut self, other: Self) {
        self.pages = self.pages.max(other.pages);
        self.of = self.of.max(other.of);
        self.seconds = self.seconds.max(other.seconds);
        for word in other.words {
            if self.words.len() < READING_WORDS && !self.words.contains(&word) {
                self.words.push(word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(pages: u16, seconds: u32, words: &[&str]) -> Reading {
        Reading { pages, of: 4, seconds, words: words.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn w22_in_whatever_order_it_is_told_the_farthest_holds() {
        let told = [reading(1, 30, &[]), reading(2, 60, &["wind"]), reading(2, 75, &["wind", "tide"])];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut whole = Reading::default();
            for at in order.into_iter().chain(order) {
                whole.join(told[at].clone());
            }
            assert_eq!(whole, told[2], "{order:?}");
        }
    }

    #[test]
    fn w22_what_is_told_has_limits() {
        let long = "a".repeat(READING_WORD_CHARS);
        let longer = format!("{long}a");
        let many: Vec<String> = (0..=READING_WORDS).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (fits, reading) in [
            (true, Reading::default()),
            (true, reading(4, READING_SECONDS, &[&long])),
            (true, reading(0, 0, &many[1..])),
            (false, reading(5, 0, &[])),
            (false, reading(1, READING_SECONDS + 1, &[])),
            (false, reading(1, 0, &[&longer])),
            (false, reading(1, 0, &[" "])),
            (false, reading(1, 0, &many)),
        ] {
            assert_eq!(reading.fits(), fits, "{reading:?}");
        }
        let mut full = reading(0, 0, &many[1..]);
        full.join(reading(0, 0, &many[..1]));
        assert!(full.fits(), "no more words than fit");
    }
}
