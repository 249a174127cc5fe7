//! `parlor erase-person` (O1, O8). What it leaves is looked at in the store's tests.

use crate::Desk;

#[test]
fn o1_o8_a_person_is_erased_from_one_site_or_all() {
    let desk = Desk::new();
    let key = |told: String| told.split_whitespace().next().expect("a key").to_owned();
    let (one, two) = (key(desk.succeed(&["site", "add", "One"])), key(desk.succeed(&["site", "add", "Two"])));
    let (code, told) = desk.run(&["erase-person", "ada@example.com"]);
    assert_eq!(code, 1);
    assert!(told.contains("there is no way back. Say --yes"), "{told}");
    let nothing = |site: &str| format!("{site}: nothing was known\n");
    assert_eq!(desk.succeed(&["erase-person", "ada@example.com", "--yes"]), nothing(&one) + &nothing(&two));
    assert_eq!(desk.succeed(&["erase-person", "ada@example.com", "--yes", "--site", &two]), nothing(&two));
    let nowhere = desk.run(&["erase-person", "ada@example.com", "--yes", "--site", "nowhere"]);
    assert_eq!(nowhere, (1, "there is no site nowhere\n".to_owned()));
    assert_eq!(desk.run(&["erase-person", "no address", "--yes"]).0, 2);
}
