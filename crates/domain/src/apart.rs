//! Who is stored apart and not counted (A15): obvious bots, and visitors from networks that the site's owner excludes.

use core::net::IpAddr;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What is known of a browser that sends something, beside what it sends. It is judged by, and written nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// Whether it calls itself a bot.
    pub is_bot: bool,
    /// Its address, where that tells one browser from another.
    pub address: Option<IpAddr>,
}

impl Client {
    /// Whether what it sends is stored apart on a site that excludes these networks.
    pub fn is_apart(&self, excluded: &[Network]) -> bool {
        self.is_bot || self.address.is_some_and(|address| excluded.iter().any(|network| network.contains(address)))
    }
}

/// What stands in the names of bots, in lower case. Whoever has one of them says so, and wants no conversation: search engines,
/// previews of links, monitors of websites, browsers that no person looks at, and libraries that send requests.
const BOTS: [&str; 34] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archiver",
    "mediapartners-google",
    "google-inspectiontool",
    "google-read-aloud",
    "googleother",
    "feedfetcher",
    "bingpreview",
    "facebookexternalhit",
    "meta-externalagent",
    "skypeuripreview",
    "lighthouse",
    "pagespeed",
    "gtmetrix",
    "ptst/",
    "pingdom",
    "site24x7",
    "statuscake",
    "datadogsynthetics",
    "headless",
    "phantomjs",
    "jsdom",
    "prerender",
    "scrapy",
    "curl/",
    "wget/",
    "python-",
    "go-http-client",
    "java/",
    "libwww",
    "httpclient",
];

/// Telephones whose name has that of a bot in it.
const NO_BOTS: [&str; 1] = ["cubot"];

/// Whether a browser that calls itself so is an obvious bot.
pub fn is_bot(user_agent: &str) -> bool {
    let name = NO_BOTS.iter().fold(user_agent.to_ascii_lowercase(), |name, no_bot| name.replace(no_bot, ""));
    BOTS.iter().any(|bot| name.contains(bot))
}

/// A network: `203.0.113.0/24`, `2001:db8::/32`, or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    first: IpAddr,
    length: u8,
}

/// Why a text names no network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoNetwork {
    /// It can't be read.
    Unreadable(String),
    /// It is an address within a network.
    Within(String, Network),
}

impl fmt::Display for NoNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(text) => {
                write!(f, "`{text}` is not a network like 203.0.113.0/24 or 2001:db8::/32, nor an address like 203.0.113.7")
            }
            Self::Within(text, network) => {
                write!(f, "`{text}` is an address within a network; write {network} for all of it, or the address alone")
            }
        }
    }
}

impl std::error::Error for NoNetwork {}

impl Network {
    /// Reads a network as people write it.
    pub fn parse(text: &str) -> Result<Self, NoNetwork> {
        let unreadable = || NoNetwork::Unreadable(text.to_owned());
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| unreadable())?;
        let most = bits(address);
        let length = match length {
            None => most,
            Some(digits) => digits.parse().ok().filter(|length: &u8| length.to_string() == digits).ok_or_else(unreadable)?,
        };
        if length > most {
            return Err(unreadable());
        }
        let network = Self { first: masked(address, length), length };
        if network.first == address { Ok(network) } else { Err(NoNetwork::Within(text.to_owned(), network)) }
    }

    /// Whether an address is one of it.
    pub fn contains(&self, address: IpAddr) -> bool {
        bits(address) == bits(self.first) && masked(address, self.length) == self.first
    }
}

const fn bits(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// The first address of the network of this length that an address is in.
fn masked(address: IpAddr, length: u8) -> IpAddr {
    let rest = u32::from(bits(address) - length);
    match address {
        IpAddr::V4(address) => {
            IpAddr::V4((address.to_bits().checked_shr(rest).unwrap_or(0).checked_shl(rest).unwrap_or(0)).into())
        }
        IpAddr::V6(address) => {
            IpAddr::V6((address.to_bits().checked_shr(rest).unwrap_or(0).checked_shl(rest).unwrap_or(0)).into())
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.length == bits(self.first) { write!(f, "{}", self.first) } else { write!(f, "{}/{}", self.first, self.length) }
    }
}

impl TryFrom<String> for Network {
    type Error = NoNetwork;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a15_who_says_that_it_is_a_bot_is_one() {
        for bot in [
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/140.0.0.0 Safari/537.36",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
            "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
            "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "curl/8.5.0",
            "python-requests/2.32.3",
            "Go-http-client/2.0",
        ] {
            assert!(is_bot(bot), "{bot}");
        }
    }

    #[test]
    fn a15_people_are_no_bots_whatever_their_telephones_are_called() {
        for person in [
            "",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 14; SM-S921B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 Instagram 350.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.8 Safari/537.36",
        ] {
            assert!(!is_bot(person), "{person}");
        }
    }

    #[test]
    fn a15_networks_are_read_as_people_write_them() {
        for good in ["203.0.113.0/24", "203.0.113.7", "0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32", "::1", "::/0"] {
            assert_eq!(Network::parse(good).map(String::from).as_deref(), Ok(good));
        }
        assert_eq!(Network::parse("203.0.113.7/32").map(String::from).as_deref(), Ok("203.0.113.7"));
        for bad in [
            "",
            "office",
            "203.0.113.0/33",
            "2001:db8::/129",
            "203.0.113.0/",
            "203.0.113/24",
            "203.0.113.0/+8",
            "203.0.113.0/024",
            "1.2.3.4-9",
        ] {
            assert_eq!(Network::parse(bad), Err(NoNetwork::Unreadable(bad.to_owned())), "{bad}");
        }
        let within = Network::parse("203.0.113.7/24").expect_err("a refusal").to_string();
        assert_eq!(
            within,
            "`203.0.113.7/24` is an address within a network; write 203.0.113.0/24 for all of it, or the address alone"
        );
    }

    #[test]
    fn a15_a_network_has_its_addresses_and_no_others() {
        for (network, address, is_in) in [
            ("203.0.113.0/24", "203.0.113.255", true),
            ("203.0.113.0/24", "203.0.114.0", false),
            ("203.0.113.7", "203.0.113.7", true),
            ("203.0.113.7", "203.0.113.8", false),
            ("0.0.0.0/0", "198.51.100.1", true),
            ("0.0.0.0/0", "::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db8::1", true),
        ] {
            let network = Network::parse(network).expect("a network");
            assert_eq!(network.contains(address.parse().expect("an address")), is_in, "{network} {address}");
        }
    }

    #[test]
    fn a15_a_client_is_apart_for_one_reason_or_the_other() {
        let excluded = [Network::parse("203.0.113.0/24").expect("a network")];
        let client =
            |is_bot, address: Option<&str>| Client { is_bot, address: address.map(|text| text.parse().expect("an address")) };
        assert!(client(true, None).is_apart(&[]));
        assert!(client(false, Some("203.0.113.7")).is_apart(&excluded));
        assert!(!client(false, Some("203.0.113.7")).is_apart(&[]));
        assert!(!client(false, None).is_apart(&excluded), "nobody knows from where");
    }
}
