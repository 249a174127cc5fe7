//! Who is signed in, for every page below.

use parlor_wire::console::Me;
use yew::prelude::*;

/// To be called when sites are others than they were, as context.
#[derive(Clone, PartialEq)]
pub(crate) struct SitesChanged(pub(crate) Callback<()>);

/// The signed-in user, as context.
#[derive(Clone, PartialEq)]
pub(crate) struct Session {
    /// The user.
    pub(crate) me: Me,
    /// To be called when it turns out that nobody is signed in any more.
    pub(crate) lost: Callback<()>,
}
