//! `parlor key` (I3).

use crate::Desk;

#[test]
fn o1_i3_identity_keys_are_listed_added_and_removed() {
    let desk = Desk::new();
    let site = desk.succeed(&["site", "add", "Harbour"]).split_whitespace().next().expect("a key").to_owned();
    let told = desk.succeed(&["key", "add", "website", "--site", &site]);
    let secret = told.lines().last().expect("a secret").to_owned();
    // 32 random bytes as base64url, and the secret is this text.
    assert_eq!(secret.len(), 43);
    assert!(secret.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)), "{secret}");
    let listed = desk.succeed(&["key", "list", "--site", &site]);
    assert!(listed.starts_with("website  since 20") && !listed.contains(&secret), "{listed}");
    let again = desk.run(&["key", "add", "website", "--site", &site]);
    assert_eq!(again, (1, "there is a key \"website\" already; choose another name\n".to_owned()));
    assert_eq!(desk.succeed(&["key", "remove", "website", "--site", &site]), "\"website\" is removed\n");
    assert_eq!(desk.succeed(&["key", "list", "--site", &site]), "");
    assert_eq!(desk.run(&["key", "remove", "website", "--site", &site]).0, 1);
    for command in [&["key", "list"][..], &["key", "add", "x"], &["key", "remove", "x"]] {
        assert_eq!(desk.run(command).0, 2, "{command:?}: without a site");
        let (code, told) = desk.run(&[command, &["--site", "nowhere"]].concat());
        assert_eq!(code, 1, "{command:?}: {told}");
    }
}
