//! The files that a site's look needs (W14).

use parlor_domain::form::Form;
use parlor_domain::look::LookFile;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::text::SiteKey;
use parlor_store::{Brought, File, FileKind};
use parlor_wire::visitor::{FONT, META_SITE_FILE, SITE_FILE, hashed};
use serde_json::json;

use crate::support::{App, header, key, meta, moment, problem};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n of the quay";
const TYPEFACE: &[u8] = b"wOF2 of the quay";

#[actix_web::test]
async fn w14_visitors_get_the_files_of_the_look_from_here() {
    let (avatar, font) = (FileHash([1; 16]), FileHash([2; 16]));
    let site = json!({ "parlor": 1, "site": { "name": "Demo", "key": "demo", "look": { "font": "serif" } } });
    let mut draft = parlor_engine::publish::read_file(&site.to_string()).expect("a sound file");
    draft.site.look.avatar = Some(LookFile::Kept(avatar));
    draft.site.look.font_file = Some(LookFile::Kept(font));
    let file = |kind, hash, bytes: &[u8]| (kind, File { hash, bytes: bytes.to_vec() });
    let look = vec![file(FileKind::Cover, avatar, PICTURE), file(FileKind::Font, font, TYPEFACE)];
    let app = App::start().await;
    let fresh = SiteKey::parse("unused").expect("a key");
    app.server.store().import(draft, Brought { look, ..Brought::default() }, fresh, moment(1)).await.expect("imported");
    parlor::refresh(app.server.store(), &key("demo")).await.expect("a site file");

    let frame = app.get("/frame/demo").await;
    assert!(header(&frame, "content-security-policy").contains("; font-src 'self';"));
    let hash: FileHash = meta(&frame.text().await.expect("a page"), META_SITE_FILE).parse().expect("a hash");
    let bytes = app.get(&hashed(SITE_FILE, hash)).await.bytes().await.expect("bytes");
    let look = SiteFile::from_bytes(&bytes).expect("a site file").look;
    assert_eq!((look.avatar, look.font_file), (Some(avatar), Some(font)));
    assert!(look.font.starts_with("own, Charter, "), "{}", look.font);

    let answer = app.get(&hashed(FONT, font)).await;
    for (name, expected) in [
        ("content-type", "font/woff2"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(header(&answer, name), expected, "{name}");
    }
    assert_eq!(answer.bytes().await.expect("bytes"), TYPEFACE);
    // What is a picture is no typeface.
    problem(app.get(&hashed(FONT, avatar)).await, 404, "not_found").await;
}
