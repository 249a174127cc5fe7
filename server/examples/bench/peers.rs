//! Two servers to compare with, of the same library as Parlor's.

use std::path::Path;
use std::sync::Arc;

use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, rt};
use parlor_domain::apart::Client;
use parlor_domain::form::Form;
use parlor_domain::limits::BATCH_BYTES;
use parlor_engine::judge::judge_along;
use parlor_store::{Caller, Intake, Store};
use parlor_wire::visitor::{Batch, BatchAnswer, EVENTS};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::Failed;

/// Reads what comes, and answers 204.
pub(crate) fn nothing() -> Result<(), Failed> {
    serve(|config| {
        config.default_service(web::to(take_nothing));
    })
}

async fn take_nothing(_: Bytes) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// Stores as Parlor does, but one request after the other, each in a transaction of its own.
pub(crate) fn one_by_one(data: &Path) -> Result<(), Failed> {
    let store = Data::from(Arc::new(Mutex::new(Store::open(data)?)));
    serve(move |config| {
        config.app_data(store.clone()).route(EVENTS, web::post().to(store_alone));
    })
}

async fn store_alone(store: Data<Mutex<Store>>, body: Bytes) -> HttpResponse {
    let Ok(batch) = Batch::from_bytes(&body) else { return HttpResponse::BadRequest().finish() };
    // Whoever holds the store is the only one who writes.
    let alone = store.lock().await;
    match alone.take_in(intake(batch), |_| Ok::<_, ()>(()), judge_along).await {
        Ok(((), outcomes)) => HttpResponse::Ok().body(BatchAnswer { outcomes, ticket: None }.to_bytes()),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

fn intake(batch: Batch) -> Intake {
    Intake {
        caller: Caller { site: batch.site, visitor: batch.visitor, secret_hash: Sha256::digest(batch.secret.expose()).into() },
        client: Client::default(),
        sent: batch.sent,
        received: batch.sent,
        chance: [9; 10],
        document_address: |hash| hash.to_string(),
        events: batch.events,
    }
}

/// Serves on a free port, which is printed.
fn serve(routes: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static) -> Result<(), Failed> {
    rt::System::new().block_on(async {
        let server =
            HttpServer::new(move || App::new().app_data(web::PayloadConfig::new(2 * BATCH_BYTES)).configure(routes.clone()));
        let server = server.bind("127.0.0.1:0")?;
        println!("{}", server.addrs().first().ok_or("no address")?);
        Ok(server.run().await?)
    })
}
