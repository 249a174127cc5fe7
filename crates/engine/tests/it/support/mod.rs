//! What the tests stand on: made-up sites and pages, texts of screens, a world to walk in, values by chance.

pub(crate) mod chance;
pub(crate) mod made_up;
pub(crate) mod server;
pub(crate) mod text;
pub(crate) mod world;
