//! Browsers that view pages with the chat, one after the other on each connection.

use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use parlor_wire::visitor::{FLOW, hashed};

use crate::Failed;
use crate::front::Front;
use crate::http::{Connection, between};
use crate::report::Views;

#[derive(Args)]
pub(crate) struct Pages {
    /// Where
    host: String,
    /// Where the site is
    #[arg(long)]
    site_at: String,
    /// The site's key
    #[arg(long)]
    key: String,
    /// How long
    #[arg(long)]
    seconds: f64,
    /// Connections that view pages at the same time
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// By visitors who have been there before: what may be kept is here already
    #[arg(long)]
    again: bool,
    /// Whoever is asked says nothing
    #[arg(long)]
    unanswered: bool,
}

impl Pages {
    pub(crate) fn run(self) -> Result<(), Failed> {
        let view = View::of(&self)?;
        let began = Instant::now();
        let all: Result<Vec<_>, Failed> = thread::scope(|scope| {
            let all: Vec<_> = (0..self.connections).map(|_| scope.spawn(|| self.look(&view))).collect();
            all.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("a browser panicked".into()))).collect()
        });
        println!("{}", serde_json::to_string(&Views::of(all?.concat(), (view.paths.len(), view.bytes), began.elapsed()))?);
        Ok(())
    }

    /// One connection. Returns how long each view took.
    fn look(&self, view: &View) -> Result<Vec<Duration>, Failed> {
        let mut connection = Connection::open(&self.host)?;
        let mut took = Vec::new();
        let began = Instant::now();
        while began.elapsed().as_secs_f64() < self.seconds {
            let asked = Instant::now();
            view.by(&mut connection, !self.unanswered)?;
            took.push(asked.elapsed());
        }
        Ok(took)
    }
}

/// What a browser asks for to show the first message on a page.
struct View {
    /// The paths, with the tags under which they are here already.
    paths: Vec<(String, Option<String>)>,
    /// Bytes of the answers, with their heads.
    bytes: usize,
}

impl View {
    fn of(pages: &Pages) -> Result<Self, Failed> {
        let mut connection = Connection::open(&pages.site_at)?;
        let Front { loader, frame, document, site_file, site } = Front::ask(&mut connection, &pages.key)?;
        let glue = between(&document, "src=\"", "\"").ok_or("the frame has no script")?.to_owned();
        let module = between(&document, "crossorigin href=\"", "\"").ok_or("the frame has no module")?.to_owned();
        let flow = hashed(FLOW, site.dialogues.first().ok_or("the site has no dialogue")?.flow);
        let mut view = Self { paths: Vec::new(), bytes: 0 };
        if pages.again {
            // The frame document is never kept, and what has a hash in its name isn't asked for again.
            let tag = connection.view(&loader, None)?.tag;
            view.paths = vec![(loader, Some(tag)), (frame, None)];
        } else {
            view.paths = [loader, frame, glue, module, site_file, flow].map(|path| (path, None)).into();
        }
        view.bytes = view.by(&mut connection, true)?;
        Ok(view)
    }

    /// Views the page. Returns the bytes.
    fn by(&self, connection: &mut Connection, is_answered: bool) -> Result<usize, Failed> {
        let mut bytes = 0;
        for (path, known) in &self.paths {
            let found = connection.view(path, known.as_deref())?;
            if is_answered && found.is_known != known.is_some() {
                return Err(format!("{path} is not what it was").into());
            }
            bytes += found.bytes;
        }
        Ok(bytes)
    }
}
