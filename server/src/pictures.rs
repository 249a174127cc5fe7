//! Images of texts, copied when a flow is published: so that no visitor's browser asks a third party (C1). A document that can't be
//! copied still opens where it is; an image would be nothing. So what has no copy, now or of former times, is not published.

use std::collections::{BTreeMap, BTreeSet};

use parlor_connect::{Outside, Refused};
use parlor_domain::flow::{Card, CardIndex, Flow, Picture, Place, RichText};
use parlor_domain::limits::{FLOW_IMAGES, IMAGE_BYTES, IMAGE_SIDE};
use parlor_store::File;
use tokio::time::{Instant, timeout_at};

use crate::copies::uploaded;
use crate::picture_size::picture_size;
use crate::publishing::file;

/// Copies by the addresses of what was copied.
pub(crate) type Pictures = BTreeMap<String, Picture>;

/// The copies of a flow's images.
#[derive(Debug, Default)]
pub(crate) struct Copied {
    /// All of them, those of former times as well.
    pub(crate) pictures: Pictures,
    /// Those that were fetched now.
    pub(crate) files: Vec<File>,
}

/// An image without a copy.
#[derive(Debug, PartialEq)]
pub(crate) struct Missing {
    /// Where it stands.
    pub(crate) card: CardIndex,
    /// What is wrong with it.
    pub(crate) message: String,
}

/// Why there is no copy.
#[derive(Debug, PartialEq, thiserror::Error)]
enum NotCopied {
    #[error("a flow can have {FLOW_IMAGES} images at the most")]
    TooMany,
    #[error("there was no time left")]
    NoTime,
    #[error("it is not a PNG, JPEG, GIF or WebP picture")]
    NoPicture,
    #[error("it has {0} \u{d7} {1} dots, and {IMAGE_SIDE} is the most for a side")]
    TooLarge(usize, usize),
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// Fetches the images of a flow and makes it name the copies; or says of each that has none why.
pub(crate) async fn take(
    outside: &Outside,
    flow: &mut Flow,
    former: &Pictures,
    deadline: Instant,
) -> Result<Copied, Vec<Missing>> {
    let mut copied = Copied::default();
    let mut faults = BTreeMap::new();
    for (address, count) in addresses(flow).into_iter().zip(0..) {
        match fetch(outside, &address, count, deadline).await {
            Ok((file, picture)) => {
                copied.files.push(file);
                copied.pictures.insert(address, picture);
            }
            Err(fault) => match former.get(&address).filter(|_| !matches!(fault, NotCopied::TooMany)) {
                Some(picture) => {
                    copied.pictures.insert(address, picture.clone());
                }
                None => {
                    faults.insert(address, fault);
                }
            },
        }
    }
    put(flow, &copied.pictures);
    let missing = missing(flow, &faults);
    if missing.is_empty() { Ok(copied) } else { Err(missing) }
}

async fn fetch(outside: &Outside, address: &str, before: usize, deadline: Instant) -> Result<(File, Picture), NotCopied> {
    if before >= FLOW_IMAGES {
        return Err(NotCopied::TooMany);
    }
    let fetched = timeout_at(deadline, outside.fetch(address, IMAGE_BYTES)).await.map_err(|_| NotCopied::NoTime)??;
    let (width, height) = measured(&fetched.content)?;
    let file = file(fetched.content);
    let picture = Picture { place: uploaded(&file), width, height };
    Ok((file, picture))
}

fn measured(bytes: &[u8]) -> Result<(u16, u16), NotCopied> {
    let (width, height) = picture_size(bytes).ok_or(NotCopied::NoPicture)?;
    let side = |dots: usize| u16::try_from(dots).ok().filter(|dots| *dots <= IMAGE_SIDE);
    side(width).zip(side(height)).ok_or(NotCopied::TooLarge(width, height))
}

fn addresses(flow: &Flow) -> BTreeSet<String> {
    flow.cards.iter().flat_map(pictures).filter_map(|picture| hosted(picture).map(str::to_owned)).collect()
}

fn put(flow: &mut Flow, copies: &Pictures) {
    for picture in flow.cards.iter_mut().filter_map(Card::text_mut).flat_map(RichText::pictures_mut) {
        if let Some(copy) = hosted(picture).and_then(|address| copies.get(address)) {
            *picture = copy.clone();
        }
    }
}

/// Whatever is not on this server after all.
fn missing(flow: &Flow, faults: &BTreeMap<String, NotCopied>) -> Vec<Missing> {
    let of_card = |(card, of): (CardIndex, &Card)| {
        let left = pictures(of).filter_map(hosted).map(|address| {
            let reason = faults.get(address).map(|fault| format!(": {fault}")).unwrap_or_default();
            Missing { card, message: format!("The image `{address}` could not be copied{reason}.") }
        });
        left.collect::<Vec<_>>()
    };
    (0..).zip(&flow.cards).flat_map(of_card).collect()
}

fn pictures(card: &Card) -> impl Iterator<Item = &Picture> {
    card.text().into_iter().flat_map(RichText::pictures)
}

fn hosted(picture: &Picture) -> Option<&str> {
    match &picture.place {
        Place::Hosted(address) => Some(address),
        Place::Uploaded { .. } => None,
    }
}
