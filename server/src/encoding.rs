//! Which compressed form a browser takes, and answers in that form.

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

/// How the bytes of an answer are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// The smallest form that the browser takes.
    fn of(request: &HttpRequest) -> Self {
        let accepted = text(request.headers(), &ACCEPT_ENCODING);
        [Self::Brotli, Self::Gzip].into_iter().find(|encoding| takes(accepted, encoding.name())).unwrap_or(Self::Identity)
    }
}

fn takes(accepted: &str, name: &str) -> bool {
    let weight = |wanted: &str| {
        accepted.split(',').find_map(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            let is_wanted = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(wanted));
            let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            // A weight that can't be read is taken for a refusal: plain bytes are read by everybody.
            is_wanted.then(|| weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0)))
        })
    };
    weight(name).or_else(|| weight("*")).is_some_and(|weight: f32| weight > 0.0)
}

/// The same content in every form.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// The hash of the plain bytes, for the ETag.
    pub(crate) hash: String,
    pub(crate) plain: Bytes,
    pub(crate) brotli: Option<Bytes>,
    pub(crate) gzip: Option<Bytes>,
}

/// How long something may be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keep {
    /// Its address changes with its content.
    ForEver,
    /// This long, then ask whether it has changed.
    Minute,
    /// Not at all.
    No,
}

impl Keep {
    const fn header(self) -> &'static str {
        match self {
            Self::ForEver => "public, max-age=31536000, immutable",
            Self::Minute => "max-age=60",
            Self::No => "no-store",
        }
    }
}

/// Answers with the form that the browser takes, or says that it has it already.
pub(crate) fn answer(request: &HttpRequest, packed: &Packed, content_type: &str, keep: Keep) -> HttpResponse {
    let (encoding, body) = match (Encoding::of(request), &packed.brotli, &packed.gzip) {
        (Encoding::Brotli, Some(brotli), _) => (Encoding::Brotli, brotli),
        (Encoding::Brotli, None, Some(gzip)) if takes(text(request.headers(), &ACCEPT_ENCODING), "gzip") => {
            (Encoding::Gzip, gzip)
        }
        (Encoding::Gzip, _, Some(gzip)) => (Encoding::Gzip, gzip),
        _ => (Encoding::Identity, &packed.plain),
    };
    // A strong tag names bytes, so each form has its own.
    let tag = format!("\"{}-{}\"", packed.hash, encoding.name());
    if !matches!(keep, Keep::No) && is_known(text(request.headers(), &IF_NONE_MATCH), &tag) {
        return with(HttpResponse::NotModified(), keep, &tag).finish();
    }
    let mut response = with(HttpResponse::Ok(), keep, &tag);
    response.insert_header((CONTENT_TYPE, content_type));
    if encoding != Encoding::Identity {
        response.insert_header((CONTENT_ENCODING, encoding.name()));
    }
    response.body(body.clone())
}

fn with(mut response: HttpResponseBuilder, keep: Keep, tag: &str) -> HttpResponseBuilder {
    response.insert_header((CACHE_CONTROL, keep.header())).insert_header((VARY, "accept-encoding"));
    if !matches!(keep, Keep::No) {
        response.insert_header((ETAG, tag));
    }
    response
}

fn is_known(known: &str, tag: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// A header's text; empty if it isn't there or isn't text.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn w5_the_smallest_form_that_is_accepted() {
        for (accepted, expected) in [
            ("", Encoding::Identity),
            ("gzip, deflate, br", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("BR ; q=0.0, gzip; q=0", Encoding::Identity),
            ("*", Encoding::Brotli),
            ("br;q=0, *", Encoding::Gzip),
            ("gzip;q=nonsense", Encoding::Identity),
            ("identity", Encoding::Identity),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT_ENCODING, accepted)).to_http_request();
            assert_eq!(Encoding::of(&request), expected, "{accepted}");
        }
    }

    #[test]
    fn w1_a_known_tag_is_recognised() {
        for (known, expected) in
            [("", false), ("\"a-br\"", true), ("W/\"a-br\"", true), ("\"b\", \"a-br\"", true), ("*", true), ("\"a-gzip\"", false)]
        {
            assert_eq!(is_known(known, "\"a-br\""), expected, "{known}");
        }
    }
}
