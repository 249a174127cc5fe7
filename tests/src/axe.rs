//! Judges pages with axe: by the rules of WCAG 2.2 AA that a program can check, and by what axe calls best practice.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::npm::{self, Manifests};

/// Which version, with what npm knows it by.
const MANIFESTS: Manifests =
    [("package.json", include_str!("../axe/package.json")), ("package-lock.json", include_str!("../axe/package-lock.json"))];

/// Frames of other origins judge themselves when the page asks them to.
const FRAMES: &str = "axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] });";

const JUDGE: &str = "const [part, options, done] = arguments; \
    axe.run(part, options).then(done, (error) => done(String(error)))";

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The page with all that is on it.
    Page,
    /// Launcher and frame.
    Chat,
    /// Flows inside the page.
    Inside,
}

impl Part {
    const fn selector(self) -> &'static str {
        match self {
            Self::Page => "html",
            Self::Chat => "html > div",
            Self::Inside => "[data-parlor-inline]",
        }
    }
}

/// axe, fetched once from npm.
fn source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| std::fs::read_to_string(npm::fetched("axe", &MANIFESTS).join("axe-core/axe.min.js")).expect("axe"))
}

/// From now on pages and frames in this browser can be judged, if frames have no processes of their own.
pub async fn prepare(browser: &Browser) {
    browser.runs_first(&format!("{};{FRAMES}", source())).await;
}

/// What is wrong with a part of the page and the frames in it, a line for each place.
pub async fn findings(browser: &Browser, part: Part) -> Vec<String> {
    let mut tags = vec!["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    // Landmarks and headings are those of the page that a flow is a part of.
    tags.extend((!matches!(part, Part::Inside)).then_some("best-practice"));
    judged(browser, part, json!({ "type": "tag", "values": tags })).await
}

/// What is hard to read in a part of the page and in the frames in it.
pub async fn contrast(browser: &Browser, part: Part) -> Vec<String> {
    judged(browser, part, json!({ "type": "rule", "values": ["color-contrast", "frame-tested"] })).await
}

async fn judged(browser: &Browser, part: Part, rules: Value) -> Vec<String> {
    // A frame that doesn't answer in time is passed over, and said to be.
    let options = json!({ "runOnly": rules, "resultTypes": ["violations", "incomplete"], "pingWaitTime": 20_000 });
    let judged = browser.client().execute_async(JUDGE, vec![json!(part.selector()), options]).await.expect("a page with axe");
    assert!(judged.is_object(), "axe failed: {judged}");
    let rules = |kind: &str| judged[kind].as_array().cloned().unwrap_or_default();
    let passed_over = rules("incomplete").into_iter().filter(|rule| rule["id"] == "frame-tested");
    let broken = rules("violations").into_iter().chain(passed_over);
    broken
        .flat_map(|rule| rule["nodes"].as_array().into_iter().flatten().map(|node| line(&rule, node)).collect::<Vec<_>>())
        .collect()
}

fn line(rule: &Value, node: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
    format!("{}: {} at {}: {}", text(&rule["id"]), text(&rule["help"]), node["target"], text(&node["failureSummary"]))
}
