//! What was set, and whether the server answers there.

use std::path::PathBuf;

use parlor_connect::Outside;
use parlor_wire::operations::HEALTH;

use super::{Finding, ok, problem, warning};
use crate::origin::Origin;
use crate::places::Places;

/// Bytes of an answer to a question about health.
const ANSWER: usize = 1_024;

/// Browsers reach both addresses in the open on their own machine alone.
pub(super) fn addresses(public: Option<&Origin>, console: Option<&Origin>) -> Vec<Finding> {
    let visitors = public.map_or_else(
        || warning("public URL", "none is set, so visitors reach the server on its own machine alone; set --public-url"),
        |url| address("public URL", url, "pages with https can't load it; put a proxy with https in front"),
    );
    let console = console.map(|url| address("console URL", url, "nobody can sign in there; put a proxy with https in front"));
    [visitors].into_iter().chain(console).collect()
}

fn address(what: &str, url: &Origin, otherwise: &str) -> Finding {
    if url.is_https() || url.is_loopback() {
        ok(what, url.to_string())
    } else {
        problem(what, format!("{url} is neither https nor this machine: {otherwise}"))
    }
}

/// The databases of places, each by itself.
pub(super) fn places(files: &[PathBuf]) -> Vec<Finding> {
    let look = |file: &PathBuf| match Places::open(std::slice::from_ref(file)) {
        Ok(places) => ok("places", format!("{} {places:?}", file.display())),
        Err(error) => problem("places", format!("{error}; the server doesn't start with it")),
    };
    files.iter().map(look).collect()
}

/// Whether a server answers, asked as a browser would.
pub(super) async fn answers(url: &Origin) -> Finding {
    // Who may run this program may look at any address.
    match Outside::new(true).fetch(&format!("{url}{HEALTH}"), ANSWER).await {
        Ok(_) => ok("server", format!("{url} answers")),
        Err(error) => problem("server", format!("{url}{HEALTH}: {error}; look at the server, the proxy and the name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o1_addresses_are_secure_or_stay_on_the_machine() {
        let told = |url: &str| addresses(Some(&url.parse().expect("an origin")), None)[0].to_string();
        assert_eq!(told("https://chat.example.com"), "ok       public URL: https://chat.example.com");
        assert_eq!(told("http://localhost:8080"), "ok       public URL: http://localhost:8080");
        let open = told("http://chat.example.com");
        assert!(open.starts_with("problem  public URL: http://chat.example.com is neither https nor this machine"), "{open}");
        assert!(addresses(None, None)[0].to_string().starts_with("warning  public URL: none is set"));
    }
}
