//! What those who run a server ask it: balancers whether to send anybody here, and collectors of numbers.

/// Whether the process answers.
pub const HEALTH: &str = "/healthz";
/// Whether it can do its work.
pub const READY: &str = "/readyz";
/// Its numbers, as Prometheus reads them. It has an address of its own.
pub const METRICS: &str = "/metrics";
