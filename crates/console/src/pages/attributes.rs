//! The attributes that people can have, and what they are used for (P2).

use std::collections::BTreeMap;

use parlor_domain::text::{Key, Name, SiteKey};
use parlor_domain::value::Kind;
use parlor_wire::console::{
    ATTRIBUTE, ATTRIBUTE_USES, ATTRIBUTES, AttributeUses, ChangeAttribute, Permission, PersonAttribute, Site, SiteAttribute, fill,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::api::{post, remove};
use crate::errand::use_errand;
use crate::load::use_load;
use crate::pages::company_attributes::CompanyAttributes;
use crate::pages::sign_in::typed;
use crate::parts::confirm::Confirm;
use crate::parts::field::Field;
use crate::parts::state::{Failed, Fault};
use crate::parts::table::Table;
use crate::parts::text::{counted, number};
use crate::parts::title::Title;

/// What an attribute can hold, in words.
const KINDS: [(Kind, &str); 7] = [
    (Kind::Text, "Text"),
    (Kind::Number, "Number"),
    (Kind::WholeNumber, "Whole number"),
    (Kind::YesNo, "Yes or no"),
    (Kind::Date, "Date"),
    (Kind::DateTime, "Date and time"),
    (Kind::Choice, "Choice"),
];

/// Which site's attributes.
#[derive(PartialEq, Properties)]
pub(crate) struct AttributesProps {
    /// The site.
    pub(crate) site: Site,
}

/// The attributes of a site.
#[component]
pub(crate) fn Attributes(props: &AttributesProps) -> Html {
    let attributes = use_load::<Vec<SiteAttribute>>(fill(ATTRIBUTES, &[&props.site.key]));
    let uses = use_load::<BTreeMap<Key, AttributeUses>>(fill(ATTRIBUTE_USES, &[&props.site.key]));
    let may_change = props.site.permissions.contains(&Permission::ChangeSettings);
    let news = use_state(AttrValue::default);
    let told = {
        let (news, again, uses) = (news.setter(), attributes.again.clone(), uses.again.clone());
        Callback::from(move |text: AttrValue| {
            news.set(text);
            again.emit(());
            uses.emit(());
        })
    };
    let columns = ["Attribute", "Holds", "Visitors may set it", "Used by", "People", "Change"];
    let columns = columns[..if may_change { 6 } else { 5 }].to_vec();
    html! {
        <>
            <Title text="Attributes" />
            <p class="lead">{ "What can be known of people. Questions write to attributes, conditions and texts read them, by person.KEY." }</p>
            <p class="news" role="status">{ &*news }</p>
            if let Some(failure) = uses.failure() {
                <Failed failure={failure.clone()} again={uses.again.clone()} />
            }
            { attributes.show(|list| html! {
                <>
                    <Table label="Attributes" {columns}>
                        <tbody>
                            { for own_first(list).into_iter().map(|of| html! {
                                <AttributeRow key={of.attribute.key.to_string()} site={props.site.key.clone()} of={of.clone()} uses={uses.ready().and_then(|uses| uses.get(&of.attribute.key)).cloned()}
                                    {may_change} told={told.clone()} />
                            }) }
                        </tbody>
                    </Table>
                    if may_change {
                        <AddAttribute site={props.site.key.clone()} {told} />
                    }
                    <CompanyAttributes site={props.site.key.clone()} {may_change} />
                </>
            }) }
        </>
    }
}

/// The site's own, then those that every site has.
fn own_first(list: &[SiteAttribute]) -> Vec<&SiteAttribute> {
    let (built_in, own): (Vec<_>, Vec<_>) = list.iter().partition(|of| of.built_in);
    own.into_iter().chain(built_in).collect()
}

/// Which attribute.
#[derive(PartialEq, Properties)]
struct AttributeRowProps {
    site: SiteKey,
    of: SiteAttribute,
    /// What it is used for; that may come later than the rest.
    uses: Option<AttributeUses>,
    may_change: bool,
    /// Hears in words what was changed.
    told: Callback<AttrValue>,
}

#[component]
fn AttributeRow(props: &AttributeRowProps) -> Html {
    let errand = use_errand();
    let asking = use_state_eq(|| false);
    let SiteAttribute { attribute, built_in } = &props.of;
    let changing = use_state_eq(|| false);
    let (label, may_set) = (use_node_ref(), use_node_ref());
    let change = {
        let (errand, told, path) = (errand.clone(), props.told.clone(), fill(ATTRIBUTE, &[&props.site, &attribute.key]));
        let (label, may_set, former) = (label.clone(), may_set.clone(), attribute.label.clone());
        move |()| {
            // Without a name it keeps the one that it has.
            let label = Name::parse(&typed(&label)).unwrap_or_else(|_| former.clone());
            let visitor_may_set = may_set.cast::<HtmlInputElement>().is_some_and(|input| input.checked());
            let (path, told, body) = (path.clone(), told.clone(), ChangeAttribute { label: label.clone(), visitor_may_set });
            errand.tell(post(&path, &body), move || told.emit(format!("{label} is changed.").into()));
        }
    };
    let turn = |open: bool| {
        let changing = changing.setter();
        move || changing.set(open)
    };
    let (open_change, change_closed) = (turn(true), turn(false));
    let ask = |open: bool| {
        let asking = asking.setter();
        move || asking.set(open)
    };
    let (ask, closed) = (ask(true), ask(false));
    let yes = {
        let (errand, told, label) = (errand.clone(), props.told.clone(), attribute.label.clone());
        let path = fill(ATTRIBUTE, &[&props.site, &attribute.key]);
        move |()| {
            let (path, told, label) = (path.clone(), told.clone(), label.clone());
            errand.tell(remove(&path), move || told.emit(format!("{label} is deleted.").into()));
        }
    };
    let is_unused = props.uses == Some(AttributeUses::default());
    html! {
        <tr>
            <th scope="row">{ attribute.label.as_str() }<span class="state-more"><code>{ attribute.key.as_str() }</code></span></th>
            <td data-label="Holds">{ holds(attribute.kind) }</td>
            <td data-label="Visitors may set it">{ if attribute.visitor_may_set { "Yes" } else { "No" } }</td>
            <td data-label="Used by">{ props.uses.as_ref().map(|uses| users(&uses.used_by)) }</td>
            <td data-label="People">{ props.uses.as_ref().map(|uses| number(uses.people.into())) }</td>
            if props.may_change {
                <td data-label="Change">
                    if *built_in {
                        <span class="soft">{ "Built in" }</span>
                    } else {
                        <div class="actions">
                            <button type="button" onclick={move |_: MouseEvent| open_change()}>{ "Change…" }</button>
                            if is_unused {
                                <button type="button" onclick={move |_: MouseEvent| ask()} aria-busy={errand.busy().then_some("true")}>{ "Delete…" }</button>
                            }
                        </div>
                    }
                    if let Some(failure) = errand.failure() {
                        <Fault {failure} />
                    }
                    if *changing {
                        <Confirm id={format!("change-{}", attribute.key)} title={format!("Change “{}”", attribute.label)} action="Change it"
                            danger=false yes={change} closed={move |()| change_closed()}>
                            <div class="field">
                                <label for="changed-label">{ "Name" }</label>
                                <input id="changed-label" ref={label} value={attribute.label.to_string()} autocomplete="off" />
                            </div>
                            <label class="check">
                                <input type="checkbox" ref={may_set} checked={attribute.visitor_may_set} />{ "What visitors answer may be written to it" }
                            </label>
                            <p class="help">{ "Without the tick, answers that dialogues write to it are kept no longer." }</p>
                        </Confirm>
                    }
                    if *asking {
                        <Confirm id={format!("delete-{}", attribute.key)} title={format!("Delete “{}”?", attribute.label)} action="Delete" {yes}
                            closed={move |()| closed()}>
                            <p>{ "Nothing uses it, and nobody has a value of it." }</p>
                        </Confirm>
                    }
                </td>
            }
        </tr>
    }
}

/// What it can hold, in a word.
pub(super) fn holds(kind: Kind) -> &'static str {
    KINDS.into_iter().find(|(of, _)| *of == kind).map_or("", |(_, word)| word)
}

/// Where it is said what an attribute holds.
pub(super) fn kind_field(id: &'static str, node: &NodeRef) -> Html {
    let options = KINDS.into_iter().map(|(kind, word)| html! { <option selected={kind == Kind::Text}>{ word }</option> });
    html! {
        <div class="field">
            <label for={id}>{ "Holds" }</label>
            <select {id} ref={node}>{ for options }</select>
        </div>
    }
}

/// What was said there.
pub(super) fn chosen_kind(node: &NodeRef) -> Kind {
    let at = node.cast::<HtmlSelectElement>().and_then(|select| usize::try_from(select.selected_index()).ok());
    at.and_then(|at| KINDS.get(at)).map_or(Kind::Text, |(kind, _)| *kind)
}

fn users(names: &[Name]) -> Html {
    match names {
        [] => html! { <span class="soft">{ "nothing" }</span> },
        [one, two, three, rest @ ..] if !rest.is_empty() => {
            html! { { format!("{one}, {two}, {three} and {}", counted(rest.len(), "other")) } }
        }
        all => html! { { all.iter().map(Name::as_str).collect::<Vec<_>>().join(", ") } },
    }
}

/// Where an attribute is added.
#[derive(PartialEq, Properties)]
struct AddAttributeProps {
    site: SiteKey,
    /// Hears in words what was changed.
    told: Callback<AttrValue>,
}

#[component]
fn AddAttribute(props: &AddAttributeProps) -> Html {
    let errand = use_errand();
    let (label, key, kind, may_set) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let wrong = use_state_eq(|| (false, false));
    let submit = {
        let (errand, told, path) = (errand.clone(), props.told.clone(), fill(ATTRIBUTES, &[&props.site]));
        let (label, key, kind, may_set, wrong) = (label.clone(), key.clone(), kind.clone(), may_set.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let (name, id) = (Name::parse(&typed(&label)), Key::parse(&typed(&key)));
            wrong.set((name.is_err(), id.is_err()));
            let (Ok(name), Ok(id)) = (name, id) else { return };
            let body = PersonAttribute {
                key: id,
                label: name.clone(),
                kind: chosen_kind(&kind),
                visitor_may_set: may_set.cast::<HtmlInputElement>().is_some_and(|input| input.checked()),
            };
            let (path, told, inputs) = (path.clone(), told.clone(), [label.clone(), key.clone()]);
            errand.tell(post(&path, &body), move || {
                inputs.iter().filter_map(NodeRef::cast::<HtmlInputElement>).for_each(|input| input.set_value(""));
                told.emit(format!("{name} is there.").into());
            });
        }
    };
    html! {
        <section aria-labelledby="add-title">
            <h2 id="add-title">{ "Add an attribute" }</h2>
            <form class="card" onsubmit={submit} novalidate=true>
                <Field id="attribute-label" label="Name" kind="text" autocomplete="off" node={label} help="As people read it."
                    error={wrong.0.then_some("Type a name.")} />
                <Field id="attribute-key" label="Key" kind="text" autocomplete="off" node={key}
                    help="As dialogues name it, like team_size. It can't be changed."
                    error={wrong.1.then_some("Type small letters, digits and _, a letter first.")} />
                { kind_field("attribute-kind", &kind) }
                <label class="check"><input type="checkbox" ref={may_set} checked=true />{ "What visitors answer may be written to it" }</label>
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
                <div class="actions"><button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Add the attribute" }</button></div>
            </form>
        </section>
    }
}
