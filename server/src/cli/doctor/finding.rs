//! What a look at one thing led to.

use std::fmt;

/// One line of the report.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    grade: Grade,
    what: String,
    told: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    Ok,
    /// It works, but hardly as it is meant to.
    Warning,
    /// It doesn't work, or soon won't.
    Problem,
}

impl Finding {
    pub(super) fn is_problem(&self) -> bool {
        self.grade == Grade::Problem
    }
}

pub(super) fn ok(what: impl Into<String>, told: impl Into<String>) -> Finding {
    Finding { grade: Grade::Ok, what: what.into(), told: told.into() }
}

pub(super) fn warning(what: impl Into<String>, told: impl Into<String>) -> Finding {
    Finding { grade: Grade::Warning, what: what.into(), told: told.into() }
}

pub(super) fn problem(what: impl Into<String>, told: impl Into<String>) -> Finding {
    Finding { grade: Grade::Problem, what: what.into(), told: told.into() }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Ok => "ok",
            Grade::Warning => "warning",
            Grade::Problem => "problem",
        };
        write!(f, "{grade:<8} {}: {}", self.what, self.told)
    }
}
