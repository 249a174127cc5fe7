//! The people of a site.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{PEOPLE, Page, PeopleQuery, Person, fill};
use yew::prelude::*;

use crate::api::people;
use crate::load::use_load;
use crate::parts::pager::Pager;
use crate::parts::search::Search;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::{said, short};
use crate::parts::title::Title;
use crate::parts::when::{When, when_or};
use crate::route::{Route, Section, go_instead, link};

/// Which part of which site's people.
#[derive(PartialEq, Properties)]
pub(crate) struct PeopleProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What is searched for.
    pub(crate) search: String,
    /// How many to pass over.
    pub(crate) skip: u32,
}

/// The people of a site.
#[component]
pub(crate) fn People(props: &PeopleProps) -> Html {
    let query = PeopleQuery { skip: props.skip, search: props.search.clone() };
    let people = use_load::<Page<Person>>(people(&fill(PEOPLE, &[&props.site]), query));
    let search = {
        let site = props.site.clone();
        Callback::from(move |search: String| go_instead(&Route::Site(site.clone(), Section::People { search, skip: 0 })))
    };
    html! {
        <>
            <Title text="People" />
            <Search id="search" label="Find people" help="Name, address, company or telephone number, in part" value={props.search.clone()} {search} />
            { people.show_or_former(|people| table(props, people)) }
        </>
    }
}

/// What a person is called: by name, else by address.
pub(crate) fn called(person: &Person) -> String {
    let name = person.name.clone().filter(|name| !name.trim().is_empty());
    let email = person.email.as_ref().map(ToString::to_string);
    name.or(email).unwrap_or_else(|| format!("Person {}", short(person.id)))
}

fn table(props: &PeopleProps, people: &Page<Person>) -> Html {
    if people.total == 0 && !props.search.is_empty() {
        return html! {
            <Empty title="Nobody is found">
                <p>{ format!("Nobody on this site has all of “{}” in name, address, company or telephone number.", props.search) }</p>
            </Empty>
        };
    }
    if people.total == 0 {
        return html! {
            <Empty title="No people yet">
                <p>
                    { "A visitor becomes a person by giving an e-mail address in a conversation. Publish a dialogue that asks \
                       for one, and " }
                    <a href={link(&props.site, Section::Install)}>{ "install the chat" }</a>{ "." }
                </p>
            </Empty>
        };
    }
    let section = Section::People { search: props.search.clone(), skip: props.skip };
    html! {
        <>
            <Table label="People" columns={vec!["Name", "Address", "First known", "Last seen"]}>
                <tbody>{ rows(&props.site, &people.entries) }</tbody>
            </Table>
            <Pager site={props.site.clone()} {section} shown={people.entries.len()} total={people.total} />
        </>
    }
}

/// The rows of people.
pub(crate) fn rows(site: &SiteKey, people: &[Person]) -> Html {
    html! { { for people.iter().map(|person| row(site, person)) } }
}

fn row(site: &SiteKey, person: &Person) -> Html {
    html! {
        <tr key={person.id.to_string()}>
            <th scope="row"><a href={link(site, Section::person(person.id))}>{ said(&called(person)) }</a></th>
            <td data-label="Address">{ person.email.as_ref().map(|email| said(email.as_str())) }</td>
            <td data-label="First known"><When at={person.created} /></td>
            <td data-label="Last seen">{ when_or(person.last_seen, "not yet") }</td>
        </tr>
    }
}
