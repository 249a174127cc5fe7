//! Roles as users have them: those of every site, and a site's own (O11).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Permission, Role};
use crate::text::Name;

/// The most roles of its own that a site has.
pub const OWN_ROLES: usize = 50;

/// A role that a user has on a site, or is to have. On the wire and in the database it is a text: the code of a role that every site
/// has, or the name of one of the site's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum GivenRole {
    /// One that every site has.
    BuiltIn(Role),
    /// One of the site's own, by its name.
    Own(Name),
}

impl GivenRole {
    /// As it stands on the wire and in the database.
    pub fn code(&self) -> &str {
        match self {
            Self::BuiltIn(role) => role.code(),
            Self::Own(name) => name.as_str(),
        }
    }

    /// The role of this code or name.
    pub fn from_code(code: &str) -> Option<Self> {
        Role::from_code(code).map(Self::BuiltIn).or_else(|| Name::parse(code).ok().map(Self::Own))
    }

    /// What it allows, where the site has these roles of its own. `None`: the site has no such role.
    pub fn permissions<'a>(&self, own: &'a [OwnRole]) -> Option<&'a [Permission]> {
        match self {
            Self::BuiltIn(role) => Some(role.permissions()),
            Self::Own(name) => own.iter().find(|role| role.name == *name).map(|role| &role.permissions[..]),
        }
    }
}

impl From<Role> for GivenRole {
    fn from(role: Role) -> Self {
        Self::BuiltIn(role)
    }
}

impl From<GivenRole> for String {
    fn from(role: GivenRole) -> Self {
        role.code().to_owned()
    }
}

impl TryFrom<String> for GivenRole {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("is no role")
    }
}

/// Its name as people read it.
impl fmt::Display for GivenRole {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => out.write_str(role.title()),
            Self::Own(name) => out.write_str(name.as_str()),
        }
    }
}

/// A role that a site has made of single permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnRole {
    /// What it is called.
    pub name: Name,
    /// What it allows; at least one.
    pub permissions: Vec<Permission>,
}

/// Why a role of this name can't be made, if so: it would be taken for one of every site.
pub fn is_taken(name: &Name) -> bool {
    let folded = name.as_str().to_lowercase();
    Role::ALL.iter().any(|role| folded == role.code() || folded == role.title().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o11_a_role_is_told_by_its_code_or_name() {
        let name = |text: &str| Name::parse(text).expect("a name");
        let own = [OwnRole { name: name("Weekend"), permissions: vec![Permission::ReadPeople] }];
        for (code, shown, permissions) in [
            ("live_agent", "Live agent", Some(Role::LiveAgent.permissions())),
            ("Weekend", "Weekend", Some(&[Permission::ReadPeople][..])),
            ("Weekday", "Weekday", None),
        ] {
            let role = GivenRole::from_code(code).expect("a role");
            assert_eq!((role.code(), role.to_string().as_str(), role.permissions(&own)), (code, shown, permissions));
            let json = serde_json::to_string(&role).expect("JSON");
            assert_eq!((json.as_str(), serde_json::from_str(&json).ok()), (format!("\"{code}\"").as_str(), Some(role)));
        }
        assert_eq!(GivenRole::from_code(" "), None);
        assert!(is_taken(&name("Live Agent")) && is_taken(&name("live_agent")) && !is_taken(&name("Agent")));
    }
}
