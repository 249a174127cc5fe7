//! The search over everything of a site: pages, settings, dialogues, documents, people, companies, conversations.

mod entries;

use parlor_wire::console::{
    COMPANIES, CONVERSATIONS, Company, ConversationInList, DIALOGUES, DOCUMENTS, Dialogue, Document, PEOPLE, Page, Permission,
    Person, SearchQuery, Site, fill,
};
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use self::entries::{Entry, Sources, found};
use crate::api::search_part;
use crate::load::{Loaded, use_load};
use crate::parts::settled::use_settled;
use crate::route::{Route, go};

/// Where one searches.
#[derive(PartialEq, Properties)]
pub(crate) struct PaletteProps {
    /// The site.
    pub(crate) site: Site,
    /// It is to be closed.
    pub(crate) closed: Callback<()>,
}

/// The search, open for as long as it is there.
#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    let (dialog, input) = (use_node_ref(), use_node_ref());
    let words = use_state_eq(String::new);
    let chosen = use_state_eq(|| 0usize);
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
                // It fails only for a dialog that is open or not in the page.
                let _ = dialog.show_modal();
            }
        });
    }
    {
        let dialog = dialog.clone();
        use_effect_with(*chosen, move |_| show_chosen(&dialog));
    }
    let (entries, is_asking) = use_entries(&props.site, &words);
    let at = (*chosen).min(entries.len().saturating_sub(1));
    let open = {
        let (site, closed) = (props.site.key.clone(), props.closed.clone());
        Callback::from(move |entry: Entry| {
            closed.emit(());
            go(&Route::Site(site.clone(), entry.section));
        })
    };
    let typed = {
        let (words, chosen) = (words.setter(), chosen.setter());
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                words.set(input.value());
                chosen.set(0);
            }
        }
    };
    let pressed = {
        let (chosen, open, entries) = (chosen.clone(), open.clone(), entries.clone());
        move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let last = entries.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => chosen.set(if at >= last { 0 } else { at + 1 }),
                "ArrowUp" => chosen.set(if at == 0 { last } else { at - 1 }),
                "Enter" => entries.get(at).cloned().into_iter().for_each(|entry| open.emit(entry)),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let active = (!entries.is_empty()).then(|| format!("found-{at}"));
    html! {
        <dialog class="palette" ref={dialog} aria-label="Search" onclose={props.closed.reform(|_: Event| ())}>
            <input ref={input} type="text" role="combobox" aria-label="Search everything" aria-expanded="true" aria-controls="found" aria-autocomplete="list"
                aria-activedescendant={active} placeholder="Search pages, settings, dialogues, documents, people, companies" autocomplete="off" spellcheck="false"
                autofocus=true oninput={typed} onkeydown={pressed} />
            <ul id="found" role="listbox" aria-label="Found">
                { for entries.iter().enumerate().map(|(nth, entry)| option(nth, entry, nth == at, &open)) }
            </ul>
            if entries.is_empty() && !is_asking {
                <p class="soft" role="status">{ "Nothing is found." }</p>
            }
        </dialog>
    }
}

fn option(nth: usize, entry: &Entry, is_chosen: bool, open: &Callback<Entry>) -> Html {
    let click = {
        let (entry, open) = (entry.clone(), open.clone());
        move |_: MouseEvent| open.emit(entry.clone())
    };
    html! {
        <li id={format!("found-{nth}")} role="option" aria-selected={if is_chosen { "true" } else { "false" }} onclick={click}>
            <span><bdi>{ entry.title.clone() }</bdi></span><span class="soft"><bdi>{ entry.about.clone() }</bdi></span>
        </li>
    }
}

/// What is chosen is in sight.
fn show_chosen(dialog: &NodeRef) {
    let option = dialog.cast::<HtmlElement>().and_then(|dialog| dialog.query_selector("[aria-selected=true]").ok().flatten());
    if let Some(option) = option {
        option.scroll_into_view_with_bool(false);
    }
}

/// What is found of the site, of what one may see, and whether more may come.
#[hook]
fn use_entries(site: &Site, words: &str) -> (Vec<Entry>, bool) {
    let may = |permission| site.permissions.contains(&permission);
    // Nothing is asked for at an address that one may not see: an empty list stands there.
    let path = |path: &str, permission| if may(permission) { fill(path, &[&site.key]) } else { String::new() };
    let dialogues = use_load::<Vec<Dialogue>>(path(DIALOGUES, Permission::ReadDialogues));
    let documents = use_load::<Vec<Document>>(path(DOCUMENTS, Permission::ReadDocuments));
    let asked = use_settled(words.trim().to_owned());
    let is_asked = may(Permission::ReadPeople) && !asked.is_empty();
    let part = |path: &str| {
        let query = SearchQuery { skip: 0, search: asked.clone() };
        if is_asked { search_part(&fill(path, &[&site.key]), query) } else { String::new() }
    };
    let people = use_load::<Page<Person>>(part(PEOPLE));
    let companies = use_load::<Page<Company>>(part(COMPANIES));
    let conversations = use_load::<Page<ConversationInList>>(part(CONVERSATIONS));
    let is_current = is_asked && asked == words.trim();
    let sources = Sources {
        site,
        dialogues: all(&dialogues),
        documents: all(&documents),
        people: entries_of(&people, is_current),
        companies: entries_of(&companies, is_current),
        conversations: entries_of(&conversations, is_current),
    };
    let is_there = is_current && came(&people) && came(&companies) && came(&conversations);
    let is_asking = may(Permission::ReadPeople) && !words.trim().is_empty() && !is_there;
    (found(&sources, words), is_asking)
}

fn all<T: 'static>(loaded: &Loaded<Vec<T>>) -> &[T] {
    loaded.ready().map_or(&[], Vec::as_slice)
}

fn entries_of<T: 'static>(loaded: &Loaded<Page<T>>, is_current: bool) -> &[T] {
    loaded.ready().filter(|_| is_current).map_or(&[], |page| &page.entries)
}

fn came<T: 'static>(loaded: &Loaded<T>) -> bool {
    loaded.ready().is_some() || loaded.failure().is_some()
}
