//! The demo's website: plain pages on another site than Parlor, as strict as a host page can be.

use std::io;
use std::net::{Ipv6Addr, TcpListener};

use actix_web::dev::ServerHandle;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt};

use crate::assets::{Assets, content_type};
use crate::origin::Origin;

/// The sample site's file among the assets.
pub(crate) const SAMPLE: &str = "demo/site.json";
/// What stands in the pages in the place of Parlor's origin.
const ORIGIN_TOKEN: &str = "__PARLOR_ORIGIN__";

struct Pages {
    assets: Assets,
    parlor: String,
}

/// The running website.
pub(crate) struct HostPages(ServerHandle);

impl HostPages {
    pub(crate) fn start(assets: Assets, listener: TcpListener, parlor: &Origin) -> io::Result<Self> {
        let pages = Data::new(Pages { assets, parlor: parlor.to_string() });
        let port = listener.local_addr()?.port();
        let mut server = HttpServer::new(move || App::new().app_data(pages.clone()).default_service(web::to(page)))
            .workers(1)
            .disable_signals()
            .shutdown_timeout(1)
            .listen(listener)?;
        // Browsers that try ::1 first for `localhost` must not wait; a machine without IPv6 does without.
        if let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            server = server.listen(listener)?;
        }
        let server = server.run();
        let handle = server.handle();
        rt::spawn(server);
        Ok(Self(handle))
    }

    pub(crate) async fn stop(self) {
        self.0.stop(true).await;
    }
}

async fn page(pages: Data<Pages>, request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_matches('/');
    let candidates = [format!("demo/{path}"), format!("demo/{path}.html"), format!("demo/{path}/index.html")];
    let candidates = if path.is_empty() { vec!["demo/index.html".to_owned()] } else { candidates.to_vec() };
    let found = candidates.iter().find_map(|name| Some((name, pages.assets.file(name)?)));
    let Some((name, file)) = found else { return HttpResponse::NotFound().body("There is no such page.") };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src {origin}; frame-src {origin}; form-action 'self'",
        origin = pages.parlor
    );
    let body = match std::str::from_utf8(&file.plain) {
        Ok(html) if name.ends_with(".html") => html.replace(ORIGIN_TOKEN, &pages.parlor).into(),
        _ => file.plain.clone(),
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type(name)))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body)
}
