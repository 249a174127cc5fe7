//! `parlor webhook` (P16).

use serde_json::{Value, json};

use crate::Desk;

fn site(url: &str) -> Value {
    json!({
        "parlor": 1,
        "site": { "name": "Harbour", "key": "harbour" },
        "webhooks": [{ "name": "CRM", "url": url }, { "name": "Team", "url": "https://team.example/" }],
    })
}

#[test]
fn o1_p16_webhooks_are_listed_with_secrets_that_stay() {
    let desk = Desk::new();
    desk.write("site.json", site("https://crm.example/").to_string());
    desk.succeed(&["import", "site.json"]);
    let listed = desk.succeed(&["webhook", "list", "--site", "harbour"]);
    let [crm, team] = listed.lines().collect::<Vec<_>>()[..] else { panic!("two webhooks: {listed}") };
    let first = crm.strip_prefix("CRM  https://crm.example/  whsec_").expect("name, address and secret");
    let second = team.strip_prefix("Team  https://team.example/  whsec_").expect("name, address and secret");
    // 24 random bytes as base64.
    assert_eq!((first.len(), second.len()), (32, 32));
    assert_ne!(first, second);

    desk.write("site.json", site("https://crm.example/moved").to_string());
    desk.succeed(&["import", "site.json"]);
    let moved = listed.replace("https://crm.example/", "https://crm.example/moved");
    assert_eq!(desk.succeed(&["webhook", "list", "--site", "harbour"]), moved);
    assert_eq!(desk.succeed(&["webhook", "retry", "--site", "harbour"]), "due again: 0\n");
    assert!(!desk.succeed(&["export", "out.json", "--site", "harbour"]).contains("whsec_"));
    assert!(!desk.read("out.json").contains("whsec_"));
    for command in [["webhook", "list"], ["webhook", "retry"]] {
        assert_eq!(desk.run(&command).0, 2, "{command:?}: without a site");
        assert_eq!(desk.run(&[&command[..], &["--site", "nowhere"]].concat()), (1, "there is no site nowhere\n".to_owned()));
    }
}
