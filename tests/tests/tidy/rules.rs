//! Rules are quoted by their numbers, and the numbers exist.

use std::collections::BTreeSet;

use crate::rust::parts;
use crate::tree::File;

const RULES: &str = "docs/rules";

/// Each rule that a test's name, a comment or a document quotes stands in docs/rules.
pub(crate) fn quoted_rules_exist(files: &[File]) -> Vec<String> {
    let known: BTreeSet<String> = stated(files).map(|(_, rule)| rule).collect();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_tidy()) {
        let unknown = quoted(file).into_iter().filter(|rule| !known.contains(rule)).collect::<BTreeSet<_>>();
        found.extend(unknown.iter().map(|rule| format!("{}: quotes {rule}, which is no rule in {RULES}", file.path)));
    }
    found
}

/// No number is given twice.
pub(crate) fn a_rule_stands_once(files: &[File]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let twice = stated(files).filter(|(_, rule)| !seen.insert(rule.clone()));
    twice.map(|(path, rule)| format!("{path}: {rule} stands elsewhere already; a rule has one place")).collect()
}

/// Every rule, with the path of the file that states it.
fn stated(files: &[File]) -> impl Iterator<Item = (&str, String)> {
    let lines = files.iter().filter(|file| file.is_in(&[RULES])).flat_map(|file| file.text.lines().map(move |line| (file, line)));
    lines.filter_map(|(file, line)| {
        let (rule, _) = line.strip_prefix("- **")?.split_once("** ")?;
        Some((file.path.as_str(), rule.to_owned()))
    })
}

fn quoted(file: &File) -> Vec<String> {
    match file.path.rsplit_once('.') {
        Some((_, "rs")) => {
            let parts = parts(&file.text);
            let mut quoted: Vec<String> = parts.comments.iter().flat_map(|comment| in_brackets(comment)).collect();
            quoted.extend(in_names(&parts.code));
            quoted
        }
        Some((_, "js" | "css" | "toml" | "sql")) => file.text.lines().filter_map(comment_of).flat_map(in_brackets).collect(),
        Some((_, "md")) => in_brackets(&file.text),
        _ => Vec::new(),
    }
}

fn comment_of(line: &str) -> Option<&str> {
    ["//", "/*", "* ", "# ", "-- "].iter().find_map(|mark| line.split_once(mark)).map(|(_, comment)| comment)
}

/// The rules within round brackets: `(T3)`, `(T1 to T5)`, `(the part of W14 that is there)`.
fn in_brackets(text: &str) -> Vec<String> {
    let inside = text.split('(').skip(1).filter_map(|after| after.split_once(')')).map(|(inside, _)| inside);
    inside.flat_map(|inside| inside.split(|c: char| !c.is_ascii_alphanumeric())).filter_map(rule).collect()
}

/// The rules that names of functions begin with: `t3_…`, `a7_a9_…`.
fn in_names(code: &str) -> Vec<String> {
    let names = code.split("fn ").skip(1).filter_map(|after| after.split(|c: char| !c.is_alphanumeric() && c != '_').next());
    names.filter(|name| name.contains('_')).flat_map(|name| name.split('_').map_while(rule_in_name)).collect()
}

fn rule_in_name(part: &str) -> Option<String> {
    let of_a_type = ["i8", "i16", "i32", "i64"].contains(&part);
    if of_a_type || part.contains(|c: char| c.is_ascii_uppercase()) { None } else { rule(&part.to_ascii_uppercase()) }
}

/// A letter that rules have, and a number.
fn rule(word: &str) -> Option<String> {
    let number = word.strip_prefix(['A', 'C', 'I', 'O', 'T', 'W'])?;
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| word.to_owned())
}
