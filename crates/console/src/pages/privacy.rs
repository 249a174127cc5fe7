//! What a person may ask for: all that is known, and that it goes (P6).

use parlor_domain::ids::PersonId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{PERSON, PERSON_EXPORT, Permission, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::remove;
use crate::errand::use_errand;
use crate::parts::confirm::Confirm;
use crate::parts::state::Fault;
use crate::route::{Route, Section, go_instead};

/// Whose.
#[derive(PartialEq, Properties)]
pub(crate) struct PrivacyProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What whoever looks may do on it.
    pub(crate) permissions: Vec<Permission>,
    /// The person.
    pub(crate) person: PersonId,
    /// What the person is called.
    pub(crate) called: String,
}

/// Taking along all that is known of a person, and erasing it.
#[component]
pub(crate) fn Privacy(props: &PrivacyProps) -> Html {
    let (errand, asking) = (use_errand(), use_state(|| false));
    let may = |permission| props.permissions.contains(&permission);
    if !may(Permission::ExportPeople) && !may(Permission::ErasePeople) {
        return html! {};
    }
    let yes = {
        let (errand, path) = (errand.clone(), fill(PERSON, &[&props.site, &props.person]));
        let people = Route::Site(props.site.clone(), Section::people());
        Callback::from(move |()| {
            let (path, people) = (path.clone(), people.clone());
            errand.tell(remove(&path), move || go_instead(&people));
        })
    };
    let ask = asking.setter();
    let export = fill(PERSON_EXPORT, &[&props.site, &props.person]);
    html! {
        <section aria-labelledby="privacy-title">
            <h2 id="privacy-title">{ "Privacy" }</h2>
            <div class="actions">
                if may(Permission::ExportPeople) {
                    <a class="button" href={export} download="">{ "Export everything" }</a>
                }
                if may(Permission::ErasePeople) {
                    <button type="button" disabled={errand.busy()} onclick={let ask = ask.clone(); move |_: MouseEvent| ask.set(true)}>
                        { if errand.busy() { "Erasing…" } else { "Erase…" } }
                    </button>
                }
            </div>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            if *asking {
                <Erasure called={props.called.clone()} {yes} closed={move |()| ask.set(false)} />
            }
        </section>
    }
}

/// What an [`Erasure`] is about.
#[derive(PartialEq, Properties)]
struct ErasureProps {
    /// What the person is called.
    called: String,
    /// Does it.
    yes: Callback<()>,
    /// The question was left, either way.
    closed: Callback<()>,
}

/// Asks for the name before everything goes.
#[component]
fn Erasure(props: &ErasureProps) -> Html {
    let ready = use_state(|| false);
    let typed = {
        let (ready, called) = (ready.setter(), props.called.clone());
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                ready.set(same(&input.value(), &called));
            }
        }
    };
    html! {
        <Confirm id="erase" title={format!("Erase {}?", props.called)} action="Erase" ready={*ready} yes={props.yes.clone()} closed={props.closed.clone()}>
            <p>
                { "Everything that is known goes, and there is no way back: the person, the browsers with all that they have sent, \
                   what was said, and every other place in which the address stands. What was counted stays in reports." }
            </p>
            <div class="field">
                <label for="erase-name">{ "Type " }<strong><bdi>{ &props.called }</bdi></strong>{ " to confirm" }</label>
                <input id="erase-name" type="text" autocomplete="off" spellcheck="false" oninput={typed} />
            </div>
        </Confirm>
    }
}

/// Whether two names are the same as people read them: however many blanks there are.
fn same(typed: &str, called: &str) -> bool {
    typed.split_whitespace().eq(called.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_a_name_is_typed_as_it_is_read() {
        for (typed, called, expected) in [
            ("Ada Lovelace", "Ada Lovelace", true),
            (" Ada  Lovelace ", "Ada\u{a0}Lovelace", true),
            ("Ada", "Ada Lovelace", false),
            ("", "Ada", false),
        ] {
            assert_eq!(same(typed, called), expected, "{typed}");
        }
    }
}
