//! Backups while a server runs, made by a program beside it (O7).

use std::path::Path;
use std::process::Command;

use parlor_store::Whose;

use crate::support::{App, key, shown};

/// Runs the program on a data folder. Returns its exit code and what it said.
fn parlor(data: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parlor"));
    let output = command.args(arguments).arg("--data").arg(data).env("PARLOR_LOG", "error").output().expect("the program runs");
    let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
    (output.status.code().expect("a code"), told)
}

#[actix_web::test]
async fn o7_a_running_server_is_saved_and_not_restored() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let (early, late) = (shown(&site, &app.ticket("demo").await, 1), shown(&site, &app.ticket("demo").await, 2));
    assert_eq!(app.post(&early).await.status(), 200);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = elsewhere.path().join("parlor.backup").display().to_string();
    let (code, told) = parlor(app.folder.path(), &["backup", &file]);
    assert!(code == 0 && told.contains("rows: activity 1,"), "{told}");
    let (code, told) = parlor(app.folder.path(), &["restore", &file, "--yes"]);
    assert!(code == 1 && told.ends_with("; stop it first\n"), "{told}");
    let (code, told) = parlor(app.folder.path(), &["doctor", "--url", &app.url]);
    assert!(code == 0 && told.contains(&format!("server: {} answers", app.url)), "{told}");
    // It goes on, until it is stopped.
    assert_eq!(app.post(&late).await.status(), 200);

    let folder = app.stop().await;
    let (code, told) = parlor(folder.path(), &["restore", &file, "--yes"]);
    assert_eq!(code, 0, "{told}");
    let app = App::start_in(folder, true).await;
    for (visitor, count) in [(early.visitor, 1), (late.visitor, 0)] {
        let log = app.server.store().activities(&key("demo"), Whose::Visitor(visitor), &[], 0).await.expect("a log");
        assert_eq!(log.total, count);
    }
    // What browsers still hold is taken in again.
    assert_eq!(app.post(&late).await.status(), 200);
}
