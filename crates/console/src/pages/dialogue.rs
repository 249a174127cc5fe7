//! A dialogue or flow in the list: where it stands, and what the check found.

use parlor_domain::draft::Source;
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::site::Interface;
use parlor_domain::text::SiteKey;
use parlor_wire::console::Dialogue;
use yew::prelude::*;

use crate::icons::Icon;
use crate::pages::publishing::Publishing;

/// Which dialogue or flow.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DialogueRowsProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The dialogue or flow.
    pub(crate) dialogue: Dialogue,
    /// Whether whoever looks may publish it.
    pub(crate) may_publish: bool,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// Its rows of the table.
#[component]
pub(crate) fn DialogueRows(props: &DialogueRowsProps) -> Html {
    let dialogue = &props.dialogue;
    html! {
        <tbody>
            <tr>
                <th scope="row">{ dialogue.name.as_str() }</th>
                { match dialogue.source {
                    Source::Dialogue => html! {
                        <>
                            <td data-label="Priority" class="number">{ dialogue.priority }</td>
                            <td data-label="Pages">{ pages(&dialogue.pages) }</td>
                        </>
                    },
                    Source::Flow => html! {
                        <>
                            <td data-label="Interface">{ interface(dialogue.interface) }</td>
                            <td data-label="Started by">{ started_by(&dialogue.pages) }</td>
                        </>
                    },
                } }
                <td data-label="State">{ state(dialogue) }</td>
                if props.may_publish {
                    <td data-label="Publishing"><Publishing ..props.clone() /></td>
                }
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

const fn interface(interface: Interface) -> &'static str {
    match interface {
        Interface::Bubble => "Chat bubble",
        Interface::Popup => "Pop-up",
        Interface::Inline => "Inside the page",
    }
}

/// What starts a flow: always its name, and the load of these pages.
fn started_by(on_load: &[String]) -> Html {
    html! {
        <ul class="plain">
            <li>{ "Link, form or page code" }</li>
            { for on_load.iter().map(|page| html! { <li>{ "Load of " }<code>{ page.clone() }</code></li> }) }
        </ul>
    }
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

/// Something that a check has found.
pub(crate) fn finding(finding: &Finding) -> Html {
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
