//! Two people who are one (I5).

use parlor_domain::ids::PersonId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{MergePeople, PEOPLE, PERSON_MERGE, Page, Permission, Person, SearchQuery, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{post, search_part};
use crate::errand::use_errand;
use crate::load::use_load;
use crate::pages::people::called;
use crate::parts::confirm::Confirm;
use crate::parts::settled::use_settled;
use crate::parts::state::Fault;
use crate::parts::text::said;

/// People that are offered at most.
const OFFERED: usize = 8;

/// Who stays.
#[derive(PartialEq, Properties)]
pub(crate) struct MergeProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What whoever looks may do on it.
    pub(crate) permissions: Vec<Permission>,
    /// The person.
    pub(crate) person: PersonId,
    /// What the person is called.
    pub(crate) called: String,
    /// They are merged: what is shown of the person is old.
    pub(crate) merged: Callback<()>,
}

/// A button that merges another person into this one.
#[component]
pub(crate) fn Merge(props: &MergeProps) -> Html {
    let (errand, asking, chosen) = (use_errand(), use_state(|| false), use_state(|| None::<Person>));
    if !props.permissions.contains(&Permission::MergePeople) {
        return html! {};
    }
    let yes = {
        let (errand, chosen, merged) = (errand.clone(), chosen.clone(), props.merged.clone());
        let path = fill(PERSON_MERGE, &[&props.site, &props.person]);
        Callback::from(move |()| {
            let Some(other) = chosen.as_ref().map(|other| other.id) else { return };
            let merged = merged.clone();
            errand.tell(post(&path, &MergePeople { other }), move || merged.emit(()));
        })
    };
    let open = {
        let (asking, chosen) = (asking.setter(), chosen.setter());
        move |_: MouseEvent| {
            chosen.set(None);
            asking.set(true);
        }
    };
    let closed = {
        let asking = asking.setter();
        move |()| asking.set(false)
    };
    html! {
        <section aria-labelledby="merge-title">
            <h2 id="merge-title">{ "Same person twice?" }</h2>
            <p class="soft">{ "Who wrote from two addresses is two people here, until somebody says that they are one." }</p>
            <div class="actions">
                <button type="button" aria-busy={errand.busy().then_some("true")} onclick={open}>{ if errand.busy() { "Merging…" } else { "Merge with…" } }</button>
            </div>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            if *asking {
                <Confirm id="merge" title={format!("Merge somebody into {}?", props.called)} action="Merge" ready={chosen.is_some()} {yes} {closed}>
                    <Choice site={props.site.clone()} person={props.person} chosen={(*chosen).clone()} choose={let chosen = chosen.setter(); move |other| chosen.set(other)} />
                    <p>
                        if let Some(other) = chosen.as_ref() {
                            <strong><bdi>{ called(other) }</bdi></strong>{ " goes. " }
                        }
                        { "All that the other has done, is and is called becomes a part of " }<strong><bdi>{ &props.called }</bdi></strong>
                        { "; of what both have, the newest stays. There is no way back." }
                    </p>
                </Confirm>
            }
        </section>
    }
}

/// Among whom one chooses.
#[derive(PartialEq, Properties)]
struct ChoiceProps {
    site: SiteKey,
    /// Who can't be chosen.
    person: PersonId,
    chosen: Option<Person>,
    choose: Callback<Option<Person>>,
}

/// The other person, searched for.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let words = use_state_eq(String::new);
    let asked = use_settled(words.trim().to_owned());
    let query = SearchQuery { skip: 0, search: asked.clone() };
    let path = if asked.is_empty() { String::new() } else { search_part(&fill(PEOPLE, &[&props.site]), query) };
    let found = use_load::<Page<Person>>(path);
    let typed = {
        let (words, choose) = (words.setter(), props.choose.clone());
        move |event: InputEvent| {
            // Nobody is merged who isn't seen to be chosen.
            choose.emit(None);
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                words.set(input.value());
            }
        }
    };
    let others: Vec<&Person> = match found.ready().filter(|_| !asked.is_empty()) {
        Some(page) => page.entries.iter().filter(|other| other.id != props.person).take(OFFERED).collect(),
        None => Vec::new(),
    };
    html! {
        <>
            <div class="field">
                <label for="merge-search">{ "Who is the same person?" }</label>
                <input id="merge-search" type="search" autocomplete="off" spellcheck="false" placeholder="Name, address or company, in part" oninput={typed} />
            </div>
            <fieldset class="others" aria-label="Found">
                { for others.iter().map(|other| option(props, other)) }
                if found.ready().is_some() && others.is_empty() && !asked.is_empty() {
                    <p class="soft" role="status">{ "Nobody else is found." }</p>
                }
            </fieldset>
        </>
    }
}

fn option(props: &ChoiceProps, other: &Person) -> Html {
    let choose = {
        let (choose, other) = (props.choose.clone(), other.clone());
        move |_: Event| choose.emit(Some(other.clone()))
    };
    let is_chosen = props.chosen.as_ref().is_some_and(|chosen| chosen.id == other.id);
    html! {
        <label key={other.id.to_string()}>
            <input type="radio" name="other" checked={is_chosen} onchange={choose} />
            <span>{ said(&called(other)) }</span>
            <span class="soft">{ other.email.as_ref().map(|email| said(email.as_str())) }</span>
        </label>
    }
}
