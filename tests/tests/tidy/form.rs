//! What files look like.

use crate::rust::parts;
use crate::tree::File;

/// Lines that a file has at the most.
const LINES: usize = 500;

/// A file that is longer has more than one subject.
pub(crate) fn files_are_short(files: &[File]) -> Vec<String> {
    let generated = |file: &File| file.text.lines().take(5).any(|line| line.contains("@generated"));
    let long = files.iter().filter(|file| ["rs", "js", "css"].iter().any(|kind| file.is(kind)));
    let long = long.filter(|file| file.text.lines().count() > LINES && !generated(file));
    long.map(|file| format!("{}: has {} lines; divide it, {LINES} is the most", file.path, file.text.lines().count())).collect()
}

const NOTES: [&str; 3] = ["TODO", "FIXME", "XXX"];
const MACROS: [&str; 3] = ["dbg!", "todo!", "unimplemented!"];

/// What is not done stands in an issue, not in the code.
pub(crate) fn nothing_is_left_for_later(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_tidy()) {
        let noted = |note: &str| file.text.split(|c: char| !c.is_alphanumeric()).any(|word| word == note);
        let mut left: Vec<&str> = NOTES.into_iter().filter(|note| noted(note)).collect();
        if file.is("rs") {
            let code = parts(&file.text).code;
            left.extend(MACROS.iter().filter(|name| code.contains(**name)));
        }
        found.extend(left.iter().map(|what| format!("{}: {what} is left; do it, or file it and remove it", file.path)));
    }
    found
}

/// One set of lints for every crate.
pub(crate) fn members_share_the_lints(files: &[File]) -> Vec<String> {
    let members = files.iter().filter(|file| file.path.ends_with("/Cargo.toml") && file.text.contains("[package]"));
    let wrong = members.filter(|file| !file.text.contains("[lints]\nworkspace = true\n"));
    wrong.map(|file| format!("{}: lacks `[lints]` with `workspace = true`", file.path)).collect()
}

const HOMES: [&str; 3] = ["/home/", "/root/", "/Users/"];

/// Nothing names a folder that only one machine has.
pub(crate) fn no_home_folder_is_named(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_tidy()) {
        // As the start of a path, not within an address or a longer path.
        let starts = |at: usize| !file.text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-*}$".contains(c));
        let named = HOMES.iter().filter(|home| file.text.match_indices(**home).any(|(at, _)| starts(at)));
        found.extend(named.map(|home| format!("{}: names {home}, which only one machine has", file.path)));
    }
    found
}
