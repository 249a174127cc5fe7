//! Attributes: what is stored, and beside it what is only claimed.

use parlor_domain::value::Value;
use parlor_wire::console::AttributeValue;
use yew::prelude::*;

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

/// Draws attributes with what is stored and, under it, what is claimed.
pub(crate) fn attributes(list: &[AttributeValue]) -> Html {
    html! { <dl class="facts">{ for list.iter().map(attribute) }</dl> }
}

fn attribute(attribute: &AttributeValue) -> Html {
    let stored = match &attribute.value {
        Some(stored) => value(stored),
        None => html! { <span class="soft">{ "empty" }</span> },
    };
    html! {
        <div key={attribute.key.to_string()}>
            <dt title={attribute.key.to_string()}>{ attribute.label.as_str() }</dt>
            <dd>{ stored }{ for attribute.claimed.iter().map(claimed) }</dd>
        </div>
    }
}
