//! Signing in.

use parlor_wire::console::{Me, SIGN_IN, SignIn as Body};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{Change, post};
use crate::errand::use_errand;
use crate::parts::field::Field;
use crate::parts::state::Fault;
use crate::parts::title::Title;

/// Whom to tell.
#[derive(PartialEq, Properties)]
pub(crate) struct SignInProps {
    /// Hears who is signed in.
    pub(crate) done: Callback<Me>,
}

/// The sign-in page.
#[component]
pub(crate) fn SignIn(props: &SignInProps) -> Html {
    let errand = use_errand();
    let (email, password) = (use_node_ref(), use_node_ref());
    let missing = use_state(|| (false, false));
    let submit = {
        let (errand, done, missing) = (errand.clone(), props.done.clone(), missing.setter());
        let (email, password) = (email.clone(), password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (email, password) = (typed(&email).trim().to_owned(), typed(&password));
            missing.set((email.is_empty(), password.is_empty()));
            if !email.is_empty() && !password.is_empty() {
                let done = done.clone();
                errand.start(sign_in(email, password), move |me| done.emit(me));
            }
        })
    };
    html! {
        <main class="door" id="main">
            <p class="brand">{ "Parlor" }</p>
            <Title text="Sign in" />
            <form onsubmit={submit} novalidate=true>
                <Field id="email" label="E-mail address" kind="email" autocomplete="username" node={email} first=true
                    error={missing.0.then_some("Type your e-mail address.")} />
                <Field id="password" label="Password" kind="password" autocomplete="current-password" node={password}
                    error={missing.1.then_some("Type your password.")} />
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                <button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Sign in" }</button>
            </form>
        </main>
    }
}

/// Signs in; afterwards the browser has the session's cookie.
pub(crate) fn sign_in(email: String, password: String) -> Change {
    post(SIGN_IN, &Body { email, password })
}

/// What stands in an input.
pub(crate) fn typed(input: &NodeRef) -> String {
    input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}
