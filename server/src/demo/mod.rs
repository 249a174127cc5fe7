//! The demo's website: plain pages on another site than Parlor, as strict as a host page can be.

mod customers;

use std::io;
use std::net::{Ipv6Addr, TcpListener};

use actix_web::dev::ServerHandle;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt};

pub(crate) use self::customers::Signer;
use crate::assets::{Assets, content_type};
use crate::clock;
use crate::origin::Origin;

/// The folders among the assets that hold a site's file, and what it names: of the website, and of its gallery, which shows the chat in
/// every state.
pub(crate) const SAMPLE: &str = "demo/";
pub(crate) const GALLERY: &str = "demo/gallery/";
/// What stands in the pages in the place of Parlor's origin.
const ORIGIN_TOKEN: &str = "__PARLOR_ORIGIN__";
/// What stands in the pages in the place of a signed identity; nothing, when nobody is signed in.
const IDENTITY_TOKEN: &str = "__PARLOR_IDENTITY__";
/// The corner of the website that is one page: everything below is an address of its own there.
const ONE_PAGE: (&str, &str) = ("app/", "demo/app.html");

struct Pages {
    assets: Assets,
    parlor: String,
    signer: Signer,
}

/// The running website.
pub(crate) struct HostPages(ServerHandle);

impl HostPages {
    pub(crate) fn start(assets: Assets, listener: TcpListener, parlor: &Origin, signer: Signer) -> io::Result<Self> {
        let pages = Data::new(Pages { assets, parlor: parlor.to_string(), signer });
        let port = listener.local_addr()?.port();
        let mut server = HttpServer::new(move || App::new().app_data(pages.clone()).configure(routes))
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

fn routes(config: &mut ServiceConfig) {
    config
        .route("/customers/sign-in", web::to(customers::sign_in))
        .route("/customers/sign-out", web::to(customers::sign_out))
        .route("/contact", web::post().to(contact))
        .default_service(web::to(page));
}

/// The form is sent, and nothing comes of it but a word of thanks.
async fn contact() -> HttpResponse {
    see("/thanks")
}

fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).insert_header((CACHE_CONTROL, "no-store")).finish()
}

async fn page(pages: Data<Pages>, request: HttpRequest) -> HttpResponse {
    let found = candidates(request.path()).into_iter().find_map(|name| pages.assets.file(&name).map(|file| (name, file)));
    let Some((name, file)) = found else { return HttpResponse::NotFound().body("There is no such page.") };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self' {origin}; frame-src {origin}; \
         form-action 'self'",
        origin = pages.parlor
    );
    let body = match std::str::from_utf8(&file.plain) {
        Ok(html) if name.ends_with(".html") => pages.fill(html, &request).into(),
        _ => file.plain.clone(),
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type(&name)))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body)
}

impl Pages {
    /// A page with everything in its place.
    fn fill(&self, html: &str, request: &HttpRequest) -> String {
        let identity = customers::who(request).map(|who| self.signer.sign(who, clock::now())).unwrap_or_default();
        html.replace(ORIGIN_TOKEN, &self.parlor).replace(IDENTITY_TOKEN, &identity)
    }
}

/// The files that may be meant by a path.
fn candidates(path: &str) -> Vec<String> {
    let path = path.trim_matches('/');
    let (corner, page) = ONE_PAGE;
    if path.is_empty() {
        return vec!["demo/index.html".to_owned()];
    }
    let mut candidates = vec![format!("demo/{path}"), format!("demo/{path}.html"), format!("demo/{path}/index.html")];
    candidates.extend(path.starts_with(corner).then(|| page.to_owned()));
    candidates
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::http::header::{COOKIE, HeaderName, SET_COOKIE};
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use parlor_domain::text::SiteKey;

    use super::*;

    const ORIGIN: &str = "http://127.0.0.1:8080";

    /// What the website answers: status, the header, the body.
    async fn ask(request: TestRequest, header: HeaderName) -> (StatusCode, String, String) {
        let file = |name: &str, text: &'static str| (name.to_owned(), text.into());
        let files = [
            file("manifest.json", r#"{"widget_js":"a.js","widget_wasm":"b.wasm","loader_rest":"c.js"}"#),
            file("loader.js", ""),
            file("read.html", ""),
            file("demo/index.html", "front __PARLOR_ORIGIN__"),
            file("demo/app.html", "app"),
            file("demo/app.js", "__PARLOR_ORIGIN__"),
            file("demo/docs/index.html", "docs"),
            file("demo/customers.html", "[__PARLOR_IDENTITY__]"),
        ];
        let signer = Signer { site: SiteKey::parse("tidemark").expect("a site key"), secret: "a secret".to_owned() };
        let assets = Assets::of(files).expect("all that is needed");
        let pages = Data::new(Pages { assets, parlor: ORIGIN.to_owned(), signer });
        let website = init_service(App::new().app_data(pages).configure(routes)).await;
        let answer = call_service(&website, request.to_request()).await;
        let told = answer.headers().get(header).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        (answer.status(), told, String::from_utf8(read_body(answer).await.to_vec()).expect("text"))
    }

    async fn body(path: &str) -> String {
        ask(TestRequest::get().uri(path), CONTENT_TYPE).await.2
    }

    #[actix_web::test]
    async fn every_address_of_the_corner_is_its_page() {
        for (path, expected) in [
            ("/", "front http://127.0.0.1:8080"),
            ("/app", "app"),
            ("/app/", "app"),
            ("/app/tides", "app"),
            ("/app/station/lerwick?x=1", "app"),
            ("/app.js", "__PARLOR_ORIGIN__"),
            ("/docs/", "docs"),
            ("/apple", "There is no such page."),
        ] {
            assert_eq!(body(path).await, expected, "{path}");
        }
        let (_, policy, _) = ask(TestRequest::get().uri("/"), CONTENT_SECURITY_POLICY).await;
        assert!(policy.contains(&format!("script-src 'self' {ORIGIN}; frame-src {ORIGIN}")), "{policy}");
    }

    #[actix_web::test]
    async fn the_contact_form_says_thanks() {
        let (status, location, _) = ask(TestRequest::post().uri("/contact").set_payload("name=Ada"), LOCATION).await;
        assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/thanks"));
    }

    #[actix_web::test]
    async fn i3_the_identity_of_who_is_signed_in_stands_in_the_page() {
        assert_eq!(body("/customers").await, "[]");
        let (status, cookie, _) = ask(TestRequest::get().uri("/customers/sign-in?as=maren"), SET_COOKIE).await;
        assert_eq!((status, cookie.as_str()), (StatusCode::SEE_OTHER, "customer=maren; HttpOnly; SameSite=Lax; Path=/"));
        let signed_in = TestRequest::get().uri("/customers.html").insert_header((COOKIE, "customer=maren"));
        let (_, _, page) = ask(signed_in, CONTENT_TYPE).await;
        let token = page.trim_matches(['[', ']']);
        let site = SiteKey::parse("tidemark").expect("a site key");
        let claims = crate::identity::read(token, &[b"a secret".to_vec()], &site, clock::now()).expect("a good identity");
        assert_eq!(claims.external_id.as_deref(), Some("customer-1041"));

        let (_, gone, _) = ask(TestRequest::post().uri("/customers/sign-out"), SET_COOKIE).await;
        assert!(gone.starts_with("customer=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0"), "{gone}");
        assert_eq!(ask(TestRequest::get().uri("/customers/sign-in?as=eve"), LOCATION).await.0, StatusCode::NOT_FOUND);
        let eve = TestRequest::get().uri("/customers").insert_header((COOKIE, "customer=eve"));
        assert_eq!(ask(eve, CONTENT_TYPE).await.2, "[]");
    }
}
