//! The processes of a browser: its driver, and what that starts.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::options::Kind;
use crate::program::signal;

/// The driver, and through it the browser.
pub(super) struct Processes {
    driver: Child,
    profile: TempDir,
    /// What pages wrote into the console, as far as the browser prints it.
    printed: Arc<Mutex<Vec<String>>>,
}

impl Kind {
    /// The driver, on a port that it finds, in no other's way.
    fn driver(self) -> Command {
        let (name, arguments) = match self {
            Self::Chromium => ("chromedriver", ["--port=0"].as_slice()),
            Self::Firefox => ("geckodriver", ["--port=0", "--websocket-port=0", "--allow-system-access"].as_slice()),
        };
        let mut driver = Command::new(name);
        driver.args(arguments);
        driver
    }

    /// The port that a line of the driver's names.
    fn port(self, line: &str) -> Option<u16> {
        let port = match self {
            Self::Chromium => line.strip_prefix("ChromeDriver was started successfully on port ")?.trim_end_matches('.'),
            Self::Firefox => line.split_once("Listening on 127.0.0.1:")?.1,
        };
        port.parse().ok()
    }
}

impl Processes {
    fn start(kind: Kind, profile: TempDir) -> Self {
        let mut driver = kind.driver();
        driver.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let driver = driver.spawn().expect("chromedriver and geckodriver are installed, as `cargo xtask test` does it");
        Self { driver, profile, printed: Arc::default() }
    }

    /// A driver and its port. On a busy machine another one may take the port that it was about to listen on; then once more.
    pub(super) fn started(kind: Kind) -> (Self, u16) {
        let mut tries = (0..5).map(|_| Self::start(kind, TempDir::new().expect("a folder")));
        tries.find_map(|mut processes| processes.port(kind).map(|port| (processes, port))).expect("the driver starts")
    }

    /// The port that the driver took, if it did.
    fn port(&mut self, kind: Kind) -> Option<u16> {
        let mut output = BufReader::new(self.driver.stdout.take().expect("an output"));
        let mut line = String::new();
        while output.read_line(&mut line).expect("a line") > 0 {
            if let Some(port) = kind.port(line.trim()) {
                self.listen(output);
                return Some(port);
            }
            line.clear();
        }
        None
    }

    /// The driver goes on telling, and passes on what the browser prints.
    fn listen(&self, output: BufReader<ChildStdout>) {
        let printed = Arc::clone(&self.printed);
        std::thread::spawn(move || {
            for line in output.split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                if is_of_a_page(&line) {
                    printed.lock().expect("lines").push(line);
                }
            }
        });
    }

    /// Where the browser keeps what it has.
    pub(super) fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// What the browser printed of the console since this was asked before.
    pub(super) fn printed(&self) -> Vec<String> {
        std::mem::take(&mut self.printed.lock().expect("lines"))
    }

    /// The processes whose command line names our profile.
    fn of_browser(&self) -> Vec<u32> {
        let profile = self.profile.path().to_str().expect("a plain path");
        let ids = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        ids.filter(|id| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(profile)
        })
        .collect()
    }
}

/// Whether a line of the console is a page's: its words stand in quotation marks or, if they are an error's, in brackets. The browser's own
/// don't.
fn is_of_a_page(line: &str) -> bool {
    let text = line.strip_prefix("console.").and_then(|line| line.split_once(": "));
    text.is_some_and(|(_, text)| text.starts_with(['"', '(']))
}

impl Drop for Processes {
    fn drop(&mut self) {
        // They may have ended by themselves.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            let left = self.of_browser();
            if left.is_empty() || Instant::now() > deadline {
                return;
            }
            left.into_iter().for_each(|id| signal("-KILL", id));
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
