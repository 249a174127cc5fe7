//! Where an invitation's link leads: it is taken with a password.

use parlor_wire::console::{ACCEPT, Accept, INVITED, InvitationToken, Invited as Invitation, Me, PASSWORD_CHARS};
use parlor_wire::problem::Code;
use yew::prelude::*;

use crate::api::{Failure, post};
use crate::errand::use_errand;
use crate::pages::sign_in::typed;
use crate::parts::field::Field;
use crate::parts::state::{Empty, Failed, Fault, Loading};
use crate::parts::title::Title;
use crate::route::Route;

/// What the link brought, and whom to tell.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct InvitedProps {
    /// The token of the link.
    pub(crate) token: AttrValue,
    /// Hears who is signed in.
    pub(crate) done: Callback<Me>,
}

/// The page of an invitation.
#[component]
pub(crate) fn Invited(props: &InvitedProps) -> Html {
    let (errand, invitation) = (use_errand(), use_state(|| None::<Invitation>));
    let ask = {
        let (errand, invitation) = (errand.clone(), invitation.setter());
        use_callback(props.token.clone(), move |(), token| {
            let (body, invitation) = (InvitationToken { token: token.to_string() }, invitation.clone());
            errand.start(post(INVITED, &body), move |found| invitation.set(Some(found)));
        })
    };
    {
        let ask = ask.clone();
        use_effect_with(props.token.clone(), move |_| ask.emit(()));
    }
    html! {
        <main class="door" id="main">
            <p class="brand">{ "Parlor" }</p>
            <Title text="Invitation" />
            { match (&*invitation, errand.failure()) {
                (Some(invitation), _) => html! { <Taking invitation={invitation.clone()} token={props.token.clone()} done={props.done.clone()} /> },
                (None, Some(failure)) if is_gone(&failure) => html! {
                    <Empty title="This invitation can't be taken any more">
                        <p>{ "It was taken, withdrawn or replaced, or its 7 days are over. Ask for another one." }</p>
                    </Empty>
                },
                (None, Some(failure)) => html! { <Failed {failure} again={ask} /> },
                (None, None) => html! { <Loading /> },
            } }
            <p class="aside"><a href={Route::Home.to_string()}>{ "Go to the console" }</a></p>
        </main>
    }
}

fn is_gone(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem) if problem.code == Code::LinkUsed)
}

#[derive(PartialEq, Properties)]
struct TakingProps {
    invitation: Invitation,
    token: AttrValue,
    done: Callback<Me>,
}

#[component]
fn Taking(props: &TakingProps) -> Html {
    let (errand, password) = (use_errand(), use_node_ref());
    let wrong = use_state(|| false);
    let Invitation { email, site, is_user } = &props.invitation;
    let least = if *is_user { 1 } else { PASSWORD_CHARS };
    let submit = {
        let (errand, done, wrong, token) = (errand.clone(), props.done.clone(), wrong.setter(), props.token.to_string());
        let password = password.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let password = typed(&password);
            let is_short = password.chars().count() < least;
            wrong.set(is_short);
            if !is_short {
                let (body, done) = (Accept { token: token.clone(), password }, done.clone());
                errand.start(post(ACCEPT, &body), move |me| done.emit(me));
            }
        }
    };
    let (autocomplete, help) = if *is_user {
        ("current-password", "The one that you sign in with here.".to_owned())
    } else {
        ("new-password", format!("At least {PASSWORD_CHARS} characters. Several words are easier to remember than signs."))
    };
    let error = wrong.then(|| match least {
        1 => AttrValue::from("Type your password."),
        _ => format!("Type at least {PASSWORD_CHARS} characters.").into(),
    });
    html! {
        <form onsubmit={submit} novalidate=true>
            <p class="lead">{ format!("You are invited to work on {site}, as {email}.") }</p>
            <input class="unseen" type="email" autocomplete="username" value={email.to_string()} readonly=true tabindex="-1" aria-hidden="true" />
            <Field id="password" label={if *is_user { "Your password" } else { "Choose a password" }} kind="password" {autocomplete}
                node={password} first=true {help} {error} />
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            <button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Take the invitation" }</button>
        </form>
    }
}
