//! People are found by parts of their names and addresses (P4).

mod common;

use common::*;
use parlor_domain::change::By;
use parlor_store::ToErase;

async fn found(world: &World, search: &str) -> String {
    let page = world.store.people(&world.site, search, 0).await.expect("people");
    assert_eq!(page.entries.len(), page.total as usize);
    page.entries.iter().map(|person| person.email.as_ref().map_or("?", |email| email.as_str())).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn p4_a_person_is_found_by_parts_of_name_and_address() {
    let world = World::new().await;
    let (mut ada, mut oezlem) = (Browser::new(&world, 1), Browser::new(&world, 2));
    world.says(&mut ada, &["email Ada@Example.com", "set first_name Ada", "set last_name Lovelace"]).await;
    world.says(&mut oezlem, &["set first_name Özlem", "email oezlem@harbour.example"]).await;
    for (search, expected) in [
        ("", "Ada@example.com oezlem@harbour.example"),
        ("LOVE", "Ada@example.com"),
        ("ada love", "Ada@example.com"),
        ("lace ada example.com", "Ada@example.com"),
        ("özl", "oezlem@harbour.example"),
        ("ÖZL harbour", "oezlem@harbour.example"),
        ("ada harbour", ""),
        ("%", ""),
        ("example", "Ada@example.com oezlem@harbour.example"),
    ] {
        assert_eq!(found(&world, search).await, expected, "{search}");
    }
    world.says(&mut ada, &["set last_name King"]).await;
    assert_eq!((found(&world, "lovelace").await, found(&world, "king").await), (String::new(), "Ada@example.com".to_owned()));
    let other = world.store.people(&site_key("elsewhere"), "ada", 0).await.expect("people");
    assert_eq!(other.total, 0);
}

#[tokio::test]
async fn p4_o8_nobody_is_found_by_an_address_that_was_erased() {
    let world = World::new().await;
    let mut bob = Browser::new(&world, 1);
    world.says(&mut bob, &["email bob@example.com", "set first_name Bob", "set last_name ada@example.com"]).await;
    assert_eq!(found(&world, "ada@").await, "bob@example.com");
    world
        .store
        .erase_person(&world.site, ToErase::Address(email("ada@example.com")), By::command(NOW), [1; 32])
        .await
        .expect("erased");
    assert_eq!((found(&world, "ada@").await, found(&world, "bob").await), (String::new(), "bob@example.com".to_owned()));
}
