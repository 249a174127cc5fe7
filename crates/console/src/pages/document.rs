//! A document in the library: its cover, where it is, and what can be done with it.

use parlor_domain::flow::Place;
use parlor_domain::limits::COVER_BYTES;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{DOCUMENT_COVER, DOCUMENTS, Document, DocumentName, fill};
use parlor_wire::visitor::{COVER, DOCUMENT_NAME, READ_DOCUMENT};
use web_sys::{Blob, File, HtmlInputElement};
use yew::prelude::*;

use crate::api::{document_name, remove, send, with_query};
use crate::errand::{Errand, use_errand};
use crate::icons::Icon;
use crate::parts::confirm::Confirm;
use crate::parts::state::Fault;
use crate::parts::text::{page_link, said, size};

/// A document in the list.
#[derive(PartialEq, Properties)]
pub(crate) struct DocumentRowProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The document.
    pub(crate) document: Document,
    /// Where in the list it stands.
    pub(crate) place: u32,
    /// Where visitors get files from.
    pub(crate) origin: AttrValue,
    /// Whether whoever looks may change it.
    pub(crate) may_change: bool,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// Its row of the table.
#[component]
pub(crate) fn DocumentRow(props: &DocumentRowProps) -> Html {
    let errand = use_errand();
    let asking = use_state(|| false);
    let wrong = use_state(|| None::<AttrValue>);
    let ask = {
        let asking = asking.setter();
        Callback::from(move |whether: bool| asking.set(whether))
    };
    html! {
        <>
            <tr>
                <th scope="row">
                    <div class="document-name">
                        { picture(props) }{ page_link(&address(props), props.document.name.as_str()) }
                    </div>
                </th>
                <td data-label="Where">{ whereabouts(&props.document.place) }</td>
                if props.may_change {
                    <td data-label="Change">
                        { actions(props, &covers(props, &errand, &wrong), &ask, errand.busy()) }
                        if *asking {
                            { question(props, deletes(props, &errand), ask.reform(|()| false)) }
                        }
                    </td>
                }
            </tr>
            { fault(&errand, (*wrong).as_ref()) }
        </>
    }
}

/// Deletes it.
fn deletes(props: &DocumentRowProps, errand: &Errand) -> Callback<()> {
    let (errand, told, name) = (errand.clone(), props.told.clone(), props.document.name.clone());
    let path = path(DOCUMENTS, props);
    Callback::from(move |()| {
        let (told, name) = (told.clone(), name.clone());
        errand.tell(remove(&path), move || told.emit(format!("{name} is deleted.").into()));
    })
}

/// Gives it a cover, or takes its cover away.
fn covers(props: &DocumentRowProps, errand: &Errand, wrong: &UseStateHandle<Option<AttrValue>>) -> Callback<Option<File>> {
    let (errand, wrong, told, name) = (errand.clone(), wrong.setter(), props.told.clone(), props.document.name.clone());
    let path = path(DOCUMENT_COVER, props);
    Callback::from(move |picture: Option<File>| {
        let fault = picture.as_ref().and_then(fault_of);
        wrong.set(fault.clone());
        if fault.is_some() {
            return errand.forget();
        }
        let told = told.clone();
        let news = if picture.is_some() { format!("{name} has a new cover.") } else { format!("{name} has no cover now.") };
        // The server looks into it to see what it is.
        let body = picture.map(|picture| (Blob::from(picture), "application/octet-stream"));
        errand.tell(send(&path, body), move || told.emit(news.into()));
    })
}

fn path(pattern: &str, props: &DocumentRowProps) -> String {
    document_name(&fill(pattern, &[&props.site]), &DocumentName { name: props.document.name.clone() })
}

fn whereabouts(place: &Place) -> Html {
    match place {
        Place::Hosted(url) => said(url),
        Place::Uploaded { bytes, .. } => html! { format!("PDF on this server, {}", size(*bytes)) },
    }
}

fn actions(props: &DocumentRowProps, cover: &Callback<Option<File>>, ask: &Callback<bool>, busy: bool) -> Html {
    let is_covered = props.document.cover.is_some();
    html! {
        <div class="actions">
            { choose(props.place, is_covered, cover.clone()) }
            if is_covered {
                <button type="button" onclick={cover.reform(|_: MouseEvent| None)}>{ "Remove cover" }</button>
            }
            <button type="button" onclick={ask.reform(|_: MouseEvent| true)} aria-busy={busy.then_some("true")}>
                { "Delete…" }
            </button>
        </div>
    }
}

fn question(props: &DocumentRowProps, yes: Callback<()>, closed: Callback<()>) -> Html {
    let name = &props.document.name;
    html! {
        <Confirm id={format!("delete-{}", props.place)} title={format!("Delete “{name}”?")} action="Delete" {yes} {closed}>
            <p>
                { "It leaves the library, and no card can offer it any longer. While a dialogue or flow uses it, it stays, \
                   and you are told which." }
            </p>
        </Confirm>
    }
}

/// Why the last change came to nothing, in a row of its own.
fn fault(errand: &Errand, wrong: Option<&AttrValue>) -> Html {
    let told = match (errand.failure(), wrong) {
        (Some(failure), _) => html! { <Fault {failure} /> },
        (None, Some(wrong)) => html! { <p class="wrong" role="alert">{ Icon::Error.draw() }{ wrong }</p> },
        (None, None) => return html! {},
    };
    html! { <tr class="findings"><td colspan="3">{ told }</td></tr> }
}

/// What visitors see of it before they open it.
fn picture(props: &DocumentRowProps) -> Html {
    match props.document.cover {
        Some(cover) => html! { <img class="cover" src={format!("{}{}", props.origin, fill(COVER, &[&cover]))} alt="" /> },
        None => html! { <span class="cover">{ Icon::Document.draw() }</span> },
    }
}

/// Where visitors find it.
fn address(props: &DocumentRowProps) -> String {
    match &props.document.place {
        Place::Hosted(url) => url.clone(),
        Place::Uploaded { file, .. } => {
            let path = with_query(&fill(READ_DOCUMENT, &[file]), &[(DOCUMENT_NAME, props.document.name.as_str())]);
            format!("{}{path}", props.origin)
        }
    }
}

/// A button that lets one choose a picture, which becomes the cover at once.
fn choose(place: u32, is_there: bool, cover: Callback<Option<File>>) -> Html {
    let chosen = move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        if let Some(picture) = input.files().and_then(|files| files.get(0)) {
            cover.emit(Some(picture));
        }
        // The same file can be chosen again, after it was changed.
        input.set_value("");
    };
    let id = format!("cover-{place}");
    html! {
        <label class="button" for={id.clone()}>
            { if is_there { "Change cover…" } else { "Add cover…" } }
            <input {id} class="unseen" type="file" accept="image/png,image/jpeg,image/gif,image/webp" onchange={chosen} />
        </label>
    }
}

/// Why a file can't be a cover. The server looks into it; here only what can be told without.
fn fault_of(picture: &File) -> Option<AttrValue> {
    let most = size(COVER_BYTES as u32);
    let too_large = picture.size() > COVER_BYTES as f64;
    too_large.then(|| format!("{} is larger than {most}. A cover is shown small: scale it down.", picture.name()).into())
}
