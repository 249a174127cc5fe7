//! Instants in words, by the browser's own tables.

use std::cell::RefCell;
use std::collections::HashMap;

use gloo_timers::callback::Interval;
use js_sys::Intl::{DateTimeFormat, RelativeTimeFormat};
use js_sys::{Array, Date, Function, Object, Reflect};
use parlor_domain::time::{DAY, Instant, MINUTE};
use wasm_bindgen::JsValue;
use yew::prelude::*;

const HOUR: i64 = 60 * MINUTE;

/// How often relative times are told anew, in milliseconds.
const TICK_MS: u32 = 60_000;

/// What the clock said at the last tick, as context.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Now(pub(crate) Instant);

fn read_clock() -> Now {
    Now(Instant(Date::now() as i64))
}

/// The present minute; for the shell, which hands it to all below.
#[hook]
pub(crate) fn use_clock() -> Now {
    let now = use_state_eq(read_clock);
    let setter = now.setter();
    use_effect_with((), move |()| {
        let interval = Interval::new(TICK_MS, move || setter.set(read_clock()));
        move || drop(interval)
    });
    *now
}

/// An instant as lists show it: how long ago if that is less than a day, else the day, as for what is to come.
pub(crate) fn in_words(instant: Instant, now: Instant) -> String {
    let past = now.since(instant);
    match past {
        _ if past < -DAY => formatted(instant, Style::Day),
        // Between two ticks the newest entries are from after `now`, and clocks differ.
        _ if past < MINUTE => "just now".to_owned(),
        _ if past < HOUR => ago(past / MINUTE, "minute"),
        _ if past < DAY => ago(past / HOUR, "hour"),
        _ => formatted(instant, Style::Day),
    }
}

/// An instant to the second, in the reader's zone, which it names.
pub(crate) fn exactly(instant: Instant) -> String {
    formatted(instant, Style::ToTheSecond)
}

/// The time of day, in the reader's zone.
pub(crate) fn time_of_day(instant: Instant) -> String {
    formatted(instant, Style::TimeOfDay)
}

/// The calendar day in the reader's zone: year, month, day of the month.
pub(crate) fn day_of(instant: Instant) -> (u32, u32, u32) {
    day(&date(instant))
}

fn day(date: &Date) -> (u32, u32, u32) {
    (date.get_full_year(), date.get_month(), date.get_date())
}

/// The day of an instant: what it is called as seen from now, if it has such a name, and its date.
pub(crate) fn day_in_words(instant: Instant, now: Option<Now>) -> (Option<&'static str>, String) {
    let name = now.and_then(|Now(now)| {
        let yesterday = date(now);
        yesterday.set_date(yesterday.get_date().wrapping_sub(1));
        match day_of(instant) {
            then if then == day_of(now) => Some("Today"),
            then if then == day(&yesterday) => Some("Yesterday"),
            _ => None,
        }
    });
    (name, formatted(instant, Style::DayInFull))
}

/// The reader's zone, by its name in the IANA database, if the browser knows it.
pub(crate) fn zone() -> Option<String> {
    let options = DateTimeFormat::new(&locales(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

fn date(instant: Instant) -> Date {
    Date::new(&JsValue::from_f64(instant.0 as f64))
}

/// How an instant is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    Day,
    DayInFull,
    TimeOfDay,
    ToTheSecond,
}

impl Style {
    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Day => &[("dateStyle", "medium")],
            Self::DayInFull => &[("dateStyle", "full")],
            Self::TimeOfDay => &[("timeStyle", "short")],
            Self::ToTheSecond => &[("dateStyle", "medium"), ("timeStyle", "long")],
        }
    }

    fn format(self) -> Function {
        let options = Object::new();
        for (name, value) in self.options() {
            // Setting a property of a fresh object doesn't fail.
            let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
        }
        DateTimeFormat::new(&locales(), &options).format()
    }
}

thread_local! {
    // A browser takes longer to make a format than to use it a hundred times, and a list shows more than that.
    static FORMATS: RefCell<HashMap<Style, Function>> = RefCell::default();
    static AGO: RelativeTimeFormat = RelativeTimeFormat::new(&locales(), &Object::new());
}

fn ago(count: i64, unit: &str) -> String {
    AGO.with(|ago| ago.format(-(count as f64), unit).into())
}

fn formatted(instant: Instant, style: Style) -> String {
    let format = FORMATS.with_borrow_mut(|formats| formats.entry(style).or_insert_with(|| style.format()).clone());
    let text = format.call1(&JsValue::UNDEFINED, &date(instant));
    // A browser's clock may have said a time that no calendar knows.
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| instant.to_string())
}

/// The reader's kind of English, because the words around are English.
fn locales() -> Array {
    let language = gloo_utils::window().navigator().language().filter(|language| language.starts_with("en"));
    Array::of1(&JsValue::from_str(language.as_deref().unwrap_or("en-GB")))
}
