//! `parlor simulate` (O1, T33).

use serde_json::{Value, json};

use crate::{Desk, dialogue, message};

fn site() -> Value {
    let mut pricing = dialogue("Prices", json!({ "hi": message("Prices?") }));
    pricing["pages"] = json!({ "include": ["example.com/pricing"] });
    pricing["display"] = json!({ "all": [{ "time_on_page": 30 }] });
    pricing["priority"] = json!(10);
    let welcome = dialogue("Welcome", json!({ "hi": message("Hello") }));
    json!({ "parlor": 1, "site": { "name": "Harbour" }, "dialogues": [pricing, welcome] })
}

#[test]
fn o1_t19_a_story_is_played_and_explained() {
    let desk = Desk::new();
    desk.write("site.json", site().to_string());
    let steps = json!([
        { "visit": "https://example.com/pricing" }, { "wait": "10s" }, { "visit": "https://example.com/" },
        { "visit": "https://example.com/pricing" }, { "wait": "20s" }, "open",
    ]);
    desk.write("story.json", json!({ "site": "site.json", "begins": "2026-11-21T10:00Z", "steps": steps }).to_string());
    let told = desk.succeed(&["simulate", "story.json"]);
    assert_eq!(desk.succeed(&["simulate", "story.json"]), told, "the same story ends the same");
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let step = |at: usize| &told["steps"][at];
    assert_eq!(step(0)["trace"]["choice"], json!({ "waits_for": "Prices" }));
    assert_eq!(step(0)["trace"]["dialogues"][0]["waits_for"], json!([{ "event": { "time_on_page": 30 }, "left_ms": 30_000 }]));
    assert_eq!(step(0)["trace"]["dialogues"][1]["outcome"], json!({ "outranked": "Prices" }));
    assert_eq!(step(1)["trace"]["dialogues"][0]["waits_for"][0]["left_ms"], 20_000);
    assert_eq!(step(2)["shown"]["one"]["teaser"], "Hello");
    assert_eq!(step(2)["activities"][0]["kind"], "triggered");
    assert_eq!(step(4)["timers_after_ms"], json!([20_000]));
    assert_eq!((&step(4)["shown"]["one"]["teaser"], &step(4)["at"]), (&json!("Prices?"), &json!("2026-11-21T10:00:30.000Z")));
    assert_eq!(step(5)["shown"]["one"]["panel"], json!({ "said": [{ "bot": "Prices?" }], "over": "completed" }));
}

#[test]
fn o4_what_is_wrong_with_a_story_is_told_with_its_place() {
    let desk = Desk::new();
    desk.write("site.json", site().to_string());
    let tell = |story: Value| {
        desk.write("story.json", story.to_string());
        let (code, told) = desk.run(&["simulate", "story.json"]);
        assert_eq!(code, 1, "{told}");
        told
    };
    let story = |steps: Value| json!({ "site": "site.json", "steps": steps });
    for (steps, place) in [
        (json!([{ "visit": "https://example.com/" }, { "wait": "soon" }]), "story.json: steps[1].wait: not a length of time"),
        (json!(["jump"]), "story.json: steps[0]"),
    ] {
        let told = tell(story(steps));
        assert!(told.starts_with(place), "{told}");
    }
    let told = tell(json!({ "site": "none.json", "steps": [] }));
    assert!(told.starts_with("none.json: "), "{told}");
    let told = tell(json!({ "site": "site.json", "unpublished": ["Nobody"], "steps": [] }));
    assert_eq!(told, "story.json: unpublished: the site has no \"Nobody\"\n");
    let mut broken = site();
    broken["dialogues"][1]["flow"]["start"] = json!("nowhere");
    let told = tell(json!({ "site": broken, "steps": [] }));
    assert!(told.starts_with("story.json: Welcome: The flow starts at `nowhere`"), "{told}");
    broken["dialogues"][1]["pages"]["include"] = json!(["exa mple"]);
    let told = tell(json!({ "site": broken, "steps": [] }));
    assert!(told.starts_with("story.json: site.dialogues[1].pages.include[0]: `exa mple` can't be read"), "{told}");
}

#[test]
fn o4_a_step_that_cannot_be_done_ends_the_story_and_what_came_before_is_told() {
    let desk = Desk::new();
    let mut site = site();
    site["lists"] = json!(["News"]);
    site["programs"] = json!([{ "name": "Fair", "statuses": ["Came"] }]);
    for (step, problem) in [
        (json!({ "click": "No" }), "there is nothing to pick"),
        (json!({ "unpublish": "Nobody" }), "\"Nobody\" is not published"),
        (json!({ "facts": { "shoe_size": 44 } }), "`shoe_size` is not an attribute of the site"),
        (json!({ "server": { "lists": ["Nwes"] } }), "\"Nwes\" is not a list of the site"),
        (json!({ "server": { "programs": { "Far": "Came" } } }), "\"Far\" is not a program of the site"),
        (json!({ "server": { "programs": { "Fair": "Went" } } }), "the program \"Fair\" has no status \"Went\""),
        (
            json!({ "server": { "inferred": { "planet": "Earth" } } }),
            "`planet` is not inferred; there are country, region, city, postal_code, organisation",
        ),
    ] {
        let steps = json!([{ "visit": "https://example.com/" }, "open", step, "close"]);
        desk.write("story.json", json!({ "site": site, "steps": steps }).to_string());
        let (code, told) = desk.run(&["simulate", "story.json"]);
        assert_eq!(code, 1, "{told}");
        let before = told.strip_suffix(&format!("story.json: steps[2]: {problem}\n")).unwrap_or_else(|| panic!("{told}"));
        let before: Value = serde_json::from_str(before).expect("JSON");
        let steps = before["steps"].as_array().expect("steps");
        assert_eq!((steps.len(), &steps[1]["shown"]["one"]["panel"]["said"][0]["bot"]), (2, &json!("Hello")));
    }
    desk.write("story.json", json!({ "site": site, "steps": ["open"] }).to_string());
    assert_eq!(
        desk.run(&["simulate", "story.json"]),
        (1, "{\n  \"steps\": []\n}\nstory.json: steps[0]: no page was visited yet\n".to_owned())
    );
}

#[test]
fn o4_a_site_is_no_story() {
    let desk = Desk::new();
    desk.write("site.json", site().to_string());
    let told = "site.json: this is a site. A story names it in `site`, and says in `steps` what happens\n";
    assert_eq!(desk.run(&["simulate", "site.json"]), (1, told.to_owned()));
}

#[test]
fn t15_who_opens_the_chat_before_the_server_has_answered_is_told_why_nothing_comes() {
    let desk = Desk::new();
    let mut site = site();
    let known = json!({ "attribute": "inferred.country", "test": { "text": { "is": ["de"] } } });
    site["dialogues"] = json!([site["dialogues"][1]]);
    site["dialogues"][0]["audience"] = json!({ "all": [{ "if": known }] });
    let steps = json!([
        { "server": { "inferred": { "country": "DE" } } }, { "visit": "https://example.com/" }, "open", { "facts": null },
    ]);
    desk.write("story.json", json!({ "site": site, "steps": steps }).to_string());
    let told: Value = serde_json::from_str(&desk.succeed(&["simulate", "story.json"])).expect("JSON");
    let panel = |at: usize| &told["steps"][at]["shown"]["one"]["panel"];
    assert_eq!(panel(2), "nothing to talk about as long as the server hasn't answered");
    assert_eq!(panel(3)["said"][0]["bot"], "Hello");
}
