//! Which part of the people is listed, in which order, and what is shown of them.

use parlor_wire::console::{PEOPLE_COLUMNS, PeopleOrder};

/// A place in the list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeoplePlace {
    /// What is searched for.
    pub(crate) search: String,
    /// How many are passed over.
    pub(crate) skip: u32,
    /// In which order.
    pub(crate) order: PeopleOrder,
    /// The keys of the attributes that are shown besides what is shown anyway.
    pub(crate) columns: Vec<String>,
}

/// The orders with their words in addresses.
const ORDERS: [(PeopleOrder, &str); 3] =
    [(PeopleOrder::LastSeen, "last_seen"), (PeopleOrder::FirstKnown, "first_known"), (PeopleOrder::Name, "name")];

impl PeoplePlace {
    /// Everybody, who was seen last first.
    pub(crate) const ALL: Self = Self { search: String::new(), skip: 0, order: PeopleOrder::LastSeen, columns: Vec::new() };

    /// The order as it stands in addresses.
    pub(crate) fn order_code(&self) -> &'static str {
        ORDERS.into_iter().find(|(order, _)| *order == self.order).map_or("", |(_, code)| code)
    }

    /// Reads it from the named values of an address.
    pub(crate) fn parse(skip: u32, value: impl Fn(&str) -> String) -> Self {
        let code = value("order");
        let order = ORDERS.into_iter().find(|(_, of)| *of == code).map(|(order, _)| order).unwrap_or_default();
        let columns = value("columns");
        let is_key = |key: &&str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let columns = columns.split(',').filter(is_key).take(PEOPLE_COLUMNS).map(str::to_owned).collect();
        Self { search: value("search"), skip, order, columns }
    }

    /// What its address says of the order, unless it is the usual one.
    pub(crate) fn order_pair(&self) -> Option<String> {
        (self.order != PeopleOrder::LastSeen).then(|| format!("order={}", self.order_code()))
    }

    /// What its address says of the columns.
    pub(crate) fn columns_pair(&self) -> Option<String> {
        (!self.columns.is_empty()).then(|| format!("columns={}", self.columns.join(",")))
    }
}
