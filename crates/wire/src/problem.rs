//! Errors as the outside hears them (RFC 9457): a code, a fixed text, and a reference that is in the log.

use serde::{Deserialize, Serialize};

/// The content type of a [`Problem`].
pub const PROBLEM_TYPE: &str = "application/problem+json";
/// The header that repeats the code, for readers without a JSON parser.
pub const CODE_HEADER: &str = "parlor-code";

/// What went wrong, as people and programs read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// Which kind of problem.
    pub code: Code,
    /// What happened, in a few words.
    pub title: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Stands in the server's log beside the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $title:literal)*) => {
        /// Every kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Code {$(
            $(#[$doc])*
            #[serde(rename = $code)]
            $name,
        )*}

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// Its name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// What it means, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    /// The request can't be read.
    Malformed = 400 "malformed" "The request could not be read."
    /// Nobody is signed in.
    SignInFirst = 401 "sign_in_first" "Sign in first."
    /// E-mail or password is wrong.
    WrongLogin = 401 "wrong_login" "E-mail address or password is wrong."
    /// The password of who is signed in is another one.
    WrongPassword = 401 "wrong_password" "The present password is another one. Type the one that you sign in with now."
    /// The frame's ticket is past its time: the frame must be loaded anew.
    TicketExpired = 401 "ticket_expired" "The ticket has expired; load the frame again."
    /// The frame's ticket is not one of ours, or for another site.
    BadTicket = 403 "bad_ticket" "The ticket is not valid for this site."
    /// The visitor's secret is wrong, or the visitor or session belongs elsewhere.
    NotYours = 403 "not_yours" "This visitor is not known here."
    /// A change in the console came from a page that is not the console.
    WrongOrigin = 403 "wrong_origin" "Changes are accepted from the console only."
    /// The user's roles don't allow it (O11).
    NotAllowed = 403 "not_allowed" "Your role doesn't allow this."
    /// There is no such thing, or it is another site's.
    NotFound = 404 "not_found" "There is nothing at this address."
    /// The body has not come in time.
    TooSlow = 408 "too_slow" "The request took too long to arrive; send it again."
    /// The set-up link was used or replaced.
    LinkUsed = 410 "link_used" "This link has been used or replaced."
    /// The body is too large.
    TooLarge = 413 "too_large" "The request is too large."
    /// The host name is not one of this server's.
    WrongHost = 421 "wrong_host" "This server does not answer to that host name."
    /// What was sent breaks a rule; the detail says which.
    Refused = 422 "refused" "That can't be done."
    /// A signed identity can't be read (I3).
    IdentityMalformed = 400 "identity_malformed" "The identity can't be read: pass a JSON Web Token in its compact form."
    /// A signed identity names another algorithm.
    IdentityWrongAlgorithm = 403 "identity_wrong_algorithm" "The identity is not signed with HS256; sign it with that algorithm."
    /// The site has no key that could have signed.
    IdentityWithoutKey = 403 "identity_without_key" "This site has no identity key; make one with `parlor key add`."
    /// None of the site's keys has signed it.
    IdentityWrongSignature = 403 "identity_wrong_signature" "No identity key of this site has signed the identity; sign it with the secret that `parlor key add` printed."
    /// A signed identity never ends.
    IdentityWithoutExpiry = 403 "identity_without_expiry" "The identity has no expiry; add the claim `exp`, in seconds since 1970."
    /// A signed identity has ended.
    IdentityExpired = 403 "identity_expired" "The identity has expired; sign a fresh one whenever a page is served."
    /// A signed identity has not begun.
    IdentityNotYet = 403 "identity_not_yet" "The identity is not valid yet; check the claim `nbf` and the clock of the server that signed it."
    /// A signed identity names nobody.
    IdentityWithoutName = 403 "identity_without_name" "The identity names nobody; add the claim `sub`, `email` or both."
    /// A signed identity is for another site.
    IdentityForAnotherSite = 403 "identity_for_another_site" "The identity is for another site; put this site's key into the claim `aud`, or leave that claim out."
    /// Too many attempts; try again later.
    TooMany = 429 "too_many" "Too many attempts; wait a little."
    /// Something failed on the server.
    Internal = 500 "internal" "Something went wrong on the server."
    /// The server is stopping or its disk is full.
    Unavailable = 503 "unavailable" "The server can't take this right now; try again."
}
