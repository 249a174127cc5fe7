//! The people of a site.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{
    ATTRIBUTES, PEOPLE, PEOPLE_COLUMNS, PEOPLE_TABLE, Page, PeopleOrder, Permission, Person, PersonAttribute, Site,
    SiteAttribute, fill,
};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::api::with_query;
use crate::load::use_load;
use crate::parts::attributes::value;
use crate::parts::pager::Pager;
use crate::parts::search::Search;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::{said, short};
use crate::parts::title::Title;
use crate::parts::when::{When, when_or};
use crate::people_place::PeoplePlace;
use crate::route::{Route, Section, go_instead, link};

/// Which part of which site's people.
#[derive(PartialEq, Properties)]
pub(crate) struct PeopleProps {
    /// The site.
    pub(crate) site: Site,
    /// Which of them, and what is shown of them.
    pub(crate) place: PeoplePlace,
}

/// The people of a site.
#[component]
pub(crate) fn People(props: &PeopleProps) -> Html {
    let (site, place) = (&props.site.key, &props.place);
    let people = use_load::<Page<Person>>(part(&fill(PEOPLE, &[site]), place));
    let may_see = props.site.permissions.contains(&Permission::ReadSettings);
    let attributes = use_load::<Vec<SiteAttribute>>(if may_see { fill(ATTRIBUTES, &[site]) } else { String::new() });
    let choose = {
        let site = site.clone();
        Callback::from(move |place: PeoplePlace| go_instead(&Route::Site(site.clone(), Section::People(place))))
    };
    let search = {
        let place = place.clone();
        choose.reform(move |search: String| PeoplePlace { search, skip: 0, ..place.clone() })
    };
    let attributes = attributes.ready().map_or(&[][..], Vec::as_slice);
    html! {
        <>
            <Title text="People" />
            <Search id="search" label="Find people" help="Name, address, company or telephone number, in part" value={place.search.clone()} {search} />
            { choices(props, attributes, &choose) }
            { people.show_or_former(|people| table(props, attributes, people)) }
        </>
    }
}

fn part(path: &str, place: &PeoplePlace) -> String {
    let skip = if place.skip == 0 { String::new() } else { place.skip.to_string() };
    let pairs = [
        ("skip", skip.as_str()),
        ("search", &place.search),
        ("order", place.order_code()),
        ("columns", &place.columns.join(",")),
    ];
    with_query(path, &pairs)
}

const ORDERS: [(PeopleOrder, &str); 3] =
    [(PeopleOrder::LastSeen, "Last seen"), (PeopleOrder::FirstKnown, "First known"), (PeopleOrder::Name, "Name")];

/// In which order, with which columns, and the way out as a file.
fn choices(props: &PeopleProps, attributes: &[SiteAttribute], choose: &Callback<PeoplePlace>) -> Html {
    let place = &props.place;
    let order = {
        let place = place.clone();
        choose.reform(move |event: Event| {
            let at =
                event.target_dyn_into::<HtmlSelectElement>().and_then(|select| usize::try_from(select.selected_index()).ok());
            let order = at.and_then(|at| ORDERS.get(at)).map_or_else(PeopleOrder::default, |(order, _)| *order);
            PeoplePlace { order, skip: 0, ..place.clone() }
        })
    };
    // The name and the address are there anyway.
    let offered = attributes.iter().map(|of| &of.attribute).filter(|of| !SHOWN_ANYWAY.contains(&of.key.as_str()));
    let table = with_query(&fill(PEOPLE_TABLE, &[&props.site.key]), &[("search", &place.search)]);
    html! {
        <div class="list-choices">
            <label>{ "Sorted by " }
                <select onchange={order}>
                    { for ORDERS.into_iter().map(|(of, word)| html! { <option selected={of == place.order}>{ word }</option> }) }
                </select>
            </label>
            if !attributes.is_empty() {
                <details>
                    <summary>{ "Columns" }</summary>
                    <fieldset aria-label="Columns">{ for offered.map(|of| column(place, of, choose)) }</fieldset>
                </details>
            }
            if props.site.permissions.contains(&Permission::ExportPeople) {
                <a href={table} download="">{ "CSV" }<span class="unseen">{ ": these people, with all their attributes" }</span></a>
            }
        </div>
    }
}

/// The attributes that make up what is shown anyway.
const SHOWN_ANYWAY: [&str; 3] = ["email", "first_name", "last_name"];

fn column(place: &PeoplePlace, of: &PersonAttribute, choose: &Callback<PeoplePlace>) -> Html {
    let checked = place.columns.iter().any(|key| key == of.key.as_str());
    let toggle = {
        let (place, key) = (place.clone(), of.key.to_string());
        choose.reform(move |_: Event| {
            let others = place.columns.iter().filter(|other| **other != key).cloned();
            let columns = others.chain((!checked).then(|| key.clone())).collect();
            PeoplePlace { columns, ..place.clone() }
        })
    };
    let disabled = !checked && place.columns.len() >= PEOPLE_COLUMNS;
    html! {
        <label key={of.key.to_string()} class="check"><input type="checkbox" {checked} {disabled} onchange={toggle} />{ of.label.as_str() }</label>
    }
}

/// What a person is called: by name, else by address.
pub(crate) fn called(person: &Person) -> String {
    let name = person.name.clone().filter(|name| !name.trim().is_empty());
    let email = person.email.as_ref().map(ToString::to_string);
    name.or(email).unwrap_or_else(|| format!("Person {}", short(person.id)))
}

fn table(props: &PeopleProps, attributes: &[SiteAttribute], people: &Page<Person>) -> Html {
    let (site, place) = (&props.site.key, &props.place);
    if people.total == 0 && !place.search.is_empty() {
        return html! {
            <Empty title="Nobody is found">
                <p>{ format!("Nobody on this site has all of “{}” in name, address, company or telephone number.", place.search) }</p>
            </Empty>
        };
    }
    if people.total == 0 {
        return html! {
            <Empty title="No people yet">
                <p>
                    { "A visitor becomes a person by giving an e-mail address in a conversation. Publish a dialogue that asks \
                       for one, and " }
                    <a href={link(site, Section::Install)}>{ "install the chat" }</a>{ "." }
                </p>
            </Empty>
        };
    }
    let label =
        |key: &String| attributes.iter().find(|of| of.attribute.key.as_str() == key).map(|of| of.attribute.label.to_string());
    // Who may not see what attributes are called sees their keys.
    let columns: Vec<(String, String)> =
        place.columns.iter().map(|key| (key.clone(), label(key).unwrap_or_else(|| key.clone()))).collect();
    let headings = COLUMNS.iter().map(|name| (*name).to_owned()).chain(columns.iter().map(|(_, label)| label.clone()));
    html! {
        <>
            <Table label="People" headings={html! { { for headings.map(|name| html! { <th scope="col">{ name }</th> }) } }}>
                <tbody>{ rows(site, &people.entries, &columns) }</tbody>
            </Table>
            <Pager site={site.clone()} section={Section::People(place.clone())} shown={people.entries.len()} total={people.total} />
        </>
    }
}

/// What is shown of everybody.
pub(crate) const COLUMNS: [&str; 4] = ["Name", "Address", "First known", "Last seen"];

/// The rows of people, with values of these attributes by their keys and labels.
pub(crate) fn rows(site: &SiteKey, people: &[Person], columns: &[(String, String)]) -> Html {
    html! { { for people.iter().map(|person| row(site, person, columns)) } }
}

fn row(site: &SiteKey, person: &Person, columns: &[(String, String)]) -> Html {
    let found = |key: &String| person.values.iter().find(|(of, _)| of.as_str() == key).map(|(_, found)| value(found));
    html! {
        <tr key={person.id.to_string()}>
            <th scope="row"><a href={link(site, Section::person(person.id))}>{ said(&called(person)) }</a></th>
            <td data-label="Address">{ person.email.as_ref().map(|email| said(email.as_str())) }</td>
            <td data-label="First known"><When at={person.created} /></td>
            <td data-label="Last seen">{ when_or(person.last_seen, "not yet") }</td>
            { for columns.iter().map(|(key, label)| html! { <td data-label={label.clone()}>{ found(key) }</td> }) }
        </tr>
    }
}
