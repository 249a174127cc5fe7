//! How a task ends: well, or with a text that a person reads.

use std::fmt::Display;
use std::path::Path;

/// The end of a task.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// Says what was being done when something failed.
pub(crate) trait During<T> {
    /// Puts `what` in front of the cause.
    fn during(self, what: impl Display) -> Outcome<T>;

    /// Puts the file's name in front of the cause.
    fn at(self, path: &Path) -> Outcome<T>
    where
        Self: Sized,
    {
        self.during(path.display())
    }
}

impl<T, E: Display> During<T> for Result<T, E> {
    fn during(self, what: impl Display) -> Outcome<T> {
        self.map_err(|cause| format!("{what}: {cause}"))
    }
}
