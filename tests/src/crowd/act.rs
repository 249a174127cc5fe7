//! What visitors can do, and how one goes about it by chance.

use parlor_domain::event::StartedBy;
use parlor_domain::ids::{Ids, Moment, Secret, VisitorId};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::Typed;
use parlor_domain::time::Instant;
use parlor_domain::value::InputKind;
use parlor_engine::view::{Ask, Prompt};
use parlor_engine::visit::{Input, Told, blank_memory};

use super::expected::Actor;
use super::{Chance, Story, World};

/// One thing that a visitor does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Goes to a page.
    Goes(String),
    /// Signs in on the website and comes to the customers' page.
    SignsIn(&'static str),
    /// Opens the chat by its launcher.
    Opens,
    /// Closes the chat.
    Closes,
    /// Puts the teaser away.
    Dismisses,
    /// Clicks what this selector finds in the page.
    Presses(&'static str),
    /// Fills and sends the form of the contact page.
    Sends {
        /// Into the field `name`.
        name: String,
        /// Into the field `email`.
        email: String,
    },
    /// Picks choices and, of several, is done.
    Picks(Vec<String>, bool),
    /// Types an answer and sends it.
    Types(String),
    /// Leaves the input empty, or goes on without the document.
    Skips,
    /// Confirms what is known.
    Confirms,
    /// Opens the last document.
    Reads,
}

/// The pages and their files.
pub(super) const PAGES: [(&str, &str); 10] = [
    ("/", "index.html"),
    ("/pricing.html", "pricing.html"),
    ("/docs/", "docs/index.html"),
    ("/docs/installing.html", "docs/installing.html"),
    ("/docs/readings.html", "docs/readings.html"),
    ("/docs/power.html", "docs/power.html"),
    ("/contact.html", "contact.html"),
    ("/thanks", "thanks.html"),
    ("/app/", "app.html"),
    ("/customers.html", "customers.html"),
];

/// Where visitors go; what stands twice is liked twice as much. The contact form leads to the page of thanks.
const WAYS: [&str; 12] = [
    "/",
    "/",
    "/",
    "/pricing.html",
    "/pricing.html",
    "/docs/",
    "/docs/installing.html",
    "/docs/power.html",
    "/contact.html",
    "/app/",
    "/app/?quiz=now",
    "/customers.html",
];

/// Steps of one visitor.
const STEPS: usize = 14;

impl Story {
    /// The story of the visitor of this number.
    pub fn of(number: usize, world: &World) -> Self {
        let mut chance = Chance::of(number as u64 + 1);
        let mut ids: Ids = Moment { now: Instant(1_795_255_200_000), chance: chance.bytes() }.ids();
        let visitor: VisitorId = ids.make();
        let memory = blank_memory(visitor, Secret::new([number as u8; 16]));
        let mut actor = Actor::new(world, memory.clone(), chance);
        let mut steps = Vec::new();
        for at in 0..STEPS {
            let step = if at == 0 { first(&mut actor, number) } else { next(&mut actor, number) };
            actor.does(&step);
            steps.push((step, actor.sees()));
        }
        Self { memory, steps, rows: actor.rows() }
    }
}

fn first(actor: &mut Actor<'_>, number: usize) -> Step {
    match number % 10 {
        9 => Step::SignsIn(if number % 20 == 9 { "maren" } else { "tom" }),
        _ => Step::Goes(WAYS[actor.chance.below(WAYS.len())].to_owned()),
    }
}

fn next(actor: &mut Actor<'_>, number: usize) -> Step {
    let die = actor.chance.below(20);
    let is_open = actor.is_open();
    match (is_open, actor.sees().mode, die) {
        (true, _, 0..=13) => answer(actor, number).unwrap_or(Step::Closes),
        (true, _, 14..=15) => Step::Closes,
        (false, "teaser", 0) => Step::Dismisses,
        (false, "teaser", 1..=13) => Step::Opens,
        (false, _, 0..=5) if actor.has_something() => Step::Opens,
        (false, _, 0..=10) => on_the_page(actor, number),
        _ => Step::Goes(WAYS[actor.chance.below(WAYS.len())].to_owned()),
    }
}

fn on_the_page(actor: &mut Actor<'_>, number: usize) -> Step {
    match actor.path.as_str() {
        "/pricing.html" => Step::Presses("[data-parlor-start]"),
        "/app/" | "/app/?quiz=now" => Step::Presses("#quiz"),
        "/contact.html" => Step::Sends { name: format!("Visitor{number}"), email: address(actor, number) },
        _ => Step::Goes(WAYS[actor.chance.below(WAYS.len())].to_owned()),
    }
}

/// An answer to what is asked: mostly a good one.
fn answer(actor: &mut Actor<'_>, number: usize) -> Option<Step> {
    let is_for_customers = actor.dialogue() == Some("Welcome back");
    Some(match actor.asked()? {
        Asked::Choices { labels, several: true } => {
            let count = 1 + actor.chance.below(labels.len().min(3));
            Step::Picks(labels.into_iter().take(count).collect(), true)
        }
        // What customers tell of themselves is known to the next one, who may be in another browser at the same time.
        Asked::Choices { labels, .. } if is_for_customers && labels.len() > 2 => {
            Step::Picks(vec![labels[if actor.chance.below(2) == 0 { 0 } else { labels.len() - 1 }].clone()], false)
        }
        Asked::Choices { labels, .. } => Step::Picks(vec![labels[actor.chance.below(labels.len())].clone()], false),
        Asked::Input { known: true, .. } if actor.chance.below(3) > 0 => Step::Confirms,
        Asked::Input { required: false, .. } if actor.chance.below(3) == 0 => Step::Skips,
        Asked::Input { input: InputKind::Choice(labels), .. } => {
            Step::Picks(vec![labels[actor.chance.below(labels.len())].clone()], false)
        }
        Asked::Input { input: InputKind::YesNo, .. } => {
            Step::Picks(vec![if actor.chance.below(2) == 0 { "Yes" } else { "No" }.to_owned()], false)
        }
        Asked::Input { input, .. } => Step::Types(text(actor, &input, number)),
        Asked::Document { may_continue: true } if actor.chance.below(2) == 0 => Step::Skips,
        Asked::Document { .. } => Step::Reads,
    })
}

/// What is asked, on its own.
pub(super) enum Asked {
    Choices { labels: Vec<String>, several: bool },
    Input { input: InputKind, required: bool, known: bool },
    Document { may_continue: bool },
}

impl Asked {
    pub(super) fn of(prompt: &Prompt<'_>) -> Self {
        match &prompt.ask {
            Ask::Choices { labels, several, .. } => {
                Self::Choices { labels: labels.iter().map(|label| (*label).to_owned()).collect(), several: *several }
            }
            Ask::Input { input, required, known, .. } => {
                Self::Input { input: (*input).clone(), required: *required, known: known.is_some() }
            }
            Ask::Document { may_continue } => Self::Document { may_continue: *may_continue },
            // The crowd's flows have no others.
            other => panic!("{other:?}"),
        }
    }
}

fn text(actor: &mut Actor<'_>, input: &InputKind, number: usize) -> String {
    let is_bad = actor.chance.below(5) == 0;
    match input {
        InputKind::Email if is_bad => "me at example".to_owned(),
        InputKind::Email => address(actor, number),
        InputKind::Phone if is_bad => "call me".to_owned(),
        InputKind::Phone => "+44 1632 960000".to_owned(),
        InputKind::Number if is_bad => "a lot".to_owned(),
        InputKind::Number => "2.4".to_owned(),
        InputKind::WholeNumber if is_bad => "many".to_owned(),
        InputKind::WholeNumber => ["12", "120", "300"][actor.chance.below(3)].to_owned(),
        InputKind::Date => "2027-03-01".to_owned(),
        InputKind::DateTime => "2027-03-01T10:00".to_owned(),
        _ => format!("Answer {number}"),
    }
}

/// Now and then somebody gives another address later.
fn address(actor: &mut Actor<'_>, number: usize) -> String {
    let which = if actor.chance.below(6) == 0 { "b" } else { "a" };
    format!("{which}{number}@example.com")
}

impl Actor<'_> {
    /// Does a step as the engine sees it.
    pub(super) fn does(&mut self, step: &Step) {
        match step {
            Step::Goes(path) => self.loads(path),
            Step::SignsIn(who) => {
                self.signed_in = Some(who);
                self.loads("/customers.html");
            }
            Step::Opens => self.feed(Input::Opened),
            Step::Closes => self.feed(Input::Closed),
            Step::Dismisses => self.feed(Input::Dismissed),
            Step::Presses(selector) if *selector == "#quiz" => self.starts("Tide quiz", StartedBy::Code, Vec::new()),
            Step::Presses(_) => self.starts("Book a survey", StartedBy::Link, Vec::new()),
            Step::Sends { name, email } => {
                let told = |text: &str| Told::Text(Typed { text: text.to_owned(), folded: text.to_lowercase() });
                let values = vec![("name".to_owned(), told(name)), ("email".to_owned(), told(email))];
                // The form leads to another page: there it begins.
                self.loads("/thanks");
                self.starts("Talk to us", StartedBy::Form, values);
            }
            Step::Picks(labels, _) => self.picks(labels),
            Step::Types(text) => self.says(text),
            Step::Skips => self.acts(Answer::Skipped),
            Step::Confirms => self.acts(Answer::Confirmed),
            Step::Reads => self.reads(),
        }
        self.waits();
    }

    fn picks(&mut self, labels: &[String]) {
        match self.asked() {
            Some(Asked::Choices { labels: all, .. }) => {
                let place = |label: &String| all.iter().position(|other| other == label).expect("a label") as u8;
                let places = labels.iter().map(place).collect();
                self.acts(Answer::Choices(places));
            }
            Some(Asked::Input { input: InputKind::YesNo, .. }) => self.says(&labels[0].to_lowercase()),
            _ => self.says(&labels[0]),
        }
    }

    fn says(&mut self, text: &str) {
        let is_moment = matches!(self.asked(), Some(Asked::Input { input: InputKind::DateTime, .. }));
        // Browsers of these stories are in UTC, and send what the field gives as an instant.
        let text = if is_moment { format!("{text}:00.000Z") } else { text.to_owned() };
        self.acts(Answer::Text(Typed { folded: text.to_lowercase(), text }));
    }

    fn acts(&mut self, answer: Answer) {
        let Some((turn, card)) = self.place() else { return };
        self.feed(Input::Acted(Act { turn, card, answer }));
    }
}
