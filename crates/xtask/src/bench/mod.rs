//! Measuring, each thing beside others that do the same work in the same run, because machines differ and are never idle.

pub(crate) mod console;
pub(crate) mod engine;
pub(crate) mod ingest;
mod packages;
pub(crate) mod pages;
mod promise;
mod server;
pub(crate) mod slots;
pub(crate) mod widget;
