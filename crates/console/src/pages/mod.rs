//! The pages, one file each.

pub(crate) mod dialogue;
pub(crate) mod dialogues;
pub(crate) mod install;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod visitor;
pub(crate) mod visitors;
