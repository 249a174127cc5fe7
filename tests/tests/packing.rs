//! Our packing of values is postcard's: held against it with bytes that mean something, or nearly do.

use std::fmt::Debug;

use parlor_domain::audience::{Audience, Condition, Test};
use parlor_domain::event::{Event, Outcome, What};
use parlor_domain::flow::{Card, Flow, RichText};
use parlor_domain::language::Language;
use parlor_domain::look::PublishedLook;
use parlor_domain::memory::{Conversation, Memory, Past, PersonFacts};
use parlor_domain::pack::{Packed, packed, unpacked};
use parlor_domain::page::Pages;
use parlor_domain::site::{PublishedFlow, SiteFile};
use parlor_domain::state::{Answer, State};
use parlor_domain::value::{InputKind, Value};
use parlor_wire::visitor::{AskFacts, Batch, BatchAnswer, FactsAnswer, Identified, Identify};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Both read the same value off the front and write it alike, or both refuse the bytes.
fn agree<T: Packed + Serialize + DeserializeOwned + Debug>(bytes: &[u8]) -> Result<(), TestCaseError> {
    let read = |length| unpacked::<T>(&bytes[..length]);
    match postcard::take_from_bytes::<T>(bytes) {
        Ok((value, rest)) => {
            let length = bytes.len() - rest.len();
            let written = packed(&value);
            prop_assert_eq!(&written, &postcard::to_allocvec(&value).expect("bytes"), "{:?}", value);
            // Written again, because no number that isn't one equals itself.
            prop_assert_eq!(read(length).map(|value| packed(&value)), Some(written), "{:?}", value);
            prop_assert!(length == 0 || read(length - 1).is_none(), "{:?}", value);
            prop_assert!(length == bytes.len() || read(length + 1).is_none(), "{:?}", value);
        }
        // Where postcard stopped it doesn't say.
        Err(_) => prop_assert!((0..=bytes.len()).rev().take(60).all(|length| read(length).is_none()), "{bytes:?}"),
    }
    Ok(())
}

/// Bytes that begin some value more often than chance would have it.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => (0u8..3).prop_map(|byte| vec![byte]),
        2 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => Just(vec![7; 16]),
        2 => prop::sample::select(vec!["email", "person.email", "history.goal", "demo", "#0e6f73", " Ada ", "é"]).prop_map(text),
        // In more bytes than it needs.
        1 => (1usize..11).prop_map(|more| [vec![0x81; more], vec![0]].concat()),
        1 => (1usize..11).prop_map(|more| [vec![0xff; more], vec![1]].concat()),
    ];
    vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

fn text(text: &str) -> Vec<u8> {
    [&[text.len() as u8], text.as_bytes()].concat()
}

#[test]
fn what_is_no_language_is_refused_as_postcard_does() -> Result<(), TestCaseError> {
    ["en", "EN", "pt-BR", "\0n", "e", "", "en-"].into_iter().try_for_each(|tag| agree::<Language>(&text(tag)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn parts_are_packed_as_postcard_does(bytes in any_bytes()) {
        agree::<(u16, u32)>(&bytes)?;
        agree::<(u64, Vec<u8>)>(&bytes)?;
        agree::<(i16, i32)>(&bytes)?;
        agree::<(i64, f64)>(&bytes)?;
        agree::<Value>(&bytes)?;
        agree::<InputKind>(&bytes)?;
        agree::<Condition>(&bytes)?;
        agree::<Test>(&bytes)?;
        agree::<Audience>(&bytes)?;
        agree::<Pages>(&bytes)?;
        agree::<PublishedLook>(&bytes)?;
        agree::<PublishedFlow>(&bytes)?;
        agree::<RichText>(&bytes)?;
        agree::<Card>(&bytes)?;
        agree::<Answer>(&bytes)?;
        agree::<State>(&bytes)?;
        agree::<What>(&bytes)?;
        agree::<Outcome>(&bytes)?;
        agree::<Past>(&bytes)?;
        agree::<PersonFacts>(&bytes)?;
        agree::<Conversation>(&bytes)?;
    }

    #[test]
    fn forms_are_packed_as_postcard_does(bytes in any_bytes()) {
        agree::<SiteFile>(&bytes)?;
        agree::<Flow>(&bytes)?;
        agree::<Memory>(&bytes)?;
        agree::<Event>(&bytes)?;
        agree::<Batch>(&bytes)?;
        agree::<BatchAnswer>(&bytes)?;
        agree::<Identify>(&bytes)?;
        agree::<Identified>(&bytes)?;
        agree::<AskFacts>(&bytes)?;
        agree::<FactsAnswer>(&bytes)?;
    }

    /// Golden bytes with one of them changed: deep inside of a value.
    #[test]
    fn garbled_forms_are_packed_as_postcard_does(at in any::<prop::sample::Index>(), byte in any_byte(), which in 0usize..4) {
        let name = ["site_file", "flow", "memory", "batch"][which];
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/");
        let golden = std::fs::read_to_string(format!("{path}{name}.hex")).expect("golden bytes");
        let mut bytes: Vec<u8> = golden.split_whitespace().skip(1).map(|byte| u8::from_str_radix(byte, 16).expect("a byte")).collect();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        match which {
            0 => agree::<SiteFile>(&bytes)?,
            1 => agree::<Flow>(&bytes)?,
            2 => agree::<Memory>(&bytes)?,
            _ => agree::<Batch>(&bytes)?,
        }
    }
}

fn any_byte() -> impl Strategy<Value = u8> {
    prop_oneof![0u8..6, any::<u8>()]
}
