//! Stories in a real browser, with the website and Parlor on different sites.

mod conversation;
