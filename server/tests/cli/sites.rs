//! `parlor site`.

use crate::Desk;

#[test]
fn o1_sites_are_listed_added_and_removed() {
    let desk = Desk::new();
    let added = desk.succeed(&["site", "add", "Harbour"]);
    let key = added.split_whitespace().next().expect("a key").to_owned();
    assert_eq!(added, format!("{key}  Harbour\n"));
    assert_eq!(desk.succeed(&["site", "list"]), added);
    let (code, told) = desk.run(&["site", "add", "Harbour"]);
    assert_eq!((code, told), (1, format!("there is a site of that name already: {key}\n")));

    let (code, told) = desk.run(&["site", "remove", &key]);
    assert_eq!(code, 1);
    assert!(
        told.starts_with("This removes the site \"Harbour\" for good, with 0 dialogues and flows, 0 documents, 0 people"),
        "{told}"
    );
    assert_eq!(desk.succeed(&["site", "remove", &key, "--yes"]), format!("{key} is removed\n"));
    assert_eq!(desk.succeed(&["site", "list"]), "");
    assert_eq!(desk.run(&["site", "remove", &key, "--yes"]), (1, format!("there is no site {key}\n")));
    assert_eq!(desk.run(&["site", "remove", "No Key"]).0, 2);
    assert_eq!(desk.run(&["site", "add", ""]).0, 2);
}
