//! Pages and the patterns that match them (T1 to T6).

use serde::{Deserialize, Serialize};

use crate::lean::{byte_of_hex, hex};
use crate::pack::Packed;

/// Where a dialogue may appear: any include matches and no exclude does (T1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Pages {
    /// At least one of these must match.
    pub include: Vec<PagePattern>,
    /// None of these may match.
    pub exclude: Vec<PagePattern>,
}

/// A pattern as it is matched; `parlor-engine` parses the written form (T2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct PagePattern {
    /// Which hosts.
    pub host: HostPattern,
    /// Which paths.
    pub path: PathPattern,
    /// Which fragments; `None` ignores the fragment (T5).
    pub fragment: Option<String>,
    /// Query parameters that must be there, in any order; `*` in a value stands for any characters (T6).
    pub query: Vec<(String, String)>,
}

/// Which hosts a pattern matches (T3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum HostPattern {
    /// Every host.
    Any,
    /// This host, with its port unless it is the default one.
    Exact(String),
    /// This domain and every subdomain of it.
    Domain(String),
}

/// Which paths a pattern matches (T3, T4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub enum PathPattern {
    /// Every path.
    Any,
    /// Paths like this one, in which `*` stands for any characters. Normalised like [`PageAddress::path`].
    Like(String),
}

/// The address of a page as patterns see it. Make it with [`PageAddress::new`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageAddress {
    /// In punycode and lower case, with its port unless it is the default one.
    pub host: String,
    /// Percent-decoded where that is safe, without its last slash (T4).
    pub path: String,
    /// Without its `#`; empty if there is none.
    pub fragment: String,
    /// The query parameters, decoded.
    pub query: Vec<(String, String)>,
}

impl PageAddress {
    /// From the parts that a browser's `URL` gives: `host`, `pathname`, `hash`, `searchParams`.
    pub fn new(host: &str, path: &str, fragment: &str, query: Vec<(String, String)>) -> Self {
        let fragment = decode(fragment.strip_prefix('#').unwrap_or(fragment));
        Self { host: host.to_owned(), path: normal_path(path), fragment, query }
    }
}

/// A path in the one form in which paths are compared (T4): percent-decoded, one trailing slash ignored.
pub fn normal_path(path: &str) -> String {
    let decoded = decode(path);
    decoded.strip_suffix('/').map_or(decoded.clone(), str::to_owned)
}

/// Decodes `%XX` where the result is text and no delimiter; what stays encoded is in upper case.
pub fn decode(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        match (byte, byte_of_hex(after)) {
            (b'%', Some(value)) => {
                if b"/%?#*".contains(&value) || value < 0x20 {
                    decoded.extend(encoded(value).into_bytes());
                } else {
                    decoded.push(value);
                }
                rest = &after[2..];
            }
            _ => {
                decoded.push(byte);
                rest = after;
            }
        }
    }
    let mut normal = String::new();
    for chunk in decoded.utf8_chunks() {
        normal.push_str(chunk.valid());
        for byte in chunk.invalid() {
            normal.push_str(&encoded(*byte));
        }
    }
    normal
}

/// A byte as `%XX`, in upper case.
fn encoded(byte: u8) -> String {
    ["%", &hex(&[byte]).to_ascii_uppercase()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_paths_have_one_form() {
        for (path, normal) in [
            ("/", ""),
            ("/docs/", "/docs"),
            ("/docs//", "/docs/"),
            ("/caf%C3%A9", "/café"),
            ("/a%2fb", "/a%2Fb"),
            ("/a%2Ab", "/a%2Ab"),
            ("/100%", "/100%"),
            ("/%+1", "/%+1"),
            ("/%ff", "/%FF"),
            ("/%C3%A9%ff%2fx", "/é%FF%2Fx"),
            ("/%c3/%a9", "/%C3/%A9"),
        ] {
            assert_eq!(normal_path(path), normal, "{path}");
        }
    }
}
