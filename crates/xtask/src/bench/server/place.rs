//! The folder in which is measured.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::parties::{self, Server};
use crate::outcome::{During, Outcome};

/// The site's key.
pub(in crate::bench) const KEY: &str = "bench";
/// Questions of its dialogue; each takes an event to answer, and a batch of 50 answers 48.
const QUESTIONS: usize = 50;
/// Dialogues of a site with many, and the questions of each: with goal and message it has twenty cards.
const DIALOGUES: usize = 20;
const CARDS: usize = 18;

/// The folder, with a data folder in it that has a published site and nothing else.
pub(in crate::bench) struct Place(PathBuf);

impl Place {
    pub(in crate::bench) fn new(folder: &Path, site: &Value) -> Outcome<Self> {
        let place = Self(folder.to_owned());
        place.clear()?;
        let data = place.empty("template")?;
        let file = folder.join("site.json");
        fs::write(&file, site.to_string()).at(&file)?;
        parties::import(&file, &data)?;
        // What signs tickets is made at the first start. Copies share it, so that what one hands out is good for all.
        Server::parlor(&data)?.stop()?;
        Ok(place)
    }

    /// An empty folder of this name.
    pub(in crate::bench) fn empty(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.0.join(name);
        remove(&folder)?;
        fs::create_dir_all(&folder).at(&folder)?;
        Ok(folder)
    }

    /// A data folder of this name with the site.
    pub(in crate::bench) fn copy(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.empty(name)?;
        let template = self.0.join("template");
        for file in fs::read_dir(&template).at(&template)? {
            let file = file.at(&template)?;
            fs::copy(file.path(), folder.join(file.file_name())).at(&file.path())?;
        }
        Ok(folder)
    }

    pub(in crate::bench) fn clear(&self) -> Outcome {
        remove(&self.0)
    }
}

fn remove(folder: &Path) -> Outcome {
    if folder.exists() { fs::remove_dir_all(folder).at(folder) } else { Ok(()) }
}

/// A site with one dialogue that asks one question after the other. The sixth answer reaches a goal.
pub(in crate::bench) fn one_long_dialogue() -> Value {
    site(&[dialogue("Questions", QUESTIONS)])
}

/// A site as large as those for which W23 says how much a browser may load.
pub(in crate::bench) fn many_dialogues() -> Value {
    dialogues(DIALOGUES)
}

/// A site with so many dialogues of the same size.
pub(in crate::bench) fn dialogues(count: usize) -> Value {
    let dialogues: Vec<Value> = (1..=count).map(|at| dialogue(&format!("Questions {at}"), CARDS)).collect();
    site(&dialogues)
}

fn site(dialogues: &[Value]) -> Value {
    json!({ "parlor": 1, "site": { "name": "Bench", "key": KEY }, "goals": ["Asked"], "dialogues": dialogues })
}

/// With a goal and a last message behind so many questions. It shows on every page: what measures in a browser has its own at no address
/// that is known before.
fn dialogue(name: &str, questions: usize) -> Value {
    let question = |at: usize| {
        let next = if at == 5 { "won".to_owned() } else { card(at + 1) };
        let choices = ["Yes", "No", "Perhaps"].map(|label| json!({ "label": label, "next": next }));
        (card(at), json!({ "question": { "text": format!("Is it so with number {at}?"), "choices": choices } }))
    };
    let mut cards: Map<String, Value> = (0..questions).map(question).collect();
    cards.insert("won".to_owned(), json!({ "goal": { "goal": "Asked", "score": 1, "next": card(6) } }));
    cards.insert(card(questions), json!({ "message": { "text": "Thank you." } }));
    json!({ "name": name, "pages": { "include": ["*"] }, "flow": { "start": card(0), "cards": cards } })
}

fn card(at: usize) -> String {
    format!("q{at:02}")
}
