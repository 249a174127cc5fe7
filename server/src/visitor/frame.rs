//! The frame document of a site: who may hold it, its ticket, and what it needs (O9, W3).

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::language::Language;
use parlor_domain::page::HostPattern;
use parlor_domain::site::FileHash;
use parlor_domain::text::SiteKey;
use parlor_domain::time::{Instant, MINUTE};
use parlor_engine::publish::parse_pattern;
use parlor_wire::visitor::{ASSET, FRAME_LANGUAGE, META_DOMAINS, META_KEY, META_SITE_FILE, META_TICKET, SITE_FILE, hashed};

use super::{is_for_any_page, loads_only_what_may};
use crate::app::App;
use crate::assets::Manifest;
use crate::clock;
use crate::encoding::{Keep, answer};
use crate::failure::Failure;
use crate::origin::Origin;
use crate::page;
use crate::squeeze::pack_once;

/// GET the frame document. It is never kept, so that a change of the domains takes effect at once. Here it is the same for a minute, and
/// packed once.
pub(super) async fn frame(
    app: Data<App>,
    key: Path<SiteKey>,
    query: Query<Vec<(String, String)>>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let site = app.front(&key).await?;
    let domains = &site.settings.allowed_domains;
    let hosts = hosts(domains);
    let wanted = query.iter().find(|(name, _)| name == FRAME_LANGUAGE).map_or("", |(_, language)| language);
    // A language that the site doesn't have is its first one, so that nobody can ask for ever other documents.
    let file = site.site_files.iter().find(|(language, _)| language.as_str() == wanted).or(site.site_files.first());
    let (language, file) = file.map_or((Language::english(), None), |(language, file)| (language.clone(), Some(*file)));
    let now = clock::now();
    let ticket = app.tickets.issue(&key, domains, Instant(now.0 - now.0.rem_euclid(MINUTE)));
    let document = document(&app.assets.manifest, &key, &ticket, &hosts, &language, file);
    let packed = if app.previews.front(&key).is_some() {
        pack_once(document.into_bytes())?
    } else {
        app.frames.pack((key.clone(), language), document.into_bytes()).map_err(Failure::internal)?
    };
    let policy = HeaderValue::from_str(&policy(domains.is_empty(), &hosts, &app.console_url)).map_err(Failure::internal)?;
    let mut response = answer(&request, &packed, "text/html; charset=utf-8", Keep::No);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(HeaderName::from_static("origin-agent-cluster"), HeaderValue::from_static("?1"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    is_for_any_page(&mut response);
    loads_only_what_may(&mut response);
    Ok(response)
}

/// The domains in the form in which browsers compare them: `example.com`, `*.example.com`.
fn hosts(domains: &[String]) -> Vec<HostPattern> {
    // Imports refuse what can't be read; should one get through all the same, it allows nothing.
    domains.iter().filter_map(|domain| parse_pattern(domain).ok()).map(|pattern| pattern.host).collect()
}

fn policy(is_open: bool, hosts: &[HostPattern], console: &Origin) -> String {
    let ancestors = if is_open { "*".to_owned() } else { sources(hosts) + &console.to_string() };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; \
         font-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

fn sources(hosts: &[HostPattern]) -> String {
    let both = |host: &str| format!("http://{host} https://{host} ");
    let source = |host: &HostPattern| match host {
        HostPattern::Any => String::new(),
        HostPattern::Exact(host) => both(host),
        // A browser's `*.` leaves out the domain itself, ours doesn't.
        HostPattern::Domain(domain) => both(domain) + &both(&format!("*.{domain}")),
    };
    hosts.iter().map(source).collect()
}

fn document(
    manifest: &Manifest,
    key: &SiteKey,
    ticket: &str,
    hosts: &[HostPattern],
    language: &Language,
    file: Option<FileHash>,
) -> String {
    let asset = |name: &str| page::html(&ASSET.replace("{name}", name));
    let (script, module) = (asset(&manifest.widget_js), asset(&manifest.widget_wasm));
    let file = file.map(|hash| preload(&hashed(SITE_FILE, hash)) + &meta(META_SITE_FILE, &hash.to_string())).unwrap_or_default();
    let domains: Vec<String> = hosts.iter().filter_map(written).collect();
    let direction = if language.is_from_right() { "rtl" } else { "ltr" };
    format!(
        "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Chat</title>\
         <script type=\"module\" src=\"{script}\"></script>{}{file}{}{}{}</head><body></body></html>",
        preload(&module),
        meta(META_KEY, key.as_str()),
        meta(META_TICKET, ticket),
        meta(META_DOMAINS, &domains.join(" ")),
    )
}

fn meta(name: &str, content: &str) -> String {
    format!("<meta name=\"{name}\" content=\"{}\">", page::html(content))
}

fn preload(path: &str) -> String {
    format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{path}\">")
}

fn written(host: &HostPattern) -> Option<String> {
    match host {
        HostPattern::Any => None,
        HostPattern::Exact(host) => Some(host.clone()),
        HostPattern::Domain(domain) => Some(format!("*.{domain}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ancestors(domains: &[&str]) -> String {
        let domains: Vec<String> = domains.iter().map(ToString::to_string).collect();
        let console: Origin = "https://console.example.net".parse().expect("an origin");
        let policy = policy(domains.is_empty(), &hosts(&domains), &console);
        policy.split_once("frame-ancestors ").expect("a directive").1.to_owned()
    }

    #[test]
    fn o9_who_may_hold_the_frame() {
        let console = "https://console.example.net";
        for (domains, expected) in [
            (&[][..], "*".to_owned()),
            (&["example.com"], format!("http://example.com https://example.com {console}")),
            (
                &["*.example.com"],
                format!("http://example.com https://example.com http://*.example.com https://*.example.com {console}"),
            ),
            (&["localhost:8081"], format!("http://localhost:8081 https://localhost:8081 {console}")),
            (&["Müller.de"], format!("http://xn--mller-kva.de https://xn--mller-kva.de {console}")),
            (&["a.b; script-src *"], console.to_owned()),
        ] {
            assert_eq!(ancestors(domains), expected, "{domains:?}");
        }
    }
}
