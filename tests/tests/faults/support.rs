//! Posts whose answers are looked at, and what is stored.

use parlor_domain::event::Outcome;
use parlor_store::Audit;
use parlor_tests::program::Parlor;
use parlor_wire::problem::{PROBLEM_TYPE, Problem};
use reqwest::Response;

/// How many events are stored; the database must be sound.
pub(crate) async fn stored(parlor: &Parlor) -> usize {
    let store = parlor.store();
    let Audit { faults, events, .. } = store.audit().await.expect("a database");
    store.close();
    assert_eq!(faults, Vec::<String>::new());
    events.iter().filter(|event| event.outcome == Outcome::Stored).count()
}

/// Checks that an answer is a problem of this kind.
pub(crate) async fn problem(answer: Response, status: u16, code: &str) -> Problem {
    let content_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let seen = (answer.status().as_u16(), content_type);
    let text = answer.text().await.expect("a text");
    assert_eq!(seen, (status, PROBLEM_TYPE.to_owned()), "{text}");
    let problem: Problem = serde_json::from_str(&text).expect("a problem");
    assert_eq!(problem.code.as_str(), code, "{text}");
    problem
}
