//! A visitor's browser as data, and what it says about a page.

use parlor_domain::page::PageAddress;
use parlor_domain::schedule::weekday;
use parlor_domain::time::{DAY, Instant, MINUTE};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::facts::PageFacts;
use crate::publish::decode_parameter;
use crate::publish::fold_text;

/// A visitor's browser, and the clocks around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Browser {
    /// Its language, like `de-at`.
    pub language: String,
    /// `desktop`, `tablet` or `phone`.
    pub device: String,
    /// Like `firefox`.
    pub browser: String,
    /// Like `linux`.
    pub os: String,
    /// Minutes that clocks where the visitor is are ahead of UTC.
    pub utc_offset_minutes: i16,
    /// Minutes that clocks in the site's zone are ahead of UTC; unknown, when `null`.
    pub site_offset_minutes: Option<i16>,
}

impl Default for Browser {
    fn default() -> Self {
        Self {
            language: "en".into(),
            device: "desktop".into(),
            browser: "firefox".into(),
            os: "linux".into(),
            utc_offset_minutes: 0,
            site_offset_minutes: Some(0),
        }
    }
}

/// A page that is visited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Where the visitor came from.
    #[serde(default)]
    pub referrer: String,
}

impl Browser {
    /// What it says about a page at this instant.
    pub fn facts(&self, page: &Page, now: Instant) -> PageFacts {
        let minutes = now.plus(i64::from(self.utc_offset_minutes) * MINUTE).0.rem_euclid(DAY) / MINUTE;
        let address = address(&page.url);
        PageFacts {
            query: address.query.iter().map(|(name, value)| (name.clone(), fold_text(value))).collect(),
            address,
            url: page.url.clone(),
            title: page.title.clone(),
            narrow: self.device == "phone",
            referrer: fold_text(&page.referrer),
            language: self.language.to_lowercase(),
            device: self.device.clone(),
            browser: self.browser.clone(),
            os: self.os.clone(),
            hour: (minutes / 60) as u8,
            weekday: weekday(now.date(self.utc_offset_minutes)).name().to_owned(),
            utc_offset_minutes: self.utc_offset_minutes,
            site_offset_minutes: self.site_offset_minutes,
        }
    }
}

/// An address split and made normal as a browser's `URL` does it.
pub fn address(url: &str) -> PageAddress {
    let url: String = url.trim().nfc().collect();
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", &url));
    let (rest, fragment) = rest.find('#').map_or((rest, ""), |at| rest.split_at(at));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let mut address = PageAddress::new(&normal_host(host, scheme), path, fragment, parameters(query));
    address.path = address.path.nfc().collect();
    address.fragment = address.fragment.nfc().collect();
    address
}

fn normal_host(host: &str, scheme: &str) -> String {
    let default = if scheme.eq_ignore_ascii_case("http") { ":80" } else { ":443" };
    let host = host.strip_suffix(default).unwrap_or(host);
    let (name, port) = host.rfind(':').filter(|_| !host.ends_with(']')).map_or((host, ""), |at| host.split_at(at));
    idna::domain_to_ascii(name).unwrap_or_else(|_| name.to_lowercase()) + port
}

fn parameters(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_parameter(name), decode_parameter(value))
    };
    query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}
