//! Visits told in prose: what a visitor does, and below it what is reported, what the server makes of it and what is
//! on screen. A file of `tests/scenarios` is a script and its telling at once: lines with `>` are played, the others
//! are compared; `UPDATE_EXPECT=1` rewrites them. The flows that scripts name are in `flows`.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;

use crate::support::prose::play;

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("scenarios").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|other| other == extension));
    paths.sort();
    paths
}

fn flows() -> Vec<(String, String)> {
    let name = |path: &Path| path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
    files("flows", "json").iter().map(|path| (name(path), fs::read_to_string(path).expect("a flow"))).collect()
}

#[test]
fn every_visit_goes_as_it_is_told() {
    let (flows, files) = (flows(), files("", "txt"));
    assert!(files.len() >= 25, "only {} scenarios", files.len());
    for path in files {
        let told = fs::read_to_string(&path).expect("a scenario");
        let script: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        expect_file![path].assert_eq(&play(&flows, &script));
    }
}
