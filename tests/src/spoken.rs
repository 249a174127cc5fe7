//! What a screen reader finds in a document: the browser's accessibility tree, as text.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::visitor::Visitor;

/// What each browser draws in its own way, so that only the whole of it counts.
const BROWSERS_OWN: [&str; 2] = ["Date", "DateTime"];
/// States and properties that are told, each if it is not what it mostly is; of what can be on or off, both.
const TOLD: [&str; 12] = [
    "level",
    "live",
    "modal",
    "pressed",
    "expanded",
    "disabled",
    "required",
    "invalid",
    "multiline",
    "checked",
    "readonly",
    "autocomplete",
];
const SWITCHED: [&str; 3] = ["pressed", "expanded", "checked"];
const USUAL: [&str; 4] = ["false", "off", "", "none"];

/// Roles that say nothing by themselves.
const SILENT: [&str; 6] = ["generic", "none", "InlineTextBox", "LineBreak", "GenericContainer", "ListMarker"];

/// The tree of Parlor's frame, if frames have no processes of their own. What `unsteady` names is different each time.
pub async fn frame_tree(visitor: &Visitor, unsteady: &[String]) -> String {
    let frames = visitor.browser().devtools("Page.getFrameTree", json!({})).await;
    let frame = &frames["frameTree"]["childFrames"][0]["frame"]["id"];
    let told = visitor.browser().devtools("Accessibility.getFullAXTree", json!({ "frameId": frame })).await;
    let nodes = told["nodes"].as_array().unwrap_or_else(|| panic!("no tree: {told}"));
    let by_id = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut tree = Tree { nodes: by_id, unsteady, text: String::new() };
    tree.tell(&nodes[0], 0, "");
    tree.text
}

struct Tree<'a> {
    nodes: HashMap<&'a str, &'a Value>,
    unsteady: &'a [String],
    text: String,
}

impl Tree<'_> {
    /// A line for the node, and below it those of its children. A text that only repeats the name above it is left out.
    fn tell(&mut self, node: &Value, depth: usize, above: &str) {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        let name = self.steady(node["name"]["value"].as_str().unwrap_or_default());
        if role == "InlineTextBox" || role == "StaticText" && name == above {
            return;
        }
        let is_told = node["ignored"] != true && !SILENT.contains(&role);
        if is_told {
            let role = if role == "StaticText" { "" } else { role };
            let words = [role.to_owned(), if name.is_empty() { name.clone() } else { format!("“{name}”") }, states(node)];
            let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            self.text.push_str(&format!("{}{}\n", "  ".repeat(depth), words.join(" ")));
        }
        if BROWSERS_OWN.contains(&role) {
            return;
        }
        let (depth, above) = if is_told { (depth + 1, name.as_str()) } else { (depth, above) };
        for id in node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some(child) = self.nodes.get(id).copied() {
                self.tell(child, depth, above);
            }
        }
    }

    fn steady(&self, name: &str) -> String {
        let name = self.unsteady.iter().fold(name.to_owned(), |name, other| name.replace(other, "TIME"));
        name.trim().replace('\n', " ⏎ ")
    }
}

fn states(node: &Value) -> String {
    let properties = node["properties"].as_array().into_iter().flatten();
    let told = properties.filter_map(|property| {
        let name = property["name"].as_str().filter(|name| TOLD.contains(name))?;
        let value = match &property["value"]["value"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if value == "false" && SWITCHED.contains(&name) {
            return Some(format!("not {name}"));
        }
        (!USUAL.contains(&value.as_str())).then(|| if value == "true" { name.to_owned() } else { format!("{name}={value}") })
    });
    let value = node["value"]["value"].as_str().map(|value| format!("value=“{value}”"));
    told.chain(value).collect::<Vec<_>>().join(" ")
}
