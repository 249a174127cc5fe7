//! `parlor import --publish`: what is published, in which order, and when again.

use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::{Desk, PDF, dialogue, flow, message};

/// A dialogue that runs a flow, which runs another one; in the file each stands before what it needs.
fn nested(innermost: &str) -> Value {
    let run = |flow: &str| json!({ "run": { "flow": { "flow": flow } } });
    json!({
        "parlor": 1,
        "site": { "name": "Harbour", "key": "harbour" },
        "goals": [],
        "dialogues": [dialogue("Runs", run("Outer"))],
        "flows": [flow("Outer", run("Inner")), flow("Inner", json!({ "say": message(innermost) }))],
    })
}

#[test]
fn c10_flows_are_published_before_what_they_stand_in() {
    let desk = Desk::new();
    desk.write("site.json", nested("Hello").to_string());
    let told = desk.succeed(&["import", "site.json", "--publish"]);
    assert_eq!(
        told,
        "site harbour: new\n\
         flow \"Inner\": new, published as version 1\n\
         flow \"Outer\": new, published as version 1\n\
         dialogue \"Runs\": new, published as version 1\n"
    );
    let told = desk.succeed(&["import", "site.json", "--publish"]);
    assert_eq!(told.matches("the same, published already as version 1").count(), 3, "{told}");

    // What stands in others changes them too: they are published with it anew.
    desk.write("site.json", nested("Good morning").to_string());
    let told = desk.succeed(&["import", "site.json", "--publish"]);
    assert_eq!(
        told,
        "site harbour: the same\n\
         flow \"Inner\": changed, published as version 2\n\
         flow \"Outer\": the same, published as version 2\n\
         dialogue \"Runs\": the same, published as version 2\n"
    );
}

#[test]
fn c10_flows_that_contain_each_other_are_refused_and_the_rest_is_published() {
    let desk = Desk::new();
    let run = |flow: &str| json!({ "run": { "flow": { "flow": flow } } });
    let mut site = nested("Hello");
    site["flows"] = json!([flow("One", run("Two")), flow("Two", run("One")), flow("Three", json!({ "say": message("Hi") }))]);
    site["dialogues"] = json!([]);
    desk.write("site.json", site.to_string());
    let (code, told) = desk.run(&["import", "site.json", "--publish"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("flow \"Three\": new, published as version 1"), "{told}");
    assert!(told.ends_with("The file is taken in, but 2 of its dialogues and flows could not be published.\n"), "{told}");
}

#[test]
fn c7_c10_an_action_that_does_something_else_is_published_with_what_runs_its_flow() {
    let desk = Desk::new();
    let adds_to = |list: &str| {
        let mut site = nested("Hello");
        site["lists"] = json!(["News", "Old news"]);
        site["flows"][1] = flow("Inner", json!({ "note": { "action": { "deeds": [{ "add_to_list": list }] } } }));
        site.to_string()
    };
    desk.write("site.json", adds_to("News"));
    desk.succeed(&["import", "site.json", "--publish"]);
    desk.write("site.json", adds_to("Old news"));
    let told = desk.succeed(&["import", "site.json", "--publish"]);
    assert_eq!(told.matches("published as version 2").count(), 3, "{told}");
}

#[test]
fn t14_a_program_gets_statuses_and_loses_none() {
    let desk = Desk::new();
    let with_statuses = |statuses: &[&str]| {
        let mut site = nested("Hello");
        site["programs"] = json!([{ "name": "Fair", "statuses": statuses }]);
        site.to_string()
    };
    for statuses in [&["Invited", "Came"][..], &["Waits", "Invited", "Came"], &["Came"]] {
        desk.write("site.json", with_statuses(statuses));
        desk.succeed(&["import", "site.json"]);
    }
    desk.succeed(&["export", "out.json", "--site", "harbour"]);
    let exported: Value = serde_json::from_str(&desk.read("out.json")).expect("JSON");
    assert_eq!(exported["programs"], json!([{ "name": "Fair", "statuses": ["Invited", "Came", "Waits"] }]));
}

#[test]
fn c4_a_changed_document_is_published_with_what_offers_it() {
    let desk = Desk::new();
    let reads = dialogue("Reads", json!({ "read": { "document": { "text": "Read", "document": "Guide" } } }));
    let mut site = nested("Hello");
    site["flows"] = json!([]);
    site["dialogues"] = json!([reads]);
    site["documents"] = json!([{ "name": "Guide", "file": "guide.pdf" }]);
    desk.write("site.json", site.to_string());
    desk.write("guide.pdf", PDF);
    desk.succeed(&["import", "site.json", "--publish"]);
    desk.write("guide.pdf", [PDF, b" and its moorings"].concat());
    let told = desk.succeed(&["import", "site.json", "--publish"]);
    assert_eq!(told, "site harbour: changed\ndialogue \"Reads\": the same, published as version 2\n");
}

/// Somebody else's website, which gives what it has to one request and is gone then.
fn once(content: &'static [u8]) -> (std::thread::JoinHandle<()>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/guide.pdf", listener.local_addr().expect("an address"));
    let answer = move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _ = stream.read(&mut [0; 1024]).expect("a request");
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", content.len());
        stream.write_all(&[head.as_bytes(), content].concat()).expect("an answer");
    };
    (std::thread::spawn(answer), url)
}

#[test]
fn c1_an_image_is_copied_or_the_reason_is_said_and_the_file_stays_as_it_is() {
    let desk = Desk::new();
    let (host, url) = once(include_bytes!("../../../www/demo/files/brochure.png"));
    let mut site = nested("Hello");
    site["flows"] = json!([]);
    site["dialogues"] = json!([dialogue("Shows", json!({ "say": message(&format!("![The harbour]({url})")) }))]);
    desk.write("site.json", site.to_string());
    let (code, told) = desk.run(&["import", "site.json", "--publish"]);
    assert_eq!(code, 1);
    let private = "the address leads into a private network, which this server does not allow";
    assert_eq!(
        told,
        format!(
            "site harbour: new\n\
             dialogue \"Shows\": new, not published:\n  \
             say: The image `{url}` could not be copied: {private}.\n\
             The file is taken in, but 1 of its dialogues and flows could not be published.\n"
        )
    );
    let import = |file: &str| desk.succeed(&["import", file, "--publish", "--allow-private-addresses"]);
    assert_eq!(import("site.json"), "site harbour: the same\ndialogue \"Shows\": the same, published as version 1\n");
    host.join().expect("an answer was given");
    desk.succeed(&["export", "out.json", "--site", "harbour"]);
    assert!(desk.read("out.json").contains(&url));
    assert_eq!(import("out.json"), "site harbour: the same\ndialogue \"Shows\": the same, published already as version 1\n");
}

#[test]
fn c4_a_host_that_is_down_changes_nothing_of_what_was_copied() {
    let desk = Desk::new();
    let (host, url) = once(PDF);
    let reads = |name: &str| dialogue(name, json!({ "read": { "document": { "text": "Read", "document": "Guide" } } }));
    let mut site = nested("Hello");
    site["flows"] = json!([]);
    site["dialogues"] = json!([reads("Reads")]);
    site["documents"] = json!([{ "name": "Guide", "url": url }]);
    desk.write("site.json", site.to_string());
    let import = ["import", "site.json", "--publish", "--allow-private-addresses"];
    let told = desk.succeed(&import);
    assert_eq!(told, "site harbour: new\ndialogue \"Reads\": new, published as version 1\n");
    host.join().expect("an answer was given");
    let told = desk.succeed(&import);
    assert_eq!(told, "site harbour: the same\ndialogue \"Reads\": the same, published already as version 1\n");
}
