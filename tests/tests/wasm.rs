//! The engine as WebAssembly: it imports nothing (C20) and says what the native one says (C23).

#[path = "../../crates/engine/examples/probe/told.rs"]
mod told;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use parlor_domain::draft::Draft;
use parlor_domain::event::What;
use parlor_domain::ids::{DialogueId, Moment, Secret};
use parlor_domain::page::PageAddress;
use parlor_domain::site::{FileHash, Settings, SiteFile};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::{Key, Typed};
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use parlor_engine::facts::PageFacts;
use parlor_engine::publish::{World, compile_flow, publish_dialogue, publish_flow, site_file};
use parlor_engine::visit::Visit;
use parlor_tests::engine::{module, root};
use wasmparser::{Parser, Payload};

use told::{Told, tell};

/// Feeds every line of standard input, in hexadecimal, and prints what comes out, in hexadecimal.
const HOST: &str = r#"
const fs = require('fs');
WebAssembly.instantiate(fs.readFileSync(process.argv[1]), {}).then(({ instance: { exports } }) => {
  for (const line of fs.readFileSync(0, 'utf8').trim().split('\n')) {
    for (const byte of Buffer.from(line.trim(), 'hex')) exports.input(byte);
    const length = exports.run();
    console.log(Buffer.from(Array.from({ length }, (_, at) => exports.output(at))).toString('hex'));
  }
});
"#;

fn run_in_node(inputs: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut node = Command::new("node")
        .args(["-e", HOST])
        .arg(module())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is there");
    let lines: String = inputs.iter().map(|input| hex(input) + "\n").collect();
    node.stdin.take().expect("an input").write_all(lines.as_bytes()).expect("node reads");
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text").lines().map(unhex).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal")).collect()
}

fn settings() -> Settings {
    serde_json::from_str(r#"{"name": "Demo", "response_delay_ms": 400}"#).expect("settings")
}

fn page() -> PageFacts {
    PageFacts {
        address: PageAddress::new("example.com", "/pricing", "", Vec::new()),
        url: "https://example.com/pricing".into(),
        ..PageFacts::default()
    }
}

/// The sound dialogues and flows of the flow check's corpus.
fn drafts() -> Vec<Draft> {
    let folder = root().join("crates/engine/tests/corpus/sound");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| serde_json::from_str(&std::fs::read_to_string(file).expect("a file")).expect("a draft")).collect()
}

fn site_of(draft: Draft) -> SiteFile {
    let (id, file) = (DialogueId::from_bytes([1; 16]), FileHash([1; 16]));
    let (mut dialogues, mut flows) = (Vec::new(), Vec::new());
    match draft {
        Draft::Dialogue(draft) => {
            dialogues.push(publish_dialogue(draft, id, Instant(0), 1, file, None, &World::default()).expect("sound patterns"));
        }
        Draft::Flow(draft) => flows.push(publish_flow(draft, id, 1, file).expect("sound patterns")),
    }
    site_file(&settings(), &[], dialogues, flows)
}

fn say(turn: u16, card: u16, text: &str) -> What {
    let answer = Answer::Text(Typed { text: text.into(), folded: text.to_lowercase() });
    What::Acted(Act { turn, card, answer })
}

fn pick(turn: u16, card: u16, places: &[u8]) -> What {
    What::Acted(Act { turn, card, answer: Answer::Choices(places.to_vec()) })
}

/// Things said, right and wrong; each dialogue hears them all.
fn conversations() -> Vec<Vec<What>> {
    let known = vec![
        (Key::parse("email").expect("a key"), Value::Text("ada@example.com".into())),
        (Key::parse("seats").expect("a key"), Value::Number(0.1 + 0.2)),
    ];
    vec![
        vec![],
        vec![What::Shown, What::Started(vec![]), pick(0, 0, &[0]), pick(0, 0, &[0])],
        vec![
            What::Started(vec![]),
            pick(1, 1, &[0]),
            say(2, 2, "ada"),
            say(3, 2, "Ada@Example.com"),
            say(4, 3, "3,5"),
            say(5, 3, "x"),
        ],
        vec![What::Started(known), pick(1, 1, &[1]), pick(2, 7, &[0]), pick(3, 1, &[0, 1]), say(3, 1, "Grüße 👋 İstanbul")],
        vec![What::Lost, say(4, 3, "1e5"), say(9, 2, "a@b.de"), say(2, 2, "b@c.de"), say(60_000, 0, "ſ")],
    ]
}

fn inputs() -> Vec<Vec<u8>> {
    let memory = Visit::begin(
        site_file(&settings(), &[], vec![], vec![]),
        None,
        Secret::new([2; 16]),
        Moment { now: Instant(5), chance: [3; 10] },
    );
    let of = |draft: Draft| {
        let flow = compile_flow(draft.flow(), &World::default()).expect("sound texts").flow;
        let site = site_of(draft);
        let told = |inputs| -> Told { (flow.clone(), inputs, site.clone(), memory.memory().clone(), page()) };
        conversations().into_iter().map(|inputs| postcard::to_allocvec(&told(inputs)).expect("bytes")).collect::<Vec<_>>()
    };
    drafts().into_iter().flat_map(of).chain([vec![0xff; 40]]).collect()
}

#[test]
fn c20_the_engine_imports_nothing() {
    let module = std::fs::read(module()).expect("the module");
    let mut exports = Vec::new();
    for payload in Parser::new(0).parse_all(&module) {
        match payload.expect("a sound module") {
            Payload::ImportSection(section) => assert_eq!(section.count(), 0, "the engine imports something"),
            Payload::ExportSection(section) => {
                exports.extend(section.into_iter().map(|export| export.expect("an export").name.to_owned()));
            }
            _ => {}
        }
    }
    for name in ["input", "run", "output"] {
        assert!(exports.iter().any(|export| export == name), "{name} is not among {exports:?}");
    }
}

#[test]
fn c23_webassembly_says_what_the_native_engine_says() {
    let inputs = inputs();
    let outputs = run_in_node(&inputs);
    assert_eq!(outputs.len(), inputs.len());
    for (input, output) in inputs.iter().zip(outputs) {
        assert_eq!(String::from_utf8(output).expect("text"), tell(input));
    }
    assert!(inputs.iter().any(|input| tell(input).contains("Visitor: Ada@Example.com")), "nobody said anything");
}
