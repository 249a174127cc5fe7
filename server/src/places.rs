//! Where visitors are, by what local databases say of their addresses (T10). The addresses are not kept (W31).

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use maxminddb::PathElement::{self, Index, Key};
use maxminddb::{LookupResult, MaxMindDbError, Reader};

/// What a local database says of an address (T10).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inferred {
    /// Two capital letters, as in ISO 3166-1.
    pub country: Option<String>,
    /// The country's largest part that it lies in, by its English name.
    pub region: Option<String>,
    /// The English name.
    pub city: Option<String>,
    /// The postal code, or the part of it that is known.
    pub postal_code: Option<String>,
    /// Who uses the network, or who runs it.
    pub organisation: Option<String>,
}

/// Databases of places, opened once and kept in memory.
#[derive(Clone, Default)]
pub struct Places(Arc<[Database]>);

type Database = Reader<Vec<u8>>;
type Record<'a> = LookupResult<'a, Vec<u8>>;

/// A file that can't be read as a database of places.
#[derive(Debug, thiserror::Error)]
#[error("{} can't be read as a database of places: {reason}", file.display())]
pub struct NotPlaces {
    file: PathBuf,
    reason: MaxMindDbError,
}

impl Places {
    /// Opens these files, in the order in which they are asked.
    pub fn open(files: &[PathBuf]) -> Result<Self, NotPlaces> {
        files.iter().map(|file| open(file)).collect::<Result<Arc<_>, _>>().map(Self)
    }

    /// Whether there is no database.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the databases say of this address, joined: the first that knows a field wins.
    pub fn infer(&self, address: IpAddr) -> Inferred {
        // That an address is not in a database, or can't be, is the same: nothing is known.
        let records = self.0.iter().filter_map(|database| database.lookup(address.to_canonical()).ok());
        let records: Vec<Record> = records.collect();
        let first = |fields: &[Field]| records.iter().find_map(|record| text(record, fields));
        Inferred {
            country: records.iter().find_map(country),
            region: first(&REGION),
            city: first(&CITY),
            postal_code: first(&POSTAL_CODE),
            organisation: first(&ORGANISATION),
        }
    }
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = self.0.iter().map(|database| &database.metadata().database_type);
        f.debug_list().entries(kinds).finish()
    }
}

fn open(file: &Path) -> Result<Database, NotPlaces> {
    Reader::open_readfile(file).map_err(|reason| NotPlaces { file: file.to_owned(), reason })
}

/// Where a field stands in a record.
type Field = &'static [PathElement<'static>];

// Nested as in GeoIP2 and GeoLite2, then flat as in other databases.
const COUNTRY: [Field; 2] = [&[Key("country"), Key("iso_code")], &[Key("country_code")]];
const REGION: [Field; 3] = [&[Key("subdivisions"), Index(0), Key("names"), Key("en")], &[Key("state1")], &[Key("region")]];
const CITY: [Field; 2] = [&[Key("city"), Key("names"), Key("en")], &[Key("city")]];
const POSTAL_CODE: [Field; 2] = [&[Key("postal"), Key("code")], &[Key("postcode")]];
// Who uses a network says more of a visitor than who runs it.
const ORGANISATION: [Field; 3] = [&[Key("organization")], &[Key("autonomous_system_organization")], &[Key("isp")]];

fn country(record: &Record) -> Option<String> {
    let code = text(record, &COUNTRY)?.to_ascii_uppercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(code)
}

/// The first of these fields that is a text and says something.
fn text(record: &Record, fields: &[Field]) -> Option<String> {
    let texts = fields.iter().filter_map(|field| record.decode_path::<&str>(field).ok().flatten());
    // Some databases write a dash for what they don't know.
    texts.map(str::trim).find(|text| !["", "-"].contains(text)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places").join(name)
    }

    /// What databases say of an address: its five fields, empty where they know nothing.
    #[track_caller]
    fn inferred(files: &[&str], address: &str) -> [String; 5] {
        let files: Vec<PathBuf> = files.iter().map(|name| file(name)).collect();
        let places = Places::open(&files).expect("databases");
        let Inferred { country, region, city, postal_code, organisation } = places.infer(address.parse().expect("an address"));
        [country, region, city, postal_code, organisation].map(Option::unwrap_or_default)
    }

    const NOTHING: [&str; 5] = [""; 5];

    #[test]
    fn t10_nested_records_tell_a_place() {
        let bremerhaven = ["DE", "Bremen", "Bremerhaven", "27568", ""];
        assert_eq!(inferred(&["city.mmdb"], "203.0.113.7"), bremerhaven);
        assert_eq!(inferred(&["city.mmdb"], "::ffff:203.0.113.7"), bremerhaven, "IPv4 written as IPv6");
        assert_eq!(inferred(&["city.mmdb"], "2001:db8:1::7"), ["FR", "", "Lyon", "", ""]);
    }

    #[test]
    fn t10_flat_records_tell_a_place() {
        assert_eq!(inferred(&["flat.mmdb"], "198.51.100.7"), ["NL", "Utrecht", "Amersfoort", "3811", ""]);
        assert_eq!(inferred(&["flat.mmdb"], "2001:db8:1::7"), ["BE", "Namur", "Dinant", "", ""]);
        assert_eq!(inferred(&["flat.mmdb"], "192.0.2.7"), NOTHING, "what says nothing is not there");
    }

    #[test]
    fn t10_networks_tell_an_organisation() {
        for (address, organisation) in
            [("203.0.113.7", "Example Net"), ("203.0.113.200", "Harbour Ltd"), ("198.51.100.7", "Quay Cable")]
        {
            assert_eq!(inferred(&["network.mmdb"], address), ["", "", "", "", organisation], "{address}");
        }
    }

    #[test]
    fn t10_the_first_database_that_knows_a_field_wins() {
        let joined = ["DE", "Bremen", "Bremerhaven", "27568", "Example Net"];
        assert_eq!(inferred(&["network.mmdb", "city.mmdb"], "203.0.113.7"), joined);
        assert_eq!(inferred(&["city.mmdb", "flat.mmdb", "network.mmdb"], "203.0.113.7"), joined);
        assert_eq!(inferred(&["flat.mmdb", "city.mmdb"], "203.0.113.7"), ["NL", "Drenthe", "Assen", "9401", ""]);
        assert_eq!(inferred(&["city.mmdb", "flat.mmdb"], "2001:db8:1::7"), ["FR", "Namur", "Lyon", "", ""]);
    }

    #[test]
    fn t10_of_an_address_that_is_not_there_nothing_is_known() {
        let all = ["city.mmdb", "flat.mmdb", "network.mmdb"];
        for address in
            ["203.0.114.1", "10.0.0.1", "192.168.1.1", "127.0.0.1", "0.0.0.0", "::1", "fd00::1", "fe80::1", "2001:db8:2::1"]
        {
            assert_eq!(inferred(&all, address), NOTHING, "{address}");
        }
        assert_eq!(inferred(&[], "203.0.113.7"), NOTHING);
    }

    #[test]
    fn t10_databases_are_an_option() {
        assert!(Places::default().is_empty() && Places::open(&[]).expect("none").is_empty());
        let places = Places::open(&[file("city.mmdb")]).expect("a database");
        assert!(!places.is_empty());
        assert_eq!(format!("{places:?}"), r#"["city"]"#);
    }

    #[test]
    fn t10_a_file_that_is_no_database_is_named() {
        for name in ["missing.mmdb", "README.md", ""] {
            let error = Places::open(&[file("city.mmdb"), file(name)]).expect_err("no database").to_string();
            assert!(error.starts_with(&format!("{} can't be read as a database of places: ", file(name).display())), "{error}");
        }
    }

    #[test]
    fn t10_a_damaged_database_is_refused_or_knows_less() {
        let whole = std::fs::read(file("city.mmdb")).expect("a file");
        for (at, byte) in (0..whole.len()).flat_map(|at| [0, 0x5a, 0xff].map(|byte| (at, byte))) {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            for bytes in [damaged, whole[..at].to_vec()] {
                let Ok(database) = Reader::from_source(bytes) else { continue };
                let places = Places(Arc::new([database]));
                for address in ["203.0.113.7", "2001:db8:1::7", "10.0.0.1"] {
                    places.infer(address.parse().expect("an address"));
                }
            }
        }
    }
}
