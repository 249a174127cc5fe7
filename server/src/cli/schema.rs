//! `parlor schema`.

use clap::Args;
use parlor_domain::schema::site_schema;

use super::Done;

#[derive(Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(self) -> Done {
        println!("{}", serde_json::to_string_pretty(&site_schema())?);
        Ok(())
    }
}
