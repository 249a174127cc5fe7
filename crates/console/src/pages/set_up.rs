//! The first user is made.

use parlor_domain::text::Email;
use parlor_wire::console::{Me, PASSWORD_CHARS, SET_UP, SetUp as Body};
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::pages::sign_in::typed;
use crate::parts::field::Field;
use crate::parts::state::{Empty, Fault};
use crate::parts::title::Title;
use crate::route::Route;

/// What the link brought, and whom to tell.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SetUpProps {
    /// The token of the one-time link.
    pub(crate) token: AttrValue,
    /// Who is signed in already.
    pub(crate) there: Option<Email>,
    /// Hears who is signed in.
    pub(crate) done: Callback<Me>,
}

/// The set-up page.
#[component]
pub(crate) fn SetUp(props: &SetUpProps) -> Html {
    html! {
        <main class="door" id="main">
            <p class="brand">{ "Parlor" }</p>
            <Title text="Set up" />
            if let Some(email) = &props.there {
                <Empty title="There is a user already">
                    <p>{ format!("You are signed in as {email}. ") }<a href={Route::Home.to_string()}>{ "Go to the console" }</a>{ "." }</p>
                </Empty>
            } else if props.token.is_empty() {
                <Empty title="This link is not complete">
                    <p>{ "Copy the whole link that the server printed when it started." }</p>
                </Empty>
            } else {
                <SetUpForm ..props.clone() />
            }
            if props.there.is_none() {
                <p class="aside">{ "There is a user already? " }<a href={Route::Home.to_string()}>{ "Sign in" }</a></p>
            }
        </main>
    }
}

#[component]
fn SetUpForm(props: &SetUpProps) -> Html {
    let errand = use_errand();
    let (email, password) = (use_node_ref(), use_node_ref());
    let wrong = use_state(|| (false, false));
    let submit = {
        let (errand, done, wrong, token) = (errand.clone(), props.done.clone(), wrong.setter(), props.token.to_string());
        let (email, password) = (email.clone(), password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (address, password) = (Email::parse(&typed(&email)), typed(&password));
            let short = password.chars().count() < PASSWORD_CHARS;
            wrong.set((address.is_err(), short));
            if let (Ok(address), false) = (address, short) {
                let user = Body { token: token.clone(), email: String::from(address), password };
                let done = done.clone();
                errand.start(post(SET_UP, &user), move |me: Me| done.emit(me));
            }
        })
    };
    let rule = format!("At least {PASSWORD_CHARS} characters. Several words are easier to remember than signs.");
    html! {
        <form onsubmit={submit} novalidate=true>
            <p class="lead">{ "You are the first to use this server. The link works once." }</p>
            <Field id="email" label="E-mail address" kind="email" autocomplete="username" node={email} first=true
                error={wrong.0.then_some("Type an address like name@example.com.")} />
            <Field id="password" label="Password" kind="password" autocomplete="new-password" node={password} help={rule}
                error={wrong.1.then(|| AttrValue::from(format!("Type at least {PASSWORD_CHARS} characters.")))} />
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            <button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Make the first user" }</button>
        </form>
    }
}
