//! What balancers ask (O17).

use reqwest::Method;

use crate::support::{App, client, header, problem};

#[actix_web::test]
async fn o17_who_asks_by_address_hears_how_the_server_is() {
    let app = App::start_with(Some("https://chat.example.com"), Some("https://console.example.com")).await;
    for (path, word) in [("/healthz", "alive"), ("/readyz", "ready")] {
        for host in ["10.0.0.7:8080", "chat.example.com", "console.example.com"] {
            let answer = client().get(app.address(path)).header("host", host).send().await.expect("an answer");
            assert_eq!((answer.status().as_u16(), header(&answer, "cache-control")), (200, "no-store"), "{host}{path}");
            assert_eq!(answer.text().await.expect("a word"), word);
        }
        let head = client().head(app.address(path)).header("host", "chat.example.com").send().await.expect("an answer");
        assert_eq!(head.status(), 200);
        let posted = client().request(Method::POST, app.address(path)).send().await.expect("an answer");
        problem(posted, 404, "not_found").await;
    }
    // Nothing else is there for them.
    problem(app.get("/healthz/more").await, 421, "wrong_host").await;
}

#[actix_web::test]
async fn o17_a_server_without_its_database_is_alive_but_not_ready() {
    let app = App::start().await;
    app.server.store().clone().close();
    assert_eq!(app.get("/healthz").await.status(), 200);
    let answer = app.get("/readyz").await;
    assert_eq!(header(&answer, "cache-control"), "no-store");
    problem(answer, 503, "unavailable").await;
}
