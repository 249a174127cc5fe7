//! Mail servers that don't do what they should (M20).

use parlor_connect::mail::{MailServer, PostOffice};
use parlor_domain::ids::MailId;
use parlor_domain::mail::Mail;
use parlor_domain::text::Email;
use parlor_domain::time::Instant;
use tokio::net::TcpListener;

#[tokio::test(start_paused = true)]
async fn m20_a_server_that_takes_the_call_and_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    // Nobody accepts: the system takes the connection, and no word comes.
    let server = MailServer::parse(&format!("smtp-plain://{address}"), None).expect("a server");
    let office = PostOffice::new(&server, "parlor@example.com").expect("an office");
    let to = Email::parse("mia@example.com").expect("an address");
    let mail = Mail { to, subject: "A word".to_owned(), text: "Hello".to_owned() };
    let failed = office.send(MailId::from_bytes([1; 16]), &mail, Instant(1)).await.expect_err("a failure");
    assert_eq!((failed.reason.as_str(), failed.is_final), ("the mail server doesn't answer in time", false));
    let failed = office.look().await.expect_err("a failure");
    assert_eq!(failed.reason, "the mail server doesn't answer in time");
    drop(listener);
}
