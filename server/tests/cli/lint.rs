//! `parlor lint` (C25).

use serde_json::json;

use crate::{Desk, PDF, dialogue, flow, message};

#[test]
fn o1_c25_lint_looks_at_dialogues_flows_and_documents() {
    let desk = Desk::new();
    let inner = flow("Inner", json!({ "hello": message("Hello") }));
    let outer = flow("Outer", json!({ "run": { "flow": { "flow": "Inner" } } }));
    let broken = flow("Broken", json!({ "hop": { "flow": { "flow": "Nowhere" } }, "lost": message("?") }));
    let reads = dialogue("Reads", json!({ "read": { "document": { "text": "Read", "document": "Guide" } } }));
    let site = |flows: serde_json::Value| {
        json!({
            "parlor": 1,
            "site": { "name": "Harbour" },
            "documents": [{ "name": "Guide", "file": "guide.pdf" }],
            "dialogues": [reads],
            "flows": flows,
        })
    };
    desk.write("site.json", site(json!([outer, inner, broken])).to_string());
    let (code, told) = desk.run(&["lint", "site.json"]);
    assert_eq!(
        (code, told.as_str()),
        (1, "site.json: documents[0].file: `guide.pdf` can't be read: No such file or directory (os error 2)\n")
    );
    desk.write("guide.pdf", PDF);
    let (code, told) = desk.run(&["lint", "site.json"]);
    assert_eq!(code, 1, "{told}");
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("site.json: dialogues[0]: warning: "), "{told}");
    assert_eq!(&lines[1..3], ["site.json: flows[0]: sound", "site.json: flows[1]: sound"]);
    assert!(told.contains("\nsite.json: flows[2].flow.cards.hop: error: "), "{told}");
    assert!(told.contains("\nsite.json: flows[2].flow.cards.lost: error: "), "{told}");
    assert_eq!(lines.last(), Some(&"2 errors"));

    desk.write("site.json", site(json!([outer, inner])).to_string());
    assert_eq!(desk.run(&["lint", "site.json"]).0, 0);
    desk.write("site.json", "{\"parlor\": 1, \"site\": {\"name\": \"x\", \"colour\": \"red\"}}");
    let (code, told) = desk.run(&["lint", "site.json"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("site.json: site.colour: unknown field `colour`"), "{told}");
    desk.write("site.json", "{\"parlor\": 1, \"site\": {\"name\": \"x\", \"excluded_networks\": [\"10.0.0.7/8\"]}}");
    let (code, told) = desk.run(&["lint", "site.json"]);
    assert_eq!(code, 1);
    let expected = "site.json: site.excluded_networks[0]: `10.0.0.7/8` is an address within a network; write 10.0.0.0/8";
    assert!(told.starts_with(expected), "{told}");
    assert!(desk.run(&["lint", "none.json"]).1.starts_with("none.json: "));
}
