//! Somebody is invited to a site.

use parlor_domain::text::{Email, SiteKey};
use parlor_wire::console::{GivenRole, INVITATIONS, InvitationLink, Invite as Body, OwnRole, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::pages::sign_in::typed;
use crate::parts::copy::Copyable;
use crate::parts::field::Field;
use crate::parts::roles::RoleChoice;
use crate::parts::state::Fault;

/// Where to, and what can be given.
#[derive(PartialEq, Properties)]
pub(crate) struct InviteProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The roles that the site has made itself.
    pub(crate) own: Vec<OwnRole>,
    /// The roles that whoever looks may give.
    pub(crate) may_give: Vec<GivenRole>,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// The form that invites somebody, and the link that came of it.
#[component]
pub(crate) fn Invite(props: &InviteProps) -> Html {
    let errand = use_errand();
    let email = use_node_ref();
    let chosen = use_state(Vec::<GivenRole>::new);
    let wrong = use_state(|| (false, false));
    let made = use_state(|| None::<(Email, InvitationLink)>);
    let submit = {
        let (errand, told, path) = (errand.clone(), props.told.clone(), fill(INVITATIONS, &[&props.site]));
        let (email, chosen, wrong, made) = (email.clone(), chosen.clone(), wrong.setter(), made.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let (address, roles) = (Email::parse(&typed(&email)), (*chosen).clone());
            wrong.set((address.is_err(), roles.is_empty()));
            let Ok(address) = address else { return };
            if roles.is_empty() {
                return;
            }
            let (path, body) = (path.clone(), Body { email: address.to_string(), roles });
            let (input, chosen, made, told) = (email.cast::<HtmlInputElement>(), chosen.setter(), made.clone(), told.clone());
            errand.start(post(&path, &body), move |link: InvitationLink| {
                if let Some(input) = input {
                    input.set_value("");
                }
                chosen.set(Vec::new());
                told.emit(format!("{address} is invited. The link is below.").into());
                made.set(Some((address, link)));
            });
        }
    };
    let choose = {
        let chosen = chosen.setter();
        move |roles: Vec<GivenRole>| chosen.set(roles)
    };
    html! {
        <section aria-labelledby="invite-title">
            <h2 id="invite-title">{ "Invite somebody" }</h2>
            if let Some((email, link)) = &*made {
                <div class="notice" role="status">
                    <div class="invitation">
                        <p>
                            <strong>{ if link.mailed { format!("A mail with this link is on its way to {email}.") } else { format!("Send this link to {email}.") } }</strong>
                            { " It works once, for 7 days, and is not shown again." }
                        </p>
                        <Copyable code={link.link.clone()} primary={!link.mailed} />
                    </div>
                </div>
            }
            <form class="card" onsubmit={submit} novalidate=true>
                <Field id="invite-email" label="E-mail address" kind="email" autocomplete="off" node={email}
                    help="Who takes the invitation signs in with it."
                    error={wrong.0.then_some("Type an address like name@example.com.")} />
                <RoleChoice id="invite-roles" own={props.own.clone()} offered={props.may_give.clone()} chosen={(*chosen).clone()} changed={choose}
                    error={wrong.1.then_some("Choose at least one role.")} />
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                <div class="actions">
                    <button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Make the invitation link" }</button>
                </div>
            </form>
        </section>
    }
}
