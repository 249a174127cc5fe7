//! Reports in the console: what a marketer reads there is what visitors did (R12, R13).

use parlor_tests::admin::Admin;
use parlor_tests::axe::{self, Part};
use parlor_tests::browser::{DESKTOP, Options, PHONE};
use parlor_tests::samples::{KEY, site, welcome};
use parlor_tests::stage::Stage;

const EMAIL: &str = "admin@example.com";

/// What the tiles say: name, number, and how it stands beside those of before.
async fn tiles(admin: &Admin) -> String {
    let read = "return [...document.querySelectorAll('.tile')].map(e => e.innerText.replace(/\\s+/g, ' ')).join('\\n') || null";
    admin.browser().wait("figures", async || Ok(admin.browser().script(read).await?.as_str().map(str::to_owned))).await
}

/// Chooses an option of a select, as a keyboard would.
async fn chooses(admin: &Admin, id: &str, option: &str) {
    let script = format!(
        "const select = document.getElementById({id:?});
        select.selectedIndex = [...select.options].findIndex(e => e.text === {option:?});
        select.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    );
    admin.browser().script(&script).await.expect("a select");
}

async fn shows(admin: &Admin, expected: &str) {
    let same = async || Ok((tiles(admin).await.starts_with(expected)).then_some(()));
    admin.browser().wait(expected, same).await;
}

/// Ada says who she is, and comes again; somebody else only looks.
async fn visited() -> (Stage, Admin) {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let ada = stage.visitor().await;
    ada.goes_to(&stage.site, "/a").await;
    ada.opens().await;
    ada.picks("I sail").await;
    ada.types("ada@example.com").await;
    ada.sees("Thank you. We will write.").await;
    ada.has_sent_everything().await;
    let other = stage.visitor().await;
    other.goes_to(&stage.site, "/a?from=mail").await;
    other.sees_teaser("Hello.").await;
    other.has_sent_everything().await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    (stage, admin)
}

#[tokio::test]
async fn r12_r13_figures_are_read_narrowed_down_and_sent_to_a_colleague() {
    let (stage, admin) = visited().await;
    admin.clicks("Reports").await;
    shows(&admin, "Triggered 2 none before\nEngaged 1 none before 50 % of triggered\nCompleted 1").await;
    admin.sees("Engaged by day").await;
    admin.clicks("What these figures count").await;
    admin.sees("First acts of a visitor on a prompt").await;
    // One page, whatever stands behind its path.
    let pages = "return [...document.querySelectorAll('section[aria-label=Pages] tbody th')].map(e => e.innerText).join(' ')";
    assert_eq!(admin.browser().script(pages).await.expect("a page"), stage.site.address("/a"));
    chooses(&admin, "visitors", "Known visitors").await;
    admin.sees("Nothing was counted").await;
    chooses(&admin, "visitors", "Anonymous visitors").await;
    shows(&admin, "Triggered 2").await;
    admin.browser().client().back().await.expect("a page");
    admin.sees("Nothing was counted").await;
    admin.browser().client().back().await.expect("a page");
    chooses(&admin, "kind", "Dialogues").await;
    shows(&admin, "Triggered 2").await;
    admin.clicks("Welcome").await;
    admin.sees("Welcome\n×").await;
    let address = admin.browser().client().current_url().await.expect("an address").to_string();
    assert!(address.contains("kind=dialogue&dialogue="), "{address}");
    admin.goes_to("about:blank").await;
    admin.goes_to(&address).await;
    admin.sees("Welcome\n×").await;
    shows(&admin, "Triggered 2").await;
    // Where conversations end: one went to the end, the other was only shown (R11).
    let cards = "return [...document.querySelectorAll('section[aria-label^=Where] tbody tr')].map(e => e.innerText.replace(/\\s+/g, ' ')).join('; ')";
    assert_eq!(
        admin.browser().script(cards).await.expect("a page"),
        "1. Hello. What brings you here? 2 1 1 50 %; 2. Where may we write? 1 1 0 0 %"
    );
    chooses(&admin, "period", "Own dates").await;
    admin.browser().wait("dates", async || admin.browser().element("return document.getElementById('from')").await).await;
}

/// Every page of the console, by what stands behind the site in its address.
const PAGES: [&str; 15] = [
    "dialogues",
    "documents",
    "people",
    "companies",
    "visitors",
    "conversations",
    "attributes",
    "reports",
    "delivery",
    "install",
    "look",
    "settings",
    "users",
    "mail",
    "changes",
];

#[tokio::test]
async fn w21_no_page_of_the_console_keeps_anybody_out() {
    let (stage, admin) = visited().await;
    drop(admin);
    let password = stage.parlor.add_user("eve@example.com");
    let options = [DESKTOP, Options { dark: true, ..DESKTOP }, PHONE];
    let mut found = Vec::new();
    for options in options {
        let admin = Admin::new(options).await;
        axe::prepare(admin.browser()).await;
        admin.signs_in(&format!("{}/console/", stage.parlor.origin()), "eve@example.com", &password).await;
        for page in PAGES {
            let go = format!("location.hash = '#/{KEY}/{page}'");
            admin.browser().script(&go).await.expect("a page");
            let arrived = "return location.hash.endsWith(document.querySelector('.rail a[aria-current]')?.hash.split('?')[0]) \
                && document.querySelector('h1') && !document.querySelector('.loading')";
            let arrived = async || Ok(admin.browser().script(arrived).await?.as_bool().filter(|arrived| *arrived));
            admin.browser().wait(page, arrived).await;
            let of_page = axe::findings(admin.browser(), Part::Page).await;
            found.extend(of_page.into_iter().map(|line| format!("{page}, {options:?}: {line}")));
        }
        for (page, sees) in [("account", "Change the password"), ("parts", "in every state")] {
            admin.browser().script(&format!("location.hash = '#/{page}'")).await.expect("a page");
            admin.sees(sees).await;
            let of_page = axe::findings(admin.browser(), Part::Page).await;
            found.extend(of_page.into_iter().map(|line| format!("{page}, {options:?}: {line}")));
        }
    }
    assert_eq!(found, [""; 0]);
}
