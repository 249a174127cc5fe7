//! A document is added: a PDF, or an address where something is hosted.

use std::cell::RefCell;
use std::rc::Rc;

use parlor_domain::flow::{BadAddress, Place};
use parlor_domain::limits::{DOCUMENT_BYTES, NAME_CHARS, URL_CHARS};
use parlor_domain::text::{Name, SiteKey, TextError};
use parlor_wire::console::{DOCUMENTS, Document, NewDocument, fill};
use web_sys::{Blob, File, HtmlInputElement};
use yew::prelude::*;

use crate::api::{new_document, send};
use crate::errand::{Errand, use_errand};
use crate::pages::sign_in::typed;
use crate::parts::drop::{Drop, Dropped};
use crate::parts::field::Field;
use crate::parts::state::Fault;
use crate::parts::text::size;

/// What [`AddDocument`] needs to know.
#[derive(PartialEq, Properties)]
pub(crate) struct AddDocumentProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The names that are taken.
    pub(crate) names: Vec<Name>,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// Where the document is.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    File,
    Address,
}

/// What is at hand of it.
enum Source {
    File(File),
    Address(String),
}

/// What can't be taken, beside what it is about.
#[derive(Clone, Default, PartialEq)]
struct Wrong {
    name: Option<AttrValue>,
    source: Option<AttrValue>,
}

/// The form that adds a document.
#[component]
pub(crate) fn AddDocument(props: &AddDocumentProps) -> Html {
    let form = use_form();
    let taken = form.named.as_ref().is_some_and(|name| props.names.contains(name));
    let submit = {
        let (form, told, path) = (form.clone(), props.told.clone(), fill(DOCUMENTS, &[&props.site]));
        move |event: SubmitEvent| {
            event.prevent_default();
            form.submit(&path, &told);
        }
    };
    let note_name = {
        let form = form.clone();
        move |_: InputEvent| form.note_name()
    };
    html! {
        <section aria-labelledby="add-title">
            <h2 id="add-title">{ "Add a document" }</h2>
            <form class="card" onsubmit={submit} oninput={note_name} novalidate=true>
                <fieldset class="ways">
                    <legend class="unseen">{ "Where the document is" }</legend>
                    { way_choice(&form, Way::File, "A PDF") }
                    { way_choice(&form, Way::Address, "A hosted address") }
                </fieldset>
                { source_field(&form) }
                if let Some(failure) = form.errand.failure() {
                    <Fault {failure} />
                }
                { name_field(&form, taken) }
                { actions(taken, form.errand.busy()) }
            </form>
        </section>
    }
}

fn way_choice(form: &Form, way: Way, word: &'static str) -> Html {
    let choose = {
        let form = form.clone();
        move |_: Event| form.choose(way)
    };
    html! { <label><input type="radio" name="way" checked={*form.way == way} onchange={choose} />{ word }</label> }
}

fn source_field(form: &Form) -> Html {
    let error = form.wrong.source.clone();
    match *form.way {
        Way::File => {
            let dropped = {
                let form = form.clone();
                Callback::from(move |dropped| form.take(dropped))
            };
            html! {
                <Drop id="file" label="PDF" accept="application/pdf" help={format!("One PDF of at most {}.", size(LARGEST))}
                    file={(*form.file).clone()} {error} {dropped} />
            }
        }
        Way::Address => html! {
            <Field id="address" label="Address" kind="url" autocomplete="off" node={&form.address} {error}
                help="Like https://example.com/brochure.pdf. It opens in a new tab." />
        },
    }
}

fn name_field(form: &Form, taken: bool) -> Html {
    let help = if taken {
        "There is one of this name. This one takes its place where a dialogue or flow is published anew."
    } else {
        "Visitors read it, and cards name the document by it."
    };
    html! {
        <Field id="name" label="Name" kind="text" autocomplete="off" node={&form.name} error={form.wrong.name.clone()} {help} />
    }
}

fn actions(taken: bool, busy: bool) -> Html {
    html! {
        <div class="actions">
            <button class="primary" aria-busy={busy.then_some("true")}>
                { if taken { "Replace the document" } else { "Add the document" } }
            </button>
            if busy {
                <span class="soft" role="status">{ "On its way…" }</span>
            }
        </div>
    }
}

/// What the form holds.
#[derive(Clone)]
struct Form {
    errand: Errand,
    way: UseStateHandle<Way>,
    file: UseStateHandle<Option<File>>,
    wrong: UseStateHandle<Wrong>,
    name: NodeRef,
    address: NodeRef,
    /// The name that stands there, if it can be one.
    named: UseStateHandle<Option<Name>>,
    /// The name that was put there because of the file's.
    suggested: Rc<RefCell<String>>,
}

#[hook]
fn use_form() -> Form {
    Form {
        errand: use_errand(),
        way: use_state(|| Way::File),
        file: use_state(|| None),
        wrong: use_state(Wrong::default),
        name: use_node_ref(),
        address: use_node_ref(),
        named: use_state_eq(|| None),
        suggested: use_mut_ref(String::new),
    }
}

impl Form {
    fn note_name(&self) {
        self.named.set(Name::parse(&typed(&self.name)).ok());
    }

    fn choose(&self, way: Way) {
        self.way.set(way);
        self.errand.forget();
        self.wrong.set(Wrong { source: None, ..(*self.wrong).clone() });
    }

    fn take(&self, dropped: Dropped) {
        let kept = kept(dropped);
        if let Ok(file) = &kept {
            self.suggest_name(file);
        }
        self.wrong.set(Wrong { source: kept.clone().err(), ..(*self.wrong).clone() });
        self.file.set(kept.ok());
        self.errand.forget();
    }

    /// A name that somebody typed stays.
    fn suggest_name(&self, file: &File) {
        let is_ours = |input: &HtmlInputElement| input.value() == *self.suggested.borrow();
        if let Some(input) = self.name.cast::<HtmlInputElement>().filter(is_ours) {
            let name = name_of(&file.name());
            input.set_value(&name);
            self.suggested.replace(name);
            self.note_name();
        }
    }

    /// Sends what is filled in, or says what is wrong with it.
    fn submit(&self, path: &str, told: &Callback<AttrValue>) {
        let (document, body) = match filled_in(&typed(&self.name), self.source()) {
            Ok(filled_in) => filled_in,
            Err(faults) => return self.wrong.set(faults),
        };
        self.wrong.set(Wrong::default());
        let (path, form, told) = (new_document(path, document), self.clone(), told.clone());
        self.errand.start(send(&path, body.map(|file| (file, "application/pdf"))), move |document: Document| {
            form.clear();
            told.emit(format!("{} is in the library.", document.name).into());
        });
    }

    fn source(&self) -> Result<Source, AttrValue> {
        match *self.way {
            Way::File => (*self.file).clone().map(Source::File).ok_or("Choose a PDF.".into()),
            Way::Address => hosted(&typed(&self.address)).map(Source::Address),
        }
    }

    fn clear(&self) {
        let inputs = [&self.name, &self.address];
        inputs.into_iter().filter_map(NodeRef::cast::<HtmlInputElement>).for_each(|input| input.set_value(""));
        self.suggested.take();
        self.file.set(None);
        self.named.set(None);
    }
}

const LARGEST: u32 = DOCUMENT_BYTES as u32;

/// What is to be sent, or what is wrong with it.
fn filled_in(name: &str, source: Result<Source, AttrValue>) -> Result<(NewDocument, Option<Blob>), Wrong> {
    match (Name::parse(name).map_err(name_fault), source) {
        (Ok(name), Ok(Source::File(file))) => Ok((NewDocument { name, url: None }, Some(file.into()))),
        (Ok(name), Ok(Source::Address(url))) => Ok((NewDocument { name, url: Some(url) }, None)),
        (name, source) => Err(Wrong { name: name.err(), source: source.err() }),
    }
}

fn kept(dropped: Dropped) -> Result<File, AttrValue> {
    match dropped {
        Dropped::Several => Err("Add one file at a time.".into()),
        Dropped::One(file) => fault_of(&file).map_or(Ok(file), Err),
    }
}

/// Why a file can't be a document. The server looks into it; here only what can be told without.
fn fault_of(file: &File) -> Option<AttrValue> {
    let is_pdf = file.type_() == "application/pdf" || file.name().to_ascii_lowercase().ends_with(".pdf");
    if !is_pdf {
        return Some(format!("{} is not a PDF. Choose a PDF, or host it and give its address.", file.name()).into());
    }
    let too_large = file.size() > f64::from(LARGEST);
    too_large.then(|| {
        format!("{} is larger than {}. Make it smaller, or host it and give its address.", file.name(), size(LARGEST)).into()
    })
}

/// What a document may be called by its file.
fn name_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.replace(['_', '-'], " ")
}

fn name_fault(error: TextError) -> AttrValue {
    match error {
        TextError::TooLong(_) => format!("Use at most {NAME_CHARS} characters.").into(),
        _ => "Type what visitors will read.".into(),
    }
}

fn hosted(url: &str) -> Result<String, AttrValue> {
    let url = url.trim();
    match Place::hosted(url) {
        Ok(_) => Ok(url.to_owned()),
        Err(BadAddress::NotOfTheWeb) => Err("Type the whole address, with https:// in front and without blanks.".into()),
        Err(BadAddress::TooLong) => Err(format!("Use at most {URL_CHARS} characters.").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_suggests_a_name() {
        assert_eq!(name_of("station-brochure_2026.pdf"), "station brochure 2026");
        assert_eq!(name_of("Preise"), "Preise");
    }
}
