//! A signed identity on its way in (I3). Nothing is linked or written unless it holds.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_store::Identity;
use parlor_wire::visitor::{Asker, Identified, Identify};

use super::admission::{admit, caller, client};
use crate::app::App;
use crate::body::Posted;
use crate::failure::Failure;
use crate::{clock, identity, rates};

/// POST a signed identity: the visitor is that person from here on.
pub(super) async fn identify(
    app: Data<App>,
    request: HttpRequest,
    Posted(asked): Posted<Identify>,
) -> Result<HttpResponse, Failure> {
    let Identify { asker, session, page, token } = asked;
    let moment = clock::moment();
    let Asker { site, ticket, .. } = &asker;
    let caller = caller(&asker);
    rates::check(&app, &caller)?;
    let ticket = admit(&app, site, ticket, moment.now).await?;
    let secrets = app.store.identity_secrets(site).await?;
    let identity::Claims { email, external_id, attributes } = identity::read(&token, &secrets, site, moment.now)?;
    let identity = Identity { caller, client: client(&app, &request), session, page, email, external_id, attributes, moment };
    let moved = app.store.identify(identity).await?;
    Ok(super::form(&Identified { moved, ticket }))
}
