//! A story as a file, and what comes of it.

use parlor_domain::draft::SiteDraft;
use parlor_domain::text::Name;
use parlor_domain::time::Instant;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::Value;

use super::browser::Browser;
use super::step::Step;
use super::telling::{Told, told};
use super::world::World;
use crate::publish::{BadFile, read_file};

/// What a story is told of.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// The site, as `parlor import` reads it. All its dialogues and flows are published before the first step.
    pub site: SiteDraft,
    /// When it begins: an instant in UTC.
    #[serde(default = "usual_beginning", deserialize_with = "instant")]
    pub begins: Instant,
    /// The visitor's browser.
    #[serde(default)]
    pub browser: Browser,
    /// Dialogues and flows that are not published before the first step.
    #[serde(default)]
    pub unpublished: Vec<Name>,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// A Saturday in November 2026, ten o'clock.
fn usual_beginning() -> Instant {
    Instant(1_795_255_200_000)
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom("not an instant in UTC like 2026-11-21T10:00Z"))
}

/// Plays a story, and says what came of each step: what is on screen, which activities are logged, and why.
pub fn simulate(json: &str) -> Result<Played, BadFile> {
    let (story, written) = read(json)?;
    let mut world = begin(&story)?;
    let mut steps = Vec::new();
    for (at, (step, written)) in story.steps.into_iter().zip(&written).enumerate() {
        match world.take(step) {
            Ok(happened) => steps.push(told(&world, written, &happened)),
            Err(problem) => return Ok(Played { steps, stopped: Some(format!("steps[{at}]: {problem}")) }),
        }
    }
    Ok(Played { steps, stopped: None })
}

/// What came of a story. It serialises as the JSON that people read.
#[derive(Serialize)]
pub struct Played {
    steps: Vec<Told>,
    /// The step that can't be done, and why; the story went no further.
    #[serde(skip)]
    pub stopped: Option<String>,
}

/// The story, and its steps as they are written.
fn read(json: &str) -> Result<(Story, Vec<Value>), BadFile> {
    let bad = |path: String, cause: String| BadFile(vec![if path == "." { cause } else { format!("{path}: {cause}") }]);
    let whole: Value = serde_json::from_str(json).map_err(|error| bad(".".to_owned(), error.to_string()))?;
    if whole.get("parlor").is_some() && whole.get("steps").is_none() {
        return Err(BadFile(vec!["this is a site. A story names it in `site`, and says in `steps` what happens".to_owned()]));
    }
    let story: Story = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(json))
        .map_err(|error| bad(error.path().to_string(), error.inner().to_string()))?;
    let site = whole.get("site").map(Value::to_string).unwrap_or_default();
    read_file(&site).map_err(|BadFile(faults)| BadFile(faults.iter().map(|fault| format!("site.{fault}")).collect()))?;
    let steps = whole.get("steps").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok((story, steps))
}

/// The world before the first step.
fn begin(story: &Story) -> Result<World, BadFile> {
    let mut world = World::new(&story.site, story.browser.clone(), story.begins);
    let missing = story.unpublished.iter().filter(|name| world.site.draft(name).is_none());
    let faults: Vec<String> = missing.map(|name| format!("unpublished: the site has no \"{name}\"")).collect();
    if !faults.is_empty() {
        return Err(BadFile(faults));
    }
    while let Some(name) = next(&world, story) {
        let draft = world.site.draft(&name).cloned();
        draft.map_or(Ok(()), |draft| world.publish(draft, false)).map_err(|problem| BadFile(vec![problem]))?;
    }
    let wanted = world.site.unpublished().filter(|draft| !story.unpublished.contains(draft.name()));
    let faults: Vec<String> =
        wanted.flat_map(|draft| world.site.faults(draft).into_iter().map(|fault| format!("{}: {fault}", draft.name()))).collect();
    if faults.is_empty() { Ok(world) } else { Err(BadFile(faults)) }
}

/// The next one that can be published: a flow comes before what runs it.
fn next(world: &World, story: &Story) -> Option<Name> {
    let wanted = world.site.unpublished().filter(|draft| !story.unpublished.contains(draft.name()));
    wanted.into_iter().find(|draft| world.site.faults(draft).is_empty()).map(|draft| draft.name().clone())
}
