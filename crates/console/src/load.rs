//! Things that a page shows and that the server must be asked for first.
//!
//! All but reading is the same for everything that is asked for: what came is kept as [`Any`], so that it is compiled once and the console
//! stays small.

use std::any::Any;
use std::cell::Cell;
use std::marker::PhantomData;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Body, Failure, get};
use crate::parts::state::{Failed, Loading};
use crate::session::Session;

/// Something asked for.
pub(crate) struct Loaded<T> {
    state: Load,
    /// What came for the path before.
    former: Option<Rc<dyn Any>>,
    /// Asks once more. What is there stays until the new answer comes.
    pub(crate) again: Callback<()>,
    of: PhantomData<T>,
}

#[derive(Clone)]
enum Load {
    Loading,
    Ready(Rc<dyn Any>),
    Failed(Failure),
}

impl<T: 'static> Loaded<T> {
    /// What came, if it has come.
    pub(crate) fn ready(&self) -> Option<&T> {
        match &self.state {
            Load::Ready(value) => value.downcast_ref(),
            Load::Loading | Load::Failed(_) => None,
        }
    }

    /// Why nothing came, if so.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match &self.state {
            Load::Failed(failure) => Some(failure),
            Load::Loading | Load::Ready(_) => None,
        }
    }

    /// What came for the path before, while what is asked for now is on its way.
    pub(crate) fn former(&self) -> Option<&T> {
        self.former.as_ref().and_then(|former| former.downcast_ref())
    }

    /// Draws what came; until it comes, what came for the path before, so that the page doesn't jump.
    pub(crate) fn show_or_former(&self, draw: impl FnOnce(&T) -> Html) -> Html {
        match self.former() {
            Some(former) => draw(former),
            None => self.show(draw),
        }
    }

    /// Draws what came, or that it is on its way, or why it isn't.
    pub(crate) fn show(&self, draw: impl FnOnce(&T) -> Html) -> Html {
        match self.ready() {
            Some(value) => draw(value),
            None => missing(self.failure(), &self.again),
        }
    }
}

fn missing(failure: Option<&Failure>, again: &Callback<()>) -> Html {
    match failure {
        Some(failure) => html! { <Failed failure={failure.clone()} {again} /> },
        None => html! { <Loading /> },
    }
}

/// Asks for what is at `path`, and anew whenever `path` becomes another; an empty one asks for nothing.
#[hook]
pub(crate) fn use_load<T: DeserializeOwned + 'static>(path: String) -> Loaded<T> {
    let (state, former, again) = use_any(path, |body| body.read::<T>().map(|value| Rc::new(value) as Rc<dyn Any>));
    Loaded { state, former, again, of: PhantomData }
}

/// How what came is read.
type Read = fn(&Body) -> Result<Rc<dyn Any>, Failure>;

#[hook]
fn use_any(path: String, read: Read) -> (Load, Option<Rc<dyn Any>>, Callback<()>) {
    let lost = use_context::<Session>().map(|session| session.lost);
    let state = use_state(|| (path.clone(), Load::Loading));
    let round = use_state(|| 0u32);
    // Counted apart from the state, because callbacks of an earlier drawing may still ask.
    let rounds = use_memo((), |()| Cell::new(0u32));
    {
        let state = state.setter();
        use_effect_with((path.clone(), *round), move |(path, _)| {
            let (path, wanted) = (path.clone(), Rc::new(Cell::new(!path.is_empty())));
            let still = Rc::clone(&wanted);
            spawn_local(async move {
                if !still.get() {
                    return;
                }
                let answer = get(&path).await.and_then(|body| read(&body));
                if !still.get() {
                    return;
                }
                match (answer, lost) {
                    (Err(failure), Some(lost)) if failure.signed_out() => lost.emit(()),
                    (Err(failure), _) => state.set((path, Load::Failed(failure))),
                    (Ok(value), _) => state.set((path, Load::Ready(value))),
                }
            });
            move || wanted.set(false)
        });
    }
    let again = {
        let (path, state, round) = (path.clone(), state.clone(), round.setter());
        Callback::from(move |()| {
            if matches!(state.1, Load::Failed(_)) {
                state.set((path.clone(), Load::Loading));
            }
            rounds.set(rounds.get().wrapping_add(1));
            round.set(rounds.get());
        })
    };
    // What came for another path is not what is asked for now.
    match &*state {
        (of, state) if *of == path => (state.clone(), None, again),
        (_, Load::Ready(former)) => (Load::Loading, Some(Rc::clone(former)), again),
        _ => (Load::Loading, None, again),
    }
}
