//! Who works on a site, and what they may there.

use parlor_domain::ids::UserId;
use parlor_wire::console::{self, GivenRole, Site, USERS, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::invitation::InvitationRow;
use crate::pages::invite::Invite;
use crate::pages::roles::Roles;
use crate::pages::user::UserRow;
use crate::parts::table::Table;
use crate::parts::title::Title;
use crate::session::Session;

/// Which site's users.
#[derive(PartialEq, Properties)]
pub(crate) struct UsersProps {
    /// The site.
    pub(crate) site: Site,
}

/// The users of a site, and who is invited.
#[component]
pub(crate) fn Users(props: &UsersProps) -> Html {
    let users = use_load::<console::Users>(fill(USERS, &[&props.site.key]));
    let me = use_context::<Session>().map(|session| session.me.id);
    let news = use_state(AttrValue::default);
    let told = {
        let (news, again) = (news.setter(), users.again.clone());
        Callback::from(move |text: AttrValue| {
            news.set(text);
            again.emit(());
        })
    };
    html! {
        <>
            <Title text="Users" />
            <p class="lead">{ format!("Who may sign in and see {}, and what they may do there.", props.site.name) }</p>
            <p class="news" role="status">{ &*news }</p>
            { users.show(|list| html! {
                <>
                    { table(&props.site, list, &told) }
                    { invitations(&props.site, list, &told) }
                    <Roles site={props.site.clone()} own={list.own_roles.clone()} may_give={list.may_give.clone()}
                        held={held(list, me)} told={told.clone()} />
                    <Invite site={props.site.key.clone()} own={list.own_roles.clone()} may_give={list.may_give.clone()} {told} />
                </>
            }) }
        </>
    }
}

/// The roles of whoever looks.
fn held(list: &console::Users, me: Option<UserId>) -> Vec<GivenRole> {
    list.users.iter().find(|user| Some(user.id) == me).map(|user| user.roles.clone()).unwrap_or_default()
}

fn table(site: &Site, list: &console::Users, told: &Callback<AttrValue>) -> Html {
    html! {
        <div class="users">
            <Table label="Users" columns={vec!["User", "Roles", "Last seen", "Change"]}>
                <tbody>
                    { for list.users.iter().map(|user| html! {
                        <UserRow key={user.id.to_string()} site={site.clone()} user={user.clone()} own={list.own_roles.clone()}
                            may_give={list.may_give.clone()}
                            told={told.clone()} />
                    }) }
                </tbody>
            </Table>
        </div>
    }
}

fn invitations(site: &Site, list: &console::Users, told: &Callback<AttrValue>) -> Html {
    if list.invitations.is_empty() {
        return html! {};
    }
    html! {
        <section class="users" aria-labelledby="invitations-title">
            <h2 id="invitations-title">{ "Invited" }</h2>
            <Table label="Invitations" columns={vec!["Address", "Roles", "Until", "Change"]}>
                <tbody>
                    { for list.invitations.iter().map(|invitation| html! {
                        <InvitationRow key={invitation.id.to_string()} site={site.key.clone()} invitation={invitation.clone()}
                            told={told.clone()} />
                    }) }
                </tbody>
            </Table>
        </section>
    }
}
