//! The attributes of a site's own that its companies have (P1).

use parlor_domain::text::{Key, Name, SiteKey};
use parlor_wire::console::{COMPANY_ATTRIBUTE, COMPANY_ATTRIBUTES, CompanyAttribute, KeepCompanyAttribute, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{post, remove};
use crate::errand::use_errand;
use crate::load::use_load;
use crate::pages::attributes::{chosen_kind, holds, kind_field};
use crate::pages::sign_in::typed;
use crate::parts::confirm::Confirm;
use crate::parts::field::Field;
use crate::parts::state::Fault;
use crate::parts::table::Table;

/// Which site's.
#[derive(PartialEq, Properties)]
pub(super) struct CompanyAttributesProps {
    /// The site.
    pub(super) site: SiteKey,
    /// Whether whoever looks may change them.
    pub(super) may_change: bool,
}

/// What is being asked before it is done.
#[derive(Clone, PartialEq)]
enum Asking {
    Label(CompanyAttribute),
    Removal(CompanyAttribute),
}

/// The attributes of companies, to be added and called otherwise.
#[component]
pub(super) fn CompanyAttributes(props: &CompanyAttributesProps) -> Html {
    let attributes = use_load::<Vec<CompanyAttribute>>(fill(COMPANY_ATTRIBUTES, &[&props.site]));
    let (errand, asking, news) = (use_errand(), use_state(|| None::<Asking>), use_state(AttrValue::default));
    let label = use_node_ref();
    {
        // Most are refused because somebody else was faster.
        let again = attributes.again.clone();
        use_effect_with(errand.failure().is_some(), move |refused| {
            if *refused {
                again.emit(());
            }
        });
    }
    let told = {
        let (news, again) = (news.setter(), attributes.again.clone());
        Callback::from(move |text: String| {
            news.set(text.into());
            again.emit(());
        })
    };
    let ask = {
        let asking = asking.setter();
        Callback::from(move |what: Option<Asking>| asking.set(what))
    };
    let yes = {
        let (errand, told, site, label, asking) =
            (errand.clone(), told.clone(), props.site.clone(), label.clone(), (*asking).clone());
        move |()| match asking.clone() {
            Some(Asking::Label(former)) => {
                // Without a name it keeps the one that it has.
                let label = Name::parse(&typed(&label)).unwrap_or_else(|_| former.label.clone());
                let (told, news) = (told.clone(), format!("{label} is changed."));
                let attribute = CompanyAttribute { label, ..former.clone() };
                let body = KeepCompanyAttribute { former: Some(former), attribute };
                errand.tell(post(&fill(COMPANY_ATTRIBUTES, &[&site]), &body), move || told.emit(news));
            }
            Some(Asking::Removal(gone)) => {
                let (told, news) = (told.clone(), format!("{} is deleted.", gone.label));
                errand.tell(remove(&fill(COMPANY_ATTRIBUTE, &[&site, &gone.key])), move || told.emit(news));
            }
            None => {}
        }
    };
    html! {
        <section aria-labelledby="of-companies-title">
            <h2 id="of-companies-title">{ "Attributes of companies" }</h2>
            <p class="soft">{ "Besides name, domains, industry, size, revenue, country and owner, which every company has." }</p>
            <p class="news" role="status">{ &*news }</p>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            { attributes.show(|list| table(props, list, &ask)) }
            if props.may_change {
                <AddCompanyAttribute site={props.site.clone()} {told} />
            }
            { question(asking.as_ref(), &label, yes, ask.reform(|()| None)) }
        </section>
    }
}

fn table(props: &CompanyAttributesProps, list: &[CompanyAttribute], ask: &Callback<Option<Asking>>) -> Html {
    if list.is_empty() {
        return html! {};
    }
    let columns = ["Attribute", "Holds", "Change"];
    html! {
        <Table label="Attributes of companies" columns={columns[..if props.may_change { 3 } else { 2 }].to_vec()}>
            <tbody>{ for list.iter().map(|attribute| row(props.may_change, attribute, ask)) }</tbody>
        </Table>
    }
}

fn row(may_change: bool, attribute: &CompanyAttribute, ask: &Callback<Option<Asking>>) -> Html {
    let (one, other) = (attribute.clone(), attribute.clone());
    let change = ask.reform(move |_: MouseEvent| Some(Asking::Label(one.clone())));
    let remove = ask.reform(move |_: MouseEvent| Some(Asking::Removal(other.clone())));
    html! {
        <tr key={attribute.key.to_string()}>
            <th scope="row">{ attribute.label.as_str() }<span class="state-more"><code>{ attribute.key.as_str() }</code></span></th>
            <td data-label="Holds">{ holds(attribute.kind) }</td>
            if may_change {
                <td data-label="Change">
                    <div class="actions">
                        <button type="button" onclick={change}>{ "Change…" }</button>
                        <button type="button" onclick={remove}>{ "Delete…" }</button>
                    </div>
                </td>
            }
        </tr>
    }
}

fn question(asking: Option<&Asking>, label: &NodeRef, yes: impl Fn(()) + 'static, closed: Callback<()>) -> Html {
    match asking {
        None => html! {},
        Some(Asking::Label(attribute)) => html! {
            <Confirm id="change-of-companies" title={format!("Change “{}”", attribute.label)} action="Change it" danger=false {yes} {closed}>
                <div class="field">
                    <label for="changed-label">{ "Name" }</label>
                    <input id="changed-label" ref={label} value={attribute.label.to_string()} autocomplete="off" />
                </div>
            </Confirm>
        },
        Some(Asking::Removal(attribute)) => html! {
            <Confirm id="delete-of-companies" title={format!("Delete “{}”?", attribute.label)} action="Delete" {yes} {closed}>
                <p>{ "It can be deleted while no company has a value of it." }</p>
            </Confirm>
        },
    }
}

/// Where one is added.
#[derive(PartialEq, Properties)]
struct AddCompanyAttributeProps {
    site: SiteKey,
    /// Hears in words what was changed.
    told: Callback<String>,
}

#[component]
fn AddCompanyAttribute(props: &AddCompanyAttributeProps) -> Html {
    let errand = use_errand();
    let (label, key, kind) = (use_node_ref(), use_node_ref(), use_node_ref());
    let wrong = use_state_eq(|| (false, false));
    let submit = {
        let (errand, told, path) = (errand.clone(), props.told.clone(), fill(COMPANY_ATTRIBUTES, &[&props.site]));
        let (label, key, kind, wrong) = (label.clone(), key.clone(), kind.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let (name, id) = (Name::parse(&typed(&label)), Key::parse(&typed(&key)));
            wrong.set((name.is_err(), id.is_err()));
            let (Ok(name), Ok(id)) = (name, id) else { return };
            let body = KeepCompanyAttribute {
                former: None,
                attribute: CompanyAttribute { key: id, label: name.clone(), kind: chosen_kind(&kind) },
            };
            let (told, inputs) = (told.clone(), [label.clone(), key.clone()]);
            errand.tell(post(&path, &body), move || {
                inputs.iter().filter_map(NodeRef::cast::<HtmlInputElement>).for_each(|input| input.set_value(""));
                told.emit(format!("{name} is there."));
            });
        }
    };
    html! {
        <form class="card" onsubmit={submit} novalidate=true aria-label="Add an attribute of companies">
            <Field id="company-attribute-label" label="Name" kind="text" autocomplete="off" node={label} help="As people read it."
                error={wrong.0.then_some("Type a name.")} />
            <Field id="company-attribute-key" label="Key" kind="text" autocomplete="off" node={key} help="It can't be changed."
                error={wrong.1.then_some("Type small letters, digits and _, a letter first.")} />
            { kind_field("company-attribute-kind", &kind) }
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            <div class="actions"><button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Add the attribute of companies" }</button></div>
        </form>
    }
}
