//! Copies of documents that are hosted elsewhere, taken when a flow is published: so that no visitor's browser asks a third
//! party (C4). What can't be copied keeps nothing from being published: the copy of former times stays, or else the document
//! stays where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use parlor_connect::{Outside, Refused};
use parlor_domain::flow::{Card, Flow, Place};
use parlor_domain::limits::{DOCUMENT_BYTES, FLOW_COPIES, FLOW_COPIES_BYTES};
use parlor_store::File;
use tokio::time::{Instant, timeout_at};

use crate::content::is_pdf;
use crate::publishing::file;

/// How long everything that is copied for a flow may take together. Somebody waits for the answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(45);

/// Where copies are, by the addresses of what was copied.
pub(crate) type Places = BTreeMap<String, Place>;

/// The copies of a flow's hosted documents.
#[derive(Debug, PartialEq)]
pub(crate) struct Copies {
    /// Where they are, those of former times as well.
    pub(crate) places: Places,
    /// Those that were fetched now.
    pub(crate) files: Vec<File>,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
enum NotCopied {
    #[error("the flow's copies would be too many or too large")]
    NoRoom,
    #[error("there was no time left")]
    NoTime,
    #[error("it is no PDF")]
    NoPdf,
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// Fetches the hosted documents of a flow and makes it name the copies. What can't be fetched has its former copy.
pub(crate) async fn take(outside: &Outside, flow: &mut Flow, former: &Places, deadline: Instant) -> Copies {
    take_within(FLOW_COPIES_BYTES, outside, flow, former, deadline).await
}

async fn take_within(most_bytes: usize, outside: &Outside, flow: &mut Flow, former: &Places, deadline: Instant) -> Copies {
    let copies = copy(most_bytes, outside, addresses(flow), former, deadline).await;
    for place in places(flow) {
        if let Some(copy) = hosted(place).and_then(|address| copies.places.get(address)) {
            *place = copy.clone();
        }
    }
    copies
}

async fn copy(most_bytes: usize, outside: &Outside, addresses: BTreeSet<String>, former: &Places, deadline: Instant) -> Copies {
    let mut copies = Copies { places: Places::new(), files: Vec::new() };
    let mut room = most_bytes;
    for (address, count) in addresses.into_iter().zip(0..) {
        let most_bytes = if count < FLOW_COPIES { room.min(DOCUMENT_BYTES) } else { 0 };
        match fetch(outside, &address, most_bytes, deadline).await {
            Ok(content) => {
                room -= content.len();
                let file = file(content);
                copies.places.insert(address, uploaded(&file));
                copies.files.push(file);
            }
            Err(reason) => {
                tracing::info!(%reason, "a hosted document was not copied");
                copies.places.extend(former.get(&address).map(|place| (address, place.clone())));
            }
        }
    }
    copies
}

async fn fetch(outside: &Outside, address: &str, most_bytes: usize, deadline: Instant) -> Result<Vec<u8>, NotCopied> {
    if most_bytes == 0 {
        return Err(NotCopied::NoRoom);
    }
    let fetched = timeout_at(deadline, outside.fetch(address, most_bytes)).await.map_err(|_| NotCopied::NoTime)??;
    if is_pdf(&fetched.content) { Ok(fetched.content) } else { Err(NotCopied::NoPdf) }
}

/// Where a copy is from now on.
pub(crate) fn uploaded(file: &File) -> Place {
    // What was fetched has a limit far below this type's.
    let bytes = u32::try_from(file.bytes.len()).unwrap_or(u32::MAX);
    Place::Uploaded { file: file.hash, bytes }
}

fn addresses(flow: &mut Flow) -> BTreeSet<String> {
    places(flow).filter_map(|place| Some(hosted(place)?.to_owned())).collect()
}

fn places(flow: &mut Flow) -> impl Iterator<Item = &mut Place> {
    flow.cards.iter_mut().filter_map(|card| match card {
        Card::Document(document) => Some(&mut document.place),
        _ => None,
    })
}

fn hosted(place: &Place) -> Option<&str> {
    match place {
        Place::Hosted(address) => Some(address),
        Place::Uploaded { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{App, HttpResponse, HttpServer, rt, web};
    use parlor_domain::flow::{DocumentCard, RichText};
    use parlor_domain::site::FileHash;

    use super::*;

    /// A flow that offers what is at these addresses.
    fn offering(addresses: &[String]) -> Flow {
        let card = |address: &String| DocumentCard {
            text: RichText::default(),
            title: "Guide".to_owned(),
            place: Place::Hosted(address.clone()),
            cover: None,
            may_continue: true,
            next: None,
        };
        Flow { start: 0, cards: addresses.iter().map(card).map(Card::Document).collect() }
    }

    #[actix_web::test]
    async fn o14_copies_have_a_limit_together_and_former_ones_need_no_room() {
        const PDF: &str = "%PDF-1.7 with 20 by.";
        let pdf = |name: web::Path<String>| async move { HttpResponse::Ok().body(format!("{PDF}{name}")) };
        let server = HttpServer::new(move || App::new().route("/{name}", web::get().to(pdf)));
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
        let address = server.addrs()[0];
        let addresses = ["a", "b", "c", "d"].map(|name| format!("http://{address}/{name}"));
        let server = server.run();
        let handle = server.handle();
        rt::spawn(server);

        let kept = Place::Uploaded { file: FileHash([7; 16]), bytes: 9 };
        let former =
            Places::from([(addresses[3].clone(), kept.clone()), ("https://elsewhere.example/".to_owned(), kept.clone())]);
        let mut flow = offering(&addresses);
        let deadline = Instant::now() + PATIENCE;
        let copies = take_within(2 * (PDF.len() + 1), &Outside::new(true), &mut flow, &former, deadline).await;
        let [a, b] = &copies.files[..] else { panic!("two files: {copies:?}") };
        assert_eq!([&a.bytes[20..], &b.bytes[20..]], [b"a", b"b"]);
        let expected = [uploaded(a), uploaded(b), Place::Hosted(addresses[2].clone()), kept];
        assert_eq!(places(&mut flow).map(|place| place.clone()).collect::<Vec<_>>(), expected);
        assert_eq!(copies.places.into_keys().collect::<Vec<_>>(), [0, 1, 3].map(|at| addresses[at].clone()));
        handle.stop(true).await;
    }
}
