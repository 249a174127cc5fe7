//! Attributes: what is stored, and beside it what is only claimed.

use parlor_domain::value::Value;
use parlor_wire::console::AttributeValue;
use yew::prelude::*;

use crate::parts::table::Table;
use crate::parts::text::said;
use crate::parts::when::When;

/// Draws a value.
pub(crate) fn value(value: &Value) -> Html {
    match value {
        Value::DateTime(at) => html! { <When at={*at} exact=true /> },
        other => said(&other.to_string()),
    }
}

/// A value that nobody has verified, marked as such.
pub(crate) fn claimed(claim: &Value) -> Html {
    html! { <span class="claim">{ value(claim) }{ " " }<span class="badge warn">{ "claimed" }</span></span> }
}

/// Draws attributes with stored and claimed values.
pub(crate) fn attributes(label: &'static str, list: &[AttributeValue]) -> Html {
    html! {
        <Table {label} columns={vec!["Attribute", "Value", "Claimed"]}>
            <tbody>{ for list.iter().map(row) }</tbody>
        </Table>
    }
}

fn row(attribute: &AttributeValue) -> Html {
    let stored = attribute.value.as_ref().map_or_else(|| html! { <span class="soft">{ "empty" }</span> }, value);
    html! {
        <tr key={attribute.key.to_string()}>
            <th scope="row" title={attribute.key.to_string()}>{ attribute.label.as_str() }</th>
            <td data-label="Value">{ stored }</td>
            <td data-label="Claimed" class={classes!(attribute.claimed.is_empty().then_some("void"))}>
                { for attribute.claimed.iter().map(claimed) }
            </td>
        </tr>
    }
}
