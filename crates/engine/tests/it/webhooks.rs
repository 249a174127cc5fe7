//! When webhooks are called again (P16).

use parlor_domain::time::{Instant, SECOND};
use parlor_engine::webhook::next_try;

const NOW: Instant = Instant(1_800_000_000_000);

#[test]
fn p16_a_call_is_tried_ten_times_within_four_days() {
    // For each failed try, how long after the first one the next comes if none takes any time.
    let (mut now, mut times) = (NOW, Vec::new());
    for tries in 1.. {
        let Some(next) = next_try(tries, None, now) else { break };
        now = next;
        let seconds = now.since(NOW) / SECOND;
        times.push(format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60));
    }
    let expected = ["00:00:05", "00:05:05", "00:35:05", "02:35:05", "07:35:05", "17:35:05", "31:35:05", "51:35:05", "75:35:05"];
    assert_eq!(times, expected);
    assert_eq!([10, 11, u32::MAX].map(|tries| next_try(tries, None, NOW)), [None; 3]);
}

#[test]
fn p16_who_says_gone_is_not_called_again() {
    for (status, again) in [(302, true), (401, true), (404, true), (410, false), (429, true), (500, true)] {
        assert_eq!(next_try(1, Some(status), NOW).is_some(), again, "{status}");
    }
}
