//! Texts of visitors and of their pages. They are text, whatever they contain (O12).

use yew::prelude::*;

/// A text of a visitor, in its own direction.
pub(crate) fn said(text: &str) -> Html {
    html! { <bdi class="said">{ text.to_owned() }</bdi> }
}

/// The short form of an id: the characters that chance made. Those before tell only the time, those behind only count.
pub(crate) fn short(id: impl ToString) -> String {
    let id = id.to_string();
    id.get(24..30).unwrap_or(&id).to_owned()
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

/// How large a file is.
pub(crate) fn size(bytes: u32) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 1024 {
        return format!("{kilobytes} KB");
    }
    let tenths = (u64::from(kilobytes) * 10).div_ceil(1024);
    if tenths % 10 == 0 { format!("{} MB", tenths / 10) } else { format!("{}.{} MB", tenths / 10, tenths % 10) }
}

/// A count with its noun.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A number, its digits in groups of three.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let groups: Vec<String> = (!head.is_empty()).then(|| head.to_owned()).into_iter().chain(groups).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use parlor_domain::ids::{Moment, VisitorId};
    use parlor_domain::time::Instant;

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
    fn sizes_are_round_and_never_too_small() {
        for (bytes, expected) in [
            (0, "0 KB"),
            (1, "1 KB"),
            (2048, "2 KB"),
            (1 << 20, "1 MB"),
            (1_300_000, "1.3 MB"),
            (10 << 20, "10 MB"),
            (u32::MAX, "4096 MB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (given, expected) in [(0, "0"), (12, "12"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(number(given), expected);
        }
    }

    #[test]
    fn the_short_form_of_an_id_is_what_chance_made() {
        let mut ids = Moment { now: Instant(1), chance: [0xc0, 0xff, 0xee, 1, 2, 3, 4, 5, 6, 7] }.ids();
        assert_eq!(short(ids.make::<VisitorId>()), "020304");
        assert_eq!(short("abc"), "abc");
    }
}
