//! Signed identities (I3): JSON Web Tokens that the site owner's server signs with HS256.
//!
//! Pure: secrets and time are inputs. There is one algorithm and no way for a token to choose another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use parlor_domain::limits::{IDENTITY_CHARS, NAME_CHARS};
use parlor_domain::text::{Email, Key, SiteKey};
use parlor_domain::time::{Instant, SECOND};
use parlor_domain::value;
use parlor_wire::problem::Code;
use serde_json::{Map, Value};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;

use crate::failure::Failure;

/// Seconds that the clocks of two servers may be apart.
const LEEWAY: f64 = 60.0;
/// Seconds that a token may be good for. What is good for longer was meant in milliseconds.
const LONGEST: f64 = 366.0 * 86_400.0;
/// Claims that say something about the token or name the person, and so are no attributes.
const STANDARD: [&str; 8] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "email"];

/// What a token says whose signature and time are good.
#[derive(Debug, PartialEq)]
pub(crate) struct Claims {
    pub(crate) email: Option<Email>,
    /// The claim `sub`.
    pub(crate) external_id: Option<String>,
    /// Every other claim that an attribute could hold.
    pub(crate) attributes: Vec<(Key, value::Value)>,
}

/// Why a token is not taken, in words for the site's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadIdentity {
    code: Code,
    detail: Option<&'static str>,
}

impl From<Code> for BadIdentity {
    fn from(code: Code) -> Self {
        Self { code, detail: None }
    }
}

impl From<BadIdentity> for Failure {
    fn from(bad: BadIdentity) -> Self {
        match bad.detail {
            Some(detail) => Self::detailed(bad.code, detail),
            None => bad.code.into(),
        }
    }
}

const fn malformed(detail: &'static str) -> BadIdentity {
    BadIdentity { code: Code::IdentityMalformed, detail: Some(detail) }
}

/// Reads a token that one of the site's secrets must have signed. Nothing in it is believed before that is certain.
pub(crate) fn read(token: &str, secrets: &[Vec<u8>], site: &SiteKey, now: Instant) -> Result<Claims, BadIdentity> {
    if token.len() > IDENTITY_CHARS {
        return Err(malformed("It is longer than 4,096 characters."));
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(malformed("It has no signature."))?;
    let (header, payload) = signed.split_once('.').ok_or(malformed("It does not consist of three parts."))?;
    check_header(&object(header)?)?;
    if secrets.is_empty() {
        return Err(Code::IdentityWithoutKey.into());
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed("Its signature is not base64url."))?;
    if !secrets.iter().any(|secret| mac(secret, signed).verify_slice(&signature).is_ok()) {
        return Err(Code::IdentityWrongSignature.into());
    }
    let claims = object(payload)?;
    check_time(&claims, now)?;
    check_audience(&claims, site)?;
    person(claims)
}

/// Signs claims with a site's secret, as a site owner's server does.
pub(crate) fn sign(claims: &Value, secret: &[u8]) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&serde_json::json!({ "alg": "HS256", "typ": "JWT" })), part(claims));
    let signature = mac(secret, &signed).finalize().into_bytes();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn mac(secret: &[u8], signed: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap_or_else(|_| unreachable!("a key of any length will do"));
    mac.update(signed.as_bytes());
    mac
}

fn object(part: &str) -> Result<Map<String, Value>, BadIdentity> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed("A part of it is not base64url without padding."))?;
    serde_json::from_slice(&json).map_err(|_| malformed("A part of it is not a JSON object."))
}

fn check_header(header: &Map<String, Value>) -> Result<(), BadIdentity> {
    // Whoever signs with an extension means that it must be understood, and none is (RFC 7515).
    if header.contains_key("crit") {
        return Err(malformed("Its header asks for an extension."));
    }
    if header.get("alg").and_then(Value::as_str) == Some("HS256") { Ok(()) } else { Err(Code::IdentityWrongAlgorithm.into()) }
}

fn check_time(claims: &Map<String, Value>, now: Instant) -> Result<(), BadIdentity> {
    let now = now.0 as f64 / SECOND as f64;
    let time = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or(malformed("`exp` and `nbf` must be numbers: seconds since 1970.")),
    };
    let expiry = time("exp")?.ok_or(Code::IdentityWithoutExpiry)?;
    if expiry > now + LONGEST {
        return Err(malformed("`exp` is more than a year ahead. Write seconds since 1970, not milliseconds."));
    }
    if now >= expiry + LEEWAY {
        return Err(Code::IdentityExpired.into());
    }
    if time("nbf")?.is_some_and(|begin| now < begin - LEEWAY) { Err(Code::IdentityNotYet.into()) } else { Ok(()) }
}

fn check_audience(claims: &Map<String, Value>, site: &SiteKey) -> Result<(), BadIdentity> {
    let is_ours = |audience: &Value| audience.as_str() == Some(site.as_str());
    match claims.get("aud") {
        None => Ok(()),
        Some(Value::Array(several)) if several.iter().any(is_ours) => Ok(()),
        Some(one) if is_ours(one) => Ok(()),
        Some(_) => Err(Code::IdentityForAnotherSite.into()),
    }
}

fn person(claims: Map<String, Value>) -> Result<Claims, BadIdentity> {
    let text = |name: &str, wrong| match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(malformed(wrong)),
    };
    let external_id = text("sub", "`sub` must be a text; write a number in quotes.")?;
    if external_id.is_some_and(|id| !is_id(id)) {
        return Err(malformed("`sub` must have 1 to 200 characters, and none that can't be seen."));
    }
    let email = text("email", "`email` must be a text.")?.map(Email::parse).transpose();
    let email = email.map_err(|_| malformed("`email` is not an e-mail address."))?;
    let external_id = external_id.map(ToOwned::to_owned);
    if email.is_none() && external_id.is_none() {
        return Err(Code::IdentityWithoutName.into());
    }
    Ok(Claims { email, external_id, attributes: claims.into_iter().filter_map(attribute).collect() })
}

fn is_id(id: &str) -> bool {
    (1..=NAME_CHARS).contains(&id.chars().count()) && !id.chars().any(char::is_control) && id.trim() == id
}

fn attribute((name, claim): (String, Value)) -> Option<(Key, value::Value)> {
    let value = match claim {
        // As conditions have it, and what people type (T11).
        Value::String(text) => value::Value::Text(text.nfc().collect()),
        Value::Number(number) => value::Value::Number(number.as_f64().filter(|number| number.is_finite())?),
        Value::Bool(yes) => value::Value::YesNo(yes),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let key = Key::parse(&name).ok()?;
    (!STANDARD.contains(&name.as_str())).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);
    const SECRET: &[u8] = b"k7v0Yk0yqk1m6f3o0b1kX1V7m7cG8yqv2vQJ9h1cZ0A";

    fn site() -> SiteKey {
        SiteKey::parse("demo").expect("a site key")
    }

    fn check(token: &str) -> Result<Claims, Code> {
        read(token, &[b"an older key".to_vec(), SECRET.to_vec()], &site(), NOW).map_err(|bad| bad.code)
    }

    /// What becomes of claims that are properly signed, beside a good expiry.
    fn said(mut claims: Value) -> Result<Claims, Code> {
        if let Some(claims) = claims.as_object_mut() {
            claims.entry("exp").or_insert(json!(1_800_000_600));
        }
        check(&sign(&claims, SECRET))
    }

    #[test]
    fn i3_what_a_good_token_says() {
        let claims = said(json!({
            "sub": "7", "email": "Ada@Example.com", "iss": "https://example.com", "iat": 1, "jti": "x", "aud": ["other", "demo"],
            "first_name": "Ada", "team_size": 7, "beta": true, "address": {"city": "Paris"}, "Not A Key": "x", "tags": ["a"],
        }));
        let key = |name: &str| Key::parse(name).expect("a key");
        let attributes = vec![
            (key("beta"), value::Value::YesNo(true)),
            (key("first_name"), value::Value::Text("Ada".to_owned())),
            (key("team_size"), value::Value::Number(7.0)),
        ];
        let email = Email::parse("Ada@example.com").ok();
        assert_eq!(claims, Ok(Claims { email, external_id: Some("7".to_owned()), attributes }));
        assert!(said(json!({ "email": "ada@example.com", "sub": null, "aud": "demo" })).is_ok());
    }

    #[test]
    fn t11_texts_are_in_nfc_as_conditions_are() {
        let claims = said(json!({ "sub": "7", "company_name": "Cafe\u{301} 7" })).expect("a good token");
        let company = Key::parse("company_name").expect("a key");
        assert_eq!(claims.attributes, [(company, value::Value::Text("Caf\u{e9} 7".to_owned()))]);
    }

    /// The example of RFC 7515, A.1: its key, its token, its time.
    #[test]
    fn i3_a_signature_of_somebody_else_is_understood() {
        let secret = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let secret = URL_SAFE_NO_PAD.decode(secret).expect("base64url");
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt\
                     cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let at =
            |seconds: i64| read(token, std::slice::from_ref(&secret), &site(), Instant(seconds * 1_000)).map_err(|bad| bad.code);
        assert_eq!(at(1_300_819_000), Err(Code::IdentityWithoutName));
        assert_eq!(at(1_300_819_440), Err(Code::IdentityExpired));
    }

    #[test]
    fn i3_time_has_a_leeway_of_a_minute() {
        let now = 1_800_000_000;
        for (claims, expected) in [
            (json!({ "sub": "7", "exp": now }), None),
            (json!({ "sub": "7", "exp": now - 59 }), None),
            (json!({ "sub": "7", "exp": now - 60 }), Some(Code::IdentityExpired)),
            (json!({ "sub": "7", "exp": null }), Some(Code::IdentityMalformed)),
            (json!({ "sub": "7", "exp": now + 86_400 * 365 }), None),
            (json!({ "sub": "7", "exp": 1_800_000_600_000_i64 }), Some(Code::IdentityMalformed)),
            (json!({ "sub": "7", "exp": "tomorrow" }), Some(Code::IdentityMalformed)),
            (json!({ "sub": "7", "nbf": now + 60 }), None),
            (json!({ "sub": "7", "nbf": now + 61 }), Some(Code::IdentityNotYet)),
        ] {
            assert_eq!(said(claims.clone()).err(), expected, "{claims}");
        }
        assert_eq!(check(&sign(&json!({ "sub": "7" }), SECRET)), Err(Code::IdentityWithoutExpiry));
    }

    #[test]
    fn i3_who_and_for_whom() {
        for (claims, expected) in [
            (json!({}), Code::IdentityWithoutName),
            (json!({ "first_name": "Ada" }), Code::IdentityWithoutName),
            (json!({ "sub": 7 }), Code::IdentityMalformed),
            (json!({ "sub": "" }), Code::IdentityMalformed),
            (json!({ "sub": "a\u{7}" }), Code::IdentityMalformed),
            (json!({ "sub": "x".repeat(201) }), Code::IdentityMalformed),
            (json!({ "sub": "7", "email": "ada" }), Code::IdentityMalformed),
            (json!({ "sub": "7", "aud": "other" }), Code::IdentityForAnotherSite),
            (json!({ "sub": "7", "aud": [] }), Code::IdentityForAnotherSite),
            (json!({ "sub": "7", "aud": 1 }), Code::IdentityForAnotherSite),
        ] {
            assert_eq!(said(claims.clone()), Err(expected), "{claims}");
        }
    }

    #[test]
    fn i3_nobody_else_signs() {
        let good = sign(&json!({ "sub": "7", "exp": 1_800_000_600 }), SECRET);
        let (signed, signature) = good.rsplit_once('.').expect("a signature");
        let (_, payload) = signed.split_once('.').expect("a payload");
        let header = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let other = URL_SAFE_NO_PAD.encode(r#"{"sub":"8","exp":1800000600}"#);
        let hs256 = header(r#"{"alg":"HS256"}"#);
        for (token, expected) in [
            (format!("{hs256}.{other}.{signature}"), Code::IdentityWrongSignature),
            (sign(&json!({ "sub": "7", "exp": 1_800_000_600 }), b"another site's"), Code::IdentityWrongSignature),
            (sign(&json!({ "sub": "7", "exp": 1_800_000_600 }), b""), Code::IdentityWrongSignature),
            (format!("{signed}."), Code::IdentityWrongSignature),
            (format!("{signed}.{}", &signature[..20]), Code::IdentityWrongSignature),
            (format!("{}.{payload}.", header(r#"{"alg":"none"}"#)), Code::IdentityWrongAlgorithm),
            (format!("{}.{payload}.{signature}", header(r#"{"alg":"None"}"#)), Code::IdentityWrongAlgorithm),
            (format!("{}.{payload}.{signature}", header(r#"{"alg":"RS256"}"#)), Code::IdentityWrongAlgorithm),
            (format!("{}.{payload}.{signature}", header(r#"{"alg":"hs256"}"#)), Code::IdentityWrongAlgorithm),
            (format!("{}.{payload}.{signature}", header("{}")), Code::IdentityWrongAlgorithm),
            (format!("{}.{payload}.{signature}", header(r#"{"alg":"HS256","crit":["b64"]}"#)), Code::IdentityMalformed),
            (format!("{hs256}.{payload}.%%%"), Code::IdentityMalformed),
            (format!("{good}="), Code::IdentityMalformed),
            (format!("{signed}.x.{signature}"), Code::IdentityWrongSignature),
            (signed.to_owned(), Code::IdentityMalformed),
            (format!("{hs256}.{}.{signature}", header("[]")), Code::IdentityWrongSignature),
            (String::new(), Code::IdentityMalformed),
            ("x".repeat(IDENTITY_CHARS + 1), Code::IdentityMalformed),
        ] {
            assert_eq!(check(&token), Err(expected), "{token}");
        }
        assert_eq!(read(&good, &[], &site(), NOW).map_err(|bad| bad.code), Err(Code::IdentityWithoutKey));
        assert!(check(&good).is_ok());
    }
}
