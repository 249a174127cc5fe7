//! Publishing a dialogue or flow, and taking it back.

use parlor_domain::draft::Source;
use parlor_domain::finding::Severity;
use parlor_wire::console::{Dialogue, PUBLISH, Publish, UNPUBLISH, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{Nothing, post};
use crate::errand::{Errand, use_errand};
use crate::pages::dialogue::DialogueRowsProps;
use crate::parts::confirm::Confirm;
use crate::parts::state::Fault;
use crate::parts::text::counted;

/// What is being asked before it is done.
#[derive(Clone, Copy, PartialEq)]
enum Asking {
    Unpublish,
    AskAgain,
}

/// Buttons that change what visitors get.
#[component]
pub(crate) fn Publishing(props: &DialogueRowsProps) -> Html {
    let errand = use_errand();
    let tick = use_node_ref();
    let asking = use_state(|| None::<Asking>);
    let dialogue = &props.dialogue;
    let (publish, unpublish) = (publishes(props, &errand, &tick), unpublishes(props, &errand));
    let ask = {
        let asking = asking.setter();
        Callback::from(move |what: Option<Asking>| asking.set(what))
    };
    html! {
        <div class="publishing">
            <div class="actions">
                if is_new(dialogue) {
                    { publish_button(dialogue, errand.busy(), as_ticked(&publish, &tick)) }
                } else {
                    <span class="soft">{ "Nothing to publish" }</span>
                    if may_ask_again(dialogue) {
                        { ask_button("Ask again…", Asking::AskAgain, &ask) }
                    }
                }
                if dialogue.published {
                    { ask_button("Unpublish…", Asking::Unpublish, &ask) }
                }
            </div>
            if is_new(dialogue) {
                { note(dialogue, &tick) }
            }
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            { question(dialogue, *asking, &publish, &unpublish, &ask.reform(|()| None)) }
        </div>
    }
}

/// Whether publishing would change what visitors get.
const fn is_new(dialogue: &Dialogue) -> bool {
    dialogue.changed || !dialogue.published
}

fn errors(dialogue: &Dialogue) -> usize {
    dialogue.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// A flow runs any number of times as it is.
fn may_ask_again(dialogue: &Dialogue) -> bool {
    dialogue.source == Source::Dialogue && dialogue.version.is_some() && errors(dialogue) == 0
}

/// Publishes, and takes the tick away then.
fn publishes(props: &DialogueRowsProps, errand: &Errand, tick: &NodeRef) -> Callback<Publish> {
    let (errand, told, tick) = (errand.clone(), props.told.clone(), tick.clone());
    let path = fill(PUBLISH, &[&props.site, &props.dialogue.id]);
    Callback::from(move |body: Publish| {
        let (path, told, input) = (path.clone(), told.clone(), tick.cast::<HtmlInputElement>());
        errand.start(post(&path, &body), move |dialogue: Dialogue| {
            if let Some(input) = input {
                input.set_checked(false);
            }
            told.emit(format!("{}: {} is published.", dialogue.name, version_of(&dialogue)).into());
        });
    })
}

/// Publishes in the way that is ticked.
fn as_ticked(publish: &Callback<Publish>, tick: &NodeRef) -> Callback<MouseEvent> {
    let tick = tick.clone();
    publish.reform(move |_: MouseEvent| {
        let ask_again = tick.cast::<HtmlInputElement>().is_some_and(|input| input.checked());
        Publish { ask_again }
    })
}

fn unpublishes(props: &DialogueRowsProps, errand: &Errand) -> Callback<()> {
    let (errand, told) = (errand.clone(), props.told.clone());
    let path = fill(UNPUBLISH, &[&props.site, &props.dialogue.id]);
    Callback::from(move |()| {
        let (path, told) = (path.clone(), told.clone());
        errand.start(post(&path, &Nothing {}), move |dialogue: Dialogue| {
            told.emit(format!("{} is unpublished.", dialogue.name).into())
        });
    })
}

fn publish_button(dialogue: &Dialogue, busy: bool, onclick: Callback<MouseEvent>) -> Html {
    let next = dialogue.version.unwrap_or(0).saturating_add(1);
    let blocked = errors(dialogue) > 0;
    html! {
        <button type="button" class={classes!((!blocked).then_some("primary"))} {onclick} disabled={blocked}
            aria-describedby={blocked.then(|| blocked_id(dialogue))} aria-busy={busy.then_some("true")}>
            { format!("Publish version {next}") }
        </button>
    }
}

fn ask_button(word: &'static str, what: Asking, ask: &Callback<Option<Asking>>) -> Html {
    html! { <button type="button" onclick={ask.reform(move |_: MouseEvent| Some(what))}>{ word }</button> }
}

/// What stands below the button: why it does nothing, or how it is to publish.
fn note(dialogue: &Dialogue, tick: &NodeRef) -> Html {
    match errors(dialogue) {
        0 if may_ask_again(dialogue) => html! {
            <label class="check"><input type="checkbox" ref={tick} />{ "Ask again those who completed it" }</label>
        },
        0 => html! {},
        errors => html! {
            <p class="wrong" id={blocked_id(dialogue)}>{ format!("Fix {} first, then import it again.", counted(errors, "error")) }</p>
        },
    }
}

fn blocked_id(dialogue: &Dialogue) -> String {
    format!("blocked-{}", dialogue.id)
}

fn question(
    dialogue: &Dialogue,
    asking: Option<Asking>,
    publish: &Callback<Publish>,
    unpublish: &Callback<()>,
    closed: &Callback<()>,
) -> Html {
    let (name, version) = (&dialogue.name, version_of(dialogue));
    match asking {
        None => html! {},
        Some(Asking::AskAgain) => html! {
            <Confirm id={format!("again-{}", dialogue.id)} title={format!("Ask again those who completed “{name}”?")}
                action="Ask again" yes={publish.reform(|()| Publish { ask_again: true })} {closed}>
                <p>{ format!("It may appear to them as if they had not. A version that says the same as {version} is published.") }</p>
            </Confirm>
        },
        Some(Asking::Unpublish) => html! {
            <Confirm id={format!("unpublish-{}", dialogue.id)} title={format!("Unpublish “{name}”?")} action="Unpublish"
                yes={unpublish} {closed}>
                <p>{ after_unpublishing(dialogue.source) }{ format!("The draft, {version} and all activities are kept.") }</p>
            </Confirm>
        },
    }
}

const fn after_unpublishing(source: Source) -> &'static str {
    match source {
        Source::Dialogue => {
            "Visitors no longer get it on the pages they open from now on; the next dialogue in priority may appear instead. \
             Conversations that somebody has engaged with go on. "
        }
        Source::Flow => {
            "Links, forms and page code that start it do nothing on the pages that are opened from now on. Conversations that \
             somebody has engaged with go on. "
        }
    }
}

fn version_of(dialogue: &Dialogue) -> String {
    dialogue.version.map_or_else(|| "the draft".to_owned(), |version| format!("version {version}"))
}
