//! The folder in which is measured.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::parties::{self, Server};
use crate::outcome::{During, Outcome};

/// The site's key.
pub(super) const KEY: &str = "bench";
/// Questions of its dialogue; each takes an event to answer, and a batch of 50 answers 48.
const QUESTIONS: usize = 50;

/// The folder, with a data folder in it that has a published site and nothing else.
pub(super) struct Place(PathBuf);

impl Place {
    pub(super) fn new(folder: &Path) -> Outcome<Self> {
        let place = Self(folder.to_owned());
        place.clear()?;
        let data = place.empty("template")?;
        let file = folder.join("site.json");
        fs::write(&file, site().to_string()).at(&file)?;
        parties::import(&file, &data)?;
        // What signs tickets is made at the first start. Copies share it, so that what one hands out is good for all.
        Server::parlor(&data)?.stop()?;
        Ok(place)
    }

    /// An empty folder of this name.
    pub(super) fn empty(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.0.join(name);
        remove(&folder)?;
        fs::create_dir_all(&folder).at(&folder)?;
        Ok(folder)
    }

    /// A data folder of this name with the site.
    pub(super) fn copy(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.empty(name)?;
        let template = self.0.join("template");
        for file in fs::read_dir(&template).at(&template)? {
            let file = file.at(&template)?;
            fs::copy(file.path(), folder.join(file.file_name())).at(&file.path())?;
        }
        Ok(folder)
    }

    pub(super) fn clear(&self) -> Outcome {
        remove(&self.0)
    }
}

fn remove(folder: &Path) -> Outcome {
    if folder.exists() { fs::remove_dir_all(folder).at(folder) } else { Ok(()) }
}

/// One dialogue that asks one question after the other. The sixth answer reaches a goal.
fn site() -> Value {
    let question = |at: usize| {
        let next = if at == 5 { "won".to_owned() } else { card(at + 1) };
        let choices = ["Yes", "No", "Perhaps"].map(|label| json!({ "label": label, "next": next }));
        (card(at), json!({ "question": { "text": format!("Is it so with number {at}?"), "choices": choices } }))
    };
    let mut cards: Map<String, Value> = (0..QUESTIONS).map(question).collect();
    cards.insert("won".to_owned(), json!({ "goal": { "goal": "Asked", "score": 1, "next": card(6) } }));
    cards.insert(card(QUESTIONS), json!({ "message": { "text": "Thank you." } }));
    json!({
        "parlor": 1,
        "site": { "name": "Bench", "key": KEY },
        "goals": ["Asked"],
        "dialogues": [{ "name": "Questions", "pages": { "include": ["example.com/*"] }, "flow": { "start": card(0), "cards": cards } }],
    })
}

fn card(at: usize) -> String {
    format!("q{at:02}")
}
