//! Documents that were changed somewhere: the schema calls valid what the program reads, and its limits refuse nothing that
//! the program would accept.

use std::sync::LazyLock;

use parlor_domain::attribute::built_in;
use parlor_domain::draft::{Draft, SiteDraft};
use parlor_domain::finding::Severity;
use parlor_domain::flow::{Document, Place};
use parlor_domain::ids::DialogueId;
use parlor_domain::site::FileHash;
use parlor_engine::publish::{Work, World, check, check_site, read_file};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{READABLE, SITE, golden, sound};

static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| sound().into_iter().map(|(_, document)| document).collect());

/// What may stand where it doesn't belong.
static THINGS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let texts = [
        "",
        " ",
        "x",
        "two words",
        "two\nlines",
        "Key",
        "2027-02-30",
        "2028-02-29",
        "#0e6f73",
        "#red",
        "is_empty",
        "is_true",
        "text",
        "person.email",
        "person.E-mail",
        "visit.hour",
        "visit.nothing",
        "history.goal",
        "history.nothing",
        "answer.3",
        "visit.query.",
        "visit.query.Plan-Id",
        "months",
        "bubble",
        "skip",
        "always",
    ];
    let others = json!([
        null, true, false, 0, 1, 3, 3.5, -1, 150, 256, 1000, 70_000, 5_000_000_000_u64, [], {}, ["x"], [1, 2], [3, "months"],
        ["2027-01-01", "2028-02-29"], { "message": { "text": "x" } }, { "message": { "text": "x" }, "goal": { "goal": "Lead" } },
        { "all": [] }, { "is_empty": null }, { "is": ["x"] }, { "is": 3 }, { "choice": ["x"] }, { "scroll": 101 }, { "of": "x" },
        { "text": "is_empty" }, { "has": { "of": "Lead", "within": [3, "months"] } }, "x".repeat(201), vec!["x"; 21], vec![json!({}); 51],
    ]);
    texts.into_iter().map(Value::from).chain(others.as_array().cloned().unwrap_or_default()).collect()
});

/// Names of fields that some object has.
const FIELDS: [&str; 12] =
    ["next", "text", "value", "$schema", "surprise", "all", "goal", "url", "file", "within", "visitor_may_set", "attribute"];

#[derive(Clone, Debug)]
enum Change {
    /// Something else stands there.
    Put(Index, Value),
    /// It is gone.
    Remove(Index),
    /// An object has one more field.
    Add(Index, &'static str, Value),
    /// What stands at the first place stands at the second, too.
    Copy(Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let (place, thing) = (|| any::<Index>(), || select(THINGS.clone()));
    prop_oneof![
        (place(), thing()).prop_map(|(at, thing)| Change::Put(at, thing)),
        place().prop_map(Change::Remove),
        (place(), select(&FIELDS[..]), thing()).prop_map(|(at, field, thing)| Change::Add(at, field, thing)),
        (place(), place()).prop_map(|(from, to)| Change::Copy(from, to)),
    ]
}

/// The places of all values but the document itself, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value)).collect(),
        Value::Array(entries) => entries.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in inside {
        let place = format!("{at}/{name}");
        places(value, &place, found);
        found.push(place);
    }
}

fn apply(document: &mut Value, change: &Change) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    let place = |at: &Index| at.get(&all).as_str();
    match change {
        Change::Put(at, thing) => put(document, place(at), thing.clone()),
        Change::Copy(from, to) => {
            let thing = document.pointer(place(from)).cloned().unwrap_or_default();
            put(document, place(to), thing);
        }
        Change::Add(at, field, thing) => {
            if let Some(fields) = document.pointer_mut(place(at)).and_then(Value::as_object_mut) {
                fields.insert((*field).to_owned(), thing.clone());
            }
        }
        Change::Remove(at) => remove(document, place(at)),
    }
}

fn put(document: &mut Value, at: &str, thing: Value) {
    if let Some(place) = document.pointer_mut(at) {
        *place = thing;
    }
}

fn remove(document: &mut Value, at: &str) {
    let Some((parent, name)) = at.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.remove(name)),
        Some(Value::Array(entries)) => drop(name.parse().map(|at: usize| entries.remove(at))),
        _ => {}
    }
}

/// Whether a document is written in the one form that the schema describes. The reader also takes an object without its
/// names, as a list of its values, a word as an object, like `{ "is_empty": null }`, and a name with blanks around it.
fn is_usual(written: &Value, read: &Value) -> bool {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            written.iter().all(|(name, value)| read.get(name).is_some_and(|read| is_usual(value, read)))
        }
        (Value::Array(written), Value::Array(read)) => {
            written.len() == read.len() && written.iter().zip(read).all(|(written, read)| is_usual(written, read))
        }
        (Value::Number(written), Value::Number(read)) => written.as_f64() == read.as_f64(),
        _ => written == read,
    }
}

/// Whether the import refuses the file, or the check one of its dialogues and flows.
fn is_refused(document: &Value) -> bool {
    let Ok(site) = read_file(&document.to_string()) else { return true };
    let attributes: Vec<_> = built_in().chain(site.attributes.clone()).collect();
    let documents = site.documents.iter().map(|document| Document {
        name: document.name.clone(),
        place: Place::Uploaded { file: FileHash([1; 16]), bytes: 1 },
        cover: None,
    });
    let documents: Vec<_> = documents.collect();
    let dialogues = site.dialogues.iter().cloned().map(Draft::Dialogue);
    let drafts: Vec<Draft> = dialogues.chain(site.flows.iter().cloned().map(Draft::Flow)).collect();
    let work = |(draft, number): (&Draft, u128)| Work::of(DialogueId::from_bytes(number.to_be_bytes()), draft, Some((1, draft)));
    let works: Vec<Work> = drafts.iter().zip(1..).map(work).collect();
    let world = World { attributes: &attributes, goals: &site.goals, documents: &documents, works: &works, ..World::default() };
    let has_errors = |draft| check(draft, &world).iter().any(|finding| finding.severity == Severity::Error);
    check_site(&drafts.iter().collect::<Vec<_>>()).is_err() || drafts.iter().any(has_errors)
}

fn compare(document: &Value) -> Result<(), TestCaseError> {
    let read = SiteDraft::deserialize(document);
    let is_usual = || read.as_ref().is_ok_and(|read| is_usual(document, &serde_json::to_value(read).expect("JSON")));
    let readable = READABLE.is_valid(document);
    if readable {
        prop_assert!(read.is_ok(), "the schema calls valid what can't be read: {:?}\n{document:#}", read.err());
    } else {
        prop_assert!(!is_usual(), "the schema refuses what can be read: {:?}\n{document:#}", READABLE.validate(document).err());
    }
    let valid = SITE.is_valid(document);
    prop_assert!(readable || !valid, "limits make something valid\n{document:#}");
    if readable && !valid {
        prop_assert!(is_refused(document), "a limit refuses what is sound: {:?}\n{document:#}", SITE.validate(document).err());
    }
    Ok(())
}

#[test]
fn malformed_documents_are_invalid_and_refused() {
    let document = parlor_tests::samples::site(&[parlor_tests::samples::welcome(&["*"])]);
    let message = json!({ "text": "Hello." });
    let flow = "/dialogues/0/flow";
    for (place, thing) in [
        ("/dialogues/0/flow/cards/bye/message/txt", json!("an unknown field")),
        ("/dialogues/0/flow/cards/bye/message/text", json!(7)),
        ("/dialogues/0/flow/cards/bye", json!({ "message": message, "goal": { "goal": "Contact" } })),
        ("/dialogues/0/flow/cards/bye", json!({ "massage": message })),
        ("/dialogues/0/flow/cards/Not a key", json!({ "message": message })),
        (flow, json!({ "cards": {} })),
        (flow, Value::Null),
        ("/dialogues/0/priority", json!(70_000)),
        ("/dialogues/0/audience", json!({ "all": [{ "if": { "attribute": "email", "test": { "text": "is_empty" } } }] })),
        ("/dialogues/0/audience", json!({ "all": [], "any": [] })),
        ("/site/look/accent", json!("red")),
        ("/dialogues/0", json!({ "flow": document.pointer(flow) })),
    ] {
        let mut document = document.clone();
        let (parent, name) = place.rsplit_once('/').expect("a place");
        match document.pointer_mut(parent).expect("a parent") {
            Value::Array(entries) => entries[0] = thing,
            parent => parent[name] = thing,
        }
        assert!(SiteDraft::deserialize(&document).is_err(), "{place} is read\n{document:#}");
        assert!(!READABLE.is_valid(&document) && !SITE.is_valid(&document), "{place} is valid\n{document:#}");
    }
}

#[test]
fn schema_and_reader_agree_about_anything_anywhere() {
    let document = golden();
    let mut all = Vec::new();
    places(&document, "", &mut all);
    for (place, thing) in all.iter().flat_map(|place| THINGS.iter().map(move |thing| (place, thing))) {
        let mut document = document.clone();
        put(&mut document, place, thing.clone());
        compare(&document).unwrap_or_else(|difference| panic!("{place}: {difference}"));
    }
}

/// Stated in docs/dialogues.md: what is valid and yet refused, because a schema can't tell.
#[test]
fn a_whole_number_with_a_point_is_refused_by_the_reader_alone() {
    let mut document = DOCUMENTS[0].clone();
    document["dialogues"][0]["priority"] = json!(20.0);
    assert!(SITE.is_valid(&document) && SiteDraft::deserialize(&document).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn schema_and_reader_agree(at in any::<Index>(), changes in proptest::collection::vec(change(), 1..4)) {
        let mut document = at.get(&DOCUMENTS).clone();
        changes.iter().for_each(|change| apply(&mut document, change));
        compare(&document)?;
    }
}
