//! Documents: how they get into a library, out of it again, and to visitors (W22, O14, O19).

use parlor_domain::change::By;
use parlor_domain::flow::{Card, Document, Flow, Place};
use parlor_domain::form::Form;
use parlor_domain::limits::{COVER_BYTES, DOCUMENT_BYTES, URL_CHARS};
use parlor_domain::site::FileHash;
use parlor_store::{File, FileKind, NewDocument};
use parlor_wire::console::{self, DIALOGUES, DOCUMENT_COVER, DOCUMENTS, Dialogue};
use reqwest::{Method, Response};
use serde_json::json;

use crate::support::{App, Browser, client, header, key, now, problem};

const PDF: &[u8] = b"%PDF-1.7\nof the harbour";

fn path(query: &str) -> String {
    format!("{}?{query}", console::fill(DOCUMENTS, &[&"demo"]))
}

impl Browser<'_> {
    async fn upload(&self, query: &str, bytes: &[u8]) -> Response {
        let request = self.request(Method::POST, &path(query), self.origin()).header("content-type", "application/pdf");
        request.body(bytes.to_vec()).send().await.expect("an answer")
    }

    async fn host(&self, query: &str) -> Response {
        self.request(Method::POST, &path(query), self.origin()).send().await.expect("an answer")
    }

    async fn cover(&self, query: &str, picture: Option<&[u8]>) -> Response {
        let path = format!("{}?{query}", console::fill(DOCUMENT_COVER, &[&"demo"]));
        let request = self.request(Method::POST, &path, self.origin());
        let request = match picture {
            Some(bytes) => request.header("content-type", "application/octet-stream").body(bytes.to_vec()),
            None => request,
        };
        request.send().await.expect("an answer")
    }

    async fn delete(&self, query: &str) -> Response {
        self.request(Method::DELETE, &path(query), self.origin()).send().await.expect("an answer")
    }

    async fn documents(&self) -> Vec<Document> {
        self.get(&path("")).await.json().await.expect("documents")
    }
}

/// A site whose only dialogue offers the document "Guide".
fn offering() -> serde_json::Value {
    let flow = json!({ "start": "read", "cards": { "read": { "document": { "text": "Read this", "document": "Guide" } } } });
    json!({
        "parlor": 1,
        "site": { "name": "Demo", "key": "demo" },
        "dialogues": [{ "name": "Offers", "pages": { "include": ["*"] }, "flow": flow }],
    })
}

async fn published(app: &App) -> Flow {
    let latest = app.record(&key("demo")).await.dialogues[0].latest.clone().expect("a version");
    let bytes = app.get(&format!("/flow/{}", latest.flow)).await.bytes().await.expect("bytes");
    Flow::from_bytes(&bytes).expect("a flow")
}

fn place(flow: &Flow) -> &Place {
    match &flow.cards[0] {
        Card::Document(document) => &document.place,
        other => panic!("not a document: {other:?}"),
    }
}

#[actix_web::test]
async fn w22_a_document_is_added_offered_and_downloaded() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    let added: Document = admin.upload("name=Guide", PDF).await.json().await.expect("a document");
    let Place::Uploaded { file, bytes } = added.place else { panic!("not uploaded: {added:?}") };
    assert_eq!((bytes as usize, admin.documents().await), (PDF.len(), vec![added.clone()]));
    app.publish(&key("demo"), 0).await;
    assert_eq!(place(&published(&app).await), &added.place);

    let answer = app.get(&format!("/document/{file}?name=Preise%20f%C3%BCr%20%22H%C3%A4fen%22")).await;
    for (name, expected) in [
        ("content-type", "application/pdf"),
        ("content-security-policy", "sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("access-control-allow-origin", ""),
        (
            "content-disposition",
            "attachment; filename=\"Preise f_r _H_fen_.pdf\"; filename*=UTF-8''Preise%20f%C3%BCr%20%22H%C3%A4fen%22.pdf",
        ),
    ] {
        assert_eq!(header(&answer, name), expected, "{name}");
    }
    assert_eq!(answer.bytes().await.expect("bytes"), PDF);
    let plain = app.get(&format!("/document/{file}")).await;
    assert_eq!(header(&plain, "content-disposition"), "attachment; filename=\"document.pdf\"");
    let tag = header(&plain, "etag").to_owned();
    let again = client().get(app.address(&format!("/document/{file}"))).header("if-none-match", tag).send().await;
    assert_eq!(again.expect("an answer").status(), 304);
    for wrong in [format!("/cover/{file}"), "/document/nonsense".to_owned(), format!("/document/{}", FileHash([9; 16]))] {
        problem(app.get(&wrong).await, 404, "not_found").await;
    }
}

#[actix_web::test]
async fn w22_the_list_of_dialogues_knows_at_once_which_documents_there_are() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    let offers =
        async || admin.get(&console::fill(DIALOGUES, &[&"demo"])).await.json::<Vec<Dialogue>>().await.expect("dialogues");
    let lacks = async || offers().await[0].findings.iter().any(|finding| finding.message.contains("Guide"));
    assert!(lacks().await, "there is no document yet");
    assert!(lacks().await, "asked for again");
    admin.upload("name=Guide", PDF).await;
    assert!(!lacks().await, "it is there now");
    admin.upload("name=Another", PDF).await;
    admin.delete("name=Another").await;
    assert!(!lacks().await, "another one was removed");
}

#[actix_web::test]
async fn w22_the_viewer_is_a_page_of_ours_that_fetches_the_document() {
    let app = App::start().await;
    let hash = FileHash([7; 16]);
    let path = format!("/read/{hash}?name=%3Cscript%3E%20%26%20%22Co%22");
    let answer = app.get(&path).await;
    let policy = header(&answer, "content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("blob:") && !policy.contains("data:"), "{policy}");
    assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
    let html = answer.text().await.expect("html");
    let link = format!("href=\"/document/{hash}?name=%3Cscript%3E%20%26%20%22Co%22\"");
    assert!(html.contains("<title>&lt;script&gt; &amp; &quot;Co&quot;</title>") && html.contains(&link), "{html}");
    problem(app.get("/read/nonsense").await, 404, "not_found").await;

    // Our own frame may hold it, which says itself who may hold it; browsers on the way here by plain HTTP don't tell.
    for (from, ancestors) in
        [("", "*"), ("same-origin", "*"), ("none", "'none'"), ("same-site", "'none'"), ("cross-site", "'none'")]
    {
        let answer = client().get(app.address(&path)).header("sec-fetch-site", from).send().await.expect("an answer");
        let policy = header(&answer, "content-security-policy");
        assert!(policy.ends_with(&format!("frame-ancestors {ancestors}")), "{from}: {policy}");
    }
}

#[actix_web::test]
async fn w22_a_worker_makes_no_code_of_what_it_reads() {
    let app = App::start().await;
    let policy = header(&app.get("/assets/widget-1.js").await, "content-security-policy").to_owned();
    assert_eq!(policy, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
}

#[actix_web::test]
async fn w22_covers_are_pictures_and_nothing_else() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let png = b"\x89PNG\r\n\x1a\n and so on".to_vec();
    let file = |hash: u8, bytes: Vec<u8>| (FileKind::Cover, File { hash: FileHash([hash; 16]), bytes });
    let document = Document {
        name: parlor_domain::text::Name::parse("Guide").expect("a name"),
        place: Place::Hosted("https://docs.example/a.pdf".to_owned()),
        cover: Some(FileHash([1; 16])),
    };
    let files = vec![file(1, png.clone()), file(2, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec())];
    app.server.store().keep_document(&key("demo"), NewDocument { document, files }, By::command(now())).await.expect("kept");
    let answer = app.get(&format!("/cover/{}", FileHash([1; 16]))).await;
    let told = ["content-type", "content-security-policy", "x-content-type-options"].map(|name| header(&answer, name).to_owned());
    assert_eq!(told, ["image/png", "sandbox", "nosniff"]);
    assert_eq!(answer.bytes().await.expect("bytes"), png);
    problem(app.get(&format!("/cover/{}", FileHash([2; 16]))).await, 404, "not_found").await;

    // Who brings a newer document keeps the picture.
    let admin = app.admin().await;
    let newer: Document = admin.upload("name=Guide", PDF).await.json().await.expect("a document");
    assert_eq!(newer.cover, Some(FileHash([1; 16])));
}

#[actix_web::test]
async fn c4_a_cover_comes_and_goes() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    assert_eq!(admin.upload("name=Guide", PDF).await.status(), 200);
    let picture = b"\xff\xd8\xff\xe0 and so on";
    let with: Document = admin.cover("name=Guide", Some(picture)).await.json().await.expect("a document");
    let answer = app.get(&format!("/cover/{}", with.cover.expect("a cover"))).await;
    assert_eq!(header(&answer, "content-type"), "image/jpeg");
    assert_eq!(answer.bytes().await.expect("bytes"), &picture[..]);
    assert_eq!(admin.documents().await, [with]);

    let refused = problem(admin.cover("name=Guide", Some(b"<svg/>")).await, 422, "refused").await;
    assert_eq!(refused.detail.as_deref(), Some("This is not a PNG, JPEG, GIF or WebP picture."));
    let large = problem(admin.cover("name=Guide", Some(&[0xff; COVER_BYTES + 1])).await, 413, "too_large").await;
    assert_eq!(large.detail.as_deref(), Some("A cover can have 256 KiB at the most."));
    problem(admin.cover("name=Other", Some(picture)).await, 404, "not_found").await;

    let without: Document = admin.cover("name=Guide", None).await.json().await.expect("a document");
    assert_eq!(without.cover, None);
}

#[actix_web::test]
async fn o14_what_can_not_be_a_document_is_refused_with_a_reason() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    let told = async |answer: Response, status: u16, code: &str| problem(answer, status, code).await.detail.unwrap_or_default();
    assert_eq!(told(admin.upload("name=A", b"<html>").await, 422, "refused").await, "This is not a PDF.");
    assert_eq!(told(admin.host("name=A").await, 422, "refused").await, "This is not a PDF.");
    let mut large = PDF.to_vec();
    large.resize(DOCUMENT_BYTES + 1, b' ');
    assert_eq!(told(admin.upload("name=A", &large).await, 413, "too_large").await, "A document can have 10 MiB at the most.");
    large.truncate(DOCUMENT_BYTES);
    assert_eq!(admin.upload("name=Large", &large).await.status(), 200);
    for url in ["ftp://a.example/a.pdf", "javascript:alert(1)", "https://", &format!("https://{}", "a".repeat(URL_CHARS))] {
        let detail = told(admin.host(&format!("name=A&url={url}")).await, 422, "refused").await;
        assert!(detail.starts_with("This can't be the document: the address "), "{detail}");
    }
    for query in ["", "name=", "name=%00", "url=https://docs.example/a.pdf"] {
        problem(admin.upload(query, PDF).await, 400, "malformed").await;
    }
    let hosted: Document = admin.host("name=B&url=https://docs.example/a.pdf").await.json().await.expect("a document");
    assert_eq!(hosted.place, Place::Hosted("https://docs.example/a.pdf".to_owned()));
    assert_eq!(admin.documents().await.len(), 2);
}

#[actix_web::test]
async fn a_document_that_is_used_stays_and_the_refusal_says_by_what() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    assert_eq!(admin.upload("name=Guide", PDF).await.status(), 200);
    assert_eq!(admin.upload("name=Spare", PDF).await.status(), 200);
    let refused = problem(admin.delete("name=Guide").await, 422, "refused").await;
    assert_eq!(refused.detail.as_deref(), Some("\"Offers\" uses this document. Change that first."));
    assert_eq!(admin.delete("name=Spare").await.status(), 204);
    problem(admin.delete("name=Spare").await, 404, "not_found").await;
    assert_eq!(admin.documents().await.len(), 1);
}

/// Somebody else's website, with a document on it.
async fn elsewhere() -> (actix_web::dev::ServerHandle, String) {
    use actix_web::{App, HttpResponse, HttpServer, web};
    let pdf = || async { HttpResponse::Ok().content_type("application/pdf").body(PDF) };
    let page = || async { HttpResponse::Ok().content_type("application/pdf").body("<html>") };
    let server = HttpServer::new(move || App::new().route("/a.pdf", web::get().to(pdf)).route("/b.pdf", web::get().to(page)));
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (handle, url)
}

#[actix_web::test]
async fn o19_a_hosted_document_is_copied_when_it_is_published() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    let (handle, url) = elsewhere().await;
    assert_eq!(admin.host(&format!("name=Guide&url={url}/a.pdf")).await.status(), 200);
    app.publish(&key("demo"), 0).await;
    let flow = published(&app).await;
    let Place::Uploaded { file, bytes } = place(&flow) else { panic!("not copied: {flow:?}") };
    assert_eq!(*bytes as usize, PDF.len());
    assert_eq!(app.get(&format!("/document/{file}")).await.bytes().await.expect("bytes"), PDF);
    // The library still says where it is from.
    assert_eq!(admin.documents().await[0].place, Place::Hosted(format!("{url}/a.pdf")));
    let copy = place(&flow).clone();

    // What is no PDF, or not there, stays where it is, and is published all the same.
    for path in ["b.pdf", "none.pdf"] {
        assert_eq!(admin.host(&format!("name=Guide&url={url}/{path}")).await.status(), 200);
        app.publish(&key("demo"), 0).await;
        assert_eq!(place(&published(&app).await), &Place::Hosted(format!("{url}/{path}")));
    }

    // Once it was copied, the copy stays while there is no newer one.
    assert_eq!(admin.host(&format!("name=Guide&url={url}/a.pdf")).await.status(), 200);
    app.publish(&key("demo"), 0).await;
    handle.stop(true).await;
    app.publish(&key("demo"), 0).await;
    assert_eq!(place(&published(&app).await), &copy);
    assert_eq!(admin.host(&format!("name=Guide&url={url}/b.pdf")).await.status(), 200);
    app.publish(&key("demo"), 0).await;
    assert_eq!(place(&published(&app).await), &Place::Hosted(format!("{url}/b.pdf")));
}

#[actix_web::test]
async fn o19_private_networks_are_not_asked_unless_that_is_allowed() {
    let app = App::start().await;
    app.import(&offering(), 0).await;
    let admin = app.admin().await;
    let (handle, url) = elsewhere().await;
    assert_eq!(admin.host(&format!("name=Guide&url={url}/a.pdf")).await.status(), 200);
    let dialogue = app.record(&key("demo")).await.dialogues[0].id;
    let outside = parlor::Outside::new(false);
    parlor::publish(app.server.store(), &outside, &key("demo"), dialogue, false, By::command(now())).await.expect("published");
    assert_eq!(place(&published(&app).await), &Place::Hosted(format!("{url}/a.pdf")));
    handle.stop(true).await;
}
