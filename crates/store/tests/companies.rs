//! Companies, and who belongs to them (P1, P5).

mod common;

use common::*;
use expect_test::expect;
use parlor_domain::change::By;
use parlor_domain::company::CompanyFacts;
use parlor_domain::ids::{CompanyId, UserId};
use parlor_domain::text::{MailDomain, Name};
use parlor_store::{CompanyKept, NewUser, Whose};

fn facts(name: &str, domains: &[&str]) -> CompanyFacts {
    let domain = |text: &&str| MailDomain::parse(text).expect("a domain");
    CompanyFacts {
        name: Name::parse(name).expect("a name"),
        domains: domains.iter().map(domain).collect(),
        industry: None,
        size: Some(7),
        revenue: None,
        country: None,
        more: std::collections::BTreeMap::new(),
        owner: None,
    }
}

fn company(n: u8) -> CompanyId {
    CompanyId::from_bytes([n; 16])
}

/// A company that is changed is looked at before.
async fn keep(world: &World, n: u8, is_new: bool, of: CompanyFacts) -> CompanyKept {
    let known = world.store.company(&world.site, company(n)).await.expect("a read").map(|company| company.facts);
    let former = (!is_new).then(|| known.unwrap_or_else(|| of.clone()));
    world.store.keep_company(&world.site, company(n), former, of, By::command(NOW)).await.expect("an answer")
}

/// Companies with their people.
async fn told(world: &World) -> String {
    let mut text = String::new();
    for company in world.store.companies(&world.site, "", 0).await.expect("companies").entries {
        let people = world.store.people_of_company(&world.site, company.id, 0).await.expect("people");
        assert_eq!((people.total, people.entries.len()), (company.people, company.people as usize));
        let mut people: Vec<_> =
            people.entries.iter().map(|person| person.email.as_ref().map_or("", |email| email.as_str())).collect();
        people.sort_unstable();
        let domains: Vec<_> = company.facts.domains.iter().map(MailDomain::as_str).collect();
        text += &format!("{} [{}]: {}\n", company.facts.name, domains.join(" "), people.join(" "));
    }
    text
}

async fn with_people() -> World {
    let world = World::new().await;
    let addresses =
        ["ada@skerry.example", "bob@mail.skerry.example", "cleo@ness.example", "dan@NESS.example", "eve@notskerry.example"];
    for (n, address) in (1..).zip(addresses) {
        let mut browser = Browser::new(&world, n);
        world.says(&mut browser, &[&format!("email {address}"), "goal 1"]).await;
    }
    world
}

#[tokio::test]
async fn p1_people_belong_to_the_company_of_their_domain() {
    let world = with_people().await;
    assert_eq!(keep(&world, 1, true, facts("Skerry", &["skerry.example"])).await, CompanyKept::Kept);
    assert_eq!(keep(&world, 2, true, facts("Ness", &["ness.example", "ness.test"])).await, CompanyKept::Kept);
    // Who comes later belongs to it at once.
    let mut late = Browser::new(&world, 9);
    world.says(&mut late, &["email fay@ness.test"]).await;
    expect![[r#"
        Ness [ness.example ness.test]: cleo@ness.example dan@ness.example fay@ness.test
        Skerry [skerry.example]: ada@skerry.example bob@mail.skerry.example
    "#]]
    .assert_eq(&told(&world).await);
    // A domain below is nearer, and one that is given up leads to nobody.
    assert_eq!(keep(&world, 3, true, facts("Mail of Skerry", &["mail.skerry.example"])).await, CompanyKept::Kept);
    assert_eq!(keep(&world, 2, false, facts("Ness", &["ness.test"])).await, CompanyKept::Kept);
    expect![[r#"
        Mail of Skerry [mail.skerry.example]: bob@mail.skerry.example
        Ness [ness.test]: fay@ness.test
        Skerry [skerry.example]: ada@skerry.example
    "#]]
    .assert_eq(&told(&world).await);
    assert!(world.store.remove_company(&world.site, company(3), By::command(NOW)).await.expect("an answer"));
    assert!(!world.store.remove_company(&world.site, company(3), By::command(NOW)).await.expect("an answer"));
    expect![[r#"
        Ness [ness.test]: fay@ness.test
        Skerry [skerry.example]: ada@skerry.example bob@mail.skerry.example
    "#]]
    .assert_eq(&told(&world).await);
}

#[tokio::test]
async fn p5_a_company_has_the_activities_of_its_people_together() {
    let world = with_people().await;
    keep(&world, 1, true, facts("Skerry", &["skerry.example"])).await;
    let kinds = world.kinds(Whose::Company(company(1))).await;
    assert_eq!(kinds.matches("goal Demo asked for").count(), 2, "{kinds}");
    let log = world.log(Whose::Company(company(1))).await;
    let mut who: Vec<_> =
        log.iter().filter_map(|entry| entry.person.as_ref()?.email.as_ref()).map(|email| email.as_str()).collect();
    who.sort_unstable();
    who.dedup();
    assert_eq!(who, ["ada@skerry.example", "bob@mail.skerry.example"]);
    assert_eq!(world.kinds(Whose::Company(company(2))).await, "");
}

#[tokio::test]
async fn p1_what_cannot_be_is_refused() {
    let world = World::new().await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    keep(&world, 1, true, facts("Skerry", &["skerry.example"])).await;
    let taken = MailDomain::parse("skerry.example").expect("a domain");
    for (n, is_new, of, expected) in [
        (2, true, facts("SKERRY", &[]), CompanyKept::NameTaken),
        (2, true, facts("Ness", &["ness.example", "skerry.example"]), CompanyKept::DomainTaken(taken)),
        (2, false, facts("Ness", &[]), CompanyKept::NoSuchCompany),
        (1, true, facts("Ness", &[]), CompanyKept::Changed),
        (2, true, CompanyFacts { owner: Some(UserId::from_bytes([7; 16])), ..facts("Ness", &[]) }, CompanyKept::NoSuchOwner),
        (1, false, facts("Skerry", &["skerry.example", "skerry.example"]), CompanyKept::Kept),
    ] {
        assert_eq!(keep(&world, n, is_new, of.clone()).await, expected, "{of:?}");
    }
    // Another site's is none.
    assert_eq!(world.store.company(&other, company(1)).await.expect("a read"), None);
    let mine = facts("Mine", &[]);
    let kept = world.store.keep_company(&other, company(1), Some(mine.clone()), mine, By::command(NOW)).await.expect("an answer");
    assert_eq!(kept, CompanyKept::NoSuchCompany);
    assert!(!world.store.remove_company(&other, company(1), By::command(NOW)).await.expect("an answer"));
}

#[tokio::test]
async fn p1_of_two_who_change_a_company_at_once_the_second_is_told() {
    let world = World::new().await;
    keep(&world, 1, true, facts("Skerry", &["skerry.example"])).await;
    let seen = facts("Skerry", &["skerry.example"]);
    let change = async |to: CompanyFacts| {
        world.store.keep_company(&world.site, company(1), Some(seen.clone()), to, By::command(NOW)).await.expect("an answer")
    };
    assert_eq!(change(facts("Skerry", &["skerry.example", "ness.example"])).await, CompanyKept::Kept);
    assert_eq!(change(CompanyFacts { size: None, ..seen.clone() }).await, CompanyKept::Changed);
    assert_eq!(told(&world).await, "Skerry [ness.example skerry.example]: \n", "what the first one did stays");
}

#[tokio::test]
async fn p1_who_looks_after_a_company_is_a_user() {
    let world = World::new().await;
    let ada = UserId::from_bytes([7; 16]);
    let user =
        NewUser { id: ada, email: email("ada@example.com"), password_hash: "-".to_owned(), everywhere: true, created: NOW };
    world.store.add_user(user).await.expect("added");
    assert_eq!(keep(&world, 1, true, CompanyFacts { owner: Some(ada), ..facts("Skerry", &[]) }).await, CompanyKept::Kept);
    let owner = async || world.store.company(&world.site, company(1)).await.expect("a read").expect("a company").owner;
    assert_eq!(owner().await, Some(email("ada@example.com")));
    assert!(world.store.remove_user(&email("ada@example.com"), By::command(NOW)).await.expect("removed"));
    assert_eq!(owner().await, None, "who is gone looks after nothing");
    assert!(world.store.remove_site(&world.site).await.expect("an answer"));
}
