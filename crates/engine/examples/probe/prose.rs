//! Stories in prose: lines that become steps, and what they lead to as text.
//!
//! Lines: `dialogue NAME FLOW PATTERN [priority=N] [time=S] [scroll=P] [again] [audience=JSON]` (the same name again
//! publishes a new version), `unpublish NAME`, `site [delay=MS] [session=MIN] [off]`, `go URL`, `route URL`, `refresh`,
//! `race URL` (it
//! begins before any other tab has stored anything), `tab NAME`, `inside FLOW` (a tab of that name), `sync`, `open`, `close`, `dismiss`, `pick LABEL; LABEL`,
//! `say TEXT`, `confirm`, `skip`, `again` (the last act once more), `scroll P`, `hide`, `show`, `after 10s|5m|2h|31d`, `old ticket`.
//! Also: `flow NAME FLOW [popup] [load=PATTERN] [field=FIELD:ATTRIBUTE]`, `start|link NAME [KEY=VALUE ...]`,
//! `form NAME [FIELD=VALUE ...]`, `set KEY=VALUE ...`, `identified [moved]`, `told no|[KEY=VALUE ...]` (what the server says of
//! the person, the verdicts of all published conditions among it), `untold` (nobody answers), `list`, `leave list`, `switch N`, `read`, `download` (the last
//! document), `click N` (a link of the last card), `site hears` (what the page hears is told too).

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::draft::{ConversationalFlowDraft, DialogueDraft, Draft, FlowDraft, FormField, SiteDraft};
use parlor_domain::event::StartedBy;
use parlor_domain::site::Interface;
use parlor_domain::text::{Key, Name};
use parlor_domain::time::Instant;
use parlor_engine::simulate::{Browser, Change, Happened, OneOf, Page, Plain, Reported, Start, Step, Values, World};
use parlor_engine::visit::News;

use super::lines::{consequence_text, screen_lines, what_text};

/// A Saturday in November 2026, ten o'clock.
pub(crate) const START: Instant = Instant(1_795_255_200_000);

/// A site that has one document and nothing else.
const SITE: &str = r#"{"parlor": 1, "site": {"name": "Demo"}, "documents": [{"name": "Guide", "file": "guide.pdf"}],
    "lists": ["News"], "programs": [{"name": "Fair", "statuses": ["Invited", "Came"]}], "webhooks": [{"name": "CRM", "url": "https://crm.example/hook"}]}"#;

struct Prose<'a> {
    flows: &'a [(String, String)],
    world: World,
    hears: bool,
    drawn: Vec<(String, Vec<String>)>,
    told: String,
}

/// Plays a script and tells what happened.
pub(crate) fn play(flows: &[(String, String)], script: &[&str]) -> String {
    let site: SiteDraft = serde_json::from_str(SITE).expect("a site");
    let world = World::new(&site, Browser::default(), START);
    let mut prose = Prose { flows, world, hears: false, drawn: Vec::new(), told: String::new() };
    for line in script {
        prose.tell(&format!("> {line}"));
        prose.play(line);
        prose.draw();
    }
    prose.told
}

impl Prose<'_> {
    fn tell(&mut self, line: &str) {
        self.told.push_str(line);
        self.told.push('\n');
    }

    fn play(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "site" => {
                self.hears |= rest == "hears";
                self.take(Step::Site(change(rest)));
            }
            "dialogue" => {
                let draft = Draft::Dialogue(self.dialogue(rest));
                self.world.publish(draft, false).expect("published");
            }
            "flow" => {
                let draft = Draft::Flow(self.flow(rest));
                self.world.publish(draft, false).expect("published");
            }
            _ => self.take(step(verb, rest)),
        }
    }

    fn take(&mut self, step: Step) {
        let happened = self.world.take(step).unwrap_or_else(|problem| panic!("{problem}\n{}", self.told));
        let many = self.world.screens().count() > 1;
        for one in happened {
            match one {
                Happened::Rang(ms) => self.tell(&format!("  ({} s later)", ms as f64 / 1000.0)),
                Happened::Reported(tab, reported) => {
                    let tab = if many { format!("{tab}: ") } else { String::new() };
                    self.tell(&format!("  {tab}{}", report_line(&reported)));
                }
                Happened::Dropped(dropped) => {
                    let (name, version) = &dropped.of;
                    self.tell(&format!("  {name} v{version} s{} c{} is dropped", dropped.session, dropped.conversation));
                }
                Happened::Heard(news) => self.hear(&news),
                Happened::Complained(complaint) => self.tell(&format!("  complaint: {complaint:?}")),
                Happened::Asked(question) if question.flow.is_some() => self.tell("  (asks what a flow needs)"),
                Happened::Impressed(impression) => self.tell(&format!("  an impression of version {}", impression.version)),
                Happened::Asked(_) => self.tell("  (asks what is known of the person)"),
            }
        }
    }

    fn hear(&mut self, news: &News) {
        if self.hears {
            let about = news.about.as_ref().map_or("-".to_owned(), |about| about.name.clone());
            let detail: Vec<String> = news.detail.iter().map(|(key, value)| format!(" {key}={value:?}")).collect();
            let event = if news.event.is_some() { " with event" } else { "" };
            self.tell(&format!("  page hears {} of {about}{}{event}", news.name, detail.concat()));
        }
    }

    fn draw(&mut self) {
        let screens: Vec<_> = self.world.screens().map(|(name, screen)| (name.to_owned(), screen_lines(&screen))).collect();
        let many = screens.len() > 1;
        for screen in &screens {
            if self.drawn.contains(screen) {
                continue;
            }
            let name = if many { format!("{}: ", screen.0) } else { String::new() };
            screen.1.iter().for_each(|line| self.told.push_str(&format!("  {name}{line}\n")));
        }
        self.drawn = screens;
    }

    fn json(&self, flow: &str) -> &str {
        &self.flows.iter().find(|(other, _)| other == flow).unwrap_or_else(|| panic!("no flow {flow}")).1
    }

    fn dialogue(&self, line: &str) -> DialogueDraft {
        let mut words = line.split_whitespace();
        let (name, flow_name, pattern) =
            (words.next().expect("a name"), words.next().expect("a flow"), words.next().expect("a page"));
        let mut draft = draft();
        draft.name = Name::parse(name).expect("a name");
        draft.flow = flow_draft(self.json(flow_name));
        draft.pages.include = vec![pattern.to_owned()];
        let mut events = Vec::new();
        for option in words {
            match option.split_once('=').unwrap_or((option, "")) {
                ("priority", priority) => draft.priority = priority.parse().expect("a priority"),
                ("time", seconds) => events.push(DisplayEvent::TimeOnPage(seconds.parse().expect("seconds"))),
                ("scroll", percent) => events.push(DisplayEvent::Scroll(percent.parse().expect("a percentage"))),
                ("event", json) => events.push(serde_json::from_str(json).expect("a display event")),
                ("again", _) => draft.may_appear_again = true,
                ("first", _) => draft.others_go_first = true,
                ("caps", json) => draft.caps = serde_json::from_str(json).expect("caps"),
                ("audience", json) => draft.audience = serde_json::from_str(json).expect("an audience"),
                ("schedule", json) => draft.schedule = serde_json::from_str(json).expect("a schedule"),
                _ => panic!("no such option: {option}"),
            }
        }
        draft.display = Display::All(events);
        draft
    }

    fn flow(&self, line: &str) -> ConversationalFlowDraft {
        let mut words = line.split_whitespace();
        let (name, flow_name) = (words.next().expect("a name"), words.next().expect("a flow"));
        let mut draft = ConversationalFlowDraft {
            name: Name::parse(name).expect("a name"),
            interface: Interface::Bubble,
            on_load: Default::default(),
            form_fields: Vec::new(),
            flow: flow_draft(self.json(flow_name)),
        };
        for option in words {
            match option.split_once('=').unwrap_or((option, "")) {
                ("popup", _) => draft.interface = Interface::Popup,
                ("load", pattern) => draft.on_load.include.push(pattern.to_owned()),
                ("field", pair) => {
                    let (field, attribute) = pair.split_once(':').expect("field and attribute");
                    let attribute = Key::parse(attribute).expect("a key");
                    draft.form_fields.push(FormField { field: field.to_owned(), attribute });
                }
                _ => panic!("no such option: {option}"),
            }
        }
        draft
    }
}

fn step(verb: &str, rest: &str) -> Step {
    match verb {
        "go" => Step::Visit(OneOf::Long(page(rest))),
        "route" => Step::Route(OneOf::Long(page(rest))),
        "race" => Step::Race(OneOf::Long(page(rest))),
        "refresh" => Step::Refresh,
        "tab" => Step::Tab(rest.to_owned()),
        "inside" => Step::Inside(rest.to_owned()),
        "sync" => Step::Sync,
        "after" => Step::Wait(rest.parse().unwrap_or_else(|bad| panic!("{rest}: {bad}"))),
        "pick" => Step::Click(OneOf::Long(rest.split("; ").map(str::to_owned).collect())),
        "say" => Step::Answer(rest.to_owned()),
        "confirm" => Step::Confirm,
        "skip" => Step::Skip,
        "change" => Step::Change(rest.parse().expect("a number")),
        "again" => Step::Again,
        "old" => Step::OldTimer,
        "open" => Step::Open,
        "close" => Step::Close,
        "dismiss" => Step::Dismiss,
        "scroll" => Step::Scroll(rest.parse().expect("a percentage")),
        "moves" => Step::Activity,
        "leaving" => Step::ExitIntent,
        "track" => Step::Track(rest.to_owned()),
        "hide" => Step::Leave,
        "show" => Step::Return,
        "start" => start(rest, StartedBy::Code),
        "link" => start(rest, StartedBy::Link),
        "form" => start(rest, StartedBy::Form),
        "set" => Step::Set(values(rest)),
        "identified" => Step::Identified(rest == "moved"),
        "told" if rest == "no" => Step::Facts(None),
        "told" => {
            Step::Facts(Some(values(rest).0.into_iter().map(|(key, value)| (Key::parse(&key).expect("a key"), value)).collect()))
        }
        "server" => Step::Server(serde_json::from_str(rest).expect("what the server knows")),
        "untold" => Step::NoFacts,
        "consents" => Step::Consent,
        "list" => Step::List,
        "leave" => Step::LeaveList,
        "switch" => Step::Switch(rest.parse().expect("a number")),
        "read" => Step::OpenDocument,
        "reads" => Step::ReadDocument(serde_json::from_str(rest).expect("how far")),
        "download" => Step::DownloadDocument,
        "click" => Step::ClickLink(rest.parse().expect("a number")),
        "unpublish" => Step::Unpublish(Name::parse(rest).expect("a name")),
        "browser" => Step::Browser(serde_json::from_str(rest).expect("a browser")),
        _ => panic!("nobody can `{verb} {rest}`"),
    }
}

fn page(url: &str) -> Page {
    Page { url: url.to_owned(), title: "A page".to_owned(), referrer: String::new() }
}

fn change(options: &str) -> Change {
    let mut change = Change::default();
    for option in options.split_whitespace() {
        match option.split_once('=') {
            Some(("delay", ms)) => change.response_delay_ms = Some(ms.parse().expect("milliseconds")),
            Some(("session", minutes)) => change.session_minutes = Some(minutes.parse().expect("minutes")),
            Some(("storage", mode)) => {
                change.storage_mode = Some(serde_json::from_value(mode.into()).expect("a storage mode"));
            }
            _ if option == "hears" => {}
            _ if option == "views" => change.log_page_views = Some(true),
            _ => change.off = Some(option == "off"),
        }
    }
    change
}

fn start(line: &str, by: StartedBy) -> Step {
    let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
    Step::Start(Start { name: name.to_owned(), by, values: values(rest) })
}

/// `KEY=VALUE KEY=VALUE`; `_` in a value is a blank.
fn values(text: &str) -> Values {
    let value = |pair: &str| {
        let (name, value) = pair.split_once('=').expect("a name and a value");
        (name.to_owned(), Plain::Text(value.replace('_', " ")))
    };
    Values(text.split_whitespace().map(value).collect())
}

fn report_line(reported: &Reported) -> String {
    let outcome = match &reported.outcome {
        Err(refusal) => format!("REFUSED: {}", refusal.code()),
        Ok(consequences) if consequences.is_empty() => "-".to_owned(),
        Ok(consequences) => consequences.iter().map(consequence_text).collect::<Vec<_>>().join(", "),
    };
    let (what, number, session) = (what_text(&reported.what), reported.client_seq, reported.session);
    match (&reported.of, reported.conversation) {
        (Some((name, version)), Some(conversation)) => {
            format!("{name} v{version} s{session} c{conversation} #{number} {what} -> {outcome}")
        }
        _ => format!("outside s{session} #{number} {what} -> {outcome}"),
    }
}

pub(crate) fn flow_draft(json: &str) -> FlowDraft {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"))
}

/// A dialogue that says hello on every page; change what matters.
pub(crate) fn draft() -> DialogueDraft {
    DialogueDraft {
        name: Name::parse("D").expect("a name"),
        pages: serde_json::from_str(r#"{"include": ["*"]}"#).expect("pages"),
        audience: Default::default(),
        display: Default::default(),
        priority: 100,
        may_appear_again: false,
        others_go_first: false,
        caps: Default::default(),
        schedule: Default::default(),
        flow: flow_draft(r#"{"start": "hi", "cards": {"hi": {"message": {"text": "Hello!"}}}}"#),
    }
}
