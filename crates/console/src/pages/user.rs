//! A user of a site in the list: what this user may, and what can be changed of it.

use parlor_wire::console::{GivenRole, OwnRole, Roles, Site, SiteUser, USER_ROLES, fill};
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::parts::confirm::Confirm;
use crate::parts::roles::{self, RoleChoice};
use crate::parts::state::Fault;
use crate::parts::text::said;
use crate::parts::when::when_or;
use crate::session::Session;

/// Which user.
#[derive(PartialEq, Properties)]
pub(crate) struct UserRowProps {
    /// The site.
    pub(crate) site: Site,
    /// The user.
    pub(crate) user: SiteUser,
    /// The roles that the site has made itself.
    pub(crate) own: Vec<OwnRole>,
    /// The roles that whoever looks may give and take.
    pub(crate) may_give: Vec<GivenRole>,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// What is being asked before it is done.
#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    /// These roles are chosen.
    Roles(Vec<GivenRole>),
    Removal,
}

/// The user's row of the table.
#[component]
pub(crate) fn UserRow(props: &UserRowProps) -> Html {
    let (errand, asking) = (use_errand(), use_state(|| Asking::Nothing));
    let user = &props.user;
    let give = {
        let (errand, told, email) = (errand.clone(), props.told.clone(), user.email.clone());
        let path = fill(USER_ROLES, &[&props.site.key, &user.id]);
        Callback::from(move |roles: Vec<GivenRole>| {
            let (path, told) = (path.clone(), told.clone());
            let news = match &roles[..] {
                [] => format!("{email} is removed from the site."),
                roles => format!("{email} is now: {}.", roles::told(roles)),
            };
            errand.tell(post(&path, &Roles { roles }), move || told.emit(news.into()));
        })
    };
    let ask = {
        let asking = asking.setter();
        Callback::from(move |what: Asking| asking.set(what))
    };
    html! {
        <tr>
            <th scope="row">{ said(user.email.as_str()) }</th>
            <td data-label="Roles">{ what_of(user) }</td>
            <td data-label="Last seen">{ when_or(user.last_seen, "signed out") }</td>
            <td data-label="Change">
                <Actions user={user.clone()} may_give={props.may_give.clone()} busy={errand.busy()} ask={ask.clone()} />
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                { question(props, &asking, &give, &ask) }
            </td>
        </tr>
    }
}

fn what_of(user: &SiteUser) -> String {
    let everywhere = user.everywhere.then(|| "Administrator of every site".to_owned());
    everywhere.unwrap_or_else(|| roles::told(&user.roles))
}

#[derive(PartialEq, Properties)]
struct ActionsProps {
    user: SiteUser,
    may_give: Vec<GivenRole>,
    busy: bool,
    ask: Callback<Asking>,
}

/// What can be done, or why nothing can.
#[component]
fn Actions(props: &ActionsProps) -> Html {
    let me = use_context::<Session>().map(|session| session.me.id);
    let user = &props.user;
    if me == Some(user.id) {
        return html! { <span class="soft">{ "You" }</span> };
    }
    if user.everywhere {
        return html! { <span class="soft">{ "By command on the server" }</span> };
    }
    if !user.roles.iter().all(|role| props.may_give.contains(role)) {
        return html! { <span class="soft">{ "May more than you" }</span> };
    }
    let roles = user.roles.clone();
    let change = props.ask.reform(move |_: MouseEvent| Asking::Roles(roles.clone()));
    let remove = props.ask.reform(|_: MouseEvent| Asking::Removal);
    html! {
        <div class="actions">
            <button type="button" onclick={change} aria-busy={props.busy.then_some("true")}>{ "Change roles…" }</button>
            <button type="button" onclick={remove}>{ "Remove…" }</button>
        </div>
    }
}

fn question(props: &UserRowProps, asking: &Asking, give: &Callback<Vec<GivenRole>>, ask: &Callback<Asking>) -> Html {
    let (user, closed) = (&props.user, ask.reform(|()| Asking::Nothing));
    match asking {
        Asking::Nothing => html! {},
        Asking::Roles(chosen) => {
            let (offered, former) = (props.may_give.clone(), chosen.clone());
            let yes = give.reform(move |()| former.clone());
            html! {
                <Confirm id={format!("roles-{}", user.id)} title={format!("What {} may", user.email)} action="Give these roles"
                    danger=false ready={!chosen.is_empty()} {yes} {closed}>
                    <RoleChoice id={format!("roles-of-{}", user.id)} own={props.own.clone()} {offered} chosen={chosen.clone()}
                        changed={ask.reform(Asking::Roles)} />
                </Confirm>
            }
        }
        Asking::Removal => html! {
            <Confirm id={format!("remove-{}", user.id)} title={format!("Remove {}?", user.email)} action="Remove"
                yes={give.reform(|()| Vec::new())} {closed}>
                <p>{ format!("This user sees {} no longer, from the next click on. What the user has done stays.", props.site.name) }</p>
            </Confirm>
        },
    }
}
