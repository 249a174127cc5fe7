//! What several pages are made of.

pub(crate) mod attributes;
pub(crate) mod confirm;
pub(crate) mod copy;
pub(crate) mod drop;
pub(crate) mod facts;
pub(crate) mod field;
pub(crate) mod grid;
pub(crate) mod pager;
pub(crate) mod roles;
pub(crate) mod save;
pub(crate) mod search;
pub(crate) mod settled;
pub(crate) mod state;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod title;
pub(crate) mod when;
