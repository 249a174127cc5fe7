//! `parlor backup` and `parlor restore` (O7).

use serde_json::json;

use crate::{Desk, files};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("site.json", json!({ "parlor": 1, "site": { "name": "Harbour", "key": "harbour" } }).to_string());
    desk.succeed(&["import", "site.json"]);
    desk
}

#[test]
fn o1_o7_a_backup_is_made_verified_and_restored() {
    let desk = desk();
    let told = desk.succeed(&["backup", "parlor.backup"]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("parlor.backup: the data as they were at 20"), "{told}");
    let bytes = std::fs::metadata(desk.path("parlor.backup")).expect("a file").len();
    assert!(lines[1].starts_with("by Parlor ") && lines[1].ends_with(&format!(", {bytes} bytes")), "{told}");
    assert_eq!(lines[2], "rows: change 1, file 1, kept_site_file 1, rolled_up 1, rollup_width 8, site 1");
    let verified = desk.succeed(&["restore", "parlor.backup", "--verify"]);
    assert_eq!(verified, told.replace("the data as", "sound, the data as"));
    assert_eq!(desk.run(&["backup", "parlor.backup"]), (1, "parlor.backup is there already; name another file\n".to_owned()));

    desk.succeed(&["site", "remove", "harbour", "--yes"]);
    let (code, told) = desk.run(&["restore", "parlor.backup"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("This replaces the data in ") && told.ends_with("then say --yes.\n"), "{told}");
    assert_eq!(desk.succeed(&["site", "list"]), "");
    let restored = desk.succeed(&["restore", "parlor.backup", "--yes"]);
    assert!(restored.contains("/data: restored, the data are as they were at 20"), "{restored}");
    assert!(!restored.contains("erased"), "nobody was: {restored}");
    assert_eq!(desk.succeed(&["site", "list"]), "harbour  Harbour\n");
    // Elsewhere, where there is nothing yet, nobody has to say yes.
    let restored = desk.succeed(&["restore", "parlor.backup", "--data", "elsewhere"]);
    assert!(
        restored.ends_with("who was erased since isn't known here; if somebody was, run parlor erase-person again\n"),
        "{restored}"
    );
    assert_eq!(desk.succeed(&["site", "list", "--data", "elsewhere"]), "harbour  Harbour\n");
    assert_eq!(files(desk.0.path()), ["data", "elsewhere", "parlor.backup", "site.json"]);
}

#[test]
fn o4_o7_what_can_not_be_saved_or_restored_is_refused() {
    let desk = Desk::new();
    let (code, told) = desk.run(&["backup", "parlor.backup", "--data", "nowhere"]);
    assert_eq!((code, told.as_str()), (1, "there is no Parlor database in nowhere; name the data folder with --data\n"));
    desk.write("parlor.backup", "a shopping list");
    for more in [&["--verify"][..], &[], &["--yes"]] {
        let (code, told) = desk.run(&[&["restore", "parlor.backup", "--data", "nowhere"][..], more].concat());
        assert_eq!((code, told.as_str()), (1, "parlor.backup is not a backup of Parlor\n"), "{more:?}");
    }
    assert!(!desk.path("nowhere").exists(), "nothing is made before");
    assert_eq!((desk.run(&["backup"]).0, desk.run(&["restore"]).0), (2, 2));
}
