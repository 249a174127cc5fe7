//! What must be so of every layout, whatever the fonts: nothing is cut off, nothing lies over another thing, and whatever is touched is
//! large enough.

use serde_json::Value;

use crate::visitor::Visitor;

/// What is wrong with what is drawn in Parlor's frame, a line for each place.
pub async fn faults(visitor: &Visitor) -> Vec<String> {
    let told = visitor.browser().frame_script(include_str!("layout.js")).await.expect("a frame").unwrap_or_default();
    let lines = told.as_array().unwrap_or_else(|| panic!("no layout: {told}"));
    lines.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}
