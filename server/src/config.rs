//! What the owner of a server can set (O3).

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::origin::Origin;
use crate::places::Places;

/// What the owner of a server can set.
#[derive(Clone, Debug)]
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
    /// The proxies whose word counts for where requests come from.
    pub proxies: Vec<IpAddr>,
    /// Where collectors get the server's numbers; port 0 takes a free one (O17).
    pub metrics: Option<SocketAddr>,
    /// What visitors' places are inferred from (T10).
    pub places: Places,
}
