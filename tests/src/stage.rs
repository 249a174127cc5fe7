//! Where a story happens: a server, a website and whoever comes along.

use std::time::{Duration, Instant};

use expect_test::Expect;
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::browser::{DESKTOP, Kind, Options};
use crate::host_site::{Host, HostSite};
use crate::log::{log_text, people_text};
use crate::program::Parlor;
use crate::samples::KEY;
use crate::visitor::Visitor;

/// Stories with a browser that run beside each other.
static STAGES: Semaphore = Semaphore::const_new(2);

/// A server, and a website that shows it.
pub struct Stage {
    /// The server.
    pub parlor: Parlor,
    /// The website.
    pub site: HostSite,
    _place: SemaphorePermit<'static>,
}

impl Stage {
    /// With this site, on a website that does what the manual says.
    pub async fn with(site: &Value) -> Self {
        Self::on(site, |_| ()).await
    }

    /// With this site, on a website that is a little different.
    pub async fn on(site: &Value, change: impl FnOnce(&mut Host)) -> Self {
        let place = STAGES.acquire().await.expect("a stage");
        let parlor = Parlor::with(site);
        let mut host = Host::of(&parlor.origin(), KEY);
        change(&mut host);
        Self { site: HostSite::start(host), parlor, _place: place }
    }

    /// A visitor who has never been here.
    pub async fn visitor(&self) -> Visitor {
        Visitor::new(DESKTOP).await
    }

    /// A visitor with this browser, who has never been here.
    pub async fn visitor_in(&self, kind: Kind) -> Visitor {
        Visitor::new(Options { kind, ..DESKTOP }).await
    }

    /// A visitor with a browser like this.
    pub async fn visitor_with(&self, options: Options) -> Visitor {
        Visitor::new(options).await
    }

    /// The log holds exactly this. It is given time to get there.
    pub async fn log_is(&self, expected: Expect) {
        becomes(expected, async || self.log().await).await;
    }

    /// This is stored about people, and nothing else. It is given time to get there.
    pub async fn people_are(&self, expected: Expect) {
        let people = async || {
            let store = self.parlor.store();
            let people = people_text(&store, KEY).await;
            store.close();
            people
        };
        becomes(expected, people).await;
    }

    /// The log as text.
    pub async fn log(&self) -> String {
        let store = self.parlor.store();
        let log = log_text(&store, KEY).await;
        store.close();
        log
    }
}

/// Reads a text until it is what is expected, or for long enough.
async fn becomes(expected: Expect, text: impl AsyncFn() -> String) {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let text = text().await;
        if is_same(&text, expected.data()) || Instant::now() > deadline {
            return expected.assert_eq(&text);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Whether two texts differ in nothing but indentation.
fn is_same(one: &str, other: &str) -> bool {
    one.lines().map(str::trim).filter(|line| !line.is_empty()).eq(other.lines().map(str::trim).filter(|line| !line.is_empty()))
}
