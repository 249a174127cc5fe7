//! Another password, by the present one (O10).

use parlor_wire::console::{MY_PASSWORD, NewPassword, PASSWORD_CHARS};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::pages::sign_in::typed;
use crate::parts::field::Field;
use crate::parts::state::Fault;

/// Whom to tell.
#[derive(PartialEq, Properties)]
pub(crate) struct ChangePasswordProps {
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// The form that changes the password.
#[component]
pub(crate) fn ChangePassword(props: &ChangePasswordProps) -> Html {
    let errand = use_errand();
    let (present, new) = (use_node_ref(), use_node_ref());
    let wrong = use_state(|| (false, false));
    let submit = {
        let (errand, told, wrong) = (errand.clone(), props.told.clone(), wrong.setter());
        let inputs = [present.clone(), new.clone()];
        move |event: SubmitEvent| {
            event.prevent_default();
            let [present, new] = inputs.each_ref().map(typed);
            let faults = (present.is_empty(), new.chars().count() < PASSWORD_CHARS);
            wrong.set(faults);
            if faults != (false, false) {
                return;
            }
            let (inputs, told) = (inputs.clone(), told.clone());
            errand.tell(post(MY_PASSWORD, &NewPassword { present, new }), move || {
                inputs.iter().filter_map(NodeRef::cast::<HtmlInputElement>).for_each(|input| input.set_value(""));
                told.emit("You have a new password. Everywhere else you are signed out.".into());
            });
        }
    };
    let rule = format!("At least {PASSWORD_CHARS} characters. Several words are easier to remember than signs.");
    html! {
        <section aria-labelledby="password-title">
            <h2 id="password-title">{ "Password" }</h2>
            <form class="card" onsubmit={submit} novalidate=true>
                <Field id="present" label="Present password" kind="password" autocomplete="current-password" node={present}
                    error={wrong.0.then_some("Type the password that you sign in with now.")} />
                <Field id="new" label="New password" kind="password" autocomplete="new-password" node={new} help={rule}
                    error={wrong.1.then(|| AttrValue::from(format!("Type at least {PASSWORD_CHARS} characters.")))} />
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                <div class="actions">
                    <button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Change the password" }</button>
                </div>
            </form>
        </section>
    }
}
