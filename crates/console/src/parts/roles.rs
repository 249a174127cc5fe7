//! Roles: chosen, and told.

use parlor_wire::console::{GivenRole, OwnRole, Permission};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icons::Icon;

/// What a [`RoleChoice`] is.
#[derive(PartialEq, Properties)]
pub(crate) struct RoleChoiceProps {
    /// Distinguishes it from others of the page.
    pub(crate) id: AttrValue,
    /// The roles that the site has made itself.
    pub(crate) own: Vec<OwnRole>,
    /// The roles that can be given.
    pub(crate) offered: Vec<GivenRole>,
    /// The roles that are chosen.
    pub(crate) chosen: Vec<GivenRole>,
    /// What to do, if this can't be taken.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// Hears what is chosen then.
    pub(crate) changed: Callback<Vec<GivenRole>>,
}

/// Roles to tick, each with whom it is for.
#[component]
pub(crate) fn RoleChoice(props: &RoleChoiceProps) -> Html {
    let about = format!("{}-error", props.id);
    html! {
        <fieldset class="roles" aria-describedby={props.error.as_ref().map(|_| about.clone())}>
            <legend>{ "Roles" }</legend>
            { for props.offered.iter().map(|role| choice(props, role)) }
            if let Some(error) = &props.error {
                <p class="wrong" id={about} role="alert">{ Icon::Error.draw() }{ error }</p>
            }
        </fieldset>
    }
}

fn choice(props: &RoleChoiceProps, role: &GivenRole) -> Html {
    let toggle = {
        let (chosen, changed, role) = (props.chosen.clone(), props.changed.clone(), role.clone());
        move |event: Event| {
            let is_on = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
            let others = chosen.iter().filter(|other| **other != role).cloned();
            let mut chosen: Vec<GivenRole> = others.chain(is_on.then(|| role.clone())).collect();
            chosen.sort();
            changed.emit(chosen);
        }
    };
    html! {
        <label key={role.code().to_owned()}>
            <input type="checkbox" checked={props.chosen.contains(role)} onchange={toggle} />
            <span><strong>{ role.to_string() }</strong><span class="help">{ about(role, &props.own) }</span></span>
        </label>
    }
}

/// Whom a role is for, or what it allows.
fn about(role: &GivenRole, own: &[OwnRole]) -> String {
    match role {
        GivenRole::BuiltIn(role) => role.about().to_owned(),
        GivenRole::Own(_) => allowed(role.permissions(own).unwrap_or_default()),
    }
}

/// What permissions allow, as a sentence.
pub(crate) fn allowed(permissions: &[Permission]) -> String {
    let all: Vec<&str> = permissions.iter().map(|permission| permission.may()).collect();
    match all.split_last() {
        None => "May nothing.".to_owned(),
        Some((last, [])) => format!("May {last}."),
        Some((last, before)) => format!("May {}, and {last}.", before.join("; ")),
    }
}

/// Roles as one reads them.
pub(crate) fn told(roles: &[GivenRole]) -> String {
    roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
