//! The pages, one file each.

pub(crate) mod account;
pub(crate) mod changes;
pub(crate) mod delivery;
pub(crate) mod dialogue;
pub(crate) mod dialogues;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod install;
pub(crate) mod invitation;
pub(crate) mod invite;
pub(crate) mod invited;
pub(crate) mod new_document;
pub(crate) mod password;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod privacy;
pub(crate) mod publishing;
pub(crate) mod reports;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod user;
pub(crate) mod users;
pub(crate) mod visitor;
pub(crate) mod visitors;
