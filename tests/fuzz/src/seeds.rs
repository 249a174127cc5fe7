//! What the fuzzer begins with: the corpus of the flow check, the demo's site and the golden files, in the form of each target.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::stored::FORMS;

/// Where documents lie that authors could have written.
const DOCUMENTS: [&str; 4] =
    ["crates/engine/tests/corpus/sound", "crates/engine/tests/corpus/broken", "crates/engine/tests/corpus", "www/demo"];
/// Where golden bytes lie.
const GOLDEN: &str = "tests/golden";
/// Larger ones would make each try slow.
const LARGEST: usize = 8_000;
/// A few decisions for what comes after a document or form: open, answer, wait, answer.
const DECISIONS: [u8; 24] = [0, 1, 0, 0, 1, 6, 0, 2, 6, 0, 1, 2, 7, 1, 0, 0, 6, 0, 1, 20, 0, 1, 13, 0];
/// What tokens are made of.
const TOKEN_WORDS: [&str; 9] =
    ["{{", "}}", ":\"", "\"}}", "person.first_name", "answer.ask", "page.title", "visit.query.a", "lead.leadEmailAddress"];

/// Numbers in the form of `parlor_domain::pack` with which arithmetic goes wrong first: the largest of 16, 32 and 64 bits, the
/// smallest and the largest with a sign, and what is no number.
const NUMBERS: [&str; 6] = [
    r"\xff\xff\x03",
    r"\xff\xff\xff\xff\x0f",
    r"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    r"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    r"\xfe\xff\xff\xff\x0f",
    r"\x00\x00\x00\x00\x00\x00\xf8\x7f",
];

/// The seeds of a target.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = match target {
        "patterns" => texts(&["include", "exclude", "allowed_domains"]).into_iter().map(pattern).collect(),
        "markdown" => texts(&["text"]).into_iter().map(String::into_bytes).collect(),
        "tokens" => texts(&["text"]).into_iter().map(|text| with_decisions(text.into_bytes())).collect(),
        "documents" => documents().iter().map(|document| with_decisions(document.to_string().into_bytes())).collect(),
        _ => forms(),
    };
    seeds.retain(|seed| seed.len() <= LARGEST);
    seeds
}

/// Words of a target's language, in the form of libFuzzer's dictionaries. One without a line would be refused.
pub fn dictionary(target: &str) -> String {
    let mut words: BTreeSet<String> = BTreeSet::new();
    match target {
        "documents" => documents().iter().for_each(|document| gather_words(document, &mut words)),
        "tokens" => words.extend(TOKEN_WORDS.map(str::to_owned)),
        _ => {}
    }
    let escaped = words.iter().map(|word| word.replace('\\', "\\\\").replace('"', "\\\""));
    let bytes = NUMBERS.iter().filter(|_| target == "stored").map(|number| (*number).to_owned());
    escaped.chain(bytes).fold(format!("# {target}\n"), |lines, word| format!("{lines}\"{word}\"\n"))
}

/// A pattern, and an address that it may match.
fn pattern(text: String) -> Vec<u8> {
    let page = text.replace('*', "any");
    [text, page].join("\n").into_bytes()
}

fn with_decisions(mut text: Vec<u8>) -> Vec<u8> {
    text.push(0);
    text.extend(DECISIONS);
    text
}

/// The golden bytes, each with the number of its form and its length in front.
fn forms() -> Vec<Vec<u8>> {
    let golden = files(GOLDEN, "hex").into_iter().filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        let which = FORMS
            .iter()
            .position(|(form, _)| *form == name || form.strip_suffix('*').is_some_and(|form| name.starts_with(form)))?;
        let hex = fs::read_to_string(path).ok()?;
        let bytes: Option<Vec<u8>> = hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).ok()).collect();
        let bytes = bytes?;
        let length = u16::try_from(bytes.len()).ok()?.to_be_bytes();
        Some([&[which as u8][..], &length, &bytes, &DECISIONS].concat())
    });
    golden.collect()
}

fn documents() -> Vec<Value> {
    let mut paths: Vec<PathBuf> = DOCUMENTS.iter().flat_map(|folder| files(folder, "json")).collect();
    paths.extend(files(GOLDEN, "json").into_iter().filter(|path| path.to_string_lossy().ends_with("_draft.json")));
    paths.into_iter().filter_map(|path| serde_json::from_str(&fs::read_to_string(path).ok()?).ok()).collect()
}

fn files(folder: &str, kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|extension| extension == kind)).collect()
}

/// The texts that stand in fields of these names, also in lists.
fn texts(fields: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    documents().iter().for_each(|document| gather_texts(document, fields, &mut found));
    found
}

fn gather_texts(value: &Value, fields: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::Array(entries) => entries.iter().for_each(|entry| gather_texts(entry, fields, found)),
        Value::Object(object) => {
            for (name, value) in object {
                let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                if fields.contains(&name.as_str()) {
                    found.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                gather_texts(value, fields, found);
            }
        }
        _ => {}
    }
}

/// Names of fields, and texts that may be words of the language.
fn gather_words(value: &Value, found: &mut BTreeSet<String>) {
    let is_word = |text: &str| text.len() < 30 && text.bytes().all(|byte| byte.is_ascii_lowercase() || b"_.".contains(&byte));
    match value {
        Value::String(text) if is_word(text) => drop(found.insert(format!("\"{text}\""))),
        Value::Array(entries) => entries.iter().for_each(|entry| gather_words(entry, found)),
        Value::Object(object) => {
            for (name, value) in object {
                if is_word(name) {
                    found.insert(format!("\"{name}\":"));
                }
                gather_words(value, found);
            }
        }
        _ => {}
    }
}
