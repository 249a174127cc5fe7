//! How far a document was read, in words.

use parlor_domain::reading::Reading;

/// `3 of 4`.
pub(super) fn pages(reading: &Reading) -> String {
    format!("{} of {}", reading.pages, reading.of)
}

/// `40 s`, `3 min 5 s`, `1 h 4 min`.
pub(super) fn lasted(seconds: u32) -> String {
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_on_screen_is_said_as_exactly_as_it_matters() {
        for (seconds, text) in [(0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (185, "3 min 5 s"), (3_900, "1 h 5 min")] {
            assert_eq!(lasted(seconds), text);
        }
    }
}
