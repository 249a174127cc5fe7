//! A visitor: what was given in this browser, and what happened.

use parlor_domain::ids::VisitorId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{VISITOR, VISITOR_ACTIVITIES, VisitorPage, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::log::Log;
use crate::log::labels::Labels;
use crate::log::place::LogPlace;
use crate::pages::visitors::did;
use crate::parts::attributes::attributes;
use crate::parts::facts::facts;
use crate::parts::text::short;
use crate::parts::title::Title;
use crate::parts::when::{When, when_or};
use crate::route::{Section, link};

/// Which visitor.
#[derive(PartialEq, Properties)]
pub(crate) struct VisitorProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The visitor.
    pub(crate) visitor: VisitorId,
    /// Where in the log one is.
    pub(crate) place: LogPlace,
}

/// A visitor's page.
#[component]
pub(crate) fn Visitor(props: &VisitorProps) -> Html {
    let page = use_load::<VisitorPage>(fill(VISITOR, &[&props.site, &props.visitor]));
    let section = Section::Visitor { visitor: props.visitor, log: props.place };
    let labels = page.ready().map(|page| Labels::of_values(&page.given)).unwrap_or_default();
    let path = fill(VISITOR_ACTIVITIES, &[&props.site, &props.visitor]);
    html! {
        <>
            <a class="back" href={link(&props.site, section.top())}>{ "Visitors" }</a>
            <Title text={format!("Visitor {}", short(props.visitor))} />
            { page.show(|page| known(&props.site, page)) }
            // If there is no such visitor, saying so once is enough.
            if page.failure().is_none() {
                <Log site={props.site.clone()} {section} place={props.place} {path} {labels} />
            }
        </>
    }
}

fn known(site: &SiteKey, page: &VisitorPage) -> Html {
    let visitor = &page.visitor;
    let person = match page.person {
        Some(person) => html! { <a href={link(site, Section::person(person))}>{ "Person " }<code>{ short(person) }</code></a> },
        None => html! { <span class="soft">{ "not linked; anonymous" }</span> },
    };
    html! {
        <>
            { facts([
                ("Linked to", person),
                ("First seen", html! { <When at={visitor.created} /> }),
                ("Last seen", when_or(visitor.last_seen, "not yet")),
                ("Engaged", html! { did(visitor) }),
                ("Id", html! { <code>{ visitor.id.to_string() }</code> }),
            ]) }
            <section aria-labelledby="given-title">
                <h2 id="given-title">{ "Given in this browser" }</h2>
                if page.given.is_empty() {
                    <p class="soft">{ "Nothing was given." }</p>
                } else {
                    { attributes(&page.given) }
                }
            </section>
        </>
    }
}
