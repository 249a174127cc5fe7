//! Makes the pictures in `docs/images`: the demo as a visitor and as somebody in the console sees it.

use std::path::{Path, PathBuf};

use parlor_tests::admin::Admin;
use parlor_tests::browser::{Browser, DESKTOP, Options, PHONE};
use parlor_tests::program::Demo;
use parlor_tests::visitor::Visitor;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images");
    std::fs::create_dir_all(&folder).expect("a folder");
    let log = tempfile::NamedTempFile::new().expect("a file");
    for (name, options) in [("desktop", DESKTOP), ("phone", PHONE)] {
        for (mode, dark) in [("", false), ("-dark", true)] {
            let options = Options { dark, ..options };
            // Each is the first to come.
            let demo = Demo::start(log.path());
            let (website, console) = (demo.printed("Website"), demo.printed("Console"));
            let login = demo.printed("Sign in with");
            let (email, password) = login.split_once(" and ").expect("a login");
            let file = |what: &str| folder.join(format!("{what}-{name}{mode}.png"));
            visit(&website, options, &file("teaser"), &file("conversation")).await;
            let admin = Admin::new(options).await;
            admin.signs_in(&console, email, password).await;
            admin.clicks("People").await;
            admin.clicks("maren@quayside.example").await;
            admin.sees("Reached a goal").await;
            admin.browser().script("document.getElementById('log-title').scrollIntoView()").await.expect("a page");
            picture(admin.browser(), &file("log")).await;
        }
    }
}

/// Walks the demo's dialogue, and takes its picture on the way.
async fn visit(website: &str, options: Options, teaser: &PathBuf, conversation: &PathBuf) {
    let visitor = Visitor::new(options).await;
    visitor.browser().client().goto(website).await.expect("a page");
    visitor.sees_teaser("Hello.").await;
    picture(visitor.browser(), teaser).await;
    visitor.opens_teaser().await;
    visitor.picks("I run a harbour").await;
    visitor.sees("How many berths").await;
    visitor.types("120").await;
    visitor.sees("Where may we send").await;
    picture(visitor.browser(), conversation).await;
    visitor.types("maren@quayside.example").await;
    visitor.sees("It is on its way").await;
    visitor.has_sent_everything().await;
}

/// Takes the picture when nothing moves any longer.
async fn picture(browser: &Browser, path: &PathBuf) {
    let mut before = Vec::new();
    loop {
        let now = browser.client().screenshot().await.expect("a picture");
        if now == before {
            std::fs::write(path, now).expect("a file");
            return;
        }
        before = now;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}
