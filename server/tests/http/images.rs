//! Images of texts: from where their author found them to visitors (C1, O19).

use actix_web::dev::ServerHandle;
use actix_web::{HttpResponse, HttpServer, rt, web};
use parlor_domain::change::By;
use parlor_domain::flow::{Block, Card, Flow, Picture, Place};
use parlor_domain::form::Form;
use parlor_domain::limits::{FLOW_IMAGES, IMAGE_BYTES};
use parlor_wire::console::{Dialogue, PUBLISH, fill};
use serde_json::{Value, json};

use crate::support::{App, Browser, header, key, now, problem};

/// A picture of 480 by 680 dots.
const PNG: &[u8] = include_bytes!("../../../www/demo/files/brochure.png");

/// Somebody else's website: with a picture, another one that is too heavy, and what says it is one.
async fn elsewhere() -> (ServerHandle, String) {
    let picture = || async { HttpResponse::Ok().content_type("text/plain").body(PNG) };
    let heavy = || async { HttpResponse::Ok().content_type("image/png").body([PNG, &[0; IMAGE_BYTES]].concat()) };
    let script =
        || async { HttpResponse::Ok().content_type("image/svg+xml").body("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") };
    let app = move || {
        let app = actix_web::App::new().route("/a.png", web::get().to(picture)).route("/heavy.png", web::get().to(heavy));
        app.route("/script.svg", web::get().to(script)).route("/many/{number}", web::get().to(picture))
    };
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    rt::spawn(server);
    (handle, url)
}

/// A site whose only dialogue says this.
fn saying(cards: &Value) -> Value {
    let flow = json!({ "start": "c0", "cards": cards });
    json!({
        "parlor": 1,
        "site": { "name": "Demo", "key": "demo" },
        "dialogues": [{ "name": "Shows", "pages": { "include": ["*"] }, "flow": flow }],
    })
}

fn shows(addresses: &[String]) -> Value {
    let text = addresses.iter().fold("Look:\n".to_owned(), |text, address| format!("{text}\n![The harbour]({address})\n"));
    saying(&json!({ "c0": { "question": { "text": text, "choices": [{ "label": "Nice" }] } } }))
}

async fn published(app: &App) -> Flow {
    let latest = app.record(&key("demo")).await.dialogues[0].latest.clone().expect("a version");
    let bytes = app.get(&format!("/flow/{}", latest.flow)).await.bytes().await.expect("bytes");
    Flow::from_bytes(&bytes).expect("a flow")
}

fn picture(flow: &Flow) -> &Picture {
    let blocks = &flow.cards[0].text().expect("a text").0;
    let [Block::Paragraph(_), Block::Image { alt, picture }] = &blocks[..] else { panic!("no image: {blocks:?}") };
    assert_eq!(alt, "The harbour");
    picture
}

/// Why the site's dialogue is not published.
async fn refusal(app: &App, admin: &Browser<'_>) -> String {
    let dialogue = app.record(&key("demo")).await.dialogues[0].id;
    let answer = admin.post(&fill(PUBLISH, &[&"demo", &dialogue]), &json!({})).await;
    problem(answer, 422, "refused").await.detail.expect("a reason")
}

#[actix_web::test]
async fn c1_an_image_is_copied_when_it_is_published() {
    let app = App::start().await;
    let (handle, url) = elsewhere().await;
    app.import(&shows(&[format!("{url}/a.png")]), 0).await;
    app.publish(&key("demo"), 0).await;
    let flow = published(&app).await;
    let copy = picture(&flow).clone();
    let Place::Uploaded { file, bytes } = copy.place else { panic!("not copied: {copy:?}") };
    assert_eq!((bytes as usize, copy.width, copy.height), (PNG.len(), 480, 680));
    let address = &app.record(&key("demo")).await.dialogues[0].latest.clone().expect("a version").behind.pictures[0];
    assert_eq!(*address, (format!("{url}/a.png"), copy.clone()));

    // It is served as covers are: from here, by what is in it.
    let answer = app.get(&format!("/cover/{file}")).await;
    for (name, expected) in [
        ("content-type", "image/png"),
        ("content-security-policy", "sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(header(&answer, name), expected, "{name}");
    }
    assert_eq!(answer.bytes().await.expect("bytes"), PNG);
    assert!(header(&app.get("/frame/demo").await, "content-security-policy").contains("img-src 'self' data:;"));

    // Once it was copied, the copy stays while there is no newer one.
    handle.stop(true).await;
    app.publish(&key("demo"), 0).await;
    assert_eq!(*picture(&published(&app).await), copy);
}

#[actix_web::test]
async fn c1_what_has_an_image_that_can_not_be_copied_is_not_published() {
    let app = App::start().await;
    let (handle, url) = elsewhere().await;
    let admin = app.admin().await;
    for (path, reason) in [
        ("script.svg", "it is not a PNG, JPEG, GIF or WebP picture"),
        ("heavy.png", "what the address holds is larger than 1048576 bytes"),
        ("none.png", "the address answers with status 404"),
    ] {
        app.import(&shows(&[format!("{url}/{path}")]), 0).await;
        assert_eq!(refusal(&app, &admin).await, format!("c0: The image `{url}/{path}` could not be copied: {reason}."));
    }
    let record = app.record(&key("demo")).await;
    assert!(!record.dialogues[0].published && record.dialogues[0].latest.is_none());

    // One that can be is published.
    app.import(&shows(&[format!("{url}/a.png")]), 0).await;
    let answer = admin.post(&fill(PUBLISH, &[&"demo", &record.dialogues[0].id]), &json!({})).await;
    assert_eq!(answer.json::<Dialogue>().await.expect("a dialogue").version, Some(1));
    handle.stop(true).await;
}

#[actix_web::test]
async fn c1_a_flow_has_so_many_images_at_the_most() {
    let app = App::start().await;
    let (handle, url) = elsewhere().await;
    let cards = (0..=FLOW_IMAGES).map(|at| {
        let next = if at < FLOW_IMAGES { json!(format!("c{}", at + 1)) } else { Value::Null };
        (format!("c{at}"), json!({ "message": { "text": format!("![One]({url}/many/{at:03})"), "next": next } }))
    });
    app.import(&saying(&cards.collect()), 0).await;
    let last = format!("{url}/many/{FLOW_IMAGES:03}");
    let expected = format!("c{FLOW_IMAGES}: The image `{last}` could not be copied: a flow can have 50 images at the most.");
    assert_eq!(refusal(&app, &app.admin().await).await, expected);
    handle.stop(true).await;
}

#[actix_web::test]
async fn o19_an_image_in_a_private_network_is_not_asked_for_unless_that_is_allowed() {
    let app = App::start().await;
    let (handle, url) = elsewhere().await;
    app.import(&shows(&[format!("{url}/a.png")]), 0).await;
    let dialogue = app.record(&key("demo")).await.dialogues[0].id;
    let outside = parlor::Outside::new(false);
    let refused = parlor::publish(app.server.store(), &outside, &key("demo"), dialogue, false, By::command(now())).await;
    let reason = refused.expect_err("refused").to_string();
    assert!(reason.ends_with("the address leads into a private network, which this server does not allow."), "{reason}");
    handle.stop(true).await;
}

#[actix_web::test]
async fn c1_an_image_within_a_flow_is_there_where_that_flow_stands() {
    let app = App::start().await;
    let (handle, url) = elsewhere().await;
    let mut site = saying(&json!({ "c0": { "flow": { "flow": "Inner" } } }));
    let text = format!("![The harbour]({url}/a.png)");
    let inner = json!({ "start": "hi", "cards": { "hi": { "message": { "text": text } } } });
    site["flows"] = json!([{ "name": "Inner", "interface": "popup", "flow": inner }]);
    app.import(&site, 0).await;
    app.publish(&key("demo"), 1).await;
    handle.stop(true).await;
    app.publish(&key("demo"), 0).await;
    let flow = published(&app).await;
    let [Card::Jump { .. }, Card::Message { text, .. }] = &flow.cards[..] else { panic!("other cards: {flow:?}") };
    assert!(text.pictures().all(|picture| matches!(picture.place, Place::Uploaded { .. })));
    assert_eq!(text.pictures().count(), 1);
}
