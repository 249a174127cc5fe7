//! Page patterns: read, packed, and matched with any page (T2 to T6).

use parlor_domain::pack::{packed, unpacked};
use parlor_domain::page::{PageAddress, PagePattern};
use parlor_engine::pages::matches;
use parlor_engine::publish::parse_pattern;

/// The first line is a pattern, the second the address of a page.
pub(crate) fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (written, page) = text.split_once('\n').unwrap_or((&text, ""));
    let pattern = match parse_pattern(written) {
        Ok(pattern) => pattern,
        Err(bad) => {
            let most = written.chars().count() + 1;
            assert!((1..=most).contains(&bad.at), "{bad}: {written}");
            return;
        }
    };
    assert_eq!(unpacked::<PagePattern>(&packed(&pattern)).as_ref(), Some(&pattern), "reads back as something else");
    let page = address(page);
    matches(&pattern, &page);
    // A page is the same page, however its address is written.
    let again = PageAddress::new(&page.host, &page.path, &page.fragment, page.query.clone());
    assert_eq!(PageAddress::new(&again.host, &again.path, &again.fragment, again.query.clone()).host, page.host);
}

/// Divided as a browser divides an address.
fn address(url: &str) -> PageAddress {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (rest, fragment) = rest.find('#').map_or((rest, ""), |at| rest.split_at(at));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    PageAddress::new(host, path, fragment, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
