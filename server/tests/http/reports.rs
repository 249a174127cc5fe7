//! Reports over HTTP (R12 to R14).

use expect_test::{Expect, expect};
use parlor_wire::console::{Figures, REPORT, REPORT_TABLE, Report, ReportTable};

use crate::access::filled;
use crate::support::{App, Browser, header, problem, shown};

/// The answer with dates and ids as words.
async fn check(admin: &Browser<'_>, query: &str, expected: Expect) {
    let answer = admin.get(&format!("{}{query}", filled(REPORT, "demo"))).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "cache-control")), (200, "no-store"), "{query}");
    let mut report: serde_json::Value = answer.json().await.expect("JSON");
    let today = report["to"].take();
    for day in report["days"].as_array_mut().expect("days") {
        let is_today = day["date"] == today;
        day["date"] = if is_today { "today".into() } else { "before".into() };
    }
    report["from"].take();
    report["dialogues"].as_array_mut().expect("dialogues").iter_mut().for_each(|of| drop(of["id"].take()));
    expected.assert_eq(&serde_json::to_string_pretty(&report).expect("JSON"));
}

#[actix_web::test]
async fn r12_r13_a_report_has_what_was_counted_in_the_days_that_are_asked_for() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let admin = app.admin().await;
    assert_eq!(app.post(&shown(&site, &app.ticket("demo").await, 1)).await.status(), 200);
    check(
        &admin,
        "?days=2",
        expect![[r#"
            {
              "before": {
                "acquired": 0,
                "completed": 0,
                "downloaded": 0,
                "engaged": 0,
                "goals": 0,
                "opened": 0,
                "pages": 0,
                "triggered": 0
              },
              "cards": [],
              "days": [
                {
                  "date": "before",
                  "figures": {
                    "acquired": 0,
                    "completed": 0,
                    "downloaded": 0,
                    "engaged": 0,
                    "goals": 0,
                    "opened": 0,
                    "pages": 0,
                    "triggered": 0
                  }
                },
                {
                  "date": "today",
                  "figures": {
                    "acquired": 0,
                    "completed": 0,
                    "downloaded": 0,
                    "engaged": 0,
                    "goals": 0,
                    "opened": 0,
                    "pages": 0,
                    "triggered": 1
                  }
                }
              ],
              "dialogues": [
                {
                  "figures": {
                    "acquired": 0,
                    "completed": 0,
                    "downloaded": 0,
                    "engaged": 0,
                    "goals": 0,
                    "opened": 0,
                    "pages": 0,
                    "triggered": 1
                  },
                  "id": null,
                  "kind": "dialogue",
                  "name": "Sound"
                }
              ],
              "documents": [],
              "from": null,
              "goals": [],
              "pages": [
                {
                  "figures": {
                    "acquired": 0,
                    "completed": 0,
                    "downloaded": 0,
                    "engaged": 0,
                    "goals": 0,
                    "opened": 0,
                    "pages": 0,
                    "triggered": 1
                  },
                  "page": "https://example.com/"
                }
              ],
              "to": null,
              "total": {
                "acquired": 0,
                "completed": 0,
                "downloaded": 0,
                "engaged": 0,
                "goals": 0,
                "opened": 0,
                "pages": 0,
                "triggered": 1
              },
              "zone": "UTC"
            }"#]],
    )
    .await;
    let narrowed = format!("{}?kind=flow", filled(REPORT, "demo"));
    let report: Report = admin.get(&narrowed).await.json().await.expect("a report");
    assert_eq!((report.total, report.days.len()), (Figures::default(), 28));
}

#[actix_web::test]
async fn r13_days_that_make_no_period_are_refused() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    for (query, detail) in [
        ("?from=2026-11-23&to=2026-11-22", "The last day, 2026-11-22, is before the first one, 2026-11-23."),
        ("?from=2024-01-01&to=2026-01-01", "These are 732 days; a report is about 400 at most."),
    ] {
        let answer = admin.get(&format!("{}{query}", filled(REPORT, "demo"))).await;
        assert_eq!(problem(answer, 422, "refused").await.detail.as_deref(), Some(detail), "{query}");
    }
    for query in ["?from=yesterday", "?kind=both", "?dialogue=1", "?days=-1"] {
        problem(admin.get(&format!("{}{query}", filled(REPORT, "demo"))).await, 400, "malformed").await;
    }
}

#[actix_web::test]
async fn r14_each_table_is_a_file_of_csv() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let admin = app.admin().await;
    assert_eq!(app.post(&shown(&site, &app.ticket("demo").await, 1)).await.status(), 200);
    for table in ReportTable::ALL {
        let path = parlor_wire::console::fill(REPORT_TABLE, &[&"demo", &table.code()]);
        let answer = admin.get(&format!("{path}?from=2026-11-01&to=2026-11-02")).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(header(&answer, "content-type"), "text/csv; charset=utf-8");
        let name = format!("attachment; filename=\"demo-{}-2026-11-01-2026-11-02.csv\"", table.code());
        assert_eq!(header(&answer, "content-disposition"), name);
    }
    let path = parlor_wire::console::fill(REPORT_TABLE, &[&"demo", &"pages"]);
    let csv = admin.get(&path).await.text().await.expect("a text");
    expect![[r#"
        page,triggered,engaged,completed,acquired,goal,opened,downloaded,pages
        https://example.com/,1,0,0,0,0,0,0,0
    "#]]
    .assert_eq(&csv);
    problem(admin.get(&parlor_wire::console::fill(REPORT_TABLE, &[&"demo", &"secrets"])).await, 404, "not_found").await;
}

#[actix_web::test]
async fn r11_a_report_of_one_dialogue_tells_where_conversations_end() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let admin = app.admin().await;
    assert_eq!(app.post(&shown(&site, &app.ticket("demo").await, 1)).await.status(), 200);
    let all: Report = admin.get(&filled(REPORT, "demo")).await.json().await.expect("a report");
    assert_eq!(all.cards, [], "of all dialogues together no card is told");
    let [dialogue] = &all.dialogues[..] else { panic!("one dialogue") };
    let path = parlor_wire::console::fill(REPORT_TABLE, &[&"demo", &"cards"]);
    let csv = admin.get(&format!("{path}?dialogue={}", dialogue.id)).await.text().await.expect("a text");
    expect![[r#"
        card,reached,answered,left
        Hello?,1,0,1
    "#]]
    .assert_eq(&csv);
    let page =
        admin.get(&format!("{path}?dialogue={}&page=https://example.com/", dialogue.id)).await.text().await.expect("a text");
    assert_eq!(page, "card,reached,answered,left\n", "a conversation may go over many pages");
}
