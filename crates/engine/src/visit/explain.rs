//! Why this visitor gets what is on screen.

use parlor_domain::time::Instant;

use super::Visit;
use crate::explain::{Trace, explain};
use crate::resolve::Resolution;

impl Visit {
    /// Explains what was decided on this page, as things stand now (T33).
    pub fn explain(&self, now: Instant) -> Trace {
        let decided = Resolution { choice: self.choice, waiting: self.waiting.clone() };
        explain(&self.site, &self.memory, &self.page, self.until(now), now, Some(&decided))
    }
}
