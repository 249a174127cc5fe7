//! Files that `parlor import` reads: what is refused, and where.

use expect_test::{Expect, expect};
use parlor_engine::publish::read_file;
use serde_json::{Value, json};

fn check(more: &Value, expect: Expect) {
    let mut file = json!({"parlor": 1, "site": {"name": "S"}});
    for (key, value) in more.as_object().expect("an object") {
        file[key] = value.clone();
    }
    expect.assert_eq(&read_file(&file.to_string()).map_or_else(|bad| bad.to_string(), |_| "sound".to_owned()));
}

fn flow(name: &str, include: &[&str]) -> Value {
    let flow = json!({"start": "hi", "cards": {"hi": {"message": {"text": "Hi"}}}});
    json!({"name": name, "interface": "bubble", "on_load": {"include": include}, "flow": flow})
}

#[test]
fn c4_a_document_is_a_file_beside_or_an_address() {
    check(
        &json!({"documents": [
            {"name": "A", "file": "a.pdf", "cover": "covers/a.png"},
            {"name": "B", "url": "https://example.com/b"},
            {"name": "C", "url": "HTTP://[::1]/c..d"},
            {"name": "D", "file": "what..ever.pdf"}
        ]}),
        expect!["sound"],
    );
    let long = format!("https://example.com/{}", "x".repeat(2_000));
    check(
        &json!({"documents": [
            {"name": "A"},
            {"name": "B", "file": "b.pdf", "url": "https://example.com/b"},
            {"name": "A", "file": "/etc/passwd"},
            {"name": "C", "file": "../c.pdf", "cover": "a/../../c.png"},
            {"name": "D", "file": "C:\\d.pdf", "cover": ""},
            {"name": "E", "file": "documents//e.pdf"},
            {"name": "F", "url": "ftp://example.com/f"},
            {"name": "G", "url": "javascript:alert(1)"},
            {"name": "H", "url": "https://"},
            {"name": "I", "url": "https://example.com/a b"},
            {"name": "J", "url": long}
        ]}),
        expect![[r#"
            documents[2].name: "A" stands twice
            documents[0]: "A" needs a file or a url, one of the two
            documents[1]: "B" needs a file or a url, one of the two
            documents[2].file: `/etc/passwd` is not a path beside this file; write one like documents/prices.pdf
            documents[3].file: `../c.pdf` is not a path beside this file; write one like documents/prices.pdf
            documents[3].cover: `a/../../c.png` is not a path beside this file; write one like documents/prices.pdf
            documents[4].file: `C:\d.pdf` is not a path beside this file; write one like documents/prices.pdf
            documents[4].cover: `` is not a path beside this file; write one like documents/prices.pdf
            documents[5].file: `documents//e.pdf` is not a path beside this file; write one like documents/prices.pdf
            documents[6].url: the address must begin with https:// or http://, name a host, and have no blanks
            documents[7].url: the address must begin with https:// or http://, name a host, and have no blanks
            documents[8].url: the address must begin with https:// or http://, name a host, and have no blanks
            documents[9].url: the address must begin with https:// or http://, name a host, and have no blanks
            documents[10].url: the address can have 2000 characters at the most"#]],
    );
}

#[test]
fn t29_flows_and_dialogues_share_their_names() {
    check(
        &json!({
            "dialogues": [{"name": "Hello", "flow": {"start": "hi", "cards": {}}}],
            "flows": [flow("Book", &["example.com/?plan=pro"]), flow("Hello", &[]), flow("Book", &[])]
        }),
        expect![[r#"
            flows[1].name: "Hello" stands twice
            flows[2].name: "Book" stands twice"#]],
    );
}

#[test]
fn t8_a_page_that_starts_a_flow_must_be_readable() {
    check(
        &json!({"flows": [flow("Book", &["example.com/*", "example.com?"])]}),
        expect![
            "flows[0].on_load.include[1]: `example.com?` can't be read: no query parameter follows the question mark; write one like name=value, or leave it out (at character 12)"
        ],
    );
}

#[test]
fn c7_lists_programs_and_webhooks_are_named_once_and_well_formed() {
    check(
        &json!({
            "lists": ["News", "NEWS"],
            "programs": [{"name": "Open day", "statuses": ["In", "Out", "in"]}, {"name": "Open day", "statuses": []}],
            "webhooks": [{"name": "CRM", "url": "https://example.com/hook"}, {"name": "CRM", "url": "example.com"}]
        }),
        expect![[r#"
            lists[1]: "NEWS" stands twice; lists[0] is "News"
            programs[1].name: "Open day" stands twice; programs[0].name is "Open day"
            webhooks[1].name: "CRM" stands twice; webhooks[0].name is "CRM"
            programs[0].statuses[2]: "in" stands twice; programs[0].statuses[0] is "In"
            programs[1].statuses: "Open day" has 0; give it 1 to 50
            webhooks[1].url: the address must begin with https:// or http://, name a host, and have no blanks"#]],
    );
}

#[test]
fn a_file_has_so_many_flows_and_documents() {
    let flows: Vec<Value> = (0..201).map(|number| flow(&format!("F{number}"), &[])).collect();
    let documents: Vec<Value> = (0..501).map(|number| json!({"name": format!("D{number}"), "file": "d.pdf"})).collect();
    check(
        &json!({"flows": flows, "documents": documents}),
        expect![[r#"
        flows: there are 201, the most is 200
        documents: there are 501, the most is 500"#]],
    );
}
