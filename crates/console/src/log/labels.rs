//! What attributes are called, where the page knows it.

use std::rc::Rc;

use parlor_domain::attribute::BUILT_IN;
use parlor_domain::text::{Key, Name};
use parlor_wire::console::AttributeValue;

/// The labels of a page's attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Labels(Rc<[(Key, Name)]>);

impl Labels {
    /// Of attributes by their keys.
    pub(crate) fn of<'a>(attributes: impl IntoIterator<Item = (&'a Key, &'a Name)>) -> Self {
        Self(attributes.into_iter().map(|(key, label)| (key.clone(), label.clone())).collect())
    }

    /// Of what is known of a person or a visitor.
    pub(crate) fn of_values(values: &[AttributeValue]) -> Self {
        Self::of(values.iter().map(|value| (&value.key, &value.label)))
    }

    /// What the attribute of this key is called; its key, if the page doesn't know.
    pub(super) fn label<'a>(&'a self, key: &'a Key) -> &'a str {
        let known = self.0.iter().find(|(known, _)| known == key).map(|(_, label)| label.as_str());
        let built_in = || BUILT_IN.iter().find(|(known, ..)| *known == key.as_str()).map(|(_, label, ..)| *label);
        known.or_else(built_in).unwrap_or(key.as_str())
    }
}
