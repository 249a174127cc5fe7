//! What the owner of a server can set (O3).

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use parlor_connect::mail::PostOffice;

use crate::origin::Origin;
use crate::places::Places;

/// What the owner of a server can set.
#[derive(Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of its database.
    pub data: PathBuf,
    /// The origin that visitors' browsers reach it at; `None`: the address it listens on.
    pub public_url: Option<Origin>,
    /// The origin of the console; `None`: the same as visitors'.
    pub console_url: Option<Origin>,
    /// Whether private networks may be asked for hosted documents and images, and called by webhooks (O19).
    pub allow_private: bool,
    /// Who sends mail; `None`: nobody does.
    pub mail: Option<PostOffice>,
    /// The proxies whose word counts for where requests come from.
    pub proxies: Vec<IpAddr>,
    /// Where collectors get the server's numbers; port 0 takes a free one (O17).
    pub metrics: Option<SocketAddr>,
    /// What visitors' places are inferred from (T10).
    pub places: Places,
    /// How much of the server one client may have (O13, O14).
    pub limits: Limits,
}

/// How much of the server one client may have (O13, O14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests of visitors that one address may make in a minute; 0: any number.
    pub requests_per_minute: u32,
    /// Connections that one address may have at the same time; 0: any number.
    pub connections_per_address: u32,
    /// Connections of all together, of which each of the server's threads takes its part.
    pub connections: u32,
    /// How long is waited for a client.
    pub patience: Patience,
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests_per_minute: 600, connections_per_address: 200, connections: 10_000, patience: Patience::default() }
    }
}

/// How long is waited for a client that has begun something (O14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the head of a request.
    pub head: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For the body of one that brings a document.
    pub upload: Duration,
    /// While nothing of an answer is read.
    pub stalled: Duration,
    /// Until all of an answer is read that had to wait for its reader.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { head: seconds(5), body: seconds(20), upload: seconds(120), stalled: seconds(60), answer: seconds(600) }
    }
}
