//! Rich text as elements. Texts go in as text; nothing is ever parsed as markup.

use parlor_domain::flow::{Block, RichText, Span};
use yew::prelude::*;

/// A text of the author.
pub fn rich(text: &RichText) -> Html {
    text.0.iter().map(block).collect()
}

fn block(block: &Block) -> Html {
    match block {
        Block::Paragraph(spans) => html! { <p>{ line(spans) }</p> },
        Block::List { numbered: true, items } => html! { <ol>{ list(items) }</ol> },
        Block::List { numbered: false, items } => html! { <ul>{ list(items) }</ul> },
    }
}

fn list(items: &[Vec<Span>]) -> Html {
    items.iter().map(|spans| html! { <li>{ line(spans) }</li> }).collect()
}

fn line(spans: &[Span]) -> Html {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> Html {
    let form = match (span.bold, span.italic) {
        (true, true) => "bi",
        (true, false) => "b",
        (false, true) => "i",
        (false, false) => "",
    };
    let text = span.text.clone();
    match &span.link {
        Some(link) => html! { <a data-form={form} href={link.clone()} target="_blank" rel="noopener">{ text }</a> },
        None => html! { <span data-form={form}>{ text }</span> },
    }
}
