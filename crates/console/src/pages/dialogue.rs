//! A dialogue in the list: where it stands, what the check found, and publishing.

use parlor_domain::finding::{Finding, Severity};
use parlor_domain::text::SiteKey;
use parlor_wire::console::{Dialogue, PUBLISH, Publish, UNPUBLISH, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{Nothing, post};
use crate::errand::use_errand;
use crate::icons::Icon;
use crate::parts::confirm::Confirm;
use crate::parts::state::Fault;
use crate::parts::text::counted;

/// Which dialogue.
#[derive(PartialEq, Properties)]
pub(crate) struct DialogueRowsProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The dialogue.
    pub(crate) dialogue: Dialogue,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// A dialogue's rows of the table.
#[component]
pub(crate) fn DialogueRows(props: &DialogueRowsProps) -> Html {
    let dialogue = &props.dialogue;
    html! {
        <tbody>
            <tr>
                <th scope="row">{ dialogue.name.as_str() }</th>
                <td data-label="Priority" class="number">{ dialogue.priority }</td>
                <td data-label="Pages">{ pages(&dialogue.pages) }</td>
                <td data-label="State">{ state(dialogue) }</td>
                <td data-label="Publishing">
                    <Publishing site={props.site.clone()} dialogue={dialogue.clone()} told={props.told.clone()} />
                </td>
            </tr>
            if !dialogue.findings.is_empty() {
                <tr class="findings">
                    <td colspan="5"><ul>{ for dialogue.findings.iter().map(finding) }</ul></td>
                </tr>
            }
        </tbody>
    }
}

fn pages(pages: &[String]) -> Html {
    if pages.is_empty() {
        return html! { <span class="soft">{ "none" }</span> };
    }
    html! { <ul class="plain">{ for pages.iter().map(|page| html! { <li><code>{ page.clone() }</code></li> }) }</ul> }
}

fn state(dialogue: &Dialogue) -> Html {
    let (class, word, more) = match (dialogue.version, dialogue.published, dialogue.changed) {
        (None, _, _) => ("quiet", "Draft".to_owned(), None),
        (Some(version), true, false) => ("good", format!("Published version {version}"), None),
        (Some(version), true, true) => {
            ("good", format!("Published version {version}"), Some(format!("Changed since version {version}")))
        }
        (Some(version), false, false) => ("quiet", "Unpublished".to_owned(), Some(format!("Was version {version}"))),
        (Some(version), false, true) => ("quiet", "Unpublished".to_owned(), Some(format!("Changed since version {version}"))),
    };
    html! {
        <>
            <span class={classes!("badge", class)}>{ word }</span>
            if let Some(more) = more {
                <span class="state-more">{ more }</span>
            }
        </>
    }
}

fn finding(finding: &Finding) -> Html {
    let (class, icon, word) = match finding.severity {
        Severity::Error => ("error", Icon::Error, "Error"),
        Severity::Warning => ("warning", Icon::Warning, "Warning"),
    };
    html! {
        <li {class}>
            { icon.draw() }
            <p>
                <strong>{ word }</strong>
                if let Some(card) = &finding.card {
                    { " in card " }<code>{ card.as_str() }</code>
                }
                { ": " }{ &finding.message }
            </p>
        </li>
    }
}

/// Buttons that change what visitors get.
#[component]
fn Publishing(props: &DialogueRowsProps) -> Html {
    let errand = use_errand();
    let ask_again = use_node_ref();
    let asking = use_state(|| false);
    let dialogue = &props.dialogue;
    let next = dialogue.version.unwrap_or(0).saturating_add(1);
    let errors = dialogue.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let publish = {
        let (errand, told, ask_again) = (errand.clone(), props.told.clone(), ask_again.clone());
        let path = fill(PUBLISH, &[&props.site, &dialogue.id]);
        Callback::from(move |_: MouseEvent| {
            let (path, told, input) = (path.clone(), told.clone(), ask_again.cast::<HtmlInputElement>());
            let body = Publish { ask_again: input.as_ref().is_some_and(HtmlInputElement::checked) };
            let work = async move { post::<Dialogue>(&path, &body).await };
            errand.start(work, move |dialogue| {
                if let Some(input) = input {
                    input.set_checked(false);
                }
                told.emit(format!("{}: {} is published.", dialogue.name, version_of(&dialogue)).into());
            });
        })
    };
    let unpublish = {
        let (errand, told) = (errand.clone(), props.told.clone());
        let path = fill(UNPUBLISH, &[&props.site, &dialogue.id]);
        Callback::from(move |()| {
            let (path, told) = (path.clone(), told.clone());
            let work = async move { post::<Dialogue>(&path, &Nothing {}).await };
            errand.start(work, move |dialogue| told.emit(format!("{} is unpublished.", dialogue.name).into()));
        })
    };
    let ask = {
        let asking = asking.setter();
        move |whether: bool| asking.set(whether)
    };
    let blocked_id = format!("blocked-{}", dialogue.id);
    // With nothing new to publish it is still the way to ask again, but not what the page is for.
    let wanted = errors == 0 && (dialogue.changed || !dialogue.published);
    html! {
        <div class="publishing">
            <div class="actions">
                <button type="button" class={classes!(wanted.then_some("primary"))} onclick={publish} disabled={errors > 0}
                    aria-describedby={(errors > 0).then(|| blocked_id.clone())} aria-busy={errand.busy().then_some("true")}>
                    { format!("Publish version {next}") }
                </button>
                if dialogue.published {
                    <button type="button" onclick={{ let ask = ask.clone(); move |_: MouseEvent| ask(true) }}>
                        { "Unpublish…" }
                    </button>
                }
            </div>
            if errors > 0 {
                <p class="wrong" id={blocked_id}>{ format!("Fix {} first, then import it again.", counted(errors, "error")) }</p>
            } else if dialogue.version.is_some() {
                <label class="check">
                    <input type="checkbox" ref={ask_again} />{ "Ask again those who completed it" }
                </label>
            }
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            if *asking {
                <Confirm id={format!("unpublish-{}", dialogue.id)} title={format!("Unpublish “{}”?", dialogue.name)}
                    action="Unpublish" yes={unpublish} closed={move |()| ask(false)}>
                    <p>
                        { "Visitors no longer get it on the pages they open from now on; the next dialogue in priority may appear \
                           instead. Conversations that somebody has engaged with go on. " }
                        { format!("The draft, {} and all activities are kept.", version_of(dialogue)) }
                    </p>
                </Confirm>
            }
        </div>
    }
}

fn version_of(dialogue: &Dialogue) -> String {
    dialogue.version.map_or_else(|| "the draft".to_owned(), |version| format!("version {version}"))
}
