//! What the browser knows, in the form in which the engine wants it.

use js_sys::Intl::PluralRules;
use js_sys::{Array, Date, Function, JsString, Number, Object, Reflect};
use parlor_domain::ids::{Moment, Secret};
use parlor_domain::lean::{contains, one_sigma};
use parlor_domain::page::PageAddress;
use parlor_domain::text::Typed;
use parlor_domain::time::Instant;
use parlor_engine::facts::PageFacts;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Url, VisibilityState, Window};

use crate::host::HostPage;

/// Query parameters of an address that are looked at.
const PARAMETERS: u32 = 50;

/// The clock's reading and fresh chance.
pub fn moment() -> Moment {
    let mut chance = [0; 10];
    fill(&mut chance);
    Moment { now: Instant(Date::now() as i64), chance }
}

/// A fresh secret.
pub fn secret() -> Secret {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    Secret::new(bytes)
}

fn fill(bytes: &mut [u8]) {
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(bytes);
    }
}

/// Whether the page is in view.
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Whether the browser has a connection, as far as it knows.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// What was typed, in NFC, and the same in lower case.
pub fn typed(text: &str) -> Typed {
    let text = JsString::from(text).normalize("NFC");
    let lower: String = text.to_lower_case().normalize("NFC").into();
    Typed { folded: one_sigma(&lower), text: text.into() }
}

/// A time for people, in this language; with the date if it was not today.
pub fn time_text(language: &str, at: Instant) -> String {
    let date = Date::new(&(at.0 as f64).into());
    let set = |options: &Object, key: &str, value: &str| {
        let _ = Reflect::set(options, &key.into(), &value.into());
    };
    let options = Object::new();
    set(&options, "timeStyle", "short");
    if date.to_date_string() != Date::new_0().to_date_string() {
        set(&options, "dateStyle", "medium");
    }
    date.to_locale_string(&locale(language), &options).into()
}

/// The plural category of a number in a language, and how the number is written.
pub fn count(language: &str, number: u8) -> (String, String) {
    let locale = locale(language);
    let rules = PluralRules::new(&Array::of(&[JsValue::from_str(&locale)]), &Object::new());
    (rules.select(number.into()).into(), Number::from(number).to_locale_string(&locale).into())
}

/// How numbers and times are written in a language: as the browser is set, if it is set to that language.
pub fn locale(language: &str) -> String {
    let own = web_sys::window().and_then(|window| window.navigator().language());
    own.filter(|own| own.starts_with(language)).unwrap_or_else(|| language.to_owned())
}

/// The facts of a page. `zone` is the one of the site's clocks, if its schedules ask for it.
pub fn page_facts(page: &HostPage, zone: &str) -> Option<PageFacts> {
    let window = web_sys::window()?;
    let agent = window.navigator().user_agent().unwrap_or_default();
    let now = Date::new_0();
    let address = address(&page.url)?;
    Some(PageFacts {
        query: address.query.iter().map(|(name, value)| (name.clone(), typed(value).folded)).collect(),
        address,
        narrow: page.phone,
        url: page.url.clone(),
        title: page.title.clone(),
        referrer: typed(&page.referrer).folded,
        language: language(&window),
        device: device(&agent).to_owned(),
        browser: browser(&agent).to_owned(),
        os: os(&agent).to_owned(),
        hour: now.get_hours() as u8,
        weekday: WEEKDAYS[now.get_day() as usize % 7].to_owned(),
        utc_offset_minutes: utc_offset(&now),
        site_offset_minutes: zone_offset(&now, zone),
    })
}

/// Minutes that clocks in a zone are ahead of UTC, by the browser's own tables; `None` if it doesn't know the zone, or nobody asks.
fn zone_offset(now: &Date, zone: &str) -> Option<i16> {
    // To read those tables for the first time takes a browser longer than all else that is done before the first message.
    if zone.is_empty() {
        return None;
    }
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into()).ok()?;
    let write: Function = Reflect::get(now, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
    // Read as if it were UTC: what it differs by is what the clocks differ by.
    let there = write.call2(now, &"en-US".into(), &options).ok()?.as_string()?;
    let minutes = (Date::parse(&[&there, " UTC"].concat()) - now.get_time()) / 60_000.0;
    minutes.is_finite().then_some(minutes.round() as i16)
}

/// Minutes that clocks here are ahead of UTC.
pub fn utc_offset(date: &Date) -> i16 {
    -date.get_timezone_offset() as i16
}

/// A page's address as patterns see it.
pub fn address(url: &str) -> Option<PageAddress> {
    let url = Url::new(url).ok()?;
    let mut address = PageAddress::new(&url.host(), &url.pathname(), &url.hash(), query(&url));
    address.path = typed(&address.path).text;
    address.fragment = typed(&address.fragment).text;
    Some(address)
}

/// Whether the visitor wants nothing to move by itself.
pub fn prefers_calm() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

const WEEKDAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

fn query(url: &Url) -> Vec<(String, String)> {
    let entries = Array::from(&url.search_params());
    let pair = |at| {
        let pair = Array::from(&entries.get(at));
        let text = |at| pair.get(at).as_string().map(|text: String| typed(&text).text);
        Some((text(0)?, text(1)?))
    };
    (0..entries.length().min(PARAMETERS)).filter_map(pair).collect()
}

fn language(window: &Window) -> String {
    window.navigator().language().unwrap_or_default().to_ascii_lowercase()
}

fn device(agent: &str) -> &'static str {
    match agent {
        _ if contains(agent, "iPad") || contains(agent, "Tablet") => "tablet",
        _ if contains(agent, "Mobi") => "phone",
        _ if contains(agent, "Android") => "tablet",
        _ => "desktop",
    }
}

/// Names in the order in which they tell: most browsers also claim to be others.
fn browser(agent: &str) -> &'static str {
    first_of(
        agent,
        &[
            ("Edg", "edge"),
            ("OPR/", "opera"),
            ("Firefox/", "firefox"),
            ("FxiOS/", "firefox"),
            ("Chrome/", "chrome"),
            ("CriOS/", "chrome"),
            ("Safari/", "safari"),
        ],
    )
}

fn os(agent: &str) -> &'static str {
    first_of(
        agent,
        &[
            ("Android", "android"),
            ("iPhone", "ios"),
            ("iPad", "ios"),
            ("Windows", "windows"),
            ("Mac OS", "macos"),
            ("CrOS", "chromeos"),
            ("Linux", "linux"),
        ],
    )
}

fn first_of(agent: &str, names: &[(&str, &'static str)]) -> &'static str {
    names.iter().find(|(mark, _)| contains(agent, mark)).map_or("other", |(_, name)| name)
}
