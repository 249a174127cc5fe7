//! Texts of visitors and of their pages. They are text, whatever they contain (O12).

use yew::prelude::*;

/// A text of a visitor, in its own direction.
pub(crate) fn said(text: &str) -> Html {
    html! { <bdi class="said">{ text.to_owned() }</bdi> }
}

/// The short form of an id: its last characters, which chance made, as the first ones tell only the time.
pub(crate) fn short(id: impl ToString) -> String {
    let id = id.to_string();
    id.get(id.len().saturating_sub(8)..).unwrap_or_default().to_owned()
}

/// A page that a visitor was on; a link only if it leads to the web.
pub(crate) fn page_link(url: &str, text: &str) -> Html {
    let text = if text.is_empty() { url } else { text };
    if leads_to_the_web(url) {
        html! { <a href={url.to_owned()} title={url.to_owned()} target="_blank" rel="noopener noreferrer">{ said(text) }</a> }
    } else {
        html! { <span title={url.to_owned()}>{ said(text) }</span> }
    }
}

fn leads_to_the_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// A count with its noun.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for good in ["https://example.com/", "HTTP://example.com"] {
            assert!(leads_to_the_web(good), "{good}");
        }
        for bad in ["", "javascript:alert(1)", "javascript://x/%0aalert(1)", " https://x", "data:text/html,x", "/path", "//x.de"]
        {
            assert!(!leads_to_the_web(bad), "{bad}");
        }
    }

    #[test]
    fn the_short_form_of_an_id_is_what_chance_made() {
        assert_eq!(short("0192a3b4-0000-7000-8000-00000000cafe"), "0000cafe");
        assert_eq!(short("abc"), "abc");
    }
}
