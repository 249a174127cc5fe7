//! The documentation's examples, done as a reader would do them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use parlor_domain::attribute::{BUILT_IN, VISIT_FACTS};
use parlor_domain::event::PageSeen;
use parlor_domain::form::Form;
use parlor_domain::ids::{Moment, Secret};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use parlor_tests::program::{binary, run, succeed};
use parlor_tests::samples::{KEY, question, site, welcome, with};
use parlor_wire::problem::{CODE_HEADER, Code};
use parlor_wire::visitor::{Asker, FORM_TYPE, FRAME, IDENTIFY, Identify};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The examples of a document in one language, in order.
pub(crate) fn examples(document: &str, language: &str) -> Vec<String> {
    let fence = format!("\n```{language}\n");
    let found = document.split(&fence).skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(example, _)| example.to_owned());
    let found: Vec<String> = found.collect();
    assert!(!found.is_empty(), "there is no example in {language}");
    found
}

/// The site's file with an example in the place where it belongs.
fn put_into(file: &Value, example: Value) -> Value {
    let fields = example.as_object().expect("an object");
    let within = match &fields {
        fields if fields.contains_key("parlor") => return example,
        fields if fields.contains_key("start") => return with(file.clone(), "/dialogues/0/flow", example),
        fields if fields.contains_key("interface") => "/flows/0",
        _ => "/dialogues/0",
    };
    fields.iter().fold(file.clone(), |file, (name, value)| with(file, &format!("{within}/{name}"), value.clone()))
}

/// Writes a site's file, and beside it the documents that it names.
fn write(folder: &Path, file: &Value) -> String {
    for document in file["documents"].as_array().into_iter().flatten() {
        for (field, content) in [("file", "%PDF-1.7"), ("cover", "GIF89a")] {
            let Some(name) = document[field].as_str() else { continue };
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
    }
    let path = folder.join("site.json");
    fs::write(&path, file.to_string()).expect("a file");
    path.to_str().expect("a plain path").to_owned()
}

#[test]
fn c25_every_example_is_sound() {
    let folder = TempDir::new().expect("a folder");
    let examples = examples(&document("dialogues.md"), "json");
    let read = |json: &String| serde_json::from_str::<Value>(json).unwrap_or_else(|error| panic!("{error}\n{json}"));
    let file = read(&examples[0]);
    for example in &examples {
        let output = run(&["lint", &write(folder.path(), &put_into(&file, read(example)))]);
        let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
        assert!(output.status.success(), "{told}\n{example}");
    }
}

#[test]
fn t10_i3_the_documents_name_all_there_is() {
    let dialogues = document("dialogues.md");
    for (name, ..) in BUILT_IN {
        assert!(dialogues.contains(&format!("`{name}`")), "dialogues.md lacks the attribute {name}");
    }
    for (name, _) in VISIT_FACTS {
        assert!(dialogues.contains(&format!(".{name}`")), "dialogues.md lacks the fact of the visit {name}");
    }
    let identity = document("identity.md");
    let codes = Code::ALL.iter().map(|code| code.as_str()).filter(|code| code.starts_with("identity_"));
    for code in codes {
        assert!(identity.contains(&format!("| `{code}` |")), "identity.md lacks the code {code}");
    }
}

#[tokio::test]
async fn i3_the_examples_sign() {
    let served = Served::start(&site(&[welcome(&["*/a"])]));
    let key = served.add_key("website");
    for (language, ending, program) in [("js", "mjs", "node"), ("python", "py", "python3")] {
        let example = served.data.path().join(format!("identity.{ending}"));
        fs::write(&example, &examples(&document("identity.md"), language)[0]).expect("a file");
        assert_eq!(served.identify(sign(program, &example, &key)).await, Ok(()), "{language}");
        let refused = Err(Code::IdentityWrongSignature.as_str().to_owned());
        assert_eq!(served.identify(sign(program, &example, "another key")).await, refused, "{language}");
    }
}

/// The story of the example is about a dialogue that waits for half a minute on the page of prices.
#[test]
fn o1_the_story_of_the_documentation_is_played() {
    let folder = TempDir::new().expect("a folder");
    let flow = json!({ "start": "ask", "cards": {
        "ask": { "question": { "text": "What brings you here?", "choices": [{ "label": "Prices" }, { "label": "Help" }], "next": "more" } },
        "more": { "question": { "text": "What else?", "choices": [{ "label": "Nothing" }] } }
    } });
    let prices = with(question("Prices", 10, &["example.com/pricing"]), "/flow", flow);
    write(folder.path(), &site(&[with(prices, "/display", json!({ "all": [{ "time_on_page": 30 }] }))]));
    let story = folder.path().join("story.json");
    fs::write(&story, &examples(&document("simulate.md"), "json")[0]).expect("a file");
    let told = succeed(&["simulate", story.to_str().expect("a plain path")]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let steps = told["steps"].as_array().expect("steps");
    assert_eq!(steps[4]["shown"]["one"]["teaser"], "What brings you here?");
    assert_eq!(steps[6]["activities"][0]["kind"], "engaged");
    assert_eq!(
        (&steps[7]["activities"][0]["kind"], &steps[8]["activities"][0]["kind"]),
        (&json!("dropped"), &json!("triggered"))
    );
}

/// Runs an example. Returns the token that it printed.
fn sign(program: &str, example: &Path, key: &str) -> String {
    let output = Command::new(program).arg(example).env("PARLOR_KEY", key).output();
    let output = output.unwrap_or_else(|error| panic!("the tests need {program}: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

/// The running program with its data folder, which the command line needs too. Both end with this value.
struct Served {
    data: TempDir,
    child: Child,
    origin: String,
    /// Open for as long as the program may print.
    _output: BufReader<ChildStdout>,
}

impl Served {
    fn start(site: &Value) -> Self {
        let data = TempDir::new().expect("a folder");
        let folder = data.path().to_str().expect("a plain path");
        succeed(&["import", &write(data.path(), site), "--publish", "--data", folder]);
        let mut serve = Command::new(binary());
        serve.args(["serve", "--listen", "127.0.0.1:0", "--data", folder]).stdin(Stdio::null()).stderr(Stdio::null());
        let mut child = serve.stdout(Stdio::piped()).spawn().expect("parlor starts");
        let mut output = BufReader::new(child.stdout.take().expect("an output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        let origin = line.trim().strip_prefix("Parlor listens on ").expect("an address").to_owned();
        Self { data, child, origin, _output: output }
    }

    fn add_key(&self, name: &str) -> String {
        let folder = self.data.path().to_str().expect("a plain path");
        let told = succeed(&["key", "add", name, "--site", KEY, "--data", folder]);
        told.lines().last().expect("a secret").to_owned()
    }

    /// Shows a token as a new visitor's browser does. Returns the code of a refusal.
    async fn identify(&self, token: String) -> Result<(), String> {
        let http = reqwest::Client::new();
        let frame = http.get(format!("{}{}", self.origin, FRAME.replace("{key}", KEY)));
        let html = frame.send().await.expect("a frame").text().await.expect("a frame");
        let (_, rest) = html.split_once("name=\"parlor-ticket\" content=\"").expect("a ticket");
        let ticket = rest.split('"').next().expect("a ticket").to_owned();
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
        let now = Instant(i64::try_from(since.as_millis()).expect("a clock"));
        let mut ids = Moment { now, chance: [7; 10] }.ids();
        let (visitor, session) = (ids.make(), ids.make());
        let asker = Asker { site: SiteKey::parse(KEY).expect("a key"), ticket, visitor, secret: Secret::new([7; 16]) };
        let page = PageSeen { url: "http://localhost/a".to_owned(), title: "Page".to_owned() };
        let asked = Identify { asker, session, page, token }.to_bytes();
        let request = http.post(format!("{}{IDENTIFY}", self.origin)).header("content-type", FORM_TYPE);
        let answer = request.body(asked).send().await.expect("an answer");
        let code = answer.headers().get(CODE_HEADER).and_then(|code| code.to_str().ok()).unwrap_or_default().to_owned();
        if answer.status().is_success() { Ok(()) } else { Err(code) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
