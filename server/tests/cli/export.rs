//! `parlor export`, and what `parlor import` makes of it.

use serde_json::{Value, json};

use crate::{Desk, PDF, PNG, dialogue, files, flow, message};

/// The file as somebody wrote it, whose cards are not in the order of their keys.
fn written() -> String {
    let (one, two) = (message("one"), message("two"));
    let sorted = format!("{{\"a\":{two},\"z\":{one}}}");
    let text = whole().to_string();
    assert!(text.contains(&sorted), "{text}");
    text.replace(&sorted, &format!("{{\"z\":{one},\"a\":{two}}}"))
}

/// A site with one of everything.
fn whole() -> Value {
    let read = json!({ "read": { "document": { "text": "Read: null", "document": "Guide", "may_continue": false } } });
    let asking = json!({ "ask": { "capture": { "text": "How many?", "input": "whole_number", "attribute": "team_size" } } });
    json!({
        "parlor": 1,
        "site": { "name": "Harbour", "key": "harbour", "log_page_views": true, "look": { "bot_name": "Quay", "avatar": "files/quay.png", "font_file": "files/quay.woff2" } },
        "attributes": [{ "key": "team_size", "label": "Team size", "kind": "whole_number", "visitor_may_set": false }],
        "goals": ["Second", "First"],
        "documents": [
            { "name": "Guide", "file": "files/guide.pdf", "cover": "files/guide.png" },
            { "name": "Prices", "url": "https://docs.example/prices.pdf" },
        ],
        "dialogues": [dialogue("Zebra", read), dialogue("Ape", json!({ "z": message("one"), "a": message("two") }))],
        "flows": [flow("Ask us", asking)],
    })
}

#[test]
fn o1_what_is_exported_is_imported_as_it_was() {
    let desk = Desk::new();
    desk.write("files/guide.pdf", PDF);
    desk.write("files/guide.png", PNG);
    desk.write("files/quay.png", [PNG, b" of the quay"].concat());
    desk.write("files/quay.woff2", b"wOF2 of the quay");
    desk.write("site.json", written());
    desk.succeed(&["import", "site.json"]);
    let told = desk.succeed(&["export", "out/first.json", "--site", "harbour"]);
    assert_eq!(told, "out/first.json: 2 dialogues, 1 flows, 2 documents\n");

    let exported: Value = serde_json::from_str(&desk.read("out/first.json")).expect("JSON");
    let names = |list: &str| {
        let names = exported[list].as_array().expect("a list").iter().map(|entry| entry["name"].as_str().expect("a name"));
        names.map(ToOwned::to_owned).collect::<Vec<String>>()
    };
    assert_eq!((names("dialogues"), names("flows")), (vec!["Zebra".to_owned(), "Ape".to_owned()], vec!["Ask us".to_owned()]));
    assert_eq!(exported["goals"], json!(["Second", "First"]));
    assert_eq!(exported["attributes"], whole()["attributes"]);
    assert_eq!(exported["site"]["log_page_views"], true);
    // Cards stand in the author's order, and what nobody wrote is not there.
    let text = desk.read("out/first.json");
    assert!(text.find("\"z\":") < text.find("\"a\":"), "{text}");
    let file = exported["documents"][0]["file"].as_str().expect("a file");
    assert_eq!(std::fs::read(desk.path(&format!("out/{file}"))).expect("a file"), PDF);
    let font = exported["site"]["look"]["font_file"].as_str().expect("a typeface");
    assert_eq!(std::fs::read(desk.path(&format!("out/{font}"))).expect("a file"), b"wOF2 of the quay");
    assert_eq!(exported["documents"][1], json!({ "name": "Prices", "url": "https://docs.example/prices.pdf" }));

    // Into another folder, and out again.
    let other = ["--data", "elsewhere"];
    desk.succeed(&[&["import", "out/first.json"][..], &other].concat());
    std::fs::create_dir(desk.path("again")).expect("a folder");
    desk.succeed(&[&["export", "again/first.json", "--site", "harbour"][..], &other].concat());
    assert_eq!(desk.read("again/first.json"), text);
    let beside = files(&desk.path("out/first-files"));
    assert_eq!(beside.len(), 4);
    assert_eq!(files(&desk.path("again/first-files")), beside);
    for name in beside {
        let read = |folder: &str| std::fs::read(desk.path(&format!("{folder}/first-files/{name}"))).expect("a file");
        assert_eq!(read("out"), read("again"));
    }
    // And into its own: nothing changes.
    let told = desk.succeed(&["import", "out/first.json"]);
    assert!(told.starts_with("site harbour: the same\n") && !told.contains("changed"), "{told}");
}

#[test]
fn o1_an_export_says_what_it_can_not_do() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["export", "out.json"]).0, 2);
    desk.write("site.json", json!({ "parlor": 1, "site": { "name": "Harbour", "key": "harbour" } }).to_string());
    desk.succeed(&["import", "site.json"]);
    assert_eq!(desk.run(&["export", "out.json", "--site", "nowhere"]), (1, "there is no site nowhere\n".to_owned()));
    let (code, told) = desk.run(&["export", "site.json/out.json", "--site", "harbour"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("site.json/out.json: "), "{told}");
}

#[test]
fn o1_an_import_checks_what_lies_beside_the_file() {
    let desk = Desk::new();
    desk.write("guide.pdf", "<html>");
    desk.write("guide.svg", "<svg/>");
    desk.write("huge.png", [PNG, &vec![0; parlor_domain::limits::COVER_BYTES]].concat());
    let document = |name: &str, file: &str, cover: &str| json!({ "name": name, "file": file, "cover": cover });
    let documents =
        [document("A", "guide.pdf", "guide.svg"), document("B", "real.pdf", "guide.svg"), document("C", "real.pdf", "huge.png")];
    desk.write("real.pdf", PDF);
    let site = json!({ "parlor": 1, "site": { "name": "Harbour", "key": "harbour" }, "documents": documents });
    desk.write("site.json", site.to_string());
    let (code, told) = desk.run(&["import", "site.json"]);
    let size = parlor_domain::limits::COVER_BYTES + PNG.len();
    assert_eq!(code, 1);
    assert_eq!(
        told,
        format!(
            "site.json: documents[0].file: `guide.pdf` is not a PDF\n\
             site.json: documents[1].cover: `guide.svg` is not a PNG, JPEG, GIF or WebP picture\n\
             site.json: documents[2].cover: `huge.png` has {size} bytes, the most is 262144\n"
        )
    );
    assert!(!desk.path("data").exists(), "nothing is taken in");
    desk.write("site.json", site.to_string().replace("guide.pdf", "../guide.pdf"));
    let (code, told) = desk.run(&["import", "site.json"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("site.json: documents[0].file: `../guide.pdf` is not a path beside this file"), "{told}");
}
