//! Companies: accounts, known by the domains of their people's addresses (P1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{CompanyId, UserId};
use crate::text::{Email, Key, MailDomain, Name};
use crate::time::Instant;
use crate::value::{Kind, Value};

/// The most domains of a company.
pub const COMPANY_DOMAINS: usize = 50;
/// The most attributes of a site's own that its companies have.
pub const COMPANY_ATTRIBUTES: usize = 50;

/// Characters of a text that such an attribute holds.
pub const COMPANY_TEXT_CHARS: usize = 500;

/// The most that a company is said to take in: what a spreadsheet still holds to the unit.
pub const COMPANY_REVENUE: u64 = 1 << 53;

/// What every company has, and no attribute of a site's own is called.
pub const COMPANY_BUILT_IN: [&str; 7] = ["name", "domains", "industry", "size", "revenue", "country", "owner"];

/// A field that companies of a site have besides those of every company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyAttribute {
    /// Its key.
    pub key: Key,
    /// What people read.
    pub label: Name,
    /// What it holds.
    pub kind: Kind,
}

/// What is known of a company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyFacts {
    /// What it is called.
    pub name: Name,
    /// The domains of its people's addresses; those below them are its own, too, but for those of other companies. At most
    /// [`COMPANY_DOMAINS`].
    pub domains: Vec<MailDomain>,
    /// What it does.
    #[serde(default)]
    pub industry: Option<Name>,
    /// How many people work there.
    #[serde(default)]
    pub size: Option<u32>,
    /// What it takes in in a year, in the currency that the site's owner counts in.
    #[serde(default)]
    pub revenue: Option<u64>,
    /// Where it is.
    #[serde(default)]
    pub country: Option<Name>,
    /// The agent who looks after it.
    #[serde(default)]
    pub owner: Option<UserId>,
    /// Values of the site's own attributes of companies, by their keys.
    #[serde(default)]
    pub more: BTreeMap<Key, Value>,
}

impl CompanyFacts {
    /// The same, as it is kept: a text of nothing but blanks is no value.
    ///
    /// # Errors
    ///
    /// What is beyond a limit, as a sentence that says what to do.
    pub fn checked(mut self) -> Result<Self, String> {
        self.more.retain(|_, value| !matches!(value, Value::Text(text) if text.trim().is_empty()));
        let is_long = |value: &Value| matches!(value, Value::Text(text) if text.chars().count() > COMPANY_TEXT_CHARS);
        if self.domains.len() > COMPANY_DOMAINS {
            Err(format!("These are {} domains; a company has {COMPANY_DOMAINS} at most.", self.domains.len()))
        } else if self.revenue.is_some_and(|revenue| revenue > COMPANY_REVENUE) {
            Err(format!("The revenue is larger than {COMPANY_REVENUE}. Count in thousands or millions."))
        } else if let Some((key, _)) = self.more.iter().find(|(_, value)| is_long(value)) {
            Err(format!("{key} has more than {COMPANY_TEXT_CHARS} characters. Shorten it."))
        } else {
            Ok(self)
        }
    }
}

/// A company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// Which.
    pub id: CompanyId,
    /// What is known of it.
    pub facts: CompanyFacts,
    /// The address of the owner.
    pub owner: Option<Email>,
    /// How many people of the site belong to it.
    pub people: u32,
    /// When it was made.
    pub created: Instant,
}

/// The company of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyOf {
    /// Which.
    pub id: CompanyId,
    /// What it is called.
    pub name: Name,
}

/// A user who may look after companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Who.
    pub id: UserId,
    /// The address.
    pub email: Email,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn checked(change: &Json) -> Result<Vec<String>, String> {
        let mut facts = json!({ "name": "Skerry", "domains": [] });
        let facts_of_change = change.as_object().expect("an object").clone();
        facts.as_object_mut().expect("an object").extend(facts_of_change);
        let facts: CompanyFacts = serde_json::from_value(facts).expect("facts");
        facts.checked().map(|facts| facts.more.keys().map(ToString::to_string).collect())
    }

    #[test]
    fn p1_what_is_said_of_a_company_has_limits() {
        let domains = |count: usize| (0..count).map(|number| format!("d{number}.example")).collect::<Vec<_>>();
        let said = |chars: usize| json!({ "more": { "tier": { "text": "é".repeat(chars) } } });
        for (change, fault) in [
            (json!({ "domains": domains(50) }), None),
            (json!({ "domains": domains(51) }), Some("These are 51 domains; a company has 50 at most.")),
            (json!({ "revenue": 1_u64 << 53 }), None),
            (
                json!({ "revenue": (1_u64 << 53) + 1 }),
                Some("The revenue is larger than 9007199254740992. Count in thousands or millions."),
            ),
            (said(500), None),
            (said(501), Some("tier has more than 500 characters. Shorten it.")),
        ] {
            assert_eq!(checked(&change).err().as_deref(), fault, "{change:.60}");
        }
    }

    #[test]
    fn p1_an_empty_value_is_none() {
        let change = json!({ "more": { "tier": { "text": " \n" }, "plan": { "text": "gold" } } });
        assert_eq!(checked(&change), Ok(vec!["plan".to_owned()]));
    }
}
