//! Whether the chat is on a page as it should be: the page is opened and tells, or is looked at from the server.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use gloo_utils::window;
use js_sys::{JSON, Math, Reflect};
use parlor_domain::finding::Finding;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{CHECK_MARK, CHECKS, CheckInstall, Heard, InstallChecked, fill};
use wasm_bindgen::JsCast;
use web_sys::MessageEvent;
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::icons::Icon;
use crate::pages::dialogue::finding;
use crate::pages::sign_in::typed;
use crate::parts::field::Field;
use crate::parts::state::Fault;

/// Milliseconds after which a page has nothing to tell.
const PATIENCE_MS: u32 = 15_000;

/// Which site's chat.
#[derive(PartialEq, Properties)]
pub(crate) struct CheckProps {
    /// The site.
    pub(crate) site: SiteKey,
}

/// What is waited for: a word of the page, or the end of patience.
type Waiting = Rc<RefCell<Option<(EventListener, Timeout)>>>;

/// The form that checks a page, and what came of it.
#[component]
pub(crate) fn Check(props: &CheckProps) -> Html {
    let errand = use_errand();
    let address = use_node_ref();
    let wrong = use_state_eq(|| None::<&'static str>);
    let waits = use_state_eq(|| false);
    let found = use_state(|| None::<Vec<Finding>>);
    let waiting: Waiting = use_memo((), |()| RefCell::new(None));
    let is_busy = *waits || errand.busy();
    let submit = {
        let (errand, address, wrong) = (errand.clone(), address.clone(), wrong.setter());
        let (waits, found, path) = (waits.setter(), found.setter(), fill(CHECKS, &[&props.site]));
        move |event: SubmitEvent| {
            event.prevent_default();
            if is_busy {
                return;
            }
            found.set(None);
            let url = typed(&address);
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                return wrong.set(Some("Type the whole address of a page, with https://."));
            }
            let mark = format!("{CHECK_MARK}-{}", Math::random());
            let opened = window().open_with_url_and_target(&url, &mark).ok().flatten();
            if opened.is_none() {
                return wrong
                    .set(Some("Your browser keeps the page from opening. Allow this address to open windows, and try again."));
            }
            wrong.set(None);
            waits.set(true);
            let (errand, path, waits, found) = (errand.clone(), path.clone(), waits.clone(), found.clone());
            hear(&waiting, mark, move |heard| {
                let body = CheckInstall { url, heard };
                errand.start(post(&path, &body), move |answer: InstallChecked| found.set(Some(answer.findings)));
                waits.set(false);
            });
        }
    };
    html! {
        <section aria-labelledby="check-title">
            <h2 id="check-title">{ "Check a page" }</h2>
            <p class="lead">{ "The page opens in a new tab and says how the chat is on it. It counts as a visit like any other, with what is shown on it." }</p>
            <form class="card" onsubmit={submit} novalidate=true>
                <Field id="check-url" label="Address of the page" kind="url" autocomplete="url" node={address} error={(*wrong).map(AttrValue::from)}
                    help="One on which the chat should be." />
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                <div class="actions">
                    <button class="primary" aria-busy={is_busy.then_some("true")}>{ "Open and check" }</button>
                </div>
            </form>
            <div role="status">
                if is_busy {
                    <p class="soft">{ "Waiting for a word of the page, 15 seconds at the most." }</p>
                } else if let Some(found) = &*found {
                    { outcome(found) }
                }
            </div>
        </section>
    }
}

/// Waits for what the page with this mark tells, and gives it on; nothing, when patience ends.
fn hear(waiting: &Waiting, mark: String, then: impl FnOnce(Option<Heard>) + 'static) {
    let then = Rc::new(RefCell::new(Some(then)));
    let end = {
        let waiting = Rc::clone(waiting);
        move |heard: Option<Heard>| {
            let then = then.borrow_mut().take();
            // Not here: it may be one of these that is just calling.
            let ended = waiting.borrow_mut().take();
            Timeout::new(0, move || drop(ended)).forget();
            if let Some(then) = then {
                then(heard);
            }
        }
    };
    let late = {
        let end = end.clone();
        Timeout::new(PATIENCE_MS, move || end(None))
    };
    let listener = EventListener::new(&window(), "message", move |event| {
        if let Some(heard) = read(event).filter(|heard| heard.mark == mark) {
            end(Some(heard));
        }
    });
    *waiting.borrow_mut() = Some((listener, late));
}

/// What a page has told, from the page that it says it is.
fn read(event: &Event) -> Option<Heard> {
    let event: &MessageEvent = event.dyn_ref()?;
    let told = Reflect::get(&event.data(), &"parlorCheck".into()).ok().filter(|told| told.is_object())?;
    let text = JSON::stringify(&told).ok()?;
    let heard: Heard = serde_json::from_str(&String::from(text)).ok()?;
    Some(heard).filter(|heard| heard.origin == event.origin())
}

fn outcome(findings: &[Finding]) -> Html {
    if findings.is_empty() {
        return html! { <p class="notice good">{ Icon::Check.draw() }{ "The chat is on this page." }</p> };
    }
    html! { <ul class="findings plain">{ for findings.iter().map(finding) }</ul> }
}
