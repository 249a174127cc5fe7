//! `parlor report`: what reports are made of (R15).

use clap::Subcommand;
use parlor_engine::drop_off::passings;

use super::{Data, Done};

#[derive(Subcommand)]
pub(super) enum Report {
    /// Count every figure anew from the log; a server that runs stores nothing meanwhile, and loses nothing
    Rebuild(Data),
}

impl Report {
    pub(super) async fn run(self) -> Done {
        let Self::Rebuild(data) = self;
        data.with(async |store| {
            store.roll_up_anew().await?;
            Ok(store.count_passings_anew(passings).await?)
        })
        .await?;
        println!("counted anew");
        Ok(())
    }
}
