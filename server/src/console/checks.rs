//! Whether the chat is on a page as it should be.

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_domain::access::need::ReadSettings;
use parlor_engine::install::{Installed, Told, tags_in};
use parlor_wire::console::{CheckInstall, Heard, InstallChecked};

use super::gate::May;
use super::settings::present;
use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::failure::Failure;

/// Bytes of a page's source that are looked at.
const SOURCE: usize = 2 * 1024 * 1024;

/// POST a page: what is wrong with the chat on it. A page that has told nothing is looked at from here.
pub(super) async fn check(may: May<ReadSettings, Json<CheckInstall>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, Json(asked)) = (may.site, may.brought);
    let settings = present(&app, &site).await?;
    let origin = app.public_url.to_string();
    let installed = Installed { key: site.as_str(), origin: &origin, domains: &settings.allowed_domains, now: clock::now() };
    let findings = match &asked.heard {
        Some(heard) => installed.judge(&told(heard)),
        None => {
            let fetched = app.outside.fetch(&asked.url, SOURCE).await.map_err(|refused| refused.to_string());
            let tags = fetched.map(|page| tags_in(&String::from_utf8_lossy(&page.content), &origin));
            installed.judge_silence(tags.as_deref().map_err(String::as_str))
        }
    };
    Ok(super::json(&InstallChecked { findings }))
}

fn told(heard: &Heard) -> Told<'_> {
    Told { origin: &heard.origin, problem: heard.problem.as_deref(), tags: &heard.tags, blocked: &heard.blocked, now: heard.now }
}
