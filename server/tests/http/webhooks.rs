//! Calls of webhooks, up to somebody's server that hears and checks them (P16).

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, HttpServer, rt};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use parlor_domain::apart::Client;
use parlor_domain::event::{Event, Outcome, What};
use parlor_domain::form::Form;
use parlor_domain::state::{Act, Answer};
use parlor_engine::judge::judge_along;
use parlor_store::{Caller, CallsRecord, Intake, Store, WEBHOOK_CALLS_AT_ONCE};
use parlor_wire::visitor::{Batch, BatchAnswer};
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;

use crate::support::{App, WEBHOOK_SECRET, key, moment, now, shown};

const PATIENCE: Duration = Duration::from_secs(30);

/// A call as it came.
#[derive(Clone)]
struct Call {
    path: String,
    id: String,
    timestamp: i64,
    body: String,
}

/// Somebody's server. It checks signatures, and answers with the statuses that it was given, then with 204.
struct Receiver {
    address: SocketAddr,
    handle: ServerHandle,
    heard: Arc<Mutex<Vec<Call>>>,
}

struct Desk {
    heard: Arc<Mutex<Vec<Call>>>,
    answers: Mutex<Vec<u16>>,
}

impl Receiver {
    fn start(answers: &[u16]) -> Self {
        Self::start_at("127.0.0.1:0".parse().expect("an address"), answers)
    }

    fn start_at(address: SocketAddr, answers: &[u16]) -> Self {
        let heard = Arc::new(Mutex::default());
        let desk = Data::new(Desk { heard: Arc::clone(&heard), answers: Mutex::new(answers.iter().rev().copied().collect()) });
        let app = move || actix_web::App::new().app_data(desk.clone()).default_service(web::to(answer));
        let server = HttpServer::new(app).workers(1).disable_signals().bind(address).expect("a port");
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        rt::spawn(server);
        Self { address, handle, heard }
    }

    fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    fn heard(&self) -> Vec<Call> {
        self.heard.lock().expect("what was heard").clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn answer(desk: Data<Desk>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let body = String::from_utf8(body.to_vec()).expect("text");
    let mut mac = Hmac::<Sha256>::new_from_slice(&WEBHOOK_SECRET).expect("a key");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let signature = header("webhook-signature").strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok());
    if mac.verify_slice(&signature.unwrap_or_default()).is_err() || header("content-type") != "application/json" {
        return HttpResponse::Unauthorized().finish();
    }
    let call = Call { path: request.path().to_owned(), id, timestamp: timestamp.parse().expect("a time"), body };
    desk.heard.lock().expect("what was heard").push(call);
    if request.path() == "/silent" {
        return std::future::pending().await;
    }
    let status = desk.answers.lock().expect("the answers").pop().unwrap_or(204);
    let status = StatusCode::from_u16(status).expect("a status");
    HttpResponse::build(status).insert_header(("location", "/elsewhere")).finish()
}

/// A site whose dialogue calls webhooks when its question is answered.
fn calling(webhooks: &[(&str, String)], actions: &[Vec<&str>]) -> Value {
    let webhooks: Vec<Value> = webhooks.iter().map(|(name, url)| json!({ "name": name, "url": url })).collect();
    let mut cards = json!({ "a": { "question": { "text": "Hello?", "choices": [{ "label": "Yes", "next": "b0" }] } } });
    for (at, calls) in actions.iter().enumerate() {
        let calls: Vec<Value> = calls.iter().map(|name| json!({ "call_webhook": name })).collect();
        cards[format!("b{at}")] = json!({ "action": { "deeds": calls, "next": format!("b{}", at + 1) } });
    }
    cards[format!("b{}", actions.len())] = json!({ "message": { "text": "Thank you." } });
    json!({
        "parlor": 1,
        "site": { "name": "Demo", "key": "demo" },
        "webhooks": webhooks,
        "dialogues": [{ "name": "Calls", "pages": { "include": ["*"] }, "flow": { "start": "a", "cards": cards } }],
    })
}

/// What a visitor's browser reports who answers the question.
async fn answered(app: &App) -> Batch {
    let mut batch = shown(&app.record(&key("demo")).await, &app.ticket("demo").await, 1);
    let act = Act { turn: 0, card: 0, answer: Answer::Choices(vec![0]) };
    let id = moment(2).ids().make();
    batch.events.push(Event { id, client_seq: 1, what: What::Acted(act), ..batch.events[0].clone() });
    batch
}

/// A server with a site that calls `CRM`, and a visitor who has answered.
async fn called(url: String) -> App {
    let app = App::start().await;
    app.import(&calling(&[("CRM", url)], &[vec!["CRM"]]), 1).await;
    let batch = answered(&app).await;
    send(&app, &batch).await;
    app
}

/// Posts a batch, all of which must be stored.
async fn send(app: &App, batch: &Batch) {
    let answer = app.post(batch).await.bytes().await.expect("bytes");
    let outcomes = BatchAnswer::from_bytes(&answer).expect("an answer").outcomes;
    assert!(outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{outcomes:?}");
}

/// Waits until this is what is left of the calls of the first webhook.
async fn left(store: &Store, expected: impl Fn(&[CallsRecord]) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let webhooks = store.webhooks(&key("demo")).await.expect("a read").expect("a site");
        if expected(&webhooks[0].calls) {
            return;
        }
        assert!(Instant::now() < deadline, "{:?}", webhooks[0].calls);
        rt::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until a try has failed for this reason.
async fn failed(store: &Store, why: &str) {
    left(store, |calls| matches!(calls, [call] if call.failure.as_deref() == Some(why) && !call.given_up)).await;
}

async fn taken(store: &Store) {
    left(store, <[_]>::is_empty).await;
}

/// On a slow machine it is tried again by itself before.
async fn retry(store: &Store) {
    assert!(store.retry_calls(&key("demo"), now()).await.expect("an answer").is_some_and(|count| count <= 1));
}

#[actix_web::test]
async fn p16_a_call_is_made_again_until_it_is_taken() {
    let receiver = Receiver::start(&[500]);
    let before = now();
    let app = called(receiver.url()).await;
    failed(app.server.store(), "the address answers with status 500").await;
    retry(app.server.store()).await;
    taken(app.server.store()).await;
    let heard = receiver.heard();
    let [first, second] = &heard[..] else { panic!("{} calls", heard.len()) };
    assert_eq!((&first.id, &first.body, first.path.as_str()), (&second.id, &second.body, "/hook"));
    assert!((before.0 / 1_000..=now().0 / 1_000).contains(&first.timestamp) && first.timestamp <= second.timestamp);
    let body: Value = serde_json::from_str(&first.body).expect("JSON");
    assert_eq!((&body["type"], &body["data"]["webhook"]), (&json!("action.called"), &json!("CRM")));
    app.stop().await;
}

#[actix_web::test]
async fn p16_who_was_down_is_called_when_it_is_up() {
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = nobody.local_addr().expect("an address");
    drop(nobody);
    let app = called(format!("http://{address}/hook")).await;
    failed(app.server.store(), "the address can't be connected to").await;
    let receiver = Receiver::start_at(address, &[]);
    retry(app.server.store()).await;
    taken(app.server.store()).await;
    assert_eq!(receiver.heard().len(), 1);
    app.stop().await;
}

#[actix_web::test]
async fn p16_a_redirect_is_not_followed() {
    let receiver = Receiver::start(&[307]);
    let app = called(receiver.url()).await;
    failed(app.server.store(), "the address answers with status 307").await;
    assert!(receiver.heard().iter().all(|call| call.path == "/hook"));
    app.stop().await;
}

#[actix_web::test]
async fn p16_who_is_gone_is_not_called_again() {
    let receiver = Receiver::start(&[410]);
    let app = called(receiver.url()).await;
    left(app.server.store(), |calls| matches!(calls, [call] if call.given_up)).await;
    assert_eq!(receiver.heard().len(), 1);
    app.stop().await;
}

#[actix_web::test]
async fn p16_o19_private_networks_are_called_only_where_that_is_allowed() {
    let receiver = Receiver::start(&[]);
    let app = App::start_in(TempDir::new().expect("a folder"), false).await;
    app.import(&calling(&[("CRM", receiver.url())], &[vec!["CRM"]]), 1).await;
    let batch = answered(&app).await;
    send(&app, &batch).await;
    failed(app.server.store(), "the address leads into a private network, which this server does not allow").await;
    assert_eq!(receiver.heard().len(), 0);
    let app = App::start_in(app.stop().await, true).await;
    retry(app.server.store()).await;
    taken(app.server.store()).await;
    assert_eq!(receiver.heard().len(), 1);
    app.stop().await;
}

#[actix_web::test]
async fn p16_a_call_that_nobody_made_is_made_after_the_next_start() {
    let receiver = Receiver::start(&[]);
    let app = App::start().await;
    app.import(&calling(&[("CRM", receiver.url())], &[vec!["CRM"]]), 1).await;
    let batch = answered(&app).await;
    let folder = app.stop().await;
    // What the program does with a batch, without the program.
    let store = Store::open(folder.path()).expect("a store");
    let caller = Caller { site: batch.site, visitor: batch.visitor, secret_hash: [7; 32] };
    let document_address = |_| String::new();
    let (sent, chance) = (batch.sent, [7; 10]);
    let intake =
        Intake { caller, client: Client::default(), sent, received: now(), chance, document_address, events: batch.events };
    let ((), outcomes) = store.take_in(intake, |_| Ok::<_, ()>(()), judge_along).await.expect("taken in");
    assert!(outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{outcomes:?}");
    store.close();
    assert_eq!(receiver.heard().len(), 0);
    let app = App::start_in(folder, true).await;
    taken(app.server.store()).await;
    assert_eq!(receiver.heard().len(), 1);
    app.stop().await;
}

#[actix_web::test]
async fn p16_who_never_answers_holds_up_nobody_else() {
    let (silent, quick) = (Receiver::start(&[]), Receiver::start(&[]));
    let webhooks = [("Quick", quick.url()), ("Silent", format!("http://{}/silent", silent.address))];
    let app = App::start().await;
    app.import(&calling(&webhooks, &[vec!["Silent"; 20], vec!["Silent"; 20], vec!["Quick"]]), 1).await;
    let batch = answered(&app).await;
    send(&app, &batch).await;
    taken(app.server.store()).await;
    assert_eq!(quick.heard().len(), 1);
    assert!(silent.heard().len() <= WEBHOOK_CALLS_AT_ONCE as usize, "{}", silent.heard().len());
    app.stop().await;
}
