//! Loader, frame, assets, site files and flows.

use parlor_domain::change::By;
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::site::SiteFile;
use parlor_engine::publish::{World, compile_flow};
use parlor_store::{File, NewVersion, Store};
use serde_json::{Value, json};

use crate::support::{App, client, header, key, meta, problem};

#[actix_web::test]
async fn w1_the_loader_carries_the_sites_settings_and_pointer() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let answer = app.get("/demo.js").await;
    assert_eq!(header(&answer, "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(&answer, "cache-control"), "max-age=60");
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    assert_eq!(header(&answer, "access-control-allow-origin"), "");
    let tag = header(&answer, "etag").to_owned();
    let script = answer.text().await.expect("a script");
    assert!(!script.contains("</script>"), "{script}");
    let facts = script.strip_prefix("start(").and_then(|rest| rest.strip_suffix(");")).expect("the loader");
    let expected = json!({
        "key": "demo",
        "languages": [["en", "Chat with </script>Bot"]],
        "rest": "/assets/rest-3.js",
        "corner": "left",
        "style": ":host{--accent:#ffd400;--ink:#000000}",
    });
    assert_eq!(serde_json::from_str::<Value>(facts).expect("JSON"), expected);

    let again = client().get(app.address("/demo.js")).header("if-none-match", &tag).send().await.expect("an answer");
    assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, tag.as_str()));
    let packed = client().get(app.address("/demo.js")).header("accept-encoding", "br").send().await.expect("an answer");
    assert_eq!(header(&packed, "content-encoding"), "br");
    assert_ne!(header(&packed, "etag"), tag);
    problem(app.get("/other.js").await, 404, "not_found").await;
    problem(app.get("/No-key.js").await, 404, "not_found").await;
    app.server.stop().await;
}

#[actix_web::test]
async fn w1_a_change_by_another_process_is_served_at_once() {
    let app = App::start().await;
    let before = app.site("demo", &[]).await;
    let frame = async || meta(&app.get("/frame/demo").await.text().await.expect("html"), "parlor-site-file");
    let old = frame().await;
    // What `parlor import` does beside a running server: its own connection to the same folder.
    let store = &Store::open(app.folder.path()).expect("a second connection");
    let dialogue = &before.dialogues[0];
    let compiled = compile_flow(dialogue.draft.flow(), &World::default()).expect("a flow");
    let flow = File { hash: dialogue.latest.as_ref().expect("a version").flow, bytes: compiled.flow.to_bytes() };
    let (draft, behind) = (dialogue.draft.clone(), compiled.behind);
    let version = NewVersion { draft, flow, behind, copies: Vec::new(), ask_again: true };
    store.publish(&key("demo"), dialogue.id, version, By::command(crate::support::now())).await.expect("published");
    parlor::refresh_all(store).await.expect("refreshed");
    assert_ne!(frame().await, old);
}

#[actix_web::test]
async fn o9_the_frame_says_who_may_hold_it() {
    let app = App::start().await;
    let site = app.site("demo", &["example.com", "*.example.org"]).await;
    app.site("open", &[]).await;
    let hash = site.site_files[0].1.to_string();
    let answer = app.get("/frame/demo?language=en").await;
    assert_eq!(header(&answer, "cache-control"), "no-store");
    assert_eq!(header(&answer, "origin-agent-cluster"), "?1");
    assert_eq!(header(&answer, "access-control-allow-origin"), "");
    let policy = header(&answer, "content-security-policy").to_owned();
    let ancestors = "http://example.com https://example.com http://example.org https://example.org \
                     http://*.example.org https://*.example.org";
    assert!(policy.ends_with(&format!("frame-ancestors {ancestors} {}", app.url)), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    let html = answer.text().await.expect("html");
    assert_eq!(meta(&html, "parlor-domains"), "example.com *.example.org");
    assert_eq!(meta(&html, "parlor-key"), "demo");
    assert_eq!(meta(&html, "parlor-site-file"), hash);
    for (as_what, part) in [("src", "/assets/widget-1.js"), ("href", "/assets/widget-2.wasm"), ("href", &format!("/site/{hash}"))]
    {
        assert!(html.contains(&format!("{as_what}=\"{part}\"")), "{html}");
    }
    let other = app.get("/frame/demo?language=tlh").await.text().await.expect("html");
    assert_eq!(meta(&other, "parlor-site-file"), hash, "a language that the site doesn't speak is its first one");
    let packed = client().get(app.address("/frame/demo")).header("accept-encoding", "br").send().await.expect("an answer");
    assert_eq!((header(&packed, "content-encoding"), header(&packed, "cache-control")), ("br", "no-store"));
    assert!(header(&packed, "content-security-policy").contains("frame-ancestors http://example.com"));

    let open = app.get("/frame/open?language=\"><script>").await;
    assert!(header(&open, "content-security-policy").ends_with("frame-ancestors *"));
    assert!(!open.text().await.expect("html").contains("\"><script>"));
    problem(app.get("/frame/other").await, 404, "not_found").await;
}

#[actix_web::test]
async fn w5_files_are_immutable_and_compressed() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let site_path = format!("/site/{}", site.site_files[0].1);
    let flow_path = format!("/flow/{}", site.dialogues[0].latest.as_ref().expect("a version").flow);
    let answer = app.get(&site_path).await;
    assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
    let file = SiteFile::from_bytes(&answer.bytes().await.expect("bytes")).expect("a site file");
    assert_eq!(file.dialogues.len(), 1);
    let flow = app.get(&flow_path).await.bytes().await.expect("bytes");
    assert_eq!(Flow::from_bytes(&flow).map(|flow| flow.cards.len()), Ok(1));
    for encoding in ["br", "gzip"] {
        let answer = client().get(app.address(&site_path)).header("accept-encoding", encoding).send().await.expect("an answer");
        assert_eq!((header(&answer, "content-encoding"), header(&answer, "vary")), (encoding, "accept-encoding"));
    }
    for wrong in [flow_path.replace("/flow/", "/site/"), "/flow/nonsense".to_owned(), format!("/site/{}", "0".repeat(32))] {
        problem(app.get(&wrong).await, 404, "not_found").await;
    }
}

#[actix_web::test]
async fn w5_assets_come_precompressed() {
    let app = App::start().await;
    for (accepted, encoding, body) in
        [("br, gzip", "br", "as brotli"), ("gzip", "gzip", "as gzip"), ("br;q=0", "", "plain"), ("", "", "plain")]
    {
        let request = client().get(app.address("/assets/widget-1.js")).header("accept-encoding", accepted);
        let answer = request.send().await.expect("an answer");
        assert_eq!(header(&answer, "content-encoding"), encoding);
        assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.text().await.expect("text"), body);
    }
    assert_eq!(header(&app.get("/assets/widget-2.wasm").await, "content-type"), "application/wasm");
    let head = client().head(app.address("/assets/widget-1.js")).send().await.expect("an answer");
    assert_eq!((head.status().as_u16(), header(&head, "content-length")), (200, "5"));
    for wrong in ["/assets/widget-1.js.br", "/assets/other.js", "/assets/..%2fmanifest.json", "/manifest.json"] {
        problem(app.get(wrong).await, 404, "not_found").await;
    }
}
