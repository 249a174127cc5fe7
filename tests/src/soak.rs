//! A server that is killed again and again while browsers post to it. What was acknowledged must be there in the end, once, and
//! nothing else (A12, A13).

mod browser;
mod ledger;
mod mail;
mod power;
mod scene;
mod verdict;

use std::fmt;
use std::sync::mpsc::channel;
use std::time::Instant;

use crate::crowd::Chance;
use crate::program::Parlor;

use browser::Browser;
use ledger::Ledger;
use mail::{Mail, Power};
use scene::Scene;

pub use verdict::Verdict;

/// Browsers that post at the same time.
const BROWSERS: u64 = 12;

/// How long it goes on.
#[derive(Clone, Copy, Debug)]
pub enum Extent {
    /// Until the server was killed so many times.
    Kills(u32),
    /// Until then.
    Until(Instant),
}

/// Kills and posts, then looks at what is left. The seed decides what browsers do and when the server is killed, as far as the
/// system's own timing lets it.
pub fn soak(seed: u64, extent: Extent) -> Verdict {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(seed, extent))
}

async fn run(seed: u64, extent: Extent) -> Verdict {
    let parlor = Parlor::at_port_of_its_own(&scene::site());
    let origin = parlor.origin();
    let (began, posts) = channel();
    let (power, is_on) = tokio::sync::watch::channel(Power::On);
    let scene = Scene::ask(&origin).await;
    let browse = |number| {
        let mail = Mail::new(&origin, is_on.clone(), began.clone());
        let browser = Browser::new(scene.clone(), mail, Chance::of(seed.wrapping_add(number)), number);
        tokio::spawn(browser.run())
    };
    let browsers: Vec<_> = (1..=BROWSERS).map(browse).collect();
    let chance = Chance::of(seed);
    let killed = tokio::task::spawn_blocking(move || power::cut(parlor, chance, extent, &posts, &power));
    let (mut parlor, kills) = killed.await.expect("a server");
    let mut ledger = Ledger::default();
    for browser in browsers {
        ledger.add(browser.await.expect("a browser"));
    }
    parlor.kill9();
    verdict::compare(&parlor, &scene, ledger, kills).await
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, posts, failed, sent, acknowledged, refused, stored, logged, lost, doubled, foreign, .. } = self;
        writeln!(f, "kills {kills}")?;
        writeln!(f, "posts {posts}, of which {failed} without an answer")?;
        writeln!(f, "sent {sent}")?;
        writeln!(f, "acknowledged {acknowledged} as stored, {refused} as refused")?;
        writeln!(f, "stored {stored}")?;
        writeln!(f, "logged {logged}")?;
        writeln!(f, "lost {lost}")?;
        writeln!(f, "doubled {doubled}")?;
        writeln!(f, "never sent {foreign}")?;
        self.faults.iter().try_for_each(|fault| writeln!(f, "{fault}"))
    }
}
