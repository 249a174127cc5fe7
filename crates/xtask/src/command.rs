//! Running other programs.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use crate::outcome::{During, Outcome};
use crate::tree;

/// The cargo that runs this program, in the root of the work tree.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    program(cargo, arguments)
}

/// Any program, in the root of the work tree.
pub(crate) fn program(name: impl Into<OsString>, arguments: &[&str]) -> Command {
    let mut command = Command::new(name.into());
    command.args(arguments).current_dir(tree::root(""));
    command
}

/// Runs it to its end with its output shown; fails if it does.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().during(shown(command))?;
    if status.success() { Ok(()) } else { Err(format!("failed: {}", shown(command))) }
}

/// What it prints, or `None` if it isn't there or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What it prints; it fails if it does. What it complains of is shown.
pub(crate) fn told(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().during(shown(command))?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(told) } else { Err(format!("failed: {}", shown(command))) }
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let name = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
