//! Who may ask for what (O11).

use expect_test::expect;
use parlor::{Endpoint, endpoints};
use parlor_domain::ids::PersonId;
use parlor_wire::console::{self, GivenRole, InvitationLink, Invited, Me, Needs, Permission, Role, Site, Users};
use reqwest::Method;
use serde_json::json;

use crate::changes::changes;
use crate::support::{App, Browser, EMAIL, PASSWORD, moment, problem};

/// An endpoint's path with a site, and things that are none of it.
pub fn filled(path: &str, site: &str) -> String {
    let id = moment(7).ids().make::<PersonId>();
    console::fill(path, &[&site, &id])
}

pub fn method(endpoint: Endpoint) -> Method {
    endpoint.method.parse().expect("a method")
}

/// Somebody who has taken an invitation to a site.
pub async fn invited<'a>(app: &'a App, by: &Browser<'a>, email: &str, site: &str, roles: &[Role]) -> Browser<'a> {
    let token = invite(by, email, site, roles).await;
    let browser = Browser::new(app);
    let answer = browser.post(console::ACCEPT, &json!({ "token": token, "password": PASSWORD })).await;
    assert_eq!(answer.status(), 200);
    browser
}

pub async fn invite(by: &Browser<'_>, email: &str, site: &str, roles: &[Role]) -> String {
    let answer = by.post(&filled(console::INVITATIONS, site), &json!({ "email": email, "roles": roles })).await;
    assert_eq!(answer.status(), 200);
    let link: InvitationLink = answer.json().await.expect("a link");
    link.link.split_once("/console/#/invited?token=").expect("a token").1.to_owned()
}

#[test]
fn o11_what_each_endpoint_takes() {
    let needs = |needs: Needs| match needs {
        Needs::Nothing => "nothing",
        Needs::Session => "a session",
        Needs::Everywhere => "an administrator of every site",
        Needs::Permission(permission) => permission.code(),
    };
    let bare = endpoints().into_iter().filter(|of| of.path.contains("{site}") && !matches!(of.needs, Needs::Permission(_)));
    assert_eq!(bare.collect::<Vec<_>>(), [], "what is of a site takes a permission");
    let line = |Endpoint { method, path, needs: of }: Endpoint| format!("{method:<6} {path:<57} {}\n", needs(of));
    expect![[r#"
        POST   /api/set-up                                               nothing
        POST   /api/sign-in                                              nothing
        POST   /api/sign-out                                             a session
        POST   /api/sign-out-everywhere                                  a session
        POST   /api/invited                                              nothing
        POST   /api/invited/accept                                       nothing
        GET    /api/me                                                   a session
        GET    /api/me/sessions                                          a session
        DELETE /api/me/sessions/{session}                                a session
        POST   /api/me/password                                          a session
        GET    /api/sites                                                a session
        POST   /api/sites                                                an administrator of every site
        GET    /api/sites/{site}/dialogues                               dialogues.read
        POST   /api/sites/{site}/dialogues/{dialogue}/publish            dialogues.publish
        POST   /api/sites/{site}/dialogues/{dialogue}/unpublish          dialogues.publish
        GET    /api/sites/{site}/report                                  reports.read
        GET    /api/sites/{site}/report/{table}                          reports.read
        GET    /api/sites/{site}/delivery                                reports.read
        GET    /api/sites/{site}/documents                               documents.read
        POST   /api/sites/{site}/documents                               documents.change
        DELETE /api/sites/{site}/documents                               documents.change
        POST   /api/sites/{site}/documents/cover                         documents.change
        GET    /api/sites/{site}/people                                  people.read
        GET    /api/sites/{site}/visitors                                people.read
        GET    /api/sites/{site}/people.csv                              people.export
        GET    /api/sites/{site}/people/{person}                         people.read
        DELETE /api/sites/{site}/people/{person}                         people.erase
        GET    /api/sites/{site}/people/{person}/export                  people.export
        POST   /api/sites/{site}/people/{person}/merge                   people.merge
        GET    /api/sites/{site}/companies                               people.read
        POST   /api/sites/{site}/companies                               companies.change
        GET    /api/sites/{site}/companies/{company}                     people.read
        POST   /api/sites/{site}/companies/{company}                     companies.change
        DELETE /api/sites/{site}/companies/{company}                     companies.change
        GET    /api/sites/{site}/companies/{company}/people              people.read
        GET    /api/sites/{site}/companies/{company}/activities          people.read
        GET    /api/sites/{site}/visitors/{visitor}                      people.read
        GET    /api/sites/{site}/people/{person}/activities              people.read
        GET    /api/sites/{site}/visitors/{visitor}/activities           people.read
        GET    /api/sites/{site}/conversations                           people.read
        GET    /api/sites/{site}/conversations/{conversation}            people.read
        GET    /api/sites/{site}/settings                                settings.read
        POST   /api/sites/{site}/settings                                settings.change
        POST   /api/sites/{site}/look/{part}                             settings.change
        DELETE /api/sites/{site}/look/{part}                             settings.change
        POST   /api/sites/{site}/previews                                settings.read
        POST   /api/sites/{site}/checks                                  settings.read
        GET    /api/sites/{site}/company-attributes                      settings.read
        POST   /api/sites/{site}/company-attributes                      settings.change
        DELETE /api/sites/{site}/company-attributes/{key}                settings.change
        GET    /api/sites/{site}/attributes                              settings.read
        GET    /api/sites/{site}/attribute-uses                          settings.read
        POST   /api/sites/{site}/attributes                              settings.change
        POST   /api/sites/{site}/attributes/{key}                        settings.change
        DELETE /api/sites/{site}/attributes/{key}                        settings.change
        GET    /api/sites/{site}/users                                   users.manage
        POST   /api/sites/{site}/users/{user}/roles                      users.manage
        POST   /api/sites/{site}/roles                                   users.manage
        DELETE /api/sites/{site}/roles/{role}                            users.manage
        POST   /api/sites/{site}/invitations                             users.manage
        DELETE /api/sites/{site}/invitations/{invitation}                users.manage
        GET    /api/sites/{site}/mails                                   mail.manage
        POST   /api/sites/{site}/mails/{mail}/again                      mail.manage
        GET    /api/sites/{site}/changes                                 changes.read
    "#]]
    .assert_eq(&endpoints().into_iter().map(line).collect::<String>());
}

#[actix_web::test]
async fn o11_every_role_may_what_it_may_and_nothing_else() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    for role in Role::ALL {
        let user = invited(&app, &admin, &format!("{}@example.com", role.code()), "demo", &[*role]).await;
        for endpoint in endpoints() {
            let Needs::Permission(permission) = endpoint.needs else { continue };
            let case = format!("{role:?} {} {}", endpoint.method, endpoint.path);
            let ask = async |site: &str| {
                let request = user.request(method(endpoint), &filled(endpoint.path, site), &app.url);
                request.json(&json!({})).send().await.expect("an answer")
            };
            let own = ask("demo").await;
            assert_eq!(own.status() == 403, !role.allows(permission), "{case}: {}", own.status());
            assert_ne!(own.status(), 401, "{case}");
            // A site of others is told from none by nothing.
            for site in ["other", "nowhere"] {
                problem(ask(site).await, 404, "not_found").await;
            }
        }
    }
}

#[actix_web::test]
async fn o11_a_user_sees_the_sites_that_there_is_a_role_on() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let analyst = invited(&app, &admin, "eve@example.com", "demo", &[Role::Analyst, Role::LiveAgent]).await;
    let sites: Vec<Site> = analyst.get(console::SITES).await.json().await.expect("sites");
    assert_eq!(sites.iter().map(|site| site.key.as_str()).collect::<Vec<_>>(), ["demo"]);
    assert_eq!(sites[0].permissions, Role::Analyst.permissions());
    let all: Vec<Site> = admin.get(console::SITES).await.json().await.expect("sites");
    assert!(all.len() == 2 && all.iter().all(|site| site.permissions == Permission::ALL));
    assert_eq!(sites[0].allowed_domains, Some(Vec::new()));
    let agent = invited(&app, &admin, "leo@example.com", "demo", &[Role::LiveAgent]).await;
    let sites: Vec<Site> = agent.get(console::SITES).await.json().await.expect("sites");
    assert_eq!(sites[0].allowed_domains, None, "that is not for those who don't see how the site is set up");
    let refused = problem(analyst.get(&filled(console::USERS, "demo")).await, 403, "not_allowed").await;
    assert_eq!(
        refused.detail.as_deref(),
        Some("It takes a role that may invite users and give roles. Ask an administrator of this site.")
    );
}

#[actix_web::test]
async fn o11_an_administrator_of_every_site_makes_another_one() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let made: Site = admin.post(console::SITES, &json!({ "name": "Second" })).await.json().await.expect("a site");
    assert_eq!((made.name.as_str(), made.permissions.as_slice()), ("Second", Permission::ALL));
    assert_eq!(changes(&admin, made.key.as_str()).await, "ada@example.com made the site Second\n");
    let taken = problem(admin.post(console::SITES, &json!({ "name": "Second" })).await, 422, "refused").await;
    assert_eq!(taken.detail.as_deref(), Some("There is a site of that name already. Choose another one."));
    let nameless = problem(admin.post(console::SITES, &json!({ "name": " " })).await, 422, "refused").await;
    assert_eq!(nameless.detail.as_deref(), Some("The name is empty."));
    let other = invited(&app, &admin, "eve@example.com", "demo", &[Role::Administrator]).await;
    problem(other.post(console::SITES, &json!({ "name": "Third" })).await, 403, "not_allowed").await;
}

#[actix_web::test]
async fn o11_an_invitation_is_taken_once() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let eve = Browser::new(&app);
    let accept =
        async |token: &str, password: &str| eve.post(console::ACCEPT, &json!({ "token": token, "password": password })).await;
    let first = invite(&admin, "eve@example.com", "demo", &[Role::Analyst]).await;
    let token = invite(&admin, "Eve@example.com", "demo", &[Role::Marketer]).await;
    problem(accept(&first, PASSWORD).await, 410, "link_used").await;
    let told: Invited = eve.post(console::INVITED, &json!({ "token": token })).await.json().await.expect("an invitation");
    assert_eq!((told.email.as_str(), told.site.as_str(), told.is_user), ("Eve@example.com", "Example", false));
    problem(accept(&token, "short").await, 422, "refused").await;
    let me: Me = accept(&token, PASSWORD).await.json().await.expect("me");
    assert_eq!(me.email.as_str(), "Eve@example.com");
    problem(accept(&token, PASSWORD).await, 410, "link_used").await;
    assert_eq!(eve.get(&filled(console::DIALOGUES, "demo")).await.status(), 200);

    // A user takes a second one with the password that there is.
    let token = invite(&admin, "eve@example.com", "other", &[Role::LiveAgent]).await;
    let told: Invited = eve.post(console::INVITED, &json!({ "token": token })).await.json().await.expect("an invitation");
    assert!(told.is_user);
    problem(accept(&token, "another password").await, 401, "wrong_login").await;
    let again: Me = accept(&token, PASSWORD).await.json().await.expect("me");
    assert_eq!(again.id, me.id);
    let sites: Vec<Site> = eve.get(console::SITES).await.json().await.expect("sites");
    assert_eq!(sites.len(), 2);
}

#[actix_web::test]
async fn o11_an_invitation_can_be_withdrawn() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let token = invite(&admin, "eve@example.com", "demo", &[Role::Analyst]).await;
    let users: Users = admin.get(&filled(console::USERS, "demo")).await.json().await.expect("users");
    let [invitation] = &users.invitations[..] else { panic!("{users:?}") };
    assert_eq!(invitation.invited_by.as_ref().map(|email| email.as_str()), Some(EMAIL));
    let of = |site: &str| console::fill(console::INVITATION, &[&site, &invitation.id]);
    let withdraw = async |site: &str| admin.request(Method::DELETE, &of(site), &app.url).send().await.expect("an answer");
    problem(withdraw("other").await, 404, "not_found").await;
    assert_eq!(withdraw("demo").await.status(), 204);
    problem(withdraw("demo").await, 404, "not_found").await;
    problem(Browser::new(&app).post(console::INVITED, &json!({ "token": token })).await, 410, "link_used").await;
}

#[actix_web::test]
async fn o11_nobody_gives_what_they_have_not() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let head = invited(&app, &admin, "head@example.com", "demo", &[Role::Administrator]).await;
    let eve = invited(&app, &head, "eve@example.com", "demo", &[Role::Analyst]).await;
    let users: Users = head.get(&filled(console::USERS, "demo")).await.json().await.expect("users");
    let of = |email: &str| users.users.iter().find(|user| user.email.as_str() == email).expect("a user");
    assert!(of(EMAIL).everywhere && of(EMAIL).roles.is_empty());
    assert_eq!(of("eve@example.com").roles, [Role::Analyst.into()]);
    assert_eq!(users.may_give, Role::ALL.iter().map(|role| (*role).into()).collect::<Vec<GivenRole>>());
    let give = async |who: &str, site: &str, roles: &[Role]| {
        let path = console::fill(console::USER_ROLES, &[&site, &of(who).id]);
        head.post(&path, &json!({ "roles": roles })).await
    };
    problem(give("head@example.com", "demo", &[]).await, 422, "refused").await;
    problem(give(EMAIL, "demo", &[Role::Analyst]).await, 404, "not_found").await;
    problem(give("eve@example.com", "other", &[Role::Analyst]).await, 404, "not_found").await;
    let given: Users = give("eve@example.com", "demo", &[Role::Marketer, Role::LiveAgent]).await.json().await.expect("users");
    assert!(given.users.iter().any(|user| user.roles == [Role::Marketer.into(), Role::LiveAgent.into()]));
    assert_eq!(give("eve@example.com", "demo", &[]).await.status(), 200);
    // It holds for sessions that are there.
    problem(eve.get(&filled(console::DIALOGUES, "demo")).await, 404, "not_found").await;
    let sites: Vec<Site> = eve.get(console::SITES).await.json().await.expect("sites");
    assert!(sites.is_empty());
}

#[actix_web::test]
async fn o11_who_may_less_touches_no_invitation_that_gives_more() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let head = invited(&app, &admin, "head@example.com", "demo", &[Role::MarketingAdministrator]).await;
    invite(&admin, "eve@example.com", "demo", &[Role::Administrator]).await;
    let ask = async |email: &str, role: Role| {
        head.post(&filled(console::INVITATIONS, "demo"), &json!({ "email": email, "roles": [role] })).await
    };
    problem(ask("eve@example.com", Role::Analyst).await, 403, "not_allowed").await;
    problem(ask("eve@example.com", Role::Administrator).await, 403, "not_allowed").await;
    problem(ask("Head@example.com", Role::Analyst).await, 422, "refused").await;
    let users: Users = head.get(&filled(console::USERS, "demo")).await.json().await.expect("users");
    let withdraw = console::fill(console::INVITATION, &[&"demo", &users.invitations[0].id]);
    let answer = head.request(Method::DELETE, &withdraw, &app.url).send().await.expect("an answer");
    problem(answer, 403, "not_allowed").await;
    assert!(!users.may_give.contains(&Role::Administrator.into()));
}

#[actix_web::test]
async fn o11_a_site_makes_roles_of_single_permissions() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let roles = filled(console::OWN_ROLES, "demo");
    let role = |former: Option<&[&str]>, name: &str, permissions: &[&str]| json!({ "former": former, "role": { "name": name, "permissions": permissions } });
    let put = async |body: serde_json::Value| admin.post(&roles, &body).await;
    for (body, detail) in [
        (role(None, "Clerk", &[]), "Choose at least one thing that the role allows."),
        (role(None, "live agent", &["people.read"]), "There is a role “live agent” already. Choose another name."),
        (
            role(Some(&["people.read"]), "Clerk", &["people.read"]),
            "Somebody else has changed this role meanwhile. Look at it anew.",
        ),
    ] {
        let refused = problem(put(body).await, 422, "refused").await;
        assert_eq!(refused.detail.as_deref(), Some(detail));
    }
    problem(put(role(None, "Clerk", &["world.rule"])).await, 400, "malformed").await;
    let made: Users = put(role(None, "Clerk", &["reports.read", "people.read"])).await.json().await.expect("users");
    assert_eq!(made.own_roles[0].permissions, [Permission::ReadPeople, Permission::ReadReports]);
    let clerk = GivenRole::from_code("Clerk").expect("a role");
    assert!(made.may_give.contains(&clerk));
    problem(put(role(None, "CLERK", &["people.read"])).await, 422, "refused").await;

    let invite = async |to: &str, site: &str, role: &str| {
        admin.post(&filled(console::INVITATIONS, site), &json!({ "email": to, "roles": [role] })).await
    };
    let unknown = problem(invite("cleo@example.com", "other", "Clerk").await, 422, "refused").await;
    assert_eq!(unknown.detail.as_deref(), Some("There is no role “Clerk” on this site."));
    let link: InvitationLink = invite("cleo@example.com", "demo", "Clerk").await.json().await.expect("a link");
    let gone = async |name: &str| {
        admin
            .request(Method::DELETE, &console::fill(console::OWN_ROLE, &[&"demo", &name]), &app.url)
            .send()
            .await
            .expect("an answer")
    };
    problem(gone("Clerk").await, 422, "refused").await;
    let cleo = Browser::new(&app);
    let token = link.link.split_once("token=").expect("a token").1;
    assert_eq!(cleo.post(console::ACCEPT, &json!({ "token": token, "password": PASSWORD })).await.status(), 200);
    let may = async |path: &str| cleo.get(&filled(path, "demo")).await.status().as_u16();
    assert_eq!((may(console::PEOPLE).await, may(console::REPORT).await, may(console::DOCUMENTS).await), (200, 200, 403));

    // What the role allows counts from the next request on.
    assert_eq!(put(role(Some(&["people.read", "reports.read"]), "Clerk", &["documents.read"])).await.status(), 200);
    assert_eq!((may(console::PEOPLE).await, may(console::DOCUMENTS).await), (403, 200));
    problem(gone("Clerk").await, 422, "refused").await;
    problem(gone("Nobody").await, 404, "not_found").await;

    // Nobody makes, changes or takes out what they haven't, nor a role of their own.
    assert_eq!(put(role(None, "Lead", &["people.read", "users.manage"])).await.status(), 200);
    assert_eq!(put(role(None, "Auditor", &["changes.read"])).await.status(), 200);
    let lead = invited(&app, &admin, "lea@example.com", "demo", &[Role::LiveAgent]).await;
    let users: Users = admin.get(&filled(console::USERS, "demo")).await.json().await.expect("users");
    let lea = users.users.iter().find(|user| user.email.as_str() == "lea@example.com").expect("Lea");
    let path = console::fill(console::USER_ROLES, &[&"demo", &lea.id]);
    assert_eq!(admin.post(&path, &json!({ "roles": ["Lead"] })).await.status(), 200);
    problem(lead.post(&roles, &role(None, "Spy", &["people.read", "people.export"])).await, 403, "not_allowed").await;
    problem(lead.post(&roles, &role(Some(&["changes.read"]), "Auditor", &["people.read"])).await, 403, "not_allowed").await;
    problem(lead.post(&roles, &role(Some(&["people.read", "users.manage"]), "Lead", &["people.read"])).await, 422, "refused")
        .await;
    assert_eq!(lead.post(&roles, &role(None, "Reader", &["people.read"])).await.status(), 200);
    assert_eq!(gone("Reader").await.status(), 200);

    let told = changes(&admin, "demo").await;
    expect![[r#"
        ada@example.com made the role Clerk
            permissions: nothing -> people.read, reports.read
        ada@example.com invited cleo@example.com
            roles: nothing -> Clerk
        cleo@example.com took the invitation of cleo@example.com
            roles: nothing -> Clerk
        ada@example.com changed the role Clerk
            permissions: people.read, reports.read -> documents.read
        ada@example.com made the role Lead
            permissions: nothing -> people.read, users.manage
        ada@example.com made the role Auditor
            permissions: nothing -> changes.read
        ada@example.com invited lea@example.com
            roles: nothing -> Live agent
        lea@example.com took the invitation of lea@example.com
            roles: nothing -> Live agent
        ada@example.com changed the roles of lea@example.com
            roles: Live agent -> Lead
        lea@example.com made the role Reader
            permissions: nothing -> people.read
        ada@example.com deleted the role Reader
            permissions: people.read -> nothing
    "#]]
    .assert_eq(told.split_once("version: nothing -> 1\n").expect("changes").1);
}
