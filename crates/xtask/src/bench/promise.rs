//! What is promised, and how it stands.

use std::fmt;

/// A promise, and how it stands.
#[derive(Debug)]
pub(crate) struct Promise {
    /// What is promised, with the limit in it.
    pub(crate) text: String,
    /// What was measured.
    pub(crate) measured: String,
    /// Whether it is kept.
    pub(crate) is_kept: bool,
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, measured, is_kept } = self;
        write!(f, "{} {text}: {measured}", if *is_kept { "kept    " } else { "NOT KEPT" })
    }
}
