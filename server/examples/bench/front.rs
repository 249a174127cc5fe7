//! What a browser gets of a site before anything else.

use parlor_domain::form::Form;
use parlor_domain::site::SiteFile;
use parlor_wire::visitor::{FRAME, FRAME_LANGUAGE, LOADER, META_SITE_FILE, SITE_FILE};

use crate::Failed;
use crate::http::{Connection, between};

/// The front of a site, in its first language.
pub(crate) struct Front {
    pub(crate) loader: String,
    pub(crate) frame: String,
    pub(crate) document: String,
    pub(crate) site_file: String,
    pub(crate) site: SiteFile,
}

impl Front {
    pub(crate) fn ask(connection: &mut Connection, key: &str) -> Result<Self, Failed> {
        let loader = LOADER.replace("{key}", key);
        let script = String::from_utf8(connection.get(&loader)?)?;
        let language = between(&script, "\"languages\":[[\"", "\"").ok_or("the site has no language")?;
        let frame = format!("{}?{FRAME_LANGUAGE}={language}", FRAME.replace("{key}", key));
        let document = String::from_utf8(connection.get(&frame)?)?;
        let named = format!("name=\"{META_SITE_FILE}\" content=\"");
        let file = between(&document, &named, "\"").ok_or("the site has nothing published")?;
        let site_file = SITE_FILE.replace("{hash}", file);
        let site = SiteFile::from_bytes(&connection.get(&site_file)?).map_err(|bad| bad.to_string())?;
        Ok(Self { loader, frame, document, site_file, site })
    }
}
