//! The user's own account: where one is signed in, and the password (O10).

use parlor_wire::console::{MY_SESSION, MY_SESSIONS, SIGN_OUT_EVERYWHERE, UserSession, fill};
use yew::prelude::*;

use crate::api::{Nothing, post, remove};
use crate::errand::use_errand;
use crate::load::use_load;
use crate::pages::password::ChangePassword;
use crate::parts::confirm::Confirm;
use crate::parts::state::Fault;
use crate::parts::table::Table;
use crate::parts::title::Title;
use crate::parts::when::When;
use crate::route::{Route, go};
use crate::session::Session;
use crate::settings::unsaved::forget_all;

/// The account of whoever is signed in.
#[component]
pub(crate) fn Account() -> Html {
    let sessions = use_load::<Vec<UserSession>>(MY_SESSIONS.to_owned());
    let news = use_state(AttrValue::default);
    let told = {
        let (news, again) = (news.setter(), sessions.again.clone());
        Callback::from(move |text: AttrValue| {
            news.set(text);
            again.emit(());
        })
    };
    let me = use_context::<Session>().map(|session| session.me);
    html! {
        <>
            <Title text="Your account" />
            if let Some(me) = me {
                <p class="lead">{ format!("You are signed in as {}.", me.email) }</p>
            }
            <p class="news" role="status">{ &*news }</p>
            <section aria-labelledby="sessions-title">
                <h2 id="sessions-title">{ "Where you are signed in" }</h2>
                { sessions.show(|list| table(list, &told)) }
                <Everywhere />
            </section>
            <ChangePassword {told} />
        </>
    }
}

fn table(list: &[UserSession], told: &Callback<AttrValue>) -> Html {
    html! {
        <div class="users">
            <Table label="Sessions" columns={vec!["Browser", "Signed in", "Last use", "Change"]}>
                <tbody>
                    { for list.iter().map(|session| html! {
                        <SessionRow key={session.number} session={session.clone()} told={told.clone()} />
                    }) }
                </tbody>
            </Table>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct SessionRowProps {
    session: UserSession,
    told: Callback<AttrValue>,
}

#[component]
fn SessionRow(props: &SessionRowProps) -> Html {
    let errand = use_errand();
    let session = &props.session;
    let browser = if session.browser.is_empty() { "A browser" } else { session.browser.as_str() }.to_owned();
    let end = {
        let (errand, told, browser) = (errand.clone(), props.told.clone(), browser.clone());
        let path = fill(MY_SESSION, &[&session.number]);
        move |_: MouseEvent| {
            let (path, told, browser) = (path.clone(), told.clone(), browser.clone());
            errand.tell(remove(&path), move || told.emit(format!("{browser} is signed out.").into()));
        }
    };
    html! {
        <tr>
            <th scope="row">{ browser }</th>
            <td data-label="Signed in"><When at={session.opened} /></td>
            <td data-label="Last use"><When at={session.last_use} /></td>
            <td data-label="Change">
                if session.is_this {
                    <span class="soft">{ "This one" }</span>
                } else {
                    <button type="button" onclick={end} aria-busy={errand.busy().then_some("true")}>{ "Sign out" }</button>
                }
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
            </td>
        </tr>
    }
}

/// Ends every session, this one too.
#[component]
fn Everywhere() -> Html {
    let (errand, asking) = (use_errand(), use_state(|| false));
    let Some(Session { me, lost }) = use_context::<Session>() else {
        return html! {};
    };
    let leave = {
        let errand = errand.clone();
        move |()| {
            let lost = lost.clone();
            errand.tell(post(SIGN_OUT_EVERYWHERE, &Nothing {}), move || {
                forget_all();
                go(&Route::Home);
                lost.emit(());
            });
        }
    };
    let ask = |whether: bool| {
        let asking = asking.setter();
        move || asking.set(whether)
    };
    let (open, close) = (ask(true), ask(false));
    html! {
        <>
            <p><button type="button" onclick={move |_: MouseEvent| open()}>{ "Sign out everywhere…" }</button></p>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            if *asking {
                <Confirm id="everywhere" title="Sign out everywhere?" action="Sign out everywhere" yes={leave} closed={move |()| close()}>
                    <p>{ format!("Every browser in which {} is signed in is signed out, this one too.", me.email) }</p>
                </Confirm>
            }
        </>
    }
}
