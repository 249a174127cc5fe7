//! The server over HTTP, in this process: small assets, a folder of its own, a free port.

mod access;
mod apart;
mod attributes;
mod backup;
mod changes;
mod companies;
mod console;
mod documents;
mod door;
mod events;
mod health;
mod identity;
mod images;
mod install;
mod limits;
mod look;
mod malformed;
mod metrics;
mod privacy;
mod reports;
mod settings;
mod support;
mod visitor;
mod webhooks;
