//! `parlor doctor`: whether everything is as it should be, and what to do where it isn't.

mod finding;
mod machine;
mod mail;
mod server;
mod settings;
mod sites;

use clap::Args;
use parlor_store::{Examined, examine};

use super::options::Options;
use super::{Done, Refused};
use crate::clock;
use crate::origin::Origin;
use finding::{Finding, ok, problem, warning};

/// The same options and environment as the server's, so that it sees what the server would.
#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    options: Options,
    /// Where a server should answer now, like its public URL
    #[arg(long)]
    url: Option<Origin>,
}

impl Doctor {
    pub(super) async fn run(self) -> Done {
        let mut report = Report::default();
        let (options, folder) = (&self.options, &self.options.data.data);
        report.tell(settings::look(options));
        report.tell(vec![mail::look(&options.mail).await]);
        report.tell(machine::files(options.limits.limits().connections).into_iter().collect());
        report.tell(machine::folder(folder));
        let examined = examine(folder);
        let last_event = examined.as_ref().ok().and_then(|found| found.as_ref()?.last_event);
        report.tell(vec![machine::clock(clock::now(), last_event)]);
        match examined {
            Ok(Some(examined)) => self.data(&mut report, &examined).await?,
            Ok(None) => report.tell(vec![machine::no_database(folder)]),
            Err(error) => report.tell(vec![problem("database", error.to_string())]),
        }
        report.tell(server::look(options.listen, self.url.as_ref()).await);
        report.end()
    }

    async fn data(&self, report: &mut Report, examined: &Examined) -> Done {
        let (data, has_places) = (&self.options.data, !self.options.whereabouts.files.is_empty());
        report.tell(machine::database(examined));
        report.tell(machine::room(&data.data));
        // Opening an older database would bring it up to date, and what is damaged isn't asked for more.
        if examined.schema == examined.known && examined.flaws.is_empty() {
            report.tell(data.with(async |store| Ok(sites::look(store, has_places).await?)).await?);
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
