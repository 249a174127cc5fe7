//! What is published of a site: what browsers get of dialogues and flows, and how much of it there may be.

use parlor_domain::attribute::built_in;
use parlor_domain::draft::{ConversationalFlowDraft, DialogueDraft, Draft};
use parlor_domain::ids::DialogueId;
use parlor_domain::limits::{SITE_DIALOGUES, SITE_FLOWS, TARGETING_ATTRIBUTES};
use parlor_domain::site::{FileHash, PublishedFlow};
use parlor_domain::time::Instant;
use parlor_engine::publish::{TooMuch, check_site, publish_dialogue, publish_flow, site_file};

use super::CORPUS;
use crate::support::made_up::{dialogue_id, draft, settings};

fn flow(json: &str) -> ConversationalFlowDraft {
    serde_json::from_str(json).expect("a flow")
}

fn hello() -> ConversationalFlowDraft {
    flow(r#"{"name": "Hello", "interface": "popup", "flow": {"start": "hi", "cards": {"hi": {"message": {"text": "Hi"}}}}}"#)
}

#[test]
fn t10_history_names_dialogues_by_their_ids() {
    let has = |name: &str, of: &str| {
        format!(
            r#"{{"if": {{"attribute": "history.{name}", "test": {{"history": {{"has": {{"of": "{of}", "within": null}}}}}}}}}}"#
        )
    };
    let audience = |of: [&str; 4]| {
        let parts = [has("completed", of[0]), has("shown", of[1]), has("goal", of[2]), has("document", of[3])];
        format!(r#"{{"all": [{}]}}"#, parts.join(", "))
    };
    let world = CORPUS.world();
    let work = |name: &str| world.works.iter().find(|work| work.name.as_str() == name).expect("a work").id.to_string();
    let draft = DialogueDraft {
        audience: serde_json::from_str(&audience(["Welcome", "Gone", "Lead", "Brochure"])).expect("an audience"),
        ..draft()
    };
    let published = publish_dialogue(draft, dialogue_id(9), Instant(0), 1, FileHash([0; 16]), None, &world).expect("patterns");
    let expected = audience([&work("Welcome"), "Gone", "Lead", "Brochure"]);
    assert_eq!(published.audience, serde_json::from_str(&expected).expect("an audience"));
}

#[test]
fn t14_lists_and_programs_reach_browsers_as_ids_alone() {
    let condition = |attribute: &str, names: &str| {
        format!(r#"{{"if": {{"attribute": "{attribute}", "test": {{"text": {{"is": [{names}]}}}}}}}}"#)
    };
    let audience = |list: &str, programs: &str, company: &str| {
        let parts =
            [condition("membership.list", list), condition("membership.program", programs), condition(company, r#""ness""#)];
        serde_json::from_str(&format!(r#"{{"all": [{}]}}"#, parts.join(", "))).expect("an audience")
    };
    let draft = DialogueDraft {
        audience: audience(r#""Newsletter""#, r#""Open day", "Open day: Registered""#, "company.name"),
        ..draft()
    };
    let published =
        publish_dialogue(draft, dialogue_id(9), Instant(0), 1, FileHash([0; 16]), None, &CORPUS.world()).expect("patterns");
    let [list, program] = ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"];
    let expected = audience(&format!(r#""{list}""#), &format!(r#""{program}", "{program}:1""#), "person.company_name");
    assert_eq!(published.audience, expected);
}

#[test]
fn t22_t26_what_the_author_chose_reaches_the_browser() {
    let caps = serde_json::from_str(r#"{"once_in_days": 7, "sessions": 3}"#).expect("caps");
    let draft = DialogueDraft { caps, others_go_first: true, ..draft() };
    let published = publish_dialogue(draft, dialogue_id(9), Instant(0), 1, FileHash([0; 16]), None, &CORPUS.world());
    let published = published.expect("patterns");
    assert_eq!((published.name.as_str(), published.caps, published.others_go_first), ("D", caps, true));
}

#[test]
fn t29_a_flow_says_what_starts_it() {
    let draft = ConversationalFlowDraft {
        on_load: serde_json::from_str(r#"{"include": ["example.com/thanks"]}"#).expect("pages"),
        form_fields: serde_json::from_str(r#"[{"field": "your-mail", "attribute": "email"}]"#).expect("fields"),
        ..hello()
    };
    let PublishedFlow { name, on_load, form_fields, .. } =
        publish_flow(draft, dialogue_id(1), 4, FileHash([5; 16])).expect("patterns");
    assert_eq!((name.as_str(), on_load.include.len(), form_fields.len()), ("Hello", 1, 1));
    assert_eq!((form_fields[0].0.as_str(), form_fields[0].1.as_str()), ("your-mail", "email"));
}

#[test]
fn a_site_file_has_what_visitors_may_set_and_its_flows_from_the_oldest_on() {
    let publish = |id: DialogueId| publish_flow(hello(), id, 1, FileHash([0; 16])).expect("patterns");
    let attributes: Vec<_> = built_in().collect();
    let file = site_file(&settings(), &attributes, Vec::new(), vec![publish(dialogue_id(2)), publish(dialogue_id(1))]);
    let keys: Vec<&str> = file.attributes.iter().map(|(key, _)| key.as_str()).collect();
    assert!(keys.contains(&"email") && !keys.contains(&"score") && !keys.contains(&"external_id"), "{keys:?}");
    assert_eq!(file.flows.iter().map(|flow| flow.id).collect::<Vec<_>>(), [dialogue_id(1), dialogue_id(2)]);
    assert!(!file.reports_pages);
}

#[test]
fn a_site_may_have_so_much_published() {
    let asking = |number: usize| {
        let term = format!(r#"{{"if": {{"attribute": "visit.query.q{number}", "test": {{"text": "is_empty"}}}}}}"#);
        let audience = serde_json::from_str(&format!(r#"{{"all": [{term}]}}"#)).expect("an audience");
        Draft::Dialogue(DialogueDraft { audience, ..draft() })
    };
    let check = |drafts: &[Draft]| check_site(&drafts.iter().collect::<Vec<_>>());
    assert_eq!(check(&vec![asking(0); SITE_DIALOGUES]), Ok(()));
    assert_eq!(check(&vec![asking(0); SITE_DIALOGUES + 1]), Err(TooMuch::Dialogues));
    assert_eq!(check(&vec![Draft::Flow(hello()); SITE_FLOWS]), Ok(()));
    assert_eq!(check(&vec![Draft::Flow(hello()); SITE_FLOWS + 1]), Err(TooMuch::Flows));
    let different = |count: usize| (0..count).map(asking).collect::<Vec<_>>();
    assert_eq!(check(&different(TARGETING_ATTRIBUTES)), Ok(()));
    assert_eq!(check(&different(TARGETING_ATTRIBUTES + 1)), Err(TooMuch::Attributes));
}
