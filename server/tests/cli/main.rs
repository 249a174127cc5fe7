//! The program as somebody runs it who has nothing but the file (O1, O4).

mod backup;
mod data;
mod doctor;
mod erase;
mod export;
mod keys;
mod lint;
mod places;
mod publishing;
mod simulate;
mod sites;
mod webhooks;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with files that somebody wrote, and a data folder in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// Runs the program in this folder. Returns its exit code and what it said, the folder's name left out.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parlor"));
        command.args(arguments).current_dir(self.0.path()).env("PARLOR_DATA", self.path("data")).env("PARLOR_LOG", "error");
        let output = command.stdin(Stdio::null()).output().expect("the program runs");
        let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
        (output.status.code().expect("a code"), told)
    }

    /// Runs the program, which must do what it is asked to.
    fn succeed(&self, arguments: &[&str]) -> String {
        let (code, told) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {told}");
        told
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file")
    }
}

/// The names of the files in a folder, in order.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name")).collect();
    names.sort();
    names
}

const PDF: &[u8] = b"%PDF-1.7\nof the harbour";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// A card that says something.
fn message(text: &str) -> Value {
    json!({ "message": { "text": text } })
}

/// A conversational flow of these cards.
fn flow(name: &str, cards: Value) -> Value {
    let start = cards.as_object().and_then(|cards| cards.keys().next()).expect("a card").clone();
    json!({ "name": name, "interface": "popup", "flow": { "start": start, "cards": cards } })
}

/// A dialogue of these cards.
fn dialogue(name: &str, cards: Value) -> Value {
    let start = cards.as_object().and_then(|cards| cards.keys().next()).expect("a card").clone();
    json!({ "name": name, "pages": { "include": ["*"] }, "flow": { "start": start, "cards": cards } })
}
