//! Roles: chosen, and told.

use parlor_wire::console::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icons::Icon;

/// What a [`RoleChoice`] is.
#[derive(PartialEq, Properties)]
pub(crate) struct RoleChoiceProps {
    /// Distinguishes it from others of the page.
    pub(crate) id: AttrValue,
    /// The roles that can be given.
    pub(crate) offered: Vec<Role>,
    /// The roles that are chosen.
    pub(crate) chosen: Vec<Role>,
    /// What to do, if this can't be taken.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// Hears what is chosen then.
    pub(crate) changed: Callback<Vec<Role>>,
}

/// Roles to tick, each with whom it is for.
#[component]
pub(crate) fn RoleChoice(props: &RoleChoiceProps) -> Html {
    let about = format!("{}-error", props.id);
    html! {
        <fieldset class="roles" aria-describedby={props.error.as_ref().map(|_| about.clone())}>
            <legend>{ "Roles" }</legend>
            { for props.offered.iter().map(|role| choice(props, *role)) }
            if let Some(error) = &props.error {
                <p class="wrong" id={about} role="alert">{ Icon::Error.draw() }{ error }</p>
            }
        </fieldset>
    }
}

fn choice(props: &RoleChoiceProps, role: Role) -> Html {
    let toggle = {
        let (chosen, changed) = (props.chosen.clone(), props.changed.clone());
        move |event: Event| {
            let is_on = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
            let others = chosen.iter().copied().filter(|other| *other != role);
            let mut chosen: Vec<Role> = others.chain(is_on.then_some(role)).collect();
            chosen.sort();
            changed.emit(chosen);
        }
    };
    html! {
        <label key={role.code()}>
            <input type="checkbox" checked={props.chosen.contains(&role)} onchange={toggle} />
            <span><strong>{ role.title() }</strong><span class="help">{ role.about() }</span></span>
        </label>
    }
}

/// Roles as one reads them.
pub(crate) fn told(roles: &[Role]) -> String {
    roles.iter().map(|role| role.title()).collect::<Vec<_>>().join(", ")
}
