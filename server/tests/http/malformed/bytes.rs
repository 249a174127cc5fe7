//! Bodies that are not what they should be.

use parlor_domain::event::{Event, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, DialogueId};
use parlor_domain::limits::{BATCH_BYTES, IDENTITY_CHARS};
use parlor_domain::text::Key;
use parlor_domain::time::Instant;
use parlor_domain::value::Value;
use parlor_wire::visitor::{AskFacts, Batch, EVENTS, FACTS, IDENTIFY, Identify};

use super::{PATHS, Sound, Target};

/// Numbers with which arithmetic and memory go wrong first, as forms have them: of 7, 16, 31, 32, 63 and 64 bits, and one without an end.
const NUMBERS: [&[u8]; 7] = [
    &[0x7f],
    &[0xff, 0xff, 0x03],
    &[0xff, 0xff, 0xff, 0xff, 0x07],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0xff; 12],
];

#[actix_web::test]
async fn o15_a_form_that_is_cut_anywhere_is_malformed() {
    let target = Target::start().await;
    for Sound { path, bytes, .. } in target.sound() {
        for length in 0..bytes.len() {
            assert_eq!(target.posts(path, bytes[..length].to_vec()).await, 400, "{path}, {length} bytes");
        }
        assert_eq!(target.posts(path, [&bytes[..], &[0]].concat()).await, 400, "{path}, and one byte more");
    }
    target.serves().await;
}

#[actix_web::test]
async fn o15_a_form_with_any_byte_changed_is_no_failure_of_the_server() {
    let target = Target::start().await;
    for Sound { path, bytes, .. } in target.sound() {
        for at in 0..bytes.len() {
            for other in [bytes[at] ^ 1, bytes[at] ^ 0x80, 0, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = other;
                target.posts(path, changed).await;
            }
        }
    }
    target.serves().await;
}

#[actix_web::test]
async fn o14_a_number_of_any_size_in_any_place_is_no_failure_of_the_server() {
    let target = Target::start().await;
    for Sound { path, bytes, .. } in target.sound() {
        // Every length and count stands at some place.
        for at in 1..bytes.len() {
            let number = NUMBERS[at % NUMBERS.len()];
            target.posts(path, [&bytes[..at], number, &bytes[at + 1..]].concat()).await;
            assert_eq!(target.posts(path, [&bytes[..at], NUMBERS[6]].concat()).await, 400, "{path}, at {at}");
        }
    }
    target.serves().await;
}

#[actix_web::test]
async fn o15_chance_is_malformed() {
    let target = Target::start().await;
    let mut seed = 7_u64;
    let mut byte = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 56) as u8
    };
    for nth in 0..600 {
        let path = PATHS[nth % PATHS.len()];
        let mut bytes: Vec<u8> = (0..usize::from(byte())).map(|_| byte()).collect();
        // Half of them begin like a form.
        if let Some(version) = bytes.first_mut().filter(|_| nth % 2 == 0) {
            *version = 1;
        }
        assert_eq!(target.posts(path, bytes.clone()).await, 400, "{path}, {bytes:?}");
    }
    target.serves().await;
}

#[actix_web::test]
async fn o15_what_is_no_text_is_malformed() {
    let target = Target::start().await;
    for Sound { path, bytes, .. } in target.sound() {
        for text in ["demo", &target.ticket[..8], "https://example.com/", "first_name", "eyJhbGciOiJIUzI1NiJ9"] {
            let Some(at) = bytes.windows(text.len()).position(|window| window == text.as_bytes()) else { continue };
            for bad in [[0xff, 0xff], [0xc0, 0x80], [0xed, 0xa0]] {
                let mut changed = bytes.clone();
                changed[at..at + 2].copy_from_slice(&bad);
                assert_eq!(target.posts(path, changed).await, 400, "{path}, {text}");
            }
        }
    }
    target.serves().await;
}

#[actix_web::test]
async fn o15_another_kind_of_body_is_malformed() {
    let target = Target::start().await;
    let bodies: [&[u8]; 9] = [
        b"",
        b"{}",
        b"[[[[[[[[",
        b"{\"events\": [",
        b"null",
        b"a=1&b=2",
        b"<xml/>",
        b"--boundary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--boundary--\r\n",
        &[0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0],
    ];
    for path in PATHS {
        for body in bodies {
            assert_eq!(target.posts(path, body.to_vec()).await, 400, "{path}, {}", String::from_utf8_lossy(body));
        }
        let deep = "[".repeat(BATCH_BYTES / 2);
        assert_eq!(target.posts(path, deep.into_bytes()).await, 400, "{path}, deep");
        assert_eq!(target.posts(path, vec![1; 2 * BATCH_BYTES]).await, 413, "{path}, large");
    }
    target.serves().await;
}

#[actix_web::test]
async fn a14_values_at_their_ends_are_taken_or_refused() {
    let target = Target::start().await;
    let batches: [fn(&mut Batch); 10] = [
        |batch| batch.sent = Instant(i64::MIN),
        |batch| batch.sent = Instant(i64::MAX),
        |batch| batch.events.iter_mut().for_each(|event| event.at = Instant(i64::MIN)),
        |batch| batch.events.iter_mut().for_each(|event| event.at = Instant(i64::MAX)),
        |batch| (batch.sent, batch.events[0].at) = (Instant(i64::MIN), Instant(i64::MAX)),
        |batch| batch.events.iter_mut().for_each(|event| event.client_seq = u32::MAX),
        |batch| batch.events.iter_mut().for_each(|event| event.version = u32::MAX),
        |batch| batch.events.iter_mut().for_each(|event| event.page.url = "\0\u{feff}\u{10ffff}%00?token=".repeat(200)),
        |batch| batch.events.iter_mut().for_each(|event| *event = outside(event)),
        |batch| batch.events.clear(),
    ];
    for (change, seed) in batches.into_iter().zip(20..) {
        let mut batch = target.batch(seed);
        change(&mut batch);
        assert_eq!(target.posts(EVENTS, batch.to_bytes()).await, 200, "{batch:?}");
    }
    for utc_offset_minutes in [i16::MIN, i16::MAX] {
        let asked = AskFacts { utc_offset_minutes, ..target.ask_facts() };
        assert_eq!(target.posts(FACTS, asked.to_bytes()).await, 400);
    }
    for token in [String::new(), "..".to_owned(), "a.b.c".to_owned(), "é".repeat(IDENTITY_CHARS), ".".repeat(IDENTITY_CHARS + 1)]
    {
        let asked = Identify { token, ..target.identify() };
        assert_eq!(target.posts(IDENTIFY, asked.to_bytes()).await, 400, "{asked:?}");
    }
    target.serves().await;
}

/// The page gives numbers that are none.
fn outside(event: &Event) -> Event {
    let key = || Key::parse("size").expect("a key");
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE];
    let values = numbers.map(|number| (key(), Value::Number(number))).to_vec();
    let (conversation, dialogue) = (ConversationId::from_bytes([0; 16]), DialogueId::from_bytes([0; 16]));
    Event { conversation, dialogue, version: 0, what: What::Given(values), ..event.clone() }
}
