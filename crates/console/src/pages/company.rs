//! A company: what is known, its people, and what they did together (P5).

use parlor_domain::ids::CompanyId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{
    COMPANY, COMPANY_ACTIVITIES, COMPANY_PEOPLE, CompanyPage, Page, PageQuery, Permission, Person, Site, fill,
};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::api::{part, remove};
use crate::errand::use_errand;
use crate::load::use_load;
use crate::log::Log;
use crate::log::labels::Labels;
use crate::log::place::LogPlace;
use crate::pages::companies::domains;
use crate::pages::company_form::ChangeCompany;
use crate::pages::people::{COLUMNS, rows};
use crate::parts::confirm::Confirm;
use crate::parts::facts::facts;
use crate::parts::pager::turn;
use crate::parts::state::Fault;
use crate::parts::table::Table;
use crate::parts::text::{number, said};
use crate::parts::title::Title;
use crate::parts::when::When;
use crate::route::{Route, Section, go_instead, link};

/// Which company.
#[derive(PartialEq, Properties)]
pub(crate) struct CompanyProps {
    /// The site.
    pub(crate) site: Site,
    /// The company.
    pub(crate) company: CompanyId,
    /// Where in the log one is.
    pub(crate) place: LogPlace,
}

/// A company's page.
#[component]
pub(crate) fn Company(props: &CompanyProps) -> Html {
    let site = &props.site.key;
    let page = use_load::<CompanyPage>(fill(COMPANY, &[site, &props.company]));
    let skip = use_state_eq(|| 0u32);
    let query = PageQuery { skip: *skip };
    let people = use_load::<Page<Person>>(part(&fill(COMPANY_PEOPLE, &[site, &props.company]), query));
    let to = {
        let skip = skip.setter();
        Callback::from(move |to: u32| skip.set(to))
    };
    // Its people, and so the log, are others when its domains are.
    let changes = use_state(|| 0u32);
    let changed = {
        let (changes, page, people, skip) = (changes.clone(), page.again.clone(), people.again.clone(), skip.setter());
        Callback::from(move |()| {
            changes.set(*changes + 1);
            skip.set(0);
            page.emit(());
            people.emit(());
        })
    };
    let title = page.ready().map_or_else(|| "Company".to_owned(), |page| page.company.facts.name.to_string());
    let labels = page.ready().map(|page| Labels::of(&page.labels)).unwrap_or_default();
    let section = Section::Company { company: props.company, log: props.place };
    let path = fill(COMPANY_ACTIVITIES, &[site, &props.company]);
    let may_change = props.site.permissions.contains(&Permission::ChangeCompanies);
    html! {
        <>
            <a class="back" href={link(site, section.top())}>{ "Companies" }</a>
            <Title text={title} />
            { page.show(known) }
            if let Some(page) = page.ready().filter(|_| may_change) {
                <Actions site={site.clone()} page={page.clone()} {changed} />
            }
            if page.failure().is_none() {
                { people.show_or_former(|people| its_people(site, people, *skip, &to)) }
                <Log key={*changes} site={site.clone()} {section} place={props.place} {path} {labels} />
            }
        </>
    }
}

fn known(page: &CompanyPage) -> Html {
    let company = &page.company;
    let known = &company.facts;
    let or_none = |text: Option<String>| text.map_or_else(|| html! { <span class="soft">{ "none" }</span> }, |text| said(&text));
    let of_all = [
        ("Domains", or_none(Some(domains(company)).filter(|domains| !domains.is_empty()))),
        ("Industry", or_none(known.industry.as_ref().map(ToString::to_string))),
        ("Size", or_none(known.size.map(|size| number(size.into())))),
        ("Revenue", or_none(known.revenue.map(number))),
        ("Country", or_none(known.country.as_ref().map(ToString::to_string))),
        ("Owner", or_none(company.owner.as_ref().map(ToString::to_string))),
        ("Made", html! { <When at={company.created} /> }),
    ];
    let of_site = page.attributes.iter().map(|attribute| {
        let value = known.more.get(&attribute.key).map(ToString::to_string);
        (AttrValue::from(attribute.label.to_string()), or_none(value))
    });
    facts(of_all.into_iter().map(|(name, fact)| (AttrValue::from(name), fact)).chain(of_site))
}

fn its_people(site: &SiteKey, people: &Page<Person>, skip: u32, to: &Callback<u32>) -> Html {
    html! {
        <section aria-labelledby="people-title">
            <h2 id="people-title">{ "People" }</h2>
            if people.total == 0 {
                <p class="soft">{ "Nobody yet. Who has an address of its domains belongs to it." }</p>
            } else {
                <Table label="People" columns={COLUMNS.to_vec()}>
                    <tbody>{ rows(site, &people.entries, &[]) }</tbody>
                </Table>
            }
            { turn(skip, people.entries.len(), people.total, to) }
        </section>
    }
}

/// What can be done with a company.
#[derive(PartialEq, Properties)]
struct ActionsProps {
    site: SiteKey,
    page: CompanyPage,
    /// Something else is known of it.
    changed: Callback<()>,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let (errand, changing, asking) = (use_errand(), use_state(|| None::<bool>), use_state(|| false));
    let change = use_node_ref();
    {
        // The form took the place of the button that opened it.
        let change = change.clone();
        use_effect_with(*changing, move |changing| {
            if let Some(button) = change.cast::<HtmlElement>().filter(|_| *changing == Some(false)) {
                // As good as before if it doesn't take the focus.
                let _ = button.focus();
            }
        });
    }
    let name = props.page.company.facts.name.to_string();
    let ask = |asks: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(asks))
    };
    let open = |is_open: bool| {
        let changing = changing.setter();
        Callback::from(move |()| changing.set(Some(is_open)))
    };
    let yes = {
        let (errand, path) = (errand.clone(), fill(COMPANY, &[&props.site, &props.page.company.id]));
        let all = Route::Site(props.site.clone(), Section::companies());
        Callback::from(move |()| {
            let all = all.clone();
            errand.tell(remove(&path), move || go_instead(&all));
        })
    };
    if *changing == Some(true) {
        // Looked at anew either way: somebody else may have been faster.
        let done = {
            let (close, changed) = (open(false), props.changed.clone());
            Callback::from(move |()| {
                close.emit(());
                changed.emit(());
            })
        };
        return html! { <ChangeCompany site={props.site.clone()} page={props.page.clone()} cancel={done.clone()} {done} /> };
    }
    html! {
        <>
            <div class="actions">
                <button type="button" ref={change} onclick={open(true).reform(|_: MouseEvent| ())}>{ "Change…" }</button>
                <button type="button" onclick={ask(true).reform(|_: MouseEvent| ())} aria-busy={errand.busy().then_some("true")}>{ "Delete…" }</button>
            </div>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            if *asking {
                <Confirm id="delete-company" title={format!("Delete {name}?")} action="Delete" {yes} closed={ask(false)}>
                    <p>{ "Its people stay, with all that they did; they belong to no company then." }</p>
                </Confirm>
            }
        </>
    }
}
