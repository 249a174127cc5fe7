//! Page addresses without what looks like a secret, and not longer than they may be.

use parlor_domain::event::PageSeen;
use parlor_domain::limits::ADDRESS_CHARS;
use parlor_domain::page::decode;

/// Query parameters whose values may be secrets or personal.
const SECRETS: [&str; 5] = ["token", "key", "email", "password", "code"];

/// The page as it is kept.
pub(crate) fn clean(page: PageSeen) -> PageSeen {
    PageSeen { url: cut(without_secrets(page.url)), title: cut(page.title) }
}

fn cut(mut text: String) -> String {
    if text.len() > ADDRESS_CHARS
        && let Some((end, _)) = text.char_indices().nth(ADDRESS_CHARS)
    {
        text.truncate(end);
    }
    text
}

fn without_secrets(url: String) -> String {
    if url.contains(['?', '#']) { without_secret_parameters(&url) } else { url }
}

fn without_secret_parameters(url: &str) -> String {
    match url.split_once('#') {
        None => clean_query(url),
        // Pages that find their way by the fragment have parameters there too, and some log-ins bring them there.
        Some((address, fragment)) if fragment.contains('?') => format!("{}#{}", clean_query(address), clean_query(fragment)),
        Some((address, fragment)) if fragment.contains('=') => joined(&clean_query(address), '#', &keep_harmless(fragment)),
        Some((address, fragment)) => format!("{}#{fragment}", clean_query(address)),
    }
}

fn clean_query(address: &str) -> String {
    match address.split_once('?') {
        Some((path, query)) => joined(path, '?', &keep_harmless(query)),
        None => address.to_owned(),
    }
}

fn joined(address: &str, mark: char, parameters: &str) -> String {
    if parameters.is_empty() { address.to_owned() } else { format!("{address}{mark}{parameters}") }
}

fn keep_harmless(parameters: &str) -> String {
    let harmless: Vec<&str> = parameters.split('&').filter(|parameter| !is_secret(parameter)).collect();
    harmless.join("&")
}

fn is_secret(parameter: &str) -> bool {
    let name = decode(parameter.split('=').next().unwrap_or_default());
    SECRETS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_parameters_are_removed_with_their_values() {
        for (url, kept) in [
            ("https://a.example/p", "https://a.example/p"),
            ("https://a.example/p?plan=pro&token=t&x=1", "https://a.example/p?plan=pro&x=1"),
            ("https://a.example/p?TOKEN=t", "https://a.example/p"),
            ("https://a.example/p?key=1&Email=a@b.de&password=p&code=c#part", "https://a.example/p#part"),
            ("https://a.example/p?%74oken=t&tokens=2&monkey=3", "https://a.example/p?tokens=2&monkey=3"),
            ("https://a.example/p#/r?code=1&y=2", "https://a.example/p#/r?y=2"),
            ("https://a.example/p#token=t", "https://a.example/p"),
            ("https://a.example/p?a=b?token=t", "https://a.example/p?a=b?token=t"),
            ("?", ""),
        ] {
            assert_eq!(without_secrets(url.to_owned()), kept, "{url}");
        }
    }

    #[test]
    fn long_ones_are_cut() {
        let page = PageSeen { url: "ü".repeat(3_000), title: "x".repeat(3_000) };
        let kept = clean(page);
        assert_eq!((kept.url.chars().count(), kept.title.chars().count()), (ADDRESS_CHARS, ADDRESS_CHARS));
    }
}
