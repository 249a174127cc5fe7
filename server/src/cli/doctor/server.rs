//! Whether a server answers, asked as a browser would.

use std::net::SocketAddr;

use parlor_connect::Outside;
use parlor_wire::operations::HEALTH;

use super::{Finding, ok, problem, warning};
use crate::origin::Origin;

/// Bytes of an answer to a question about health.
const ANSWER: usize = 1_024;

/// Asks where it listens, if that is known, and where somebody expects it.
pub(super) async fn look(listen: SocketAddr, expected: Option<&Origin>) -> Vec<Finding> {
    let mut found = Vec::new();
    if listen.port() != 0 {
        let own = Origin::listening(listen);
        found.push(match ask(&own).await {
            Ok(()) => ok("server", format!("runs at {own}")),
            Err(_) => {
                warning("server", format!("none runs at {own}; start it with parlor serve, or give the same --listen here"))
            }
        });
    }
    if let Some(url) = expected {
        found.push(match ask(url).await {
            Ok(()) => ok("server", format!("{url} answers")),
            Err(error) => problem("server", format!("{url}{HEALTH}: {error}; look at the server, the proxy and the name")),
        });
    }
    found
}

async fn ask(url: &Origin) -> Result<(), String> {
    // Who may run this program may look at any address.
    let answer = Outside::new(true).fetch(&format!("{url}{HEALTH}"), ANSWER).await;
    answer.map(|_| ()).map_err(|error| error.to_string())
}
