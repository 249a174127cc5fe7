//! The program `parlor`, as somebody runs it who has nothing but the file.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use parlor_store::Store;
use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take on a machine that is busy with other things.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Nobody has to wait because of too many requests (O13).
const UNLIMITED: &str = "--requests-per-minute=0";

/// The program: `PARLOR_BIN`, or the one beside this test's own file.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("PARLOR_BIN") {
            return path.into();
        }
        let own = std::env::current_exe().expect("this test is a file");
        let folder = own.ancestors().skip(1).find(|folder| !folder.ends_with("deps")).expect("a folder");
        let path = folder.join("parlor");
        if !path.exists() {
            let built = Command::new(env!("CARGO")).args(["build", "--package", "parlor"]).status().expect("cargo runs");
            assert!(built.success(), "parlor can't be built");
        }
        path
    })
}

/// Runs a command of the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).stdin(Stdio::null()).output().expect("parlor runs")
}

/// Runs a command that must end by itself, in a shell that has done something before.
pub fn run_after(preparation: &str, arguments: &[&str]) -> Output {
    let patience = PATIENCE.as_secs().to_string();
    let script = format!("{preparation}; exec timeout {patience} \"$0\" \"$@\"");
    Command::new("sh").arg("-c").arg(script).arg(binary()).args(arguments).stdin(Stdio::null()).output().expect("a shell")
}

/// Makes the database in a folder a newer program's.
pub fn renew(folder: &str) {
    let status = spoil(&["renew", folder]).status().expect("cargo runs");
    assert!(status.success(), "{folder}");
}

/// Something that holds the database in a folder. It lets go with this value.
pub struct Holder(Child);

impl Holder {
    /// Holds it when this returns.
    pub fn of(folder: &str) -> Self {
        let mut child = spoil(&["hold", folder]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cargo runs");
        let lines = BufReader::new(child.stdout.take().expect("an output")).lines();
        let said = lines.map_while(Result::ok).next();
        assert_eq!(said.as_deref(), Some("held"));
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// The program that does to a database what only SQL can.
fn spoil(arguments: &[&str]) -> Command {
    let words = ["run", "--quiet", "--package", "parlor-store", "--example", "spoil", "--"];
    let mut spoil = Command::new(env!("CARGO"));
    spoil.args(words).args(arguments);
    spoil
}

/// Runs a command that must succeed. Returns what it printed.
pub fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "parlor {arguments:?}: {told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

/// A server with its own data folder. It ends with this value.
pub struct Parlor {
    data: TempDir,
    port: u16,
    /// What is asked for besides, and what stands in the environment.
    options: Vec<String>,
    environment: Vec<(&'static str, String)>,
    running: Option<Running>,
}

impl Parlor {
    /// Starts a server that knows this site.
    pub fn with(site: &Value) -> Self {
        let mut parlor = Self::stopped();
        parlor.import(site);
        parlor.start_again();
        parlor
    }

    /// Starts a server that knows nothing.
    pub fn empty() -> Self {
        let mut parlor = Self::stopped();
        parlor.start_again();
        parlor
    }

    /// Starts a server that knows this site, at a port that the system gives to nobody who doesn't name it: it stays free while the
    /// server is down.
    pub fn at_port_of_its_own(site: &Value) -> Self {
        let mut parlor = Self { port: port_of_its_own(), ..Self::stopped() };
        parlor.import(site);
        parlor.start_again();
        parlor
    }

    /// Starts a server that knows this site and has mail sent by a server on this machine: with these words as its address, and
    /// these variables besides.
    pub fn with_mail(site: &Value, server: &str, environment: &[(&'static str, &str)]) -> Self {
        let mut parlor = Self::stopped();
        let sender = "Parlor <parlor@example.com>";
        parlor.options = ["--smtp", server, "--mail-from", sender].map(ToOwned::to_owned).to_vec();
        parlor.environment = environment.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        parlor.import(site);
        parlor.start_again();
        parlor
    }

    fn stopped() -> Self {
        let (options, environment) = (Vec::new(), Vec::new());
        Self { data: TempDir::new().expect("a folder"), port: 0, options, environment, running: None }
    }

    /// Starts the server, at the same address as before.
    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let listen = format!("127.0.0.1:{}", self.port);
        // Whoever is called by a webhook is on this machine, too, and browsers of tests are quicker than people.
        let usual = ["serve", "--listen", &listen, "--data", self.folder(), "--allow-private-addresses", UNLIMITED];
        let arguments: Vec<&str> = usual.into_iter().chain(self.options.iter().map(String::as_str)).collect();
        let running = Running::start_in(&arguments, &self.environment, &self.log_file());
        self.port = running.port_after("Parlor listens on http://127.0.0.1:");
        self.running = Some(running);
    }

    /// Begins to start the server, and ends it after a time, ready or not.
    pub fn start_in_vain(&mut self, time: Duration) {
        assert!(self.running.is_none(), "it runs already");
        let listen = format!("127.0.0.1:{}", self.port);
        let mut running = Running::start(&["serve", "--listen", &listen, "--data", self.folder(), UNLIMITED], &self.log_file());
        std::thread::sleep(time);
        running.child.kill().expect("it can be killed");
        running.child.wait().expect("it ends");
    }

    /// Ends the server as a power cut would.
    pub fn kill9(&mut self) {
        let mut running = self.running.take().expect("it runs");
        running.child.kill().expect("it can be killed");
        running.child.wait().expect("it ends");
    }

    /// Asks the server to stop, and waits for its end.
    pub fn stop(&mut self) -> ExitStatus {
        let mut running = self.running.take().expect("it runs");
        signal("-TERM", running.child.id());
        let deadline = Instant::now() + PATIENCE;
        loop {
            match running.child.try_wait().expect("a status") {
                Some(status) => return status,
                None if Instant::now() > deadline => panic!("it doesn't stop"),
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Lets none of the files that the server writes to grow beyond so many bytes; `None`: as large as they like.
    pub fn limits_files(&self, bytes: Option<u64>) {
        let id = self.running.as_ref().expect("it runs").child.id();
        limit_files(id, bytes);
    }

    /// The line that the server printed with this start, without it.
    pub fn printed(&self, start: &str) -> String {
        self.running.as_ref().expect("it runs").line(start)
    }

    /// What the server printed since somebody looked.
    pub fn printed_since(&self) -> String {
        self.running.as_ref().expect("it runs").lines.try_iter().collect::<Vec<_>>().join("\n")
    }

    /// Imports and publishes a site, whether the server runs or not. Returns what was printed.
    pub fn import(&self, site: &Value) -> String {
        self.import_with(site, &["--publish"])
    }

    /// Imports a site with these options. Returns what was printed.
    pub fn import_with(&self, site: &Value, options: &[&str]) -> String {
        let file = self.data.path().join("import.json");
        std::fs::write(&file, site.to_string()).expect("a file");
        let arguments = ["import", file.to_str().expect("a plain path"), "--data", self.folder()];
        succeed(&[&arguments, options].concat())
    }

    /// Puts a file where the next import finds it.
    pub fn puts_beside(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.data.path().join(name), bytes).expect("a file");
    }

    /// Adds a user. Returns the password.
    pub fn add_user(&self, email: &str) -> String {
        let told = succeed(&["user", "add", email, "--data", self.folder()]);
        told.trim().rsplit(' ').next().expect("a password").to_owned()
    }

    /// Adds an identity key to a site. Returns its secret.
    pub fn add_key(&self, site: &str, name: &str) -> String {
        let told = succeed(&["key", "add", name, "--site", site, "--data", self.folder()]);
        told.lines().last().expect("a secret").to_owned()
    }

    /// What there is to tell of a site's webhooks.
    pub fn webhooks(&self, site: &str) -> String {
        succeed(&["webhook", "list", "--site", site, "--data", self.folder()])
    }

    /// Makes the calls again that failed. Returns what was printed.
    pub fn retry_webhooks(&self, site: &str) -> String {
        succeed(&["webhook", "retry", "--site", site, "--data", self.folder()])
    }

    /// The server's origin.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The database. It is the running server's too: close it when you have read.
    pub fn store(&self) -> Store {
        Store::open(self.data.path()).expect("a database")
    }

    /// What the server told its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.data.path().join("server.log")
    }

    /// The data folder.
    pub fn folder(&self) -> &str {
        self.data.path().to_str().expect("a plain path")
    }
}

/// `parlor demo`. It ends with this value.
pub struct Demo(Running);

impl Demo {
    /// Starts the demo on free ports.
    pub fn start(log: &Path) -> Self {
        Self(Running::start(&["demo", "--listen", "127.0.0.1:0", "--host-listen", "127.0.0.1:0"], log))
    }

    /// Starts the demo on free ports, with its data in this folder.
    pub fn start_in(folder: &Path) -> Self {
        let data = folder.to_str().expect("a plain path");
        let arguments = ["demo", "--listen", "127.0.0.1:0", "--host-listen", "127.0.0.1:0", "--data", data];
        Self(Running::start(&arguments, &folder.join("demo.log")))
    }

    /// The line that it printed with this start, without it.
    pub fn printed(&self, start: &str) -> String {
        self.0.line(start)
    }
}

/// Imports and publishes a site whose documents lie in the folder `files` of this one.
pub fn import_into(data: &Path, site: &Value, beside: &str) {
    let folder = TempDir::new().expect("a folder");
    let files = folder.path().join("files");
    std::fs::create_dir(&files).expect("a folder");
    for file in std::fs::read_dir(format!("{beside}/files")).expect("files") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), files.join(file.file_name())).expect("a copy");
    }
    let import = folder.path().join("site.json");
    std::fs::write(&import, site.to_string()).expect("a file");
    let (import, data) = (import.to_str().expect("a plain path"), data.to_str().expect("a plain path"));
    succeed(&["import", import, "--publish", "--data", data]);
}

/// A child process whose lines are read.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(arguments: &[&str], log: &Path) -> Self {
        Self::start_in(arguments, &[], log)
    }

    fn start_in(arguments: &[&str], environment: &[(&str, String)], log: &Path) -> Self {
        let log = File::options().create(true).append(true).open(log).expect("a log");
        let mut child = Command::new(binary())
            .args(arguments)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("parlor starts");
        let output = child.stdout.take().expect("an output");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            // Nobody listens any longer when the story is over.
            let _ = BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line));
        });
        Self { child, lines }
    }

    /// Waits for a line with this start.
    fn line(&self, start: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line begins with “{start}”"));
            if let Some(rest) = line.strip_prefix(start) {
                return rest.trim().to_owned();
            }
        }
    }

    fn port_after(&self, start: &str) -> u16 {
        self.line(start).parse().expect("a port")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port below those that the system hands out, and that nobody has.
fn port_of_its_own() -> u16 {
    let id = u16::try_from(std::process::id() % 10_000).expect("a small number");
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (0..10_000).map(|nth| 20_000 + (id + nth) % 10_000).find(free).expect("a free port")
}

/// As [`Parlor::limits_files`], for any process. The limit may be raised again by whoever runs the test.
pub fn limit_files(process: u32, bytes: Option<u64>) {
    let bytes = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
    let limits = [format!("--pid={process}"), format!("--fsize={bytes}:")];
    let status = Command::new("prlimit").args(limits).status().expect("prlimit, which is a part of util-linux");
    assert!(status.success(), "the limit can't be set");
}

/// Sends a signal to a process.
pub fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").args([name, &process.to_string()]).stderr(Stdio::null()).status();
    assert!(sent.is_ok(), "there is no `kill`");
}
