//! What became of a site's mail (M20).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use parlor_domain::access::need::ManageMail;
use parlor_domain::ids::MailId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::Outbox;
use parlor_wire::problem::Code;

use super::gate::May;
use crate::app::App;
use crate::failure::Failure;

/// GET the outbox.
pub(super) async fn mails(may: May<ManageMail>, app: Data<App>) -> Result<HttpResponse, Failure> {
    told(&app, &may.site).await
}

/// POST: a mail that was not sent is due now.
pub(super) async fn again(may: May<ManageMail>, app: Data<App>, path: Path<(SiteKey, MailId)>) -> Result<HttpResponse, Failure> {
    let (_, id) = path.into_inner();
    if !app.store.retry_mail(&may.site, id, may.by.now()).await? {
        return Err(Code::NotFound.into());
    }
    told(&app, &may.site).await
}

async fn told(app: &App, site: &SiteKey) -> Result<HttpResponse, Failure> {
    Ok(super::json(&Outbox { sends: app.sends_mail, mails: app.store.mails(site).await? }))
}
