//! A mail server for one story.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use serde::Deserialize;

use crate::npm::{Manifests, fetched};
use crate::program::PATIENCE;

const MANIFESTS: Manifests =
    [("package.json", include_str!("../mail/package.json")), ("package-lock.json", include_str!("../mail/package-lock.json"))];
const SERVER: &str = include_str!("../mail/server.mjs");

/// A mail server. To `refused@` it takes nothing, and to `busy@` nothing now. It ends with this value.
pub struct Post {
    child: Child,
    lines: Receiver<String>,
    port: u16,
}

/// A mail that came.
#[derive(Debug, Deserialize)]
pub struct Letter {
    /// Whom it is for.
    pub to: Vec<String>,
    /// Whether it came over TLS.
    pub secure: bool,
    /// Who has brought it, if somebody logged in.
    pub user: Option<String>,
    /// All of it as it came, with its head.
    pub text: String,
}

impl Letter {
    /// What stands behind this in its head.
    pub fn head(&self, name: &str) -> &str {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("{name} is not in {head}"))
    }

    /// The address in it.
    pub fn link(&self) -> String {
        // Long lines end with `=` and go on in the next, where mail is quoted.
        let text = self.text.replace("=\r\n", "").replace("=3D", "=");
        let link = text.split_whitespace().find(|word| word.starts_with("http"));
        link.unwrap_or_else(|| panic!("no address in {text}")).to_owned()
    }
}

impl Post {
    /// A mail server for everybody on this machine, in plain text.
    pub fn start() -> Self {
        Self::start_as(&[])
    }

    /// The same at this port, which one was at before.
    pub fn start_at(port: u16) -> Self {
        Self::start_as(&[("PORT", &port.to_string())])
    }

    /// A mail server with settings of its script.
    pub fn start_as(settings: &[(&str, &str)]) -> Self {
        let packages = fetched("mail", &MANIFESTS);
        let script = packages.with_file_name("server.mjs");
        std::fs::write(&script, SERVER).expect("a file");
        let mut command = Command::new("node");
        command.arg(&script).envs(settings.iter().copied()).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("node runs");
        let output = child.stdout.take().expect("an output");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            // Nobody listens any longer when the story is over.
            let _ = BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line));
        });
        let port = lines.recv_timeout(PATIENCE).expect("a line").parse().expect("a port");
        Self { child, lines, port }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next mail that comes.
    pub fn letter(&self) -> Letter {
        let line = self.lines.recv_timeout(PATIENCE).expect("a mail comes");
        serde_json::from_str(&line).expect("a mail")
    }

    /// Whether a mail has come that nobody has looked at.
    pub fn has_more(&self) -> bool {
        self.lines.try_recv().is_ok()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
