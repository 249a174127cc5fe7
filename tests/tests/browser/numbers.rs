//! What became of events, for whoever wants to know that nothing is lost (A16).

use parlor_domain::text::SiteKey;
use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::client::Client;
use parlor_tests::samples::{KEY, site, welcome};
use parlor_tests::stage::Stage;

const EMAIL: &str = "admin@example.com";

#[tokio::test]
async fn a16_the_delivery_page_adds_up_and_follows_what_comes() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;
    admin.clicks("Delivery").await;
    admin.sees("No event has come yet").await;

    // Nobody loads the page anew: it looks by itself.
    let store = stage.parlor.store();
    let record = store.site(&SiteKey::parse(KEY).expect("a key")).await.expect("a read").expect("a site");
    store.close();
    let client = Client::new(&stage.parlor, KEY, 1).await;
    let shown = client.shown(record.dialogues[0].id, 2);
    client.post(&shown).await;
    admin.sees("The sums add up").await;
    client.post(&shown).await;
    let mut unknown = client.shown(record.dialogues[0].id, 3);
    unknown.events[0].version = 99;
    client.post(&unknown).await;
    admin.sees("The site has no such dialogue in this version.").await;
    for part in ["3\nreceived", "Stored\n1", "Duplicates dropped\n1", "Refused\n1", "Put off\n0", "shown in Welcome, version 99,"]
    {
        admin.sees(part).await;
    }
}
