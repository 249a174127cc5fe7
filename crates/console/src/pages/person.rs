//! A person: what is known, which browsers, and what happened.

use parlor_domain::ids::{PersonId, VisitorId};
use parlor_domain::text::SiteKey;
use parlor_wire::console::{PERSON, PERSON_ACTIVITIES, PersonPage, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::people::called;
use crate::parts::attributes::attributes;
use crate::parts::facts::facts;
use crate::parts::log::Log;
use crate::parts::text::{said, short};
use crate::parts::title::Title;
use crate::parts::when::{When, when_or};
use crate::route::{Section, link};

/// Which person.
#[derive(PartialEq, Properties)]
pub(crate) struct PersonProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The person.
    pub(crate) person: PersonId,
    /// How many activities to pass over.
    pub(crate) skip: u32,
}

/// A person's page.
#[component]
pub(crate) fn Person(props: &PersonProps) -> Html {
    let page = use_load::<PersonPage>(fill(PERSON, &[&props.site, &props.person]));
    let title = page.ready().map_or_else(|| "Person".to_owned(), |page| called(&page.person));
    let section = Section::Person { person: props.person, skip: props.skip };
    let log = fill(PERSON_ACTIVITIES, &[&props.site, &props.person]);
    html! {
        <>
            <a class="back" href={link(&props.site, section.top())}>{ "People" }</a>
            <Title text={title} />
            { page.show(|page| known(&props.site, page)) }
            // If there is no such person, saying so once is enough.
            if page.failure().is_none() {
                <Log site={props.site.clone()} {section} path={log} />
            }
        </>
    }
}

fn known(site: &SiteKey, page: &PersonPage) -> Html {
    let person = &page.person;
    let address =
        person.email.as_ref().map_or_else(|| html! { <span class="soft">{ "none" }</span> }, |email| said(email.as_str()));
    html! {
        <>
            { facts([
                ("Address", address),
                ("First known", html! { <When at={person.created} /> }),
                ("Last seen", when_or(person.last_seen, "not yet")),
                ("Visitors", visitors(site, &page.visitors)),
            ]) }
            <section aria-labelledby="attributes-title">
                <h2 id="attributes-title">{ "Attributes" }</h2>
                if page.attributes.is_empty() {
                    <p class="soft">{ "Nothing else is known. Answers that a flow asks for are written here." }</p>
                } else {
                    { attributes("Attributes", &page.attributes) }
                }
            </section>
        </>
    }
}

fn visitors(site: &SiteKey, visitors: &[VisitorId]) -> Html {
    if visitors.is_empty() {
        return html! { <span class="soft">{ "none linked" }</span> };
    }
    html! {
        <ul class="inline">
            { for visitors.iter().map(|visitor| html! {
                <li>
                    <a href={link(site, Section::visitor(*visitor))} title={visitor.to_string()}><code>{ short(visitor) }</code></a>
                </li>
            }) }
        </ul>
    }
}
