//! When agents can be met: tables, and properties against an oracle that looks at every minute.

mod oracle;
mod properties;
mod stories;
