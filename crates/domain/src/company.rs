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
