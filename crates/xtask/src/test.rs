//! Checks and tests everything, and says in its last line how it went.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::build::{self, Mode};
use crate::command::{self, cargo};
use crate::needs::{self, WASM};
use crate::outcome::{During, Outcome};
use crate::{check_imports, size};

/// Every test there is. Widget and console run in browsers alone, and are tested there.
pub(crate) const TESTS: [&str; 7] =
    ["test", "--workspace", "--exclude", "parlor-widget", "--exclude", "parlor-console", "--no-fail-fast"];

const FORMAT: [&str; 4] = ["fmt", "--all", "--", "--check"];
const LINTS: [&str; 10] = [
    "clippy",
    "--workspace",
    "--exclude",
    "parlor-widget",
    "--exclude",
    "parlor-console",
    "--all-targets",
    "--",
    "-D",
    "warnings",
];
const BROWSER_LINTS: [&str; 11] = [
    "clippy",
    "--package",
    "parlor-widget",
    "--package",
    "parlor-console",
    "--all-targets",
    "--target",
    WASM,
    "--",
    "-D",
    "warnings",
];
const LICENCES: [&str; 5] = ["deny", "check", "licenses", "bans", "sources"];

pub(crate) fn run(filter: Option<&str>) -> Outcome {
    let mut tally = Tally::default();
    tally.step("browsers", || needs::browser().and_then(|()| needs::firefox()));
    tally.step("assets", || build::run(Mode::Shipped));
    if filter.is_none() {
        check(&mut tally);
    }
    // The tests start the program, which cargo doesn't build for them.
    tally.step("program", || command::run(&mut cargo(&["build", "--package", "parlor"])));
    tally.tests(filter);
    tally.end()
}

fn check(tally: &mut Tally) {
    tally.step("format", || command::run(&mut cargo(&FORMAT)));
    tally.step("lints", || command::run(&mut cargo(&LINTS)));
    tally.step("lints for browsers", || command::run(&mut cargo(&BROWSER_LINTS)));
    tally.step("licences", || needs::cargo_deny().and_then(|()| command::run(&mut cargo(&LICENCES))));
    tally.step("engine", check_imports::run);
    tally.step("size", || size::run(false));
}

/// What passed and what failed so far.
#[derive(Default)]
struct Tally {
    counts: Counts,
    failures: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// A step counts as one.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Outcome) {
        match build::progress(name, work) {
            Ok(()) => self.counts.passed += 1,
            Err(problem) => self.fail(format!("{name}: {problem}")),
        }
    }

    fn fail(&mut self, problem: String) {
        println!("{problem}");
        self.counts.failed += 1;
        self.failures.push(problem);
    }

    /// Tests count one by one.
    fn tests(&mut self, filter: Option<&str>) {
        match run_tests(filter) {
            Ok((ended_well, counts)) => {
                self.counts.passed += counts.passed;
                self.counts.failed += counts.failed;
                if counts.failed > 0 {
                    self.failures.push(format!("tests: {} failed", counts.failed));
                } else if !ended_well {
                    self.fail("tests: not all of them were run".to_owned());
                } else if counts.passed == 0 {
                    self.fail("tests: none was run".to_owned());
                }
            }
            Err(problem) => self.fail(problem),
        }
    }

    /// Prints the last line.
    fn end(self) -> Outcome {
        for failure in &self.failures {
            println!("FAILED {failure}");
        }
        println!("{} passed, {} failed", self.counts.passed, self.counts.failed);
        // Nothing may follow that line, so what went wrong has been said already.
        std::process::exit(i32::from(self.counts.failed > 0));
    }
}

/// Runs the tests with their output shown, and counts.
fn run_tests(filter: Option<&str>) -> Outcome<(bool, Counts)> {
    let mut tests: Command = cargo(&TESTS);
    // What tests say of themselves, like how many cases were tried, is shown also when all went well.
    tests.args(filter).args(["--", "--show-output"]).stdout(Stdio::piped());
    let mut child = tests.spawn().during("tests")?;
    let mut counts = Counts::default();
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(b'\n')) {
        let line = line.during("tests")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        counts = counts.and(&line);
    }
    Ok((child.wait().during("tests")?.success(), counts))
}

impl Counts {
    /// Adds what a line like `test result: ok. 3 passed; 0 failed; …` says.
    fn and(self, line: &str) -> Self {
        let Some((_, result)) = line.trim().strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else {
            return self;
        };
        let count = |what: &str| -> u64 {
            let parts = result.split("; ").filter_map(|part| part.split_once(' '));
            parts.filter(|(_, name)| *name == what).find_map(|(count, _)| count.parse().ok()).unwrap_or_default()
        };
        Self { passed: self.passed + count("passed"), failed: self.failed + count("failed") }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn results_are_added_up() {
        let lines = [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s",
        ];
        let counts = lines.iter().fold(Counts::default(), |counts, line| counts.and(line));
        assert_eq!(counts, Counts { passed: 13, failed: 2 });
    }
}
