//! How a site is set up, and what the chat looks like (W14).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use jiff::tz::TimeZone;
use parlor_domain::access::need::{ChangeSettings, ReadSettings};
use parlor_domain::change::By;
use parlor_domain::language::{Language, OwnTexts, Text};
use parlor_domain::look::LookFile;
use parlor_domain::site::Settings;
use parlor_domain::text::SiteKey;
use parlor_engine::publish::{check_look, check_settings, languages, read_settings, words};
use parlor_store::{File, FileKind, SettingsChanged};
use parlor_wire::console::{ChangeSettings as Asked, LanguageWords, LookPart, SiteSettings};
use parlor_wire::problem::Code;
use serde_json::Value;

use super::gate::May;
use crate::app::App;
use crate::body::{Json, LookBody};
use crate::content::{is_font, picture_type};
use crate::failure::Failure;
use crate::publishing::{self, file};

/// GET how the site is set up.
pub(super) async fn settings(may: May<ReadSettings>, app: Data<App>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&told(present(&app, &may.site).await?)))
}

/// POST how it is to be set up.
pub(super) async fn change(may: May<ChangeSettings, Json<Asked<Value>>>, app: Data<App>) -> Result<HttpResponse, Failure> {
    let (site, by, Json(asked)) = (may.site, may.by.now(), may.brought);
    let former = present(&app, &site).await?;
    if serde_json::to_value(&former).map_err(Failure::internal)? != asked.former {
        return Err(stale());
    }
    let settings = read_for(asked.settings, &former)?;
    keep(&app, &site, (former, settings), Vec::new(), by).await
}

/// POST a file of the look.
pub(super) async fn bring_part(
    may: May<ChangeSettings, LookBody>,
    app: Data<App>,
    path: Path<(SiteKey, String)>,
) -> Result<HttpResponse, Failure> {
    let (site, by, LookBody(body)) = (may.site, may.by.now(), may.brought);
    let part = LookPart::from_code(&path.into_inner().1).ok_or(Code::NotFound)?;
    put_part(&app, &site, part, read(part, body.to_vec())?, by).await
}

/// DELETE a file of the look.
pub(super) async fn remove_part(
    may: May<ChangeSettings>,
    app: Data<App>,
    path: Path<(SiteKey, String)>,
) -> Result<HttpResponse, Failure> {
    let part = LookPart::from_code(&path.into_inner().1).ok_or(Code::NotFound)?;
    put_part(&app, &may.site, part, (None, Vec::new()), may.by.now()).await
}

async fn put_part(app: &App, site: &SiteKey, part: LookPart, (kept, files): Kept, by: By) -> Result<HttpResponse, Failure> {
    let former = present(app, site).await?;
    let mut settings = former.clone();
    match part {
        LookPart::Avatar => settings.look.avatar = kept,
        LookPart::Font => settings.look.font_file = kept,
    }
    keep(app, site, (former, settings), files, by).await
}

const NOT_A_PICTURE: &str = "This is not a PNG, JPEG, GIF or WebP picture.";
const NOT_A_FONT: &str = "This is not a typeface in the format WOFF2.";

type Kept = (Option<LookFile>, Vec<(FileKind, File)>);

fn read(part: LookPart, bytes: Vec<u8>) -> Result<Kept, Failure> {
    let (kind, is_one, otherwise) = match part {
        LookPart::Avatar => (FileKind::Cover, picture_type(&bytes).is_some(), NOT_A_PICTURE),
        LookPart::Font => (FileKind::Font, is_font(&bytes), NOT_A_FONT),
    };
    if !is_one {
        return Err(Failure::detailed(Code::Refused, otherwise));
    }
    let file = file(bytes);
    Ok((Some(LookFile::Kept(file.hash)), vec![(kind, file)]))
}

/// Reads settings as a site's, or refuses them: each fault is a line that says where, and what to do. What of them isn't set here stays: the
/// key, and the files of the look, which are named as they are kept.
pub(super) fn read_for(json: Value, former: &Settings) -> Result<Settings, Failure> {
    let mut settings = read_settings(json).map_err(|fault| refused([fault]))?;
    settings.key.clone_from(&former.key);
    // Files that are kept are sound, and a file by an author can't name them.
    (settings.look.avatar, settings.look.font_file) = (None, None);
    let faults = check_settings(&settings);
    let is_zone = |faults: &[(String, String)]| faults.iter().any(|(place, _)| place == "zone");
    // One that came by a file stays, and stands for UTC (R13).
    let zone = settings.zone != former.zone && TimeZone::get(&settings.zone).is_err() && !is_zone(&faults);
    let zone = zone.then(|| ("zone".to_owned(), format!("there is no zone `{}`; choose one like Europe/Berlin", settings.zone)));
    let faults: Vec<_> = faults.into_iter().chain(zone).collect();
    if !faults.is_empty() {
        return Err(refused(faults));
    }
    settings.look.avatar.clone_from(&former.look.avatar);
    settings.look.font_file.clone_from(&former.look.font_file);
    Ok(settings)
}

fn refused(faults: impl IntoIterator<Item = (String, String)>) -> Failure {
    let lines: Vec<String> = faults.into_iter().map(|(place, what)| format!("{place}: {what}")).collect();
    Failure::detailed(Code::Refused, lines.join("\n"))
}

async fn keep(
    app: &App,
    site: &SiteKey,
    (former, settings): (Settings, Settings),
    files: Vec<(FileKind, File)>,
    by: By,
) -> Result<HttpResponse, Failure> {
    match app.store.change_settings(site, former, settings.clone(), files, by).await? {
        SettingsChanged::Changed => {
            publishing::refresh(&app.store, site).await?;
            Ok(super::json(&told(settings)))
        }
        SettingsChanged::Stale => Err(stale()),
        SettingsChanged::NoSuchSite => Err(Code::NotFound.into()),
    }
}

fn stale() -> Failure {
    Failure::detailed(Code::Refused, STALE)
}

const STALE: &str =
    "Somebody else has changed these settings meanwhile. Reload the page to see them; what you typed is lost then.";

pub(super) async fn present(app: &App, site: &SiteKey) -> Result<Settings, Failure> {
    Ok(app.store.front(site).await?.ok_or(Code::NotFound)?.settings)
}

fn told(settings: Settings) -> SiteSettings<Settings> {
    let by_itself = |language: &Language| {
        let said = words(language, &OwnTexts::new());
        let texts = Text::ALL.iter().map(|(text, name)| ((*name).to_owned(), said.text(*text).to_owned())).collect();
        LanguageWords { language: language.clone(), texts }
    };
    let words = settings.languages.iter().map(by_itself).collect();
    SiteSettings { findings: check_look(&settings.look), known: languages().collect(), words, settings }
}
