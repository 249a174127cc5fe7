//! The programs that are measured.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::place::KEY;
use crate::command::{program, run, told};
use crate::outcome::{During, Outcome};
use crate::tree;

/// The number of the signal that asks a program to end.
const TERMINATE: u32 = 15;

/// What is posted.
pub(in crate::bench) struct Posts {
    /// Events of each batch.
    pub(in crate::bench) batch: u16,
    /// How long.
    pub(in crate::bench) seconds: f64,
}

/// What came of it.
#[derive(Clone, Copy, Deserialize)]
pub(in crate::bench) struct Measured {
    /// Events that were acknowledged.
    pub(in crate::bench) events: f64,
    /// What they took.
    pub(in crate::bench) seconds: f64,
    /// Milliseconds within which half of the requests were answered.
    #[serde(default)]
    pub(in crate::bench) p50_ms: f64,
    /// Milliseconds within which all but one in a hundred were.
    #[serde(default)]
    pub(in crate::bench) p99_ms: f64,
}

/// What came of viewing pages.
#[derive(Clone, Copy, Deserialize)]
pub(in crate::bench) struct Viewed {
    /// How many pages were viewed.
    pub(in crate::bench) views: f64,
    /// What they took.
    pub(in crate::bench) seconds: f64,
    /// Requests of each.
    pub(in crate::bench) requests: f64,
    /// Bytes of the answers to each, with their heads.
    pub(in crate::bench) bytes: f64,
    /// Milliseconds within which half of them were there.
    pub(in crate::bench) p50_ms: f64,
    /// Milliseconds within which all but one in a hundred were.
    pub(in crate::bench) p99_ms: f64,
}

/// A server at work. It ends with this value.
pub(in crate::bench) struct Server {
    child: Child,
    host: String,
    stores: bool,
}

impl Server {
    /// Parlor, as anybody runs it, but for the limit of requests: the other parties have none.
    pub(in crate::bench) fn parlor(data: &Path) -> Outcome<Self> {
        let words = ["serve", "--listen", "127.0.0.1:0", "--requests-per-minute", "0", "--data"];
        let mut serve = program(release("parlor"), &words);
        Self::start(serve.arg(data), "Parlor listens on http://", true)
    }

    /// One that stores nothing.
    pub(in crate::bench) fn nothing() -> Outcome<Self> {
        Self::start(&mut program(release("examples/bench"), &["nothing"]), "", false)
    }

    /// One that stores each request by itself.
    pub(in crate::bench) fn one_by_one(data: &Path) -> Outcome<Self> {
        Self::start(program(release("examples/bench"), &["one-by-one"]).arg(data), "", true)
    }

    fn start(command: &mut Command, line: &str, stores: bool) -> Outcome<Self> {
        let mut child = command.env("PARLOR_LOG", "warn").stdout(Stdio::piped()).spawn().during("a server")?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let host = lines.find_map(|text| text.strip_prefix(line).map(ToOwned::to_owned));
        // Whatever else it prints must have somebody who reads it.
        thread::spawn(move || lines.for_each(drop));
        let host = host.ok_or("the server ended at once")?;
        Ok(Self { child, host, stores })
    }

    /// Where browsers find it.
    pub(in crate::bench) fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    /// Posts to it; about the site as `guide` has it.
    pub(in crate::bench) fn measure(&self, guide: &Self, posts: &Posts) -> Outcome<Measured> {
        // What was written before is not to be brought to the disk meanwhile.
        run(&mut program("sync", &[]))?;
        let (batch, seconds) = (posts.batch.to_string(), posts.seconds.to_string());
        let words = ["browsers", &self.host, "--site-at", &guide.host, "--key", KEY, "--batch", &batch, "--seconds", &seconds];
        let mut browsers = program(release("examples/bench"), &words);
        if !self.stores {
            browsers.arg("--unanswered");
        }
        serde_json::from_str(&told(&mut browsers)?).during("the browsers")
    }

    /// Views pages of it; of the site as `guide` has it.
    pub(in crate::bench) fn view(&self, guide: &Self, again: bool, seconds: f64) -> Outcome<Viewed> {
        let words = ["pages", &self.host, "--site-at", &guide.host, "--key", KEY, "--seconds", &seconds.to_string()];
        let mut browsers = program(release("examples/bench"), &words);
        browsers.args(again.then_some("--again")).args((!self.stores).then_some("--unanswered"));
        serde_json::from_str(&told(&mut browsers)?).during("the browsers")
    }

    /// The most bytes of memory that it has had.
    pub(in crate::bench) fn memory(&self) -> Outcome<f64> {
        let kilobytes: f64 = self.status("VmHWM:")?.trim_end_matches(" kB").parse().during("VmHWM")?;
        Ok(kilobytes * 1024.0)
    }

    /// What the system tells of it.
    fn status(&self, what: &str) -> Outcome<String> {
        let path = PathBuf::from(format!("/proc/{}/status", self.child.id()));
        let text = fs::read_to_string(&path).at(&path)?;
        let line = text.lines().find_map(|line| line.strip_prefix(what)).ok_or_else(|| format!("no {what} is told"))?;
        Ok(line.trim().to_owned())
    }

    /// Whether it ends by itself when it is asked to. What has just begun to listen may not hear yet.
    fn hears_to_stop(&self) -> Outcome<bool> {
        let caught = u64::from_str_radix(&self.status("SigCgt:")?, 16).during("SigCgt")?;
        Ok(caught >> (TERMINATE - 1) & 1 == 1)
    }

    /// Asks it to stop, and waits for its end.
    pub(in crate::bench) fn stop(mut self) -> Outcome {
        while self.child.try_wait().during("a server")?.is_none() && !self.hears_to_stop()? {
            thread::sleep(Duration::from_millis(10));
        }
        run(&mut program("kill", &["-TERM", &self.child.id().to_string()]))?;
        let status = self.child.wait().during("a server")?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}")) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Takes a site in.
pub(in crate::bench) fn import(file: &Path, data: &Path) -> Outcome {
    told(program(release("parlor"), &["import", "--publish"]).arg(file).arg("--data").arg(data)).map(drop)
}

/// Somebody who may sign in to the console, with the password that Parlor makes.
pub(in crate::bench) fn add_user(email: &str, data: &Path) -> Outcome<String> {
    let told = told(program(release("parlor"), &["user", "add", email]).arg("--data").arg(data))?;
    told.split_whitespace().last().map(ToOwned::to_owned).ok_or_else(|| "no password was told".to_owned())
}

/// Fills a data folder with so many people, and with what they did in a year.
pub(in crate::bench) fn fill(data: &Path, people: u32, activities: u32) -> Outcome {
    let counts = [people.to_string(), activities.to_string()];
    run(program(release("examples/filled"), &[]).arg(data).args(counts))
}

/// Puts the rows of one database into an empty one.
pub(in crate::bench) fn bare(from: &Path, to: &Path) -> Outcome<Measured> {
    let told = told(program(release("examples/bare"), &[]).arg(from).arg(to))?;
    serde_json::from_str(&told).during("bare rusqlite")
}

fn release(name: &str) -> PathBuf {
    tree::root("target/release").join(name)
}
