//! What is read from the environment. A variable that is empty is none: where containers are described, one may stand without a
//! value.

use std::env;

use clap::Command;
use clap::builder::Resettable;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

use super::Refused;

/// What the log tells.
const LOG: &str = "PARLOR_LOG";
/// What it tells unless somebody says otherwise.
const USUAL: &str = "info,actix_server=warn";

/// Takes no option from a variable that is empty.
pub(super) fn without_empty(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let is_empty = arg.get_env().and_then(env::var_os).is_some_and(|value| value.is_empty());
        if is_empty { arg.env(Resettable::Reset) } else { arg }
    });
    command.mut_subcommands(without_empty)
}

/// What the log is to tell.
pub(super) fn log_filter() -> Result<EnvFilter, Refused> {
    let wanted = env::var(LOG).ok().filter(|wanted| !wanted.is_empty());
    filter(wanted.as_deref().unwrap_or(USUAL)).map_err(|reason| Refused(format!("{LOG}: {reason}")))
}

/// A level, or levels of parts of the program as the `tracing` crate writes them. A word that is no level would silence all
/// else.
fn filter(wanted: &str) -> Result<EnvFilter, String> {
    let wanted = wanted.replace(' ', "");
    for part in wanted.split(',') {
        let level = part.rsplit('=').next().unwrap_or(part);
        if level.parse::<LevelFilter>().is_err() {
            return Err(format!("\"{level}\" is no level; say error, warn, info, debug or trace"));
        }
    }
    EnvFilter::try_new(wanted).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o17_the_log_tells_what_was_asked_for_or_says_why_not() {
        for wanted in [USUAL, "warn", "debug, actix_server=off", "parlor=debug", "off"] {
            assert!(filter(wanted).is_ok(), "{wanted}");
        }
        for wanted in ["loud", "parlor=loud", "info,loud"] {
            let told = "\"loud\" is no level; say error, warn, info, debug or trace";
            assert_eq!(filter(wanted).map(|_| ()), Err(told.to_owned()), "{wanted}");
        }
    }
}
