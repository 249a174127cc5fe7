//! Effects and rich text as text.

use parlor_domain::flow::{Block, Place, RichText, Span};
use parlor_engine::step::Effect;

pub(crate) fn effect_line(effect: &Effect) -> String {
    match effect {
        Effect::Wake { after_ms, ticket } => format!("wake after {after_ms} ms, ticket {ticket}"),
        Effect::Write { attribute, value, folded } => format!("write {attribute} = {value} ({folded})"),
        Effect::Email(email) => format!("e-mail {email}"),
        Effect::Phone(phone) => format!("phone {phone}"),
        Effect::Goal(card) => format!("goal of card {card}"),
        Effect::Completed => "completed".into(),
        Effect::Action(card) => format!("action of card {card}"),
        Effect::Broken(defect) => format!("broken: {defect:?}"),
    }
}

/// Rich text with its form: `<b>`, `<i>`, `<a TARGET>`, `<image ADDRESS>`, lists as `- ` and `1. `.
pub(crate) fn rich_text(text: &RichText) -> String {
    let mut lines = Vec::new();
    for block in &text.0 {
        match block {
            Block::Paragraph(spans) => lines.push(spans_text(spans)),
            Block::List { numbered, items } => {
                let mark = if *numbered { "1. " } else { "- " };
                lines.extend(items.iter().map(|spans| format!("{mark}{}", spans_text(spans))));
            }
            Block::Image { alt, picture } => lines.push(format!("<image {}>{alt}</image>", place_text(&picture.place))),
        }
    }
    lines.join("\n")
}

fn place_text(place: &Place) -> &str {
    match place {
        Place::Hosted(address) => address,
        Place::Uploaded { .. } => "ours",
    }
}

fn spans_text(spans: &[Span]) -> String {
    spans.iter().map(span_text).collect()
}

fn span_text(span: &Span) -> String {
    let mut text = span.text.replace('\n', "\\n");
    for (tag, is_on) in [("i", span.italic), ("b", span.bold)] {
        if is_on {
            text = format!("<{tag}>{text}</{tag}>");
        }
    }
    span.link.as_ref().map_or(text.clone(), |link| format!("<a {link}>{text}</a>"))
}
