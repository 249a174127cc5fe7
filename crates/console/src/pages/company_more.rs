//! The site's own attributes in the form of a company.

use std::collections::BTreeMap;

use parlor_domain::action::read_as;
use parlor_domain::text::Key;
use parlor_domain::value::{Kind, Value};
use parlor_wire::console::{CompanyAttribute, CompanyFacts};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::parts::field::Field;

/// The inputs of all attributes, in their order.
pub(super) type Inputs = [NodeRef];

/// Puts what is known into the inputs; once, so that what is typed stays.
pub(super) fn put(attributes: &[CompanyAttribute], inputs: &Inputs, facts: &CompanyFacts) {
    for (attribute, node) in attributes.iter().zip(inputs) {
        let input = node.cast::<HtmlInputElement>();
        if let Some((input, known)) = input.zip(facts.more.get(&attribute.key)) {
            input.set_value(&known.text());
        }
    }
}

/// An input for each attribute. `wrong` are the keys of those that can't be taken.
pub(super) fn fields(attributes: &[CompanyAttribute], inputs: &Inputs, facts: &CompanyFacts, wrong: &[Key]) -> Html {
    let field = |(attribute, node): (&CompanyAttribute, &NodeRef)| {
        let known = facts.more.get(&attribute.key);
        let id = AttrValue::from(format!("company-more-{}", attribute.key));
        if attribute.kind == Kind::YesNo {
            return choice(id, attribute, known, node);
        }
        let error = wrong.contains(&attribute.key).then_some(what_fits(attribute.kind));
        html! {
            <Field key={attribute.key.to_string()} {id} label={attribute.label.to_string()} kind={input_kind(attribute.kind)}
                autocomplete="off" optional=true node={node.clone()} {error} />
        }
    };
    attributes.iter().zip(inputs).map(field).collect()
}

fn choice(id: AttrValue, attribute: &CompanyAttribute, known: Option<&Value>, node: &NodeRef) -> Html {
    let option = |value: &'static str, word: &'static str, is: Option<bool>| {
        let selected = known.cloned() == is.map(Value::YesNo);
        html! { <option {value} {selected}>{ word }</option> }
    };
    html! {
        <div class="field" key={attribute.key.to_string()}>
            <label for={&id}>{ attribute.label.as_str() }</label>
            <select {id} ref={node}>
                { option("", "Not known", None) }
                { option("yes", "Yes", Some(true)) }
                { option("no", "No", Some(false)) }
            </select>
        </div>
    }
}

fn input_kind(kind: Kind) -> &'static str {
    if kind == Kind::Date { "date" } else { "text" }
}

fn what_fits(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "Type a number, or nothing.",
        Kind::WholeNumber => "Type a whole number, or nothing.",
        Kind::Date => "Choose a day, or nothing.",
        Kind::DateTime => "Type a day and time like 2026-03-01T09:30:00Z, or nothing.",
        Kind::Text | Kind::Choice | Kind::YesNo => "Type a shorter text, or nothing.",
    }
}

/// What stands in the inputs, or the keys of those in which nothing stands that could be taken.
pub(super) fn read(
    attributes: &[CompanyAttribute],
    inputs: &Inputs,
    known: &CompanyFacts,
) -> Result<BTreeMap<Key, Value>, Vec<Key>> {
    read_texts(attributes.iter().zip(inputs.iter().map(entered)), &known.more)
}

fn read_texts<'a>(
    entered: impl Iterator<Item = (&'a CompanyAttribute, String)>,
    known: &BTreeMap<Key, Value>,
) -> Result<BTreeMap<Key, Value>, Vec<Key>> {
    let (mut more, mut wrong) = (BTreeMap::new(), Vec::new());
    for (attribute, text) in entered {
        let text = text.trim();
        // What nobody has touched stays as it is, digits that aren't shown too.
        let untouched = known.get(&attribute.key).filter(|value| value.text() == text).cloned();
        match untouched.or_else(|| read_as(attribute.kind, text)) {
            Some(value) => drop(more.insert(attribute.key.clone(), value)),
            None if text.is_empty() => {}
            None => wrong.push(attribute.key.clone()),
        }
    }
    if wrong.is_empty() { Ok(more) } else { Err(wrong) }
}

fn entered(node: &NodeRef) -> String {
    let input = node.cast::<HtmlInputElement>().map(|input| input.value());
    input.or_else(|| node.cast::<HtmlSelectElement>().map(|select| select.value())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use parlor_domain::text::Name;

    use super::*;

    #[test]
    fn p1_what_is_typed_is_read_as_what_the_attribute_holds() {
        for (kind, text, expected) in [
            (Kind::WholeNumber, " 3 ", Ok(Some(Value::Number(3.0)))),
            (Kind::WholeNumber, "3.5", Err(())),
            (Kind::YesNo, "no", Ok(Some(Value::YesNo(false)))),
            (Kind::Text, "", Ok(None)),
            (Kind::DateTime, "tomorrow", Err(())),
        ] {
            let key = Key::parse("tier").expect("a key");
            let attribute = CompanyAttribute { key: key.clone(), label: Name::parse("Tier").expect("a name"), kind };
            let read = read_texts([(&attribute, text.to_owned())].into_iter(), &BTreeMap::new());
            assert_eq!(read.map(|more| more.get(&key).cloned()).map_err(drop), expected, "{text}");
        }
    }

    #[test]
    fn p1_what_nobody_touches_stays_to_the_last_digit() {
        let key = Key::parse("share").expect("a key");
        let attribute = CompanyAttribute { key: key.clone(), label: Name::parse("Share").expect("a name"), kind: Kind::Number };
        let known = BTreeMap::from([(key, Value::Number(0.000_000_12))]);
        let shown = known.values().map(Value::text).collect::<String>();
        assert_eq!(read_texts([(&attribute, shown)].into_iter(), &known), Ok(known));
    }
}
