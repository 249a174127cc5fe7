//! Hosts, what is nowhere, and the stop.

use crate::support::{App, client, header, problem};

async fn at(app: &App, host: &str, path: &str) -> reqwest::Response {
    client().get(app.address(path)).header("host", host).send().await.expect("an answer")
}

#[actix_web::test]
async fn o10_other_host_names_are_not_answered() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    for host in ["evil.example", "localhost", ""] {
        problem(at(&app, host, "/demo.js").await, 421, "wrong_host").await;
    }
    let port = app.server.address().port();
    assert_eq!(at(&app, &format!("127.0.0.1:{port}"), "/demo.js").await.status(), 200);
}

#[actix_web::test]
async fn o10_each_origin_answers_for_its_own_paths() {
    let app = App::start_with(Some("https://chat.example.com"), Some("https://console.example.com")).await;
    app.site("demo", &[]).await;
    for (host, path, status) in [
        ("chat.example.com", "/demo.js", 200),
        ("chat.example.com", "/frame/demo", 200),
        ("chat.example.com", "/assets/widget-1.js", 200),
        ("chat.example.com", "/console/", 404),
        ("chat.example.com", "/api/me", 404),
        ("chat.example.com", "/", 404),
        ("console.example.com", "/console/", 200),
        ("console.example.com", "/api/me", 401),
        ("console.example.com", "/assets/widget-1.js", 200),
        ("console.example.com", "/demo.js", 404),
        ("console.example.com", "/frame/demo", 404),
    ] {
        assert_eq!(at(&app, host, path).await.status().as_u16(), status, "{host}{path}");
    }
}

#[actix_web::test]
async fn o15_nothing_is_a_problem_too() {
    let app = App::start().await;
    for path in ["/nowhere", "/api/nowhere", "/events", "/frame/", "/site/x/y"] {
        let answer = app.get(path).await;
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        problem(answer, 404, "not_found").await;
    }
}

#[actix_web::test]
async fn o18_the_stop_ends_what_listens() {
    let app = App::start().await;
    assert_eq!(app.get("/console/").await.status(), 200);
    let address = app.address("/console/");
    app.server.stop().await;
    assert!(client().get(address).send().await.is_err());
}
