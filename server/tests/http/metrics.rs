//! The numbers for those who run the server (O17).

use crate::support::{App, client, header, problem, shown};

/// The value of a line of the numbers.
fn value(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map(|value| value.parse().expect("a number"))
}

#[actix_web::test]
async fn o17_requests_events_and_commits_are_counted_at_an_address_of_its_own() {
    let app = App::start_with_metrics().await;
    let site = app.site("demo", &[]).await;
    let mut batch = shown(&site, &app.ticket("demo").await, 1);
    for version in [1, 9] {
        batch.events[0].version = version;
        app.post(&batch).await;
    }
    let mut wrong = shown(&site, &app.ticket("demo").await, 2);
    wrong.events[0].version = 9;
    app.post(&wrong).await;
    problem(app.get("/nowhere/secret").await, 404, "not_found").await;
    // Visitors have no way to it.
    problem(app.get("/metrics").await, 404, "not_found").await;

    let address = app.server.metrics_address().expect("an address");
    let answer = client().get(format!("http://{address}/metrics")).send().await.expect("an answer");
    assert_eq!((answer.status().as_u16(), header(&answer, "cache-control")), (200, "no-store"));
    assert_eq!(header(&answer, "content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = answer.text().await.expect("a text");
    for (name, expected) in [
        ("parlor_requests_total{route=\"/events\",status=\"2xx\"}", 3.0),
        ("parlor_requests_total{route=\"/frame/{key}\",status=\"2xx\"}", 2.0),
        ("parlor_requests_total{route=\"none\",status=\"4xx\"}", 2.0),
        ("parlor_request_seconds_count{route=\"/events\"}", 3.0),
        ("parlor_events_total{outcome=\"stored\",reason=\"\"}", 2.0),
        ("parlor_events_total{outcome=\"refused\",reason=\"unknown_version\"}", 1.0),
        ("parlor_writer_failed_groups_total", 0.0),
        ("parlor_writer_waiting_jobs", 0.0),
    ] {
        assert_eq!(value(&text, name), Some(expected), "{name}\n{text}");
    }
    for name in [
        "parlor_writer_group_jobs_sum",
        "parlor_writer_commit_seconds_count",
        "parlor_database_bytes",
        "parlor_database_log_bytes",
        "process_start_time_seconds",
    ] {
        assert!(value(&text, name).is_some_and(|value| value > 0.0), "{name}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(!text.contains("demo") && !text.contains("secret") && !text.contains("127.0.0.1"), "no site, no path, no address");
    problem(client().get(format!("http://{address}/console/")).send().await.expect("an answer"), 404, "not_found").await;

    app.server.stop().await;
    assert!(client().get(format!("http://{address}/metrics")).send().await.is_err());
}

#[actix_web::test]
async fn o17_the_numbers_are_nowhere_unless_they_are_wanted() {
    let app = App::start().await;
    assert_eq!(app.server.metrics_address(), None);
    problem(app.get("/metrics").await, 404, "not_found").await;
}
