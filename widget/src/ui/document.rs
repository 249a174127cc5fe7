//! The card of a document.

use js_sys::encode_uri_component;
use parlor_domain::flow::{CardIndex, DocumentCard, Place};
use parlor_domain::language::Text;
use parlor_domain::lean::decimal;
use parlor_domain::site::FileHash;
use parlor_engine::visit::Input;
use parlor_wire::visitor::{DOCUMENT, DOCUMENT_NAME, READ_DOCUMENT, hashed};
use yew::{Event, Html};

use super::icon::sheet;
use super::reader::read;
use super::rich::{link_to, shown};
use super::tag::{On, Tag, tag};
use crate::shell::Shell;

/// A document to open, and to download where it is ours.
pub fn document(shell: &Shell, document: &DocumentCard, turn: u16, card: CardIndex, is_asked: bool) -> Html {
    let title = &document.title;
    let is_ours = matches!(document.place, Place::Uploaded { .. });
    let way = |address: String, way: Text, downloaded: bool| {
        let way = shell.says(way);
        let shell = shell.clone();
        let link = link_to(address.clone()).set("aria-label", [&way, " ", title].concat());
        let used = move |event: Event| {
            let used = Input::UsedDocument { turn, card, downloaded };
            if is_ours && !downloaded {
                event.prevent_default();
                read(shell.clone(), &address);
            } else if is_asked {
                // Who does what is asked goes on with what comes next; who reads, or only looks something up, stays here.
                return shell.act(used);
            }
            shell.feed(used)
        };
        link.on(On::Click, used).text(way)
    };
    let (open, download, kind) = match &document.place {
        Place::Hosted(address) => (address.clone(), None, shell.says(Text::Document)),
        Place::Uploaded { file, bytes } => {
            (named(READ_DOCUMENT, *file, title), Some(named(DOCUMENT, *file, title)), shell.says_with(Text::Pdf, &size(*bytes)))
        }
    };
    let cover = match document.cover {
        Some(cover) => shown(shell, cover, String::new()).into(),
        None => sheet(),
    };
    let ways = tag("p")
        .class("ways")
        .with(way(open, Text::OpenDocument, false))
        .with_some(download.map(|download| way(download, Text::Download, true).set("download", "")));
    let about = tag("div").with(line("title", title.clone())).with(line("kind", kind)).with(ways);
    tag("div").class("document").with(tag("span").class("cover").with(cover)).with(about).into()
}

fn line(class: &'static str, text: String) -> Tag {
    tag("p").class(class).text(text)
}

fn named(path: &str, file: FileHash, title: &str) -> String {
    [&hashed(path, file), "?", DOCUMENT_NAME, "=", &String::from(encode_uri_component(title))].concat()
}

/// `640 KB`, `1.2 MB`.
fn size(bytes: u32) -> String {
    let number = |number: u32| decimal(number.into(), 1);
    let tenths = bytes.div_ceil(100_000);
    match tenths {
        0..10 => [&number(bytes.div_ceil(1_000)), " KB"].concat(),
        _ => [&number(tenths / 10), ".", &number(tenths % 10), " MB"].concat(),
    }
}
