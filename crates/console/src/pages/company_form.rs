//! Companies are made and changed.

use std::collections::BTreeMap;
use std::rc::Rc;

use parlor_domain::text::{Key, MailDomain, Name, SiteKey};
use parlor_wire::console::{COMPANIES, COMPANY, ChangeCompany as Changed, CompanyFacts, CompanyPage, fill};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::pages::companies::domains;
use crate::pages::company_more::{fields, put, read};
use crate::pages::sign_in::typed;
use crate::parts::field::Field;
use crate::parts::state::Fault;
use crate::route::{Route, Section, go};

/// Where a company is made.
#[derive(PartialEq, Properties)]
pub(crate) struct AddCompanyProps {
    /// The site.
    pub(crate) site: SiteKey,
}

/// Another company, by its name and domains. The rest is said on its page.
#[component]
pub(crate) fn AddCompany(props: &AddCompanyProps) -> Html {
    let errand = use_errand();
    let (name, domain) = (use_node_ref(), use_node_ref());
    let wrong = use_state_eq(Wrong::default);
    let submit = {
        let (errand, site, wrong) = (errand.clone(), props.site.clone(), wrong.setter());
        let (name, domain) = (name.clone(), domain.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let (called, domains) = (Name::parse(&typed(&name)), read_domains(&typed(&domain)));
            wrong.set(Wrong { name: called.is_err(), domains: domains.clone().err(), ..Wrong::default() });
            let (Ok(name), Ok(domains)) = (called, domains) else { return };
            let facts = CompanyFacts {
                name,
                domains,
                industry: None,
                size: None,
                revenue: None,
                country: None,
                owner: None,
                more: BTreeMap::new(),
            };
            let site = site.clone();
            errand.start(post(&fill(COMPANIES, &[&site]), &facts), move |page: CompanyPage| {
                go(&Route::Site(site, Section::company(page.company.id)));
            });
        }
    };
    html! {
        <section aria-labelledby="add-title">
            <h2 id="add-title">{ "Add a company" }</h2>
            <form class="card" onsubmit={submit} novalidate=true>
                { names(&name, &domain, &wrong) }
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                <div class="actions"><button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Add the company" }</button></div>
            </form>
        </section>
    }
}

/// What can't be taken.
#[derive(Clone, Default, PartialEq)]
struct Wrong {
    name: bool,
    /// The first of the domains that is none.
    domains: Option<String>,
    size: bool,
    revenue: bool,
    /// More than a name has.
    industry: bool,
    country: bool,
    /// The keys of the site's own attributes.
    more: Vec<Key>,
}

fn names(name: &NodeRef, domains: &NodeRef, wrong: &Wrong) -> Html {
    let no_domain = wrong.domains.as_ref().map(|text| AttrValue::from(format!("“{text}” is no domain like example.com.")));
    html! {
        <>
            <Field id="company-name" label="Name" kind="text" autocomplete="off" node={name.clone()} error={wrong.name.then_some("Type a name.")} />
            <Field id="company-domains" label="Domains" kind="text" autocomplete="off" optional=true node={domains.clone()} error={no_domain}
                help="Of its people's addresses, like example.com, with commas between. Those below them are its own, too." />
        </>
    }
}

/// The domains in a text, or the first that is none.
fn read_domains(text: &str) -> Result<Vec<MailDomain>, String> {
    let parts = text.split([',', ' ']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| MailDomain::parse(part).map_err(|_| part.to_owned())).collect()
}

/// A whole number, if one is typed; blanks and commas between its digits are passed over.
fn read_number(text: &str) -> Result<Option<u64>, ()> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if digits.is_empty() { Ok(None) } else { digits.parse().map(Some).map_err(|_| ()) }
}

const TOO_LONG: &str = "Type at most 200 characters.";

/// Whether a text that may be empty is more than a name.
fn is_too_long(text: &str) -> bool {
    !text.trim().is_empty() && Name::parse(text).is_err()
}

/// Which company is changed.
#[derive(PartialEq, Properties)]
pub(crate) struct ChangeCompanyProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The company.
    pub(crate) page: CompanyPage,
    /// It is saved.
    pub(crate) done: Callback<()>,
    /// It stays as it is.
    pub(crate) cancel: Callback<()>,
}

/// All that is known of a company, to be changed.
#[component]
pub(crate) fn ChangeCompany(props: &ChangeCompanyProps) -> Html {
    let errand = use_errand();
    let inputs = use_memo((), |()| <[NodeRef; 6]>::default());
    let attributes = &props.page.attributes;
    let more_inputs =
        use_memo(attributes.len(), |count| vec![(); *count].iter().map(|()| NodeRef::default()).collect::<Vec<_>>());
    let owner = use_node_ref();
    let wrong = use_state_eq(Wrong::default);
    let company = &props.page.company;
    {
        let (inputs, company) = (inputs.clone(), company.clone());
        let (attributes, more_inputs) = (attributes.clone(), Rc::clone(&more_inputs));
        use_effect_with((), move |()| {
            put(&attributes, &more_inputs, &company.facts);
            let facts = &company.facts;
            let text = |name: &Option<Name>| name.as_ref().map(ToString::to_string).unwrap_or_default();
            let present = [
                facts.name.to_string(),
                domains(&company),
                text(&facts.industry),
                facts.size.map(|size| size.to_string()).unwrap_or_default(),
                facts.revenue.map(|revenue| revenue.to_string()).unwrap_or_default(),
                text(&facts.country),
            ];
            for (input, present) in inputs.iter().zip(present) {
                input.cast::<HtmlInputElement>().into_iter().for_each(|input| input.set_value(&present));
            }
            if let Some(first) = inputs.first().and_then(NodeRef::cast::<HtmlInputElement>) {
                // As good as before if it doesn't take the focus.
                let _ = first.focus();
            }
        });
    }
    let submit = {
        let (errand, inputs, owner, wrong, done) =
            (errand.clone(), inputs.clone(), owner.clone(), wrong.setter(), props.done.clone());
        let (attributes, more_inputs) = (attributes.clone(), Rc::clone(&more_inputs));
        let (path, owners, former) =
            (fill(COMPANY, &[&props.site, &company.id]), props.page.owners.clone(), company.facts.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let [name, domains, industry, size, revenue, country] = inputs.each_ref().map(typed);
            let (name, domains) = (Name::parse(&name), read_domains(&domains));
            let size = read_number(&size).and_then(|size| size.map(u32::try_from).transpose().map_err(|_| ()));
            let (revenue, more) = (read_number(&revenue), read(&attributes, &more_inputs, &former));
            wrong.set(Wrong {
                name: name.is_err(),
                domains: domains.clone().err(),
                size: size.is_err(),
                revenue: revenue.is_err(),
                industry: is_too_long(&industry),
                country: is_too_long(&country),
                more: more.clone().err().unwrap_or_default(),
            });
            if is_too_long(&industry) || is_too_long(&country) {
                return;
            }
            let (Ok(name), Ok(domains), Ok(size), Ok(revenue), Ok(more)) = (name, domains, size, revenue, more) else { return };
            // The first choice is nobody.
            let at = owner.cast::<HtmlSelectElement>().and_then(|select| usize::try_from(select.selected_index() - 1).ok());
            let facts = CompanyFacts {
                name,
                domains,
                industry: Name::parse(&industry).ok(),
                size,
                revenue,
                country: Name::parse(&country).ok(),
                owner: at.and_then(|at| owners.get(at)).map(|owner| owner.id),
                more,
            };
            let (done, changed) = (done.clone(), Changed { former: former.clone(), facts });
            errand.tell(post(&path, &changed), move || done.emit(()));
        }
    };
    let [name, of_domains, industry, size, revenue, country] = inputs.each_ref();
    let no_number = "Type a whole number, or nothing.";
    html! {
        <form class="card" onsubmit={submit} novalidate=true aria-label="What is known of the company">
            { names(name, of_domains, &wrong) }
            <Field id="company-industry" label="Industry" kind="text" autocomplete="off" optional=true node={industry.clone()}
                error={wrong.industry.then_some(TOO_LONG)} />
            <Field id="company-size" label="Size" kind="text" autocomplete="off" optional=true node={size.clone()} help="How many people work there."
                error={wrong.size.then_some(no_number)} />
            <Field id="company-revenue" label="Revenue" kind="text" autocomplete="off" optional=true node={revenue.clone()}
                help="In a year, in the currency that you count in." error={wrong.revenue.then_some(no_number)} />
            <Field id="company-country" label="Country" kind="text" autocomplete="off" optional=true node={country.clone()}
                error={wrong.country.then_some(TOO_LONG)} />
            <div class="field">
                <label for="company-owner">{ "Owner" }</label>
                <select id="company-owner" ref={owner}>
                    <option selected={company.facts.owner.is_none()}>{ "Nobody" }</option>
                    { for props.page.owners.iter().map(|owner| html! {
                        <option selected={company.facts.owner == Some(owner.id)}>{ owner.email.as_str() }</option>
                    }) }
                </select>
            </div>
            { fields(attributes, &more_inputs, &company.facts, &wrong.more) }
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            <div class="actions">
                <button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Save" }</button>
                <button type="button" onclick={props.cancel.reform(|_: MouseEvent| ())}>{ "Cancel" }</button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_domains_and_numbers_are_read_as_people_type_them() {
        let domains = |text| read_domains(text).map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            domains(" a.example, @B.example c.example,"),
            Ok(vec!["a.example".into(), "b.example".into(), "c.example".into()])
        );
        assert_eq!(domains(""), Ok(Vec::new()));
        assert_eq!(domains("a.example, nonsense"), Err("nonsense".to_owned()));
        for (text, expected) in [("", Ok(None)), (" 1 200,000", Ok(Some(1_200_000))), ("many", Err(())), ("-1", Err(()))] {
            assert_eq!(read_number(text), expected, "{text}");
        }
    }
}
