//! What the tests stand on: made-up sites and pages, texts of screens, a world to walk in, values by chance.

pub(crate) mod chance;
#[path = "../../../examples/probe/lines.rs"]
pub(crate) mod lines;
pub(crate) mod made_up;
#[path = "../../../examples/probe/prose.rs"]
pub(crate) mod prose;
pub(crate) mod text;
