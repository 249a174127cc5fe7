//! Reports: what is asked for, and how it is drawn.

pub(crate) mod chart;
pub(crate) mod figures;
pub(crate) mod filters;
pub(crate) mod place;
pub(crate) mod tables;
