//! The machine, its disk and its clock, and the database as a file.

use std::path::Path;

use parlor_domain::time::{Instant, MINUTE};
use parlor_store::{Examined, FileSizes, is_served};

use super::{Finding, ok, problem, warning};

/// Files that are open besides connections.
const SPARE_FILES: u64 = 200;
/// Free bytes below which writing may fail soon.
const LEAST_ROOM: u64 = 256 << 20;
/// Bytes of a log that nobody moves into the database.
const LARGE_LOG: u64 = 256 << 20;
/// The first of January 2026, and 2100: a clock that shows something else is not set.
const PLAUSIBLE: std::ops::Range<i64> = 1_767_225_600_000..4_102_444_800_000;

/// Whether something can be written beside the database, and who can read it.
pub(super) fn folder(folder: &Path) -> Vec<Finding> {
    if !folder.exists() {
        return Vec::new();
    }
    let name = folder.display();
    let writing = match tempfile::tempfile_in(folder) {
        Ok(_) => ok("data folder", format!("{name} can be written to")),
        Err(error) => problem("data folder", format!("{name} can't be written to: {error}; run this as the server's user")),
    };
    [writing].into_iter().chain(privacy(folder)).collect()
}

/// Whether other users of the machine are let in: they could read what is there, or lock the server out.
#[cfg(unix)]
fn privacy(folder: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(folder).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| {
        let name = folder.display();
        warning("data folder", format!("{name} is open to other users of this machine; chmod -R go= {name}"))
    })
}

/// Nobody is asked on other systems.
#[cfg(not(unix))]
fn privacy(_folder: &Path) -> Option<Finding> {
    None
}

/// Whether the clock may be right.
pub(super) fn clock(now: Instant, last_event: Option<Instant>) -> Finding {
    if !PLAUSIBLE.contains(&now.0) {
        return problem("clock", format!("it shows {now}; set it"));
    }
    match last_event.filter(|event| event.since(now) > MINUTE) {
        Some(event) => problem("clock", format!("it shows {now}, but an event was received at {event}; set it")),
        None => ok("clock", now.to_string()),
    }
}

/// Whether the database is sound, and of which schema.
pub(super) fn database(examined: &Examined) -> Vec<Finding> {
    let Examined { schema, known, flaws, .. } = examined;
    let soundness = if flaws.is_empty() {
        ok("database", "sound")
    } else {
        problem("database", format!("damaged: {}; stop the server and restore a backup", flaws.join("; ")))
    };
    let schema = if schema < known {
        warning("schema", format!("{schema}; the next start brings it up to {known}, so make a backup before"))
    } else {
        ok("schema", schema.to_string())
    };
    vec![soundness, schema]
}

/// What it means that there is no database.
pub(super) fn no_database(folder: &Path) -> Finding {
    let name = folder.display();
    if is_served(folder) {
        return problem("database", format!("a server works in {name}, but its database is gone; stop it and restore a backup"));
    }
    warning("database", format!("there is none in {name}; parlor serve makes it, or name another folder with --data"))
}

/// Whether so many connections can be open.
#[cfg(unix)]
pub(super) fn files(connections: u32) -> Option<Finding> {
    use rustix::process::{Resource, getrlimit};
    // The server raises the softer limit by itself.
    getrlimit(Resource::Nofile).maximum.and_then(|most| room_for(connections, most))
}

#[cfg(unix)]
fn room_for(connections: u32, most: u64) -> Option<Finding> {
    let needed = u64::from(connections) + SPARE_FILES;
    (most < needed).then(|| {
        let told = format!(
            "{most} may be open, and so many connections need {needed}; raise ulimit -n or LimitNOFILE=, or set --connections"
        );
        warning("files", told)
    })
}

/// Nobody is asked on other systems.
#[cfg(not(unix))]
pub(super) fn files(_connections: u32) -> Option<Finding> {
    None
}

/// Whether there is room on the disk.
pub(super) fn room(folder: &Path) -> Vec<Finding> {
    let sizes = FileSizes::of(folder);
    free(folder).map(|free| disk(free, sizes)).into_iter().chain([log(sizes)]).collect()
}

fn disk(free: u64, sizes: FileSizes) -> Finding {
    let told = format!("{} free, the database has {}", bytes(free), bytes(sizes.database + sizes.log));
    if free < LEAST_ROOM {
        problem("disk", format!("{told}; make room, or writing fails soon"))
    } else if free < sizes.database + sizes.log {
        warning("disk", format!("{told}; a restore, and now and then a newer version, needs as much again"))
    } else {
        ok("disk", told)
    }
}

fn log(sizes: FileSizes) -> Finding {
    let told = bytes(sizes.log);
    if sizes.log > LARGE_LOG {
        warning("log", format!("{told}; a backup that runs for very long keeps it, otherwise start the server anew"))
    } else {
        ok("log", told)
    }
}

fn bytes(count: u64) -> String {
    format!("{} MB", count.div_ceil(1_000_000))
}

/// The free bytes of a folder's disk, as far as the server's user gets them.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Nobody is asked on other systems.
#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn starts(finding: &Finding, start: &str) {
        assert!(finding.to_string().starts_with(start), "{finding}");
    }

    #[test]
    fn o1_a_clock_is_not_before_what_has_happened() {
        starts(&clock(NOW, None), "ok       clock: 2027-01-15T08:00:00.000Z");
        starts(&clock(NOW, Some(NOW.plus(MINUTE))), "ok ");
        starts(&clock(NOW, Some(NOW.plus(MINUTE + 1))), "problem  clock: it shows 2027-01-15T08:00:00.000Z, but an event");
        starts(&clock(Instant(0), None), "problem  clock: it shows 1970-01-01T00:00:00.000Z; set it");
    }

    #[test]
    fn o1_there_is_room_for_the_database_once_more() {
        let sizes = FileSizes { database: 900_000_000, log: 100_000_000 };
        starts(&disk(1_000_000_000, sizes), "ok       disk: 1000 MB free, the database has 1000 MB");
        starts(&disk(999_999_999, sizes), "warning  disk: ");
        starts(&disk(LEAST_ROOM - 1, sizes), "problem  disk: ");
        starts(&disk(LEAST_ROOM - 1, FileSizes { database: 1, log: 0 }), "problem  disk: ");
    }

    #[test]
    fn o1_a_log_does_not_grow_for_ever() {
        starts(&log(FileSizes { database: 1, log: LARGE_LOG }), "ok       log: ");
        starts(&log(FileSizes { database: 1, log: LARGE_LOG + 1 }), "warning  log: ");
    }

    #[cfg(unix)]
    #[test]
    fn o14_there_are_files_for_all_connections() {
        assert_eq!(room_for(10_000, 10_200), None);
        starts(
            &room_for(10_000, 10_199).expect("a warning"),
            "warning  files: 10199 may be open, and so many connections need 10200",
        );
    }

    #[test]
    fn o1_what_is_old_or_damaged_is_told() {
        let examined = |schema, flaws: &[&str]| {
            let flaws = flaws.iter().map(|flaw| (*flaw).to_owned()).collect();
            database(&Examined { schema, known: 5, flaws, last_event: None })
        };
        starts(&examined(5, &[])[0], "ok       database: sound");
        starts(&examined(5, &[])[1], "ok       schema: 5");
        starts(&examined(4, &[])[1], "warning  schema: 4; the next start brings it up to 5");
        starts(&examined(5, &["page 3 is lost"])[0], "problem  database: damaged: page 3 is lost; ");
    }
}
