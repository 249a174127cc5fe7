//! A person: what is known, which browsers, and what happened.

use parlor_domain::attribute::EXTERNAL_ID;
use parlor_domain::draft::ProgramStatus;
use parlor_domain::ids::PersonId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{
    AttributeValue, CompanyOf, LinkedVisitor, Merged, PERSON, PERSON_ACTIVITIES, Permission, PersonPage, fill,
};
use yew::prelude::*;

use crate::icons::Icon;
use crate::load::use_load;
use crate::log::Log;
use crate::log::labels::Labels;
use crate::log::place::LogPlace;
use crate::pages::merge::Merge;
use crate::pages::people::called;
use crate::pages::privacy::Privacy;
use crate::parts::attributes::{attributes, value};
use crate::parts::facts::facts;
use crate::parts::text::{said, short};
use crate::parts::title::Title;
use crate::parts::when::{When, when_or};
use crate::route::{Route, Section, go_instead, link};

/// Which person.
#[derive(PartialEq, Properties)]
pub(crate) struct PersonProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What whoever looks may do on it.
    pub(crate) permissions: Vec<Permission>,
    /// The person.
    pub(crate) person: PersonId,
    /// Where in the log one is.
    pub(crate) place: LogPlace,
}

/// A person's page.
#[component]
pub(crate) fn Person(props: &PersonProps) -> Html {
    let page = use_load::<PersonPage>(fill(PERSON, &[&props.site, &props.person]));
    let title = page.ready().map_or_else(|| "Person".to_owned(), |page| called(&page.person));
    let section = Section::Person { person: props.person, log: props.place };
    let labels = page.ready().map(|page| Labels::of_values(&page.attributes)).unwrap_or_default();
    let path = fill(PERSON_ACTIVITIES, &[&props.site, &props.person]);
    let merges = use_state(|| 0u32);
    let merged = {
        let (merges, again) = (merges.clone(), page.again.clone());
        move |()| {
            merges.set(*merges + 1);
            again.emit(());
        }
    };
    // A link to who went into another person leads to that one.
    let became = page.ready().map(|page| page.person.id).filter(|id| *id != props.person);
    use_effect_with((props.site.clone(), became, props.place), |(site, became, log)| {
        if let Some(person) = became {
            go_instead(&Route::Site(site.clone(), Section::Person { person: *person, log: *log }));
        }
    });
    html! {
        <>
            <a class="back" href={link(&props.site, section.top())}>{ "People" }</a>
            <Title text={title} />
            { page.show(|page| known(&props.site, page)) }
            // If there is no such person, saying so once is enough.
            if page.failure().is_none() {
                <Log key={*merges} site={props.site.clone()} {section} place={props.place} {path} {labels} />
            }
            if let Some(page) = page.ready() {
                <Merge site={props.site.clone()} permissions={props.permissions.clone()} person={props.person} called={called(&page.person)} {merged} />
                <Privacy site={props.site.clone()} permissions={props.permissions.clone()} person={props.person} called={called(&page.person)} />
            }
        </>
    }
}

fn known(site: &SiteKey, page: &PersonPage) -> Html {
    let person = &page.person;
    let address =
        person.email.as_ref().map_or_else(|| html! { <span class="soft">{ "none" }</span> }, |email| said(email.as_str()));
    // It names the person, like the address; the rest describes them.
    let (external_id, others): (Vec<_>, Vec<_>) =
        page.attributes.iter().cloned().partition(|attribute| attribute.key.as_str() == EXTERNAL_ID);
    let mut list = vec![("Address", address)];
    list.extend(external_id.iter().filter_map(|id| Some(("External id", value(id.value.as_ref()?)))));
    list.extend([
        ("Company", company(site, page.company.as_ref())),
        ("First known", html! { <When at={person.created} /> }),
        ("Last seen", when_or(person.last_seen, "not yet")),
        ("Visitors", visitors(site, &page.visitors)),
    ]);
    let in_program = |of: &ProgramStatus| format!("{} ({})", of.program, of.status);
    for (name, names) in [
        ("Lists", page.lists.iter().map(ToString::to_string).collect::<Vec<_>>()),
        ("Programs", page.programs.iter().map(in_program).collect()),
    ] {
        if !names.is_empty() {
            list.push((name, said(&names.join(", "))));
        }
    }
    if !page.merged.is_empty() {
        list.push(("Also", html! { <ul class="inline">{ for page.merged.iter().map(also) }</ul> }));
    }
    html! {
        <>
            { facts(list) }
            { described(&others) }
        </>
    }
}

fn company(site: &SiteKey, company: Option<&CompanyOf>) -> Html {
    match company {
        Some(company) => html! { <a href={link(site, Section::company(company.id))}>{ said(company.name.as_str()) }</a> },
        None => html! { <span class="soft">{ "none" }</span> },
    }
}

/// Who turned out to be this person.
fn also(merged: &Merged) -> Html {
    let email = merged.email.as_ref().map(ToString::to_string);
    let called = email.or_else(|| merged.external_id.clone()).unwrap_or_else(|| format!("Person {}", short(merged.id)));
    let by = merged.by.as_ref().map_or_else(|| html! { "by the word of the website" }, |by| html! { <>{ "by " }{ said(by) }</> });
    html! { <li>{ said(&called) }{ " " }<span class="soft">{ "merged " }<When at={merged.at} />{ " " }{ by }</span></li> }
}

fn described(list: &[AttributeValue]) -> Html {
    html! {
        <section aria-labelledby="attributes-title">
            <h2 id="attributes-title">{ "Attributes" }</h2>
            if list.is_empty() {
                <p class="soft">{ "Nothing else is known. Answers that a flow asks for are written here." }</p>
            } else {
                { attributes(list) }
            }
        </section>
    }
}

fn visitors(site: &SiteKey, visitors: &[LinkedVisitor]) -> Html {
    if visitors.is_empty() {
        return html! { <span class="soft">{ "none linked" }</span> };
    }
    html! {
        <ul class="inline">
            { for visitors.iter().map(|visitor| html! {
                <li>
                    <a href={link(site, Section::visitor(visitor.id))} title={visitor.id.to_string()}>
                        <code>{ short(visitor.id) }</code>
                    </a>
                    if visitor.verified {
                        <span class="verified" title="The website vouched that this visitor is this person.">
                            { Icon::Known.draw() }{ "verified" }
                        </span>
                    }
                </li>
            }) }
        </ul>
    }
}
