//! Who is there: at the door, or inside.

use parlor_wire::console::{ME, Me};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::invited::Invited;
use crate::pages::set_up::SetUp;
use crate::pages::sign_in::SignIn;
use crate::route::{Route, go_instead, use_route};
use crate::session::Session;
use crate::settings::unsaved::use_guard;
use crate::shell::Shell;
use crate::time::{Now, use_clock};

/// What has happened at the door since the console was opened.
#[derive(Clone, PartialEq)]
enum Door {
    /// Nothing; the server knows who is signed in.
    Untouched,
    /// Somebody signed in.
    In(Me),
    /// The session ended.
    Out,
}

/// The console.
#[component]
pub(crate) fn App() -> Html {
    let (route, now) = (use_route(), use_clock());
    use_guard();
    html! {
        <ContextProvider<Now> context={now}>
            <ContextProvider<Route> context={route.clone()}>
                <Entrance {route} />
            </ContextProvider<Route>>
        </ContextProvider<Now>>
    }
}

/// Where one is.
#[derive(PartialEq, Properties)]
struct EntranceProps {
    /// The place.
    route: Route,
}

#[component]
fn Entrance(props: &EntranceProps) -> Html {
    let me = use_load::<Me>(ME.to_owned());
    let door = use_state_eq(|| Door::Untouched);
    let entered = {
        let door = door.setter();
        Callback::from(move |me: Me| door.set(Door::In(me)))
    };
    let lost = {
        let door = door.setter();
        use_callback((), move |(), ()| door.set(Door::Out))
    };
    if let Route::SetUp(token) = &props.route {
        // The used token is no place to come back to.
        let done = Callback::from(move |me: Me| {
            entered.emit(me);
            go_instead(&Route::Home);
        });
        let there = if let Door::In(me) = &*door { Some(me) } else { me.ready().filter(|_| *door == Door::Untouched) };
        return html! { <SetUp token={token.clone()} there={there.map(|me| me.email.clone())} {done} /> };
    }
    if let Route::Invited(token) = &props.route {
        let done = Callback::from(move |me: Me| {
            entered.emit(me);
            go_instead(&Route::Home);
        });
        return html! { <Invited token={token.clone()} {done} /> };
    }
    let inside = |me: &Me| {
        let context = Session { me: me.clone(), lost: lost.clone() };
        html! {
            <ContextProvider<Session> {context}>
                <Shell route={props.route.clone()} />
            </ContextProvider<Session>>
        }
    };
    match &*door {
        Door::In(me) => inside(me),
        Door::Out => html! { <SignIn done={entered} /> },
        Door::Untouched if me.failure().is_some_and(|failure| failure.signed_out()) => html! { <SignIn done={entered} /> },
        Door::Untouched if me.ready().is_none() => html! { <main class="door" id="main">{ me.show(inside) }</main> },
        Door::Untouched => me.show(inside),
    }
}
