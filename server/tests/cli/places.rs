//! `--places`, of the commands that run a server.

use crate::Desk;

#[test]
fn t10_a_file_that_is_no_database_ends_the_start() {
    let desk = Desk::new();
    desk.write("broken.mmdb", "no database");
    let city = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/places/city.mmdb");
    for command in ["serve", "demo"] {
        for file in ["missing.mmdb", "broken.mmdb"] {
            let (code, told) = desk.run(&[command, "--listen", "127.0.0.1:0", "--places", city, "--places", file]);
            assert_eq!(code, 1, "{command}: {told}");
            assert!(told.starts_with(&format!("{file} can't be read as a database of places: ")), "{told}");
            assert!(!told.trim_end().contains('\n') && !told.contains("panicked"), "{told}");
        }
    }
    assert!(!desk.path("data").exists(), "nothing is made before");
}
