//! `parlor doctor`: whether everything is as it should be, and what to do where it isn't.

mod finding;
mod machine;
mod settings;
mod sites;

use clap::Args;
use parlor_store::{Examined, Store, examine};

use super::{Addresses, Data, Done, Refused, Whereabouts};
use crate::clock;
use crate::origin::Origin;
use finding::{Finding, ok, problem, warning};

/// The same options and environment as the server's, so that it sees what the server would.
#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    addresses: Addresses,
    #[command(flatten)]
    whereabouts: Whereabouts,
    /// Where a server should answer now, like its public URL
    #[arg(long)]
    url: Option<Origin>,
}

impl Doctor {
    pub(super) async fn run(self) -> Done {
        let mut report = Report::default();
        report.tell(settings::addresses(self.addresses.public_url.as_ref(), self.addresses.console_url.as_ref()));
        report.tell(settings::places(&self.whereabouts.files));
        report.tell(machine::folder(&self.data.data));
        let examined = examine(&self.data.data);
        let last_event = examined.as_ref().ok().and_then(|found| found.as_ref()?.last_event);
        report.tell(vec![machine::clock(clock::now(), last_event)]);
        match examined {
            Ok(Some(examined)) => self.data(&mut report, &examined).await?,
            Ok(None) => report.tell(vec![warning(
                "database",
                format!(
                    "there is none in {}; parlor serve makes it, or name another folder with --data",
                    self.data.data.display()
                ),
            )]),
            Err(error) => report.tell(vec![problem("database", error.to_string())]),
        }
        if let Some(url) = &self.url {
            report.tell(vec![settings::answers(url).await]);
        }
        report.end()
    }

    async fn data(&self, report: &mut Report, examined: &Examined) -> Done {
        report.tell(machine::database(examined));
        report.tell(machine::room(&self.data.data));
        // Opening an older database would bring it up to date, and what is damaged isn't asked for more.
        if examined.schema == examined.known && examined.flaws.is_empty() {
            let store = Store::open(&self.data.data)?;
            let found = sites::look(&store, !self.whereabouts.files.is_empty()).await;
            store.close();
            report.tell(found?);
        }
        Ok(())
    }
}

/// What is printed, and how it ends.
#[derive(Default)]
struct Report {
    problems: usize,
}

impl Report {
    fn tell(&mut self, findings: Vec<Finding>) {
        for finding in findings {
            self.problems += usize::from(finding.is_problem());
            println!("{finding}");
        }
    }

    fn end(self) -> Done {
        match self.problems {
            0 => Ok(()),
            1 => Err(Refused("1 problem".to_owned())),
            many => Err(Refused(format!("{many} problems"))),
        }
    }
}
