//! Mail that is kept until a real mail server takes it (M20).

use std::time::{Duration, Instant};

use parlor_tests::post::Post;
use parlor_tests::program::{PATIENCE, Parlor, run};
use parlor_tests::samples::{KEY, site};
use parlor_wire::console::{
    CONSOLE_HEADER, INVITATIONS, INVITED, InvitationLink, Invited, KeptMail, MAIL_AGAIN, MAILS, MailState, Outbox, SIGN_IN, fill,
};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

const EMAIL: &str = "admin@example.com";

/// Somebody at the console, without a browser.
struct Desk {
    client: Client,
    origin: String,
}

impl Desk {
    async fn of(parlor: &Parlor, password: &str) -> Self {
        let client = Client::builder().cookie_store(true).build().expect("a client");
        let desk = Self { client, origin: parlor.origin() };
        let answer = desk.asks(SIGN_IN, &json!({ "email": EMAIL, "password": password })).send().await.expect("an answer");
        assert!(answer.status().is_success());
        desk
    }

    fn asks(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.origin));
        request.header("origin", &self.origin).header(CONSOLE_HEADER, "1").json(body)
    }

    async fn invites(&self, email: &str) -> InvitationLink {
        let body = json!({ "email": email, "roles": ["marketer"] });
        let answer = self.asks(&fill(INVITATIONS, &[&KEY]), &body).send().await.expect("an answer");
        answer.json().await.expect("a link")
    }

    async fn outbox(&self) -> Outbox {
        let path = fill(MAILS, &[&KEY]);
        let answer = self.client.get(format!("{}{path}", self.origin)).send().await.expect("an answer");
        answer.json().await.expect("an outbox")
    }

    /// Waits until this is so of the one mail to somebody.
    async fn mail(&self, to: &str, is: impl Fn(&KeptMail) -> bool) -> KeptMail {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let outbox = self.outbox().await;
            let mut found = outbox.mails.iter().filter(|mail| mail.to.as_str() == to);
            let (mail, other) = (found.next(), found.next());
            assert!(other.is_none(), "{outbox:?}");
            match mail {
                Some(mail) if is(mail) => return mail.clone(),
                _ => assert!(Instant::now() < deadline, "{outbox:?}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn again(&self, mail: &KeptMail) -> u16 {
        let answer = self.asks(&fill(MAIL_AGAIN, &[&KEY, &mail.id]), &json!({})).send().await.expect("an answer");
        answer.status().as_u16()
    }
}

const fn is_sent(mail: &KeptMail) -> bool {
    matches!(mail.state, MailState::Sent(_))
}

fn plain(port: u16) -> String {
    format!("smtp-plain://127.0.0.1:{port}")
}

#[tokio::test]
async fn m20_who_is_invited_gets_the_link_by_mail() {
    let post = Post::start();
    let parlor = Parlor::with_mail(&site(&[]), &plain(post.port()), &[]);
    let desk = Desk::of(&parlor, &parlor.add_user(EMAIL)).await;
    let told = desk.invites("mia@example.com").await;
    assert!(told.mailed);
    let letter = post.letter();
    assert_eq!(letter.to, ["mia@example.com"]);
    assert_eq!((letter.secure, letter.user.as_deref()), (false, None));
    assert_eq!(letter.head("From"), "Parlor <parlor@example.com>");
    assert_eq!(letter.head("To"), "mia@example.com");
    assert_eq!(letter.head("Subject"), "Invitation to Harbour");
    assert_eq!(letter.head("Auto-Submitted"), "auto-generated");
    assert_eq!(letter.link(), told.link);
    let mail = desk.mail("mia@example.com", is_sent).await;
    assert_eq!(letter.head("Message-ID"), format!("<{}@example.com>", mail.id));
    assert_eq!((mail.tries, &mail.failure), (0, &None));
    assert_eq!(desk.again(&mail).await, 404, "what is sent isn't sent again");

    let token = told.link.rsplit('=').next().expect("a token");
    let answer = desk.asks(INVITED, &json!({ "token": token })).send().await.expect("an answer");
    let invited: Invited = answer.json().await.expect("an invitation");
    assert_eq!(invited.email.as_str(), "mia@example.com");
}

#[tokio::test]
async fn m20_mail_waits_for_a_server_that_is_down_and_outlives_ours() {
    let post = Post::start();
    let port = post.port();
    let mut parlor = Parlor::with_mail(&site(&[]), &plain(port), &[]);
    let password = parlor.add_user(EMAIL);
    let desk = Desk::of(&parlor, &password).await;
    drop(post);
    let told = desk.invites("mia@example.com").await;
    let mail = desk.mail("mia@example.com", |mail| mail.tries > 0).await;
    assert_eq!(mail.failure.as_deref(), Some("the mail server can't be reached"));
    assert!(matches!(mail.state, MailState::Waiting(_)));

    parlor.kill9();
    let post = Post::start_at(port);
    parlor.start_again();
    let desk = Desk::of(&parlor, &password).await;
    // It may have been tried again by itself before.
    desk.again(&mail).await;
    assert_eq!(post.letter().link(), told.link);
    desk.mail("mia@example.com", is_sent).await;
    assert!(!post.has_more());
}

#[tokio::test]
async fn m20_what_the_server_refuses_is_given_up_and_what_it_puts_off_is_kept() {
    let post = Post::start();
    let parlor = Parlor::with_mail(&site(&[]), &plain(post.port()), &[]);
    let desk = Desk::of(&parlor, &parlor.add_user(EMAIL)).await;
    desk.invites("refused@example.com").await;
    desk.invites("busy@example.com").await;
    let refused = desk.mail("refused@example.com", |mail| mail.state == MailState::GivenUp).await;
    assert_eq!(refused.failure.as_deref(), Some("the mail server doesn't take it: 550 nobody of that name here"));
    assert_eq!(refused.tries, 1);
    let busy = desk.mail("busy@example.com", |mail| mail.tries > 0).await;
    assert_eq!(busy.failure.as_deref(), Some("the mail server doesn't take it: 451 come back later"));
    assert!(matches!(busy.state, MailState::Waiting(_)));

    assert_eq!(desk.again(&refused).await, 200);
    desk.mail("refused@example.com", |mail| mail.state == MailState::GivenUp && mail.tries == 1).await;
    // Who is invited anew gets the new link alone.
    desk.invites("busy@example.com").await;
    let other = desk.mail("busy@example.com", |mail| mail.tries > 0).await;
    assert_ne!(other.id, busy.id);
}

/// A certificate for this machine, and where its files are.
fn certificate(folder: &TempDir) -> [String; 2] {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let put = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a plain path").to_owned()
    };
    [put("key.pem", made.signing_key.serialize_pem()), put("cert.pem", made.cert.pem())]
}

#[tokio::test]
async fn m20_mail_goes_over_tls_with_a_password_or_not_at_all() {
    let folder = TempDir::new().expect("a folder");
    let [key, cert] = certificate(&folder);
    let password_file = folder.path().join("password");
    std::fs::write(&password_file, "s3cret\n").expect("a file");
    let login = [("KEY", key.as_str()), ("CERT", &cert), ("LOGIN", "me@example.com:s3cret")];
    let from_the_start = [login[0], login[1], login[2], ("FROM_THE_START", "1")];
    for (scheme, settings) in [("smtps", &from_the_start[..]), ("smtp", &login[..])] {
        let post = Post::start_as(settings);
        let server = format!("{scheme}://me%40example.com@localhost:{}", post.port());
        let password = [("PARLOR_SMTP_PASSWORD_FILE", password_file.to_str().expect("a plain path"))];
        let trusted = [password[0], ("SSL_CERT_FILE", &cert)];
        let parlor = Parlor::with_mail(&site(&[]), &server, &trusted);
        let desk = Desk::of(&parlor, &parlor.add_user(EMAIL)).await;
        desk.invites("mia@example.com").await;
        let letter = post.letter();
        assert_eq!((letter.secure, letter.user.as_deref()), (true, Some("me@example.com")), "{scheme}");

        // Nobody vouches for that certificate, so nothing is said to whoever has it.
        let parlor = Parlor::with_mail(&site(&[]), &server, &password);
        let desk = Desk::of(&parlor, &parlor.add_user(EMAIL)).await;
        desk.invites("mia@example.com").await;
        let mail = desk.mail("mia@example.com", |mail| mail.tries > 0).await;
        let failure = mail.failure.expect("a reason");
        assert!(failure.starts_with("a secure connection with the mail server can't be made: "), "{failure}");
        assert!(!post.has_more());
    }
    // A server that speaks no TLS hears no password.
    let post = Post::start();
    let server = format!("smtp://me@127.0.0.1:{}", post.port());
    let parlor = Parlor::with_mail(&site(&[]), &server, &[("PARLOR_SMTP_PASSWORD", "s3cret")]);
    let desk = Desk::of(&parlor, &parlor.add_user(EMAIL)).await;
    desk.invites("mia@example.com").await;
    let mail = desk.mail("mia@example.com", |mail| mail.tries > 0).await;
    assert!(matches!(mail.state, MailState::Waiting(_)), "{mail:?}");
    assert!(!post.has_more());
}

#[test]
fn m20_doctor_asks_the_mail_server() {
    let folder = TempDir::new().expect("a folder");
    let told = |smtp: &[&str]| {
        let data = folder.path().to_str().expect("a plain path");
        let output = run(&[&["doctor", "--data", data], smtp].concat());
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        told.lines().find(|line| line.contains(" mail: ")).expect("a line about mail").trim_end().to_owned()
    };
    let sender = ["--mail-from", "parlor@example.com"];
    let post = Post::start();
    let server = plain(post.port());
    assert_eq!(told(&[]), "ok       mail: none is sent, links of invitations are passed on by hand; --smtp names a mail server");
    assert_eq!(told(&[&["--smtp", &server], &sender[..]].concat()), "ok       mail: the mail server lets Parlor in");
    drop(post);
    let down = "problem  mail: the mail server can't be reached; mail is kept until it can be sent";
    assert_eq!(told(&[&["--smtp", &server], &sender[..]].concat()), down);
    let wrong = told(&["--smtp", "mail.example.com", sender[0], sender[1]]);
    assert!(wrong.starts_with("problem  mail: --smtp: a mail server is written like smtps://"), "{wrong}");
    let wrong = told(&["--smtp", &server, "--mail-from", "Parlor"]);
    assert!(wrong.starts_with("problem  mail: --mail-from: the sender is written like"), "{wrong}");
}
