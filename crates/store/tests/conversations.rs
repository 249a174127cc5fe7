//! The conversations of a site, as the console lists and finds them (P5).

mod common;

use common::*;
use parlor_domain::apart::Client;

async fn told(world: &World, search: &str) -> Vec<String> {
    let page = world.store.conversations(&world.site, search, 0).await.expect("conversations");
    assert_eq!(page.total as usize, page.entries.len());
    let line = |of: &parlor_domain::people::ConversationInList| {
        let with = of.person.as_ref().and_then(|person| person.email.as_ref()).map_or("a visitor", |email| email.as_str());
        format!("{with}: {}, {:?} {:?}", of.name, of.status, of.score)
    };
    page.entries.iter().map(line).collect()
}

#[tokio::test]
async fn p5_conversations_in_which_a_visitor_acted_are_listed_and_found() {
    let world = World::new().await;
    let mut ada = Browser::new(&world, 1);
    world.says(&mut ada, &["hi", "email ada@example.com", "goal 1", "done"]).await;
    ada.in_conversation(1_002);
    ada.dialogue = world.dialogues[1];
    world.says(&mut ada, &["hi"]).await;
    let mut nobody = Browser::new(&world, 2);
    world.says(&mut nobody, &["hi"]).await;
    // What was only shown is none, and what is stored apart isn't listed.
    let mut looks = Browser::new(&world, 3);
    let shown = looks.shown();
    world.send(&looks, vec![shown]).await;
    let mut bot = Browser { client: Client { is_bot: true, ..Client::default() }, ..Browser::new(&world, 4) };
    world.says(&mut bot, &["hi"]).await;
    let all = [
        "ada@example.com: Second, Initiated None",
        "a visitor: First, Initiated None",
        "ada@example.com: First, Completed Some(2)",
    ];
    assert_eq!(told(&world, "").await, all);
    for (search, found) in [("ADA example", &[all[0], all[2]][..]), ("second", &all[..1]), ("first", &all[1..]), ("nobody", &[])]
    {
        assert_eq!(told(&world, search).await, found, "{search}");
    }
    // Who becomes somebody else keeps what was done before.
    ada.in_conversation(1_003);
    ada.dialogue = world.dialogues[0];
    world.says(&mut ada, &["email bob@example.com"]).await;
    assert_eq!(told(&world, "bob").await, [""; 0]);
    assert_eq!(told(&world, "ada").await.len(), 3);
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    assert_eq!(world.store.conversations(&other, "", 0).await.expect("conversations").total, 0);
}
