//! The loader of a site: the one script that a host page carries, and the pointer to the site's file (W1).

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::colour::Colour;
use parlor_domain::site::{Corner, LauncherMode};
use parlor_domain::text::{Name, SiteKey};
use parlor_store::SiteFront;
use parlor_wire::problem::Code;
use parlor_wire::visitor::FRAME;
use serde::Serialize;

use crate::app::App;
use crate::assets::{LOADER_TOKEN, content_type};
use crate::encoding::{Keep, answer};
use crate::failure::Failure;
use crate::page;
use crate::squeeze::Content;

/// What the loader knows of its site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    key: SiteKey,
    file: Option<String>,
    off: bool,
    frame: String,
    launcher: LauncherMode,
    corner: Corner,
    accent: Colour,
    ink: Colour,
    name: Name,
}

impl Facts {
    fn of(key: SiteKey, site: SiteFront) -> Self {
        let look = site.settings.look;
        Self {
            file: site.site_file.map(|hash| hash.to_string()),
            off: site.settings.off,
            frame: FRAME.replace("{key}", key.as_str()),
            key,
            launcher: look.launcher,
            corner: look.corner,
            ink: look.accent.ink(),
            accent: look.accent,
            name: look.bot_name,
        }
    }
}

/// GET the loader with the site's settings inside.
pub(super) async fn loader(app: Data<App>, key: Path<SiteKey>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let site = app.store.front(&key).await?.ok_or(Code::NotFound)?;
    let facts = serde_json::to_string(&Facts::of(key.into_inner(), site)).map_err(Failure::internal)?;
    let script = app.assets.loader.replacen(LOADER_TOKEN, &page::script(&facts), 1);
    let packed = app.squeeze.pack(Content::Loader, script.into_bytes()).await?;
    Ok(answer(&request, &packed, content_type("loader.js"), Keep::Minute))
}
