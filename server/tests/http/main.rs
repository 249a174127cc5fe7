//! The server over HTTP, in this process: small assets, a folder of its own, a free port.

mod console;
mod door;
mod events;
mod support;
mod visitor;
