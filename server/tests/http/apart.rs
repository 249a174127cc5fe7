//! Who is stored apart, by what a request says of its sender (A15).

use parlor::Limits;
use parlor_domain::form::Form;
use parlor_store::Whose;
use parlor_wire::visitor::{EVENTS, FORM_TYPE};
use serde_json::{Value, json};

use crate::support::{App, client, sample, shown};

const PERSON: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
const BOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

#[actix_web::test]
async fn a15_a_browsers_name_and_its_address_say_who_is_stored_apart() {
    let app = App::start_limited(Limits::default()).await;
    let mut file = sample("demo", &[]);
    file["site"]["excluded_networks"] = json!(["203.0.113.0/24", "2001:db8::/32"]);
    let site = app.import(&file, 1).await;
    let ticket = app.ticket("demo").await;
    for (seed, address, name, is_apart) in [
        (1, "198.51.100.7", PERSON, false),
        (2, "198.51.100.7", BOT, true),
        (3, "203.0.113.7", PERSON, true),
        (4, "2001:db8:1::7", PERSON, true),
        (5, "198.51.100.7, 203.0.113.7", PERSON, true),
        (6, "203.0.113.7, 198.51.100.7", PERSON, false),
    ] {
        let batch = shown(&site, &ticket, seed);
        let request = client().post(app.address(EVENTS)).header("content-type", FORM_TYPE).body(batch.to_bytes());
        let answer = request.header("x-forwarded-for", address).header("user-agent", name).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let (store, of) = (app.server.store(), Whose::Visitor(batch.visitor));
        let counted = store.activities(&site.key, of, &[], 0).await.expect("a log").total;
        let apart = store.activities_apart(&site.key, of, &[], 0).await.expect("a log").total;
        assert_eq!((counted, apart), if is_apart { (0, 1) } else { (1, 0) }, "{address} {name}");
    }
    tells_the_console(&app).await;
}

async fn tells_the_console(app: &App) {
    let admin = app.admin().await;
    let get = async |path: &str| admin.get(path).await.json::<Value>().await.expect("an answer");
    let apart = get("/api/sites/demo/visitors?apart=true").await;
    assert_eq!((&get("/api/sites/demo/visitors").await["total"], &apart["total"]), (&json!(2), &json!(4)));
    let log = format!("/api/sites/demo/visitors/{}/activities", apart["entries"][0]["id"].as_str().expect("an id"));
    for (query, total) in [("", 0), ("?apart=true", 1), ("?apart=true&kinds=goal", 0)] {
        assert_eq!(get(&format!("{log}{query}")).await["total"], total, "{query}");
    }
    let delivery = get("/api/sites/demo/delivery").await;
    assert_eq!((&delivery["total"]["stored"], &delivery["total"]["apart"]), (&json!(2), &json!(4)));
}
