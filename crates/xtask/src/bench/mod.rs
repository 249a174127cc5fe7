//! Measuring, each thing beside others that do the same work in the same run, because machines differ and are never idle.

pub(crate) mod engine;
pub(crate) mod ingest;
pub(crate) mod pages;
mod server;
