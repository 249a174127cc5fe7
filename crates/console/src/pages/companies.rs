//! The companies of a site.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{COMPANIES, Company, Page, Permission, SearchQuery, Site, fill};
use yew::prelude::*;

use crate::api::search_part;
use crate::load::use_load;
use crate::pages::company_form::AddCompany;
use crate::parts::pager::Pager;
use crate::parts::search::Search;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::{number, said};
use crate::parts::title::Title;
use crate::route::{Route, Section, go_instead, link};

/// Which part of which site's companies.
#[derive(PartialEq, Properties)]
pub(crate) struct CompaniesProps {
    /// The site.
    pub(crate) site: Site,
    /// What is searched for.
    pub(crate) search: String,
    /// How many to pass over.
    pub(crate) skip: u32,
}

/// The companies of a site.
#[component]
pub(crate) fn Companies(props: &CompaniesProps) -> Html {
    let site = &props.site.key;
    let query = SearchQuery { skip: props.skip, search: props.search.clone() };
    let companies = use_load::<Page<Company>>(search_part(&fill(COMPANIES, &[site]), query));
    let search = {
        let site = site.clone();
        Callback::from(move |search: String| go_instead(&Route::Site(site.clone(), Section::Companies { search, skip: 0 })))
    };
    html! {
        <>
            <Title text="Companies" />
            <p class="lead">{ "Whose people they are, by the domains of their addresses." }</p>
            <Search id="search" label="Find companies" help="Name or domain, in part" value={props.search.clone()} {search} />
            { companies.show_or_former(|companies| table(props, companies)) }
            if props.site.permissions.contains(&Permission::ChangeCompanies) {
                <AddCompany site={site.clone()} />
            }
        </>
    }
}

fn table(props: &CompaniesProps, companies: &Page<Company>) -> Html {
    if companies.total == 0 && !props.search.is_empty() {
        return html! {
            <Empty title="No company is found">
                <p>{ format!("No company has “{}” in name or domains.", props.search) }</p>
            </Empty>
        };
    }
    if companies.total == 0 {
        return html! {
            <Empty title="No companies yet">
                <p>{ "A company is known by its domains: who has an address of one belongs to it, and its page shows all of them and what they did." }</p>
            </Empty>
        };
    }
    let section = Section::Companies { search: props.search.clone(), skip: props.skip };
    html! {
        <>
            <Table label="Companies" columns={vec!["Name", "Domains", "People", "Industry", "Owner"]}>
                <tbody>{ for companies.entries.iter().map(|company| row(&props.site.key, company)) }</tbody>
            </Table>
            <Pager site={props.site.key.clone()} {section} shown={companies.entries.len()} total={companies.total} />
        </>
    }
}

fn row(site: &SiteKey, company: &Company) -> Html {
    let facts = &company.facts;
    html! {
        <tr key={company.id.to_string()}>
            <th scope="row"><a href={link(site, Section::company(company.id))}>{ said(facts.name.as_str()) }</a></th>
            <td data-label="Domains">{ said(&domains(company)) }</td>
            <td data-label="People" class="number">{ number(company.people.into()) }</td>
            <td data-label="Industry">{ facts.industry.as_ref().map(|industry| said(industry.as_str())) }</td>
            <td data-label="Owner">{ company.owner.as_ref().map(|owner| said(owner.as_str())) }</td>
        </tr>
    }
}

/// Its domains as one text.
pub(crate) fn domains(company: &Company) -> String {
    company.facts.domains.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
