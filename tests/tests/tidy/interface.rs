//! What host pages may call and hear (W7, W8): the manual, the types and the scripts that do it say the same.

use std::collections::BTreeSet;

use super::tree::File;

const MANUAL: &str = "docs/embed.md";
const TYPES: &str = "www/lib/parlor.d.ts";

/// Calls and events stand in the manual's tables and in the types, or in neither.
pub(super) fn types_and_manual_tell_of_the_same(files: &[File]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).unwrap_or_default();
    let (manual, types) = (text(MANUAL), text(TYPES));
    let both = [("call", named(manual, "| call |"), calls(types)), ("event", named(manual, "| event |"), events(types))];
    let told = |(what, manual, types): &(&str, BTreeSet<String>, BTreeSet<String>)| {
        let lacks = |name: &String| {
            let place = if manual.contains(name) { TYPES } else { MANUAL };
            format!("{place}: the {what} `{name}` is missing")
        };
        manual.symmetric_difference(types).map(lacks).collect::<Vec<_>>()
    };
    both.iter().flat_map(told).collect()
}

/// The names in the first column of the table that begins like this.
fn named(manual: &str, head: &str) -> BTreeSet<String> {
    let rows = manual.lines().skip_while(|line| !line.starts_with(head)).skip(2).take_while(|line| line.starts_with('|'));
    let firsts = rows.filter_map(|row| row.split('|').nth(1));
    // What stands in quotes within it is an argument.
    firsts
        .flat_map(|first| first.split('`').skip(1).step_by(2).filter(|name| !name.starts_with('\'')).map(ToOwned::to_owned))
        .collect()
}

/// What stands in quotes behind `command:`.
fn calls(types: &str) -> BTreeSet<String> {
    let commands = types.split("command:").skip(1).filter_map(|rest| rest.split([',', ')']).next());
    commands.flat_map(quoted).collect()
}

/// The fields of the events' type.
fn events(types: &str) -> BTreeSet<String> {
    let fields = types.lines().skip_while(|line| *line != "interface ParlorEvents {").skip(1).take_while(|line| *line != "}");
    fields.filter_map(|line| line.split_once(": ").map(|(name, _)| name.trim().trim_matches('\'').to_owned())).collect()
}

fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('\'').skip(1).step_by(2).map(ToOwned::to_owned)
}

#[test]
fn a_call_or_event_that_one_of_them_lacks_is_found() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let manual = "| call | |\n| --- | --- |\n| `open`, `close` | |\n| `consent`, `'granted'` | |\n\n\
        | event | when |\n| --- | --- |\n| `goal` | |\n";
    let types = "interface ParlorEvents {\n  'message:sent': ParlorPayload & { text: string };\n  goal: ParlorPayload;\n  error: { message: string };\n}\n\
        (command: 'open' | 'toggle'): void;\n(command: 'consent', decision: 'granted'): void;";
    assert_eq!(
        types_and_manual_tell_of_the_same(&[file(MANUAL, manual), file(TYPES, types)]),
        [
            "www/lib/parlor.d.ts: the call `close` is missing",
            "docs/embed.md: the call `toggle` is missing",
            "docs/embed.md: the event `error` is missing",
            "docs/embed.md: the event `message:sent` is missing",
        ]
    );
}
