//! Parlor's HTTP shell: converts requests in, asks engine and store, converts answers out.
//!
//! The program `parlor` and the tests start the same [`Server`].

mod app;
mod assets;
mod attributes;
mod body;
mod brought;
pub mod cli;
mod clock;
mod config;
mod connections;
mod console;
mod content;
mod copies;
mod demo;
mod disposition;
mod documents;
mod door;
mod encoding;
mod failure;
mod health;
mod identity;
mod kept;
mod mail;
mod metrics;
mod origin;
mod page;
mod password;
mod picture_size;
mod pictures;
mod places;
mod preview;
mod proxies;
mod publishing;
mod rates;
mod server;
mod squeeze;
mod sweep;
mod throttle;
mod ticket;
mod users;
mod visitor;
mod webhooks;
mod zone;

pub use assets::{Assets, MissingAssets};
pub use config::{Config, Limits, Patience};
pub use console::{Endpoint, endpoints};
pub use origin::{NotAnOrigin, Origin};
pub use parlor_connect::Outside;
pub use places::{Inferred, NotPlaces, Places};
pub use publishing::{NotPublished, publish, refresh, refresh_all};
pub use server::{Server, StartError};
