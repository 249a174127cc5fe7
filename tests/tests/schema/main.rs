//! The published schema: it is what the types say, and it says of a document what the program says of it.
//! `UPDATE_EXPECT=1` renews docs/schema.

mod differential;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use expect_test::expect_file;
use jsonschema::Validator;
use parlor_domain::schema::{readable_schema, site_schema};
use parlor_domain::time::Date;
use parlor_tests::program::{import_into, succeed};
use parlor_tests::samples::{site, welcome};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What editors get.
static SITE: LazyLock<Validator> = LazyLock::new(|| validator(site_schema().to_value()));
/// The same without the limits of the check.
static READABLE: LazyLock<Validator> = LazyLock::new(|| validator(readable_schema().to_value()));

fn validator(schema: Value) -> Validator {
    jsonschema::validator_for(&schema).expect("a sound schema")
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn read(path: &Path) -> Value {
    let json = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The JSON files of a folder, each with its name.
fn folder(name: &str) -> Vec<(String, Value)> {
    let entries = fs::read_dir(path(name)).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

/// The corpus' site with one more dialogue or flow.
fn in_a_site(draft: Value) -> Value {
    let mut site = read(&path("crates/engine/tests/corpus/world.json"));
    let list = if draft.get("interface").is_some() { "flows" } else { "dialogues" };
    site[list].as_array_mut().expect("a list").push(draft);
    site
}

/// Site files that the program takes without an error.
fn sound() -> Vec<(String, Value)> {
    let corpus = folder("crates/engine/tests/corpus/sound").into_iter().map(|(name, draft)| (name, in_a_site(draft)));
    let whole = ["crates/engine/tests/corpus/world.json", "www/demo/site.json", "www/demo/gallery/site.json"]
        .map(|name| (name.to_owned(), read(&path(name))));
    corpus.chain(whole).chain([("samples".to_owned(), site(&[welcome(&["*"])]))]).collect()
}

/// Every card and every option.
fn golden() -> Value {
    let [dialogue, flow, cards] = ["dialogue_draft", "conversational_flow_draft", "flow_draft"]
        .map(|name| read(&path("tests/golden").join(name).with_extension("json")));
    let cards = json!({ "name": "Every card", "flow": cards });
    json!({ "parlor": 1, "site": { "name": "Golden" }, "dialogues": [dialogue, cards], "flows": [flow] })
}

#[track_caller]
fn assert_valid(name: &str, document: &Value) {
    let faults: Vec<String> = SITE.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
}

#[test]
fn the_published_schema_is_the_schema_of_the_types() {
    let json = serde_json::to_string_pretty(&site_schema()).expect("JSON") + "\n";
    expect_file![path("docs/schema/parlor-site.schema.json")].assert_eq(&json);
    assert!(succeed(&["schema"]) == json, "the program prints another schema; is it older than its source?");
}

#[test]
fn sound_documents_are_valid() {
    let sound = sound();
    assert!(sound.len() >= 20, "only {} documents", sound.len());
    sound.iter().for_each(|(name, document)| assert_valid(name, document));
    assert_valid("golden", &golden());
}

#[test]
fn o1_what_is_exported_is_valid() {
    let folder = TempDir::new().expect("a folder");
    let demo = path("www/demo");
    let site = read(&demo.join("site.json"));
    import_into(folder.path(), &site, demo.to_str().expect("a plain path"));
    let file = folder.path().join("export.json");
    let arguments = [&file, folder.path()].map(|path: &Path| path.to_str().expect("a plain path"));
    let key = site["site"]["key"].as_str().expect("a key");
    succeed(&["export", arguments[0], "--site", key, "--data", arguments[1]]);
    assert_valid("export", &read(&file));
}

#[test]
fn a_file_may_name_its_schema() {
    let mut file = site(&[]);
    file["$schema"] = "./parlor-site.schema.json".into();
    assert_valid("a file", &file);
    let draft = parlor_engine::publish::read_file(&file.to_string()).expect("a sound file");
    assert_eq!(draft.schema.as_deref(), Some("./parlor-site.schema.json"));
}

#[test]
fn the_pattern_of_dates_has_the_days_that_there_are() {
    let dates = validator(json!({ "$ref": "#/$defs/Date", "$defs": readable_schema().get("$defs") }));
    for year in (1890..2110).chain([0, 4, 100, 400, 9999]) {
        for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            assert_eq!(dates.is_valid(&Value::from(text.as_str())), text.parse::<Date>().is_ok(), "{text}");
        }
    }
}
