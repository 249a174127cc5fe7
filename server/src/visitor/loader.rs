//! The loader of a site: the one script that a host page carries (W1).

use std::collections::BTreeMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::colour::Colour;
use parlor_domain::form::Form;
use parlor_domain::language::{Language, Text};
use parlor_domain::look::{Corner, LauncherMode, Look};
use parlor_domain::site::{FileHash, PublishedFlow, Settings, SiteFile, StorageMode};
use parlor_domain::text::{Name, SiteKey};
use parlor_engine::publish::words;
use parlor_store::{FileKind, SiteFront};
use parlor_wire::visitor::ASSET;
use serde::Serialize;

use super::is_for_any_page;
use crate::app::App;
use crate::assets::{LOADER_TOKEN, content_type};
use crate::encoding::{Keep, answer};
use crate::failure::Failure;
use crate::page;
use crate::squeeze::{Content, pack_once};

/// What the loader knows of its site. What is as usual is left out: the loader has little room.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    key: SiteKey,
    /// The site's languages, the first one first, and what launcher and frame are called in them (W20).
    languages: Vec<(Language, String)>,
    /// Why there is no chat, if there is none. What it says to who calls for it stands here and not in every loader.
    #[serde(skip_serializing_if = "Option::is_none")]
    off: Option<&'static str>,
    /// What keeping waits for: 1 for an act of the visitor's, 2 for consent (W28).
    #[serde(skip_serializing_if = "Option::is_none")]
    hold: Option<u8>,
    /// Where the loader's rest is.
    rest: String,
    /// Whether there is no launcher, at least not before there is something to talk about.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
    corner: Corner,
    /// The properties of launcher and frame by which sites differ, as a style sheet.
    style: String,
    /// The outline of the launcher's picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'static str>,
    /// Whether the launcher's name stands on it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    label: bool,
    /// What finds the page's own launchers.
    #[serde(skip_serializing_if = "String::is_empty")]
    own: String,
    /// What finds the elements that launcher and teaser step aside for.
    #[serde(skip_serializing_if = "String::is_empty")]
    aside: String,
    /// The fields that forms hand over, by the names of the flows that they start (W9).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    forms: BTreeMap<Name, Vec<String>>,
}

impl Facts {
    fn of(key: SiteKey, site: SiteFront, flows: Vec<PublishedFlow>, rest: &str) -> Self {
        let languages = languages(&site.settings);
        let off = site.settings.off.then_some("the chat is switched off.");
        let off = off.or(site.site_files.is_empty().then_some("nothing is published."));
        let look = site.settings.look;
        let fields = |flow: &PublishedFlow| flow.form_fields.iter().map(|(field, _)| field.clone()).collect();
        let with_form = flows.into_iter().filter(|flow| !flow.form_fields.is_empty());
        Self {
            forms: with_form.map(|flow| (flow.name.clone(), fields(&flow))).collect(),
            languages,
            off,
            hold: match site.settings.storage_mode {
                StorageMode::Always => None,
                StorageMode::Engaged => Some(1),
                StorageMode::Consent => Some(2),
            },
            rest: ASSET.replace("{name}", rest),
            key,
            hidden: off.is_some() || look.launcher != LauncherMode::Always,
            corner: look.corner,
            style: style(&look),
            icon: look.icon.outline(),
            label: look.launcher_label,
            own: look.own_launcher,
            aside: look.aside_for,
        }
    }
}

/// What differs from the usual look, which the loader has.
fn style(look: &Look) -> String {
    let Look { side, bottom, z_index, accent, .. } = look;
    let usual = Look::default();
    // Where there is little room it is left to the chat.
    let distance = |name: &str, pixels: u16, usual: u16, most: &str| {
        if pixels == usual { String::new() } else { format!("--{name}:min({pixels}px,{most});") }
    };
    let place = distance("side", *side, usual.side, "20vw") + &distance("bottom", *bottom, usual.bottom, "20vh");
    let level = if *z_index == usual.z_index { String::new() } else { format!("--level:{z_index};") };
    let colours = |accent: Colour| format!("--accent:{};--ink:{}", String::from(accent), String::from(accent.ink()));
    let always = format!(":host{{{place}{level}{}}}", colours(*accent));
    let label = look.launcher_label.then(|| {
        let family = Some(look.font.families()).filter(|families| !families.is_empty()).unwrap_or("system-ui");
        format!("#launcher{{gap:8px;font:600 16px/24px {family}}}")
    });
    let dark = look.accent_dark.map(|accent| format!("@media(prefers-color-scheme:dark){{:host{{{}}}}}", colours(accent)));
    [Some(always), dark, label].into_iter().flatten().collect()
}

fn languages(settings: &Settings) -> Vec<(Language, String)> {
    let title = |language: &Language| words(language, &settings.texts).with(Text::Chat, settings.look.bot_name.as_str());
    settings.languages.iter().map(|language| (language.clone(), title(language))).collect()
}

/// GET the loader with the site's settings inside.
pub(super) async fn loader(app: Data<App>, key: Path<SiteKey>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let site = app.front(&key).await?;
    let is_preview = app.previews.front(&key).is_some();
    let flows = flows(&app, site.site_files.first().map(|(_, file)| *file)).await?;
    let facts = serde_json::to_string(&Facts::of(key.into_inner(), site, flows, &app.assets.manifest.loader_rest))
        .map_err(Failure::internal)?;
    let script = app.assets.loader.replacen(LOADER_TOKEN, &page::script(&facts), 1);
    let packed =
        if is_preview { pack_once(script.into_bytes())? } else { app.squeeze.pack(Content::Loader, script.into_bytes()).await? };
    let mut response = answer(&request, &packed, content_type("loader.js"), Keep::Minute);
    is_for_any_page(&mut response);
    Ok(response)
}

/// The flows that are published now.
async fn flows(app: &App, file: Option<FileHash>) -> Result<Vec<PublishedFlow>, Failure> {
    let Some(hash) = file else { return Ok(Vec::new()) };
    let bytes = app.file(FileKind::Site, hash).await?.unwrap_or_default();
    SiteFile::from_bytes(&bytes).map(|site| site.flows).map_err(Failure::internal)
}

#[cfg(test)]
mod tests {
    use parlor_domain::site::FileHash;
    use serde_json::{Value, json};

    use super::*;

    /// What the loader hears of a site with something published beyond what it hears of any.
    fn unusual(settings: Value) -> Value {
        told(settings, vec![(Language::english(), FileHash([1; 16]))])
    }

    fn told(settings: Value, site_files: Vec<(Language, FileHash)>) -> Value {
        let mut site = json!({ "name": "Site" });
        if let (Value::Object(site), Value::Object(settings)) = (&mut site, settings) {
            site.extend(settings);
        }
        let settings: Settings = serde_json::from_value(site).expect("settings");
        let key = SiteKey::parse("demo").expect("a key");
        let facts = Facts::of(key, SiteFront { settings, site_files }, Vec::new(), "rest.js");
        let mut told = serde_json::to_value(facts).expect("JSON");
        if let Value::Object(told) = &mut told {
            told.retain(|name, _| !["key", "languages", "rest", "corner", "style"].contains(&name.as_str()));
        }
        told
    }

    #[test]
    fn w14_how_launcher_and_frame_stand_in_the_page() {
        let colour = |text: &str| Colour::try_from(text.to_owned()).expect("a colour");
        let usual = ":host{--accent:#0e6f73;--ink:#ffffff}";
        assert_eq!(style(&Look::default()), usual);
        let look = Look { side: 0, bottom: 96, z_index: 5, accent_dark: Some(colour("#7fd6d9")), ..Look::default() };
        let other = ":host{--side:min(0px,20vw);--bottom:min(96px,20vh);--level:5;--accent:#0e6f73;--ink:#ffffff}\
            @media(prefers-color-scheme:dark){:host{--accent:#7fd6d9;--ink:#000000}}";
        assert_eq!(style(&look), other);
        let look = Look { launcher_label: true, ..Look::default() };
        assert_eq!(style(&look), format!("{usual}#launcher{{gap:8px;font:600 16px/24px system-ui}}"));
    }

    #[test]
    fn w1_w28_the_loader_is_told_of_what_is_unusual_alone() {
        for (settings, expected) in [
            (json!({}), json!({})),
            (json!({ "off": true }), json!({ "off": "the chat is switched off.", "hidden": true })),
            (json!({ "look": { "launcher": "when_needed" } }), json!({ "hidden": true })),
            (json!({ "look": { "launcher": "never", "own_launcher": "#help" } }), json!({ "hidden": true, "own": "#help" })),
            (json!({ "look": { "launcher_label": true, "aside_for": ".banner" } }), json!({ "label": true, "aside": ".banner" })),
            (json!({ "storage_mode": "engaged" }), json!({ "hold": 1 })),
            (json!({ "storage_mode": "consent" }), json!({ "hold": 2 })),
        ] {
            assert_eq!(unusual(settings.clone()), expected, "{settings}");
        }
        assert_eq!(told(json!({}), Vec::new()), json!({ "off": "nothing is published.", "hidden": true }));
    }
}
