//! The disk is full: nothing can be stored, and everybody hears so. Then there is room again.

use parlor_domain::event::Outcome;
use parlor_domain::ids::DialogueId;
use parlor_domain::text::SiteKey;
use parlor_store::DATABASE;
use parlor_tests::client::Client;
use parlor_tests::program::Parlor;
use parlor_tests::samples::{KEY, question, site};
use parlor_wire::visitor::{FRAME, LOADER};

use crate::support::{problem, stored};

/// Bytes that may still be written, each time: none, a piece of one page of the write-ahead log, and more than one.
const ROOM: [u64; 4] = [0, 100, 4_200, 9_000];

async fn dialogue(parlor: &Parlor) -> DialogueId {
    let store = parlor.store();
    let record = store.site(&SiteKey::parse(KEY).expect("a key")).await.expect("a site").expect("a site");
    store.close();
    record.dialogues[0].id
}

/// Bytes of the write-ahead log, where everything is written first.
fn log_bytes(parlor: &Parlor) -> u64 {
    std::fs::metadata(format!("{}/{DATABASE}-wal", parlor.folder())).expect("a write-ahead log").len()
}

#[tokio::test]
async fn a12_o5_what_a_full_disk_refuses_is_stored_when_there_is_room_again() {
    let mut parlor = Parlor::with(&site(&[question("Welcome", 10, &["*/a"])]));
    let dialogue = dialogue(&parlor).await;
    // After a start nothing but the server has the database open, and the log begins anew.
    parlor.stop();
    parlor.start_again();
    let mut seed = 1;
    for room in ROOM {
        let before = Client::new(&parlor, KEY, seed).await;
        let acknowledged = before.chooses(dialogue, seed);
        before.post(&acknowledged).await;

        parlor.limits_files(Some(if room == 0 { 0 } else { log_bytes(&parlor) + room }));
        let visitor = Client::new(&parlor, KEY, seed + 1).await;
        let batch = visitor.chooses(dialogue, seed + 1);
        for _ in 0..3 {
            let told = problem(visitor.send(&batch).await, 503, "unavailable").await;
            assert!(told.reference.is_some() && told.detail.is_none(), "{told:?}");
        }
        reads_go_on(&parlor).await;

        parlor.limits_files(None);
        let answer = visitor.post(&batch).await;
        assert!(answer.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{answer:?}");
        // What was acknowledged before is known still.
        let again = before.post(&acknowledged).await;
        assert!(again.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{again:?}");
        seed += 2;
    }
    parlor.kill9();
    assert_eq!(stored(&parlor).await, 4 * ROOM.len(), "two events of two visitors, each time");
    assert!(!parlor.log().contains("panicked"), "{}", parlor.log());
}

/// Pages still get their chat.
async fn reads_go_on(parlor: &Parlor) {
    for path in [LOADER, FRAME] {
        let answer = reqwest::get(format!("{}{}", parlor.origin(), path.replace("{key}", KEY))).await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
    }
}
