//! Gives the engine inputs that nobody would think of, for a bounded time. libFuzzer makes them up: it sees which branches
//! an input takes, and goes on from those that take new ones.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::ValueEnum;

use crate::build::progress;
use crate::command::{self, cargo, program};
use crate::needs;
use crate::outcome::{During, Outcome};
use crate::tree;

/// What can be fuzzed; `tests/fuzz` has the code of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Page patterns: read and matched
    Patterns,
    /// Tokens in texts: read, published and filled
    Tokens,
    /// Markdown
    Markdown,
    /// Documents of authors: read, checked, published and walked
    Documents,
    /// What browsers keep and send
    Stored,
}

/// What the compiler puts in so that libFuzzer sees where an input goes: the same as `cargo fuzz`, all of it on the stable
/// compiler. Its sanitizers aren't needed, because the engine has no unsafe code.
const SIGHT: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "--cfg",
    "fuzzing",
];

/// A try may take so many seconds, and so many megabytes.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=1024"];
/// The most bytes of an input.
const LONGEST: &str = "-max_len=8192";

/// Tries one target or all, each for this long; or runs one input again.
pub(crate) fn run(target: Option<Target>, seconds: u32, input: Option<&Path>) -> Outcome {
    let fuzzer = progress("fuzzer", build)?;
    if let (Some(target), Some(input)) = (target, input) {
        // The reader's folder is not the one that programs are run in.
        let input = std::path::absolute(input).at(input)?;
        return command::run(told(&fuzzer, target).args(LIMITS).arg(input));
    }
    let targets = target.map_or(Target::value_variants().to_vec(), |target| vec![target]);
    let failed: Vec<String> = targets.into_iter().filter_map(|target| hunt(&fuzzer, target, seconds).err()).collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Builds it apart from everything else, because its flags would make all of that anew. They are for the named target alone,
/// so what runs while it is built goes without them.
fn build() -> Outcome<PathBuf> {
    let compiler = needs::rustc(&["-vV"]).unwrap_or_default();
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc doesn't say what it compiles for")?;
    let folder = tree::root("target/fuzz/build");
    let mut build = cargo(&["build", "--release", "--manifest-path", "tests/fuzz/Cargo.toml", "--target", host]);
    build.arg("--target-dir").arg(&folder).env("CARGO_ENCODED_RUSTFLAGS", SIGHT.join("\u{1f}"));
    command::run(&mut build).map_err(|problem| format!("{problem}\nlibFuzzer is C++: is there a compiler (Debian: g++)?"))?;
    Ok(folder.join(host).join("release/parlor-fuzz"))
}

fn hunt(fuzzer: &Path, target: Target, seconds: u32) -> Outcome {
    let name = name(target);
    let corpus = tree::root("target/fuzz/corpus").join(&name);
    let found = tree::root("target/fuzz/found");
    for folder in [&corpus, &found] {
        std::fs::create_dir_all(folder).at(folder)?;
    }
    println!("{name} … {seconds} s");
    let mut hunt = told(fuzzer, target);
    hunt.env("PARLOR_FUZZ_CORPUS", &corpus).args(LIMITS).args([
        LONGEST,
        "-verbosity=0",
        "-print_funcs=0",
        "-print_final_stats=1",
    ]);
    hunt.arg(format!("-max_total_time={seconds}")).arg(option("-dict=", &corpus.with_extension("dict")));
    hunt.arg(option("-artifact_prefix=", &found.join(format!("{name}-")))).arg(&corpus);
    run_in_few_words(&mut hunt).map_err(|problem| {
        format!("{problem}\n{name}: the input is in {}; `cargo xtask fuzz {name} --input FILE` runs it again", found.display())
    })
}

/// Runs the fuzzer without the many lines that only its authors need: words that it thinks good, and what is not linked.
fn run_in_few_words(hunt: &mut Command) -> Outcome {
    let mut child = hunt.stderr(Stdio::piped()).spawn().during("the fuzzer")?;
    for line in child.stderr.take().into_iter().flat_map(|errors| BufReader::new(errors).split(b'\n')) {
        let line = line.during("the fuzzer")?;
        let line = String::from_utf8_lossy(&line);
        if !["\"", "#####", "WARNING: Failed to find function"].iter().any(|start| line.starts_with(start)) {
            println!("{line}");
        }
    }
    let status = child.wait().during("the fuzzer")?;
    if status.success() { Ok(()) } else { Err(format!("failed: {}", command::shown(hunt))) }
}

/// The fuzzer with its target.
fn told(fuzzer: &Path, target: Target) -> Command {
    let mut command = program(fuzzer, &[]);
    command.env("PARLOR_FUZZ_TARGET", name(target));
    command
}

fn name(target: Target) -> String {
    target.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn option(start: &str, path: &Path) -> std::ffi::OsString {
    [OsStr::new(start), path.as_os_str()].iter().copied().collect()
}
