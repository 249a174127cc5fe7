//! Settings while somebody changes them.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{ChangeSettings, SETTINGS, fill};
use serde_json::{Map, Value};
use yew::prelude::*;

use crate::api::{Failure, post};
use crate::errand::{Errand, use_errand};
use crate::session::{Session, SitesChanged};
use crate::settings::table::Field;
use crate::settings::unsaved::{self, Unsaved, Whose};

/// How a site is set up, as the console reads it.
pub(crate) type SiteSettings = parlor_wire::console::SiteSettings<Value>;

/// Settings while somebody changes them, and what is wrong with them.
#[derive(Clone)]
pub(crate) struct Draft {
    site: SiteKey,
    /// As the server has them.
    pub(crate) kept: UseStateHandle<SiteSettings>,
    /// As they stand in the form.
    pub(crate) present: UseStateHandle<Value>,
    /// As they were before they were saved, so that it can be undone.
    before: UseStateHandle<Option<Value>>,
    /// What was done, in words.
    pub(crate) news: UseStateHandle<AttrValue>,
    errand: Errand,
    /// Hears that they were saved: others show them, too.
    saved: Option<SitesChanged>,
    /// Whether the form may change them.
    pub(crate) may_change: bool,
}

/// Settings to be changed in this form. What was typed there before and not saved, is there again.
#[hook]
pub(crate) fn use_draft(site: &SiteKey, form: &'static str, loaded: &SiteSettings, may_change: bool) -> Draft {
    let user = use_context::<Session>().map(|session| session.me.id);
    let whose = user.map(|user| Whose { user, site: site.clone(), form });
    let present = || match whose.as_ref().and_then(unsaved::left) {
        Some(Unsaved { typed, former }) => merged(&typed, &former, &loaded.settings),
        None => loaded.settings.clone(),
    };
    let (kept, present) = (use_state(|| loaded.clone()), use_state(present));
    use_effect_with((whose, (*present).clone(), kept.settings.clone()), |(whose, typed, former)| {
        if let Some(whose) = whose {
            unsaved::keep(whose.clone(), Unsaved { typed: typed.clone(), former: former.clone() });
        }
    });
    Draft {
        site: site.clone(),
        kept,
        present,
        before: use_state(|| None),
        news: use_state(AttrValue::default),
        errand: use_errand(),
        saved: use_context::<SitesChanged>(),
        may_change,
    }
}

impl Draft {
    /// The value at a place; null where there is none.
    pub(crate) fn at(&self, place: &str) -> &Value {
        at(&self.present, place)
    }

    /// Puts a value at a place.
    pub(crate) fn put(&self, place: &str, value: Value) {
        let mut settings = (*self.present).clone();
        put(&mut settings, place, value);
        self.present.set(settings);
    }

    /// What the server says of a place, or of something within it.
    pub(crate) fn wrong(&self, place: &str) -> Option<AttrValue> {
        let refused = self.errand.failure().and_then(|failure| failure.detail()).unwrap_or_default();
        let is_here = |at: &str| at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']));
        let mut lines = refused.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(at, _)| is_here(at)).map(|(_, what)| sentence(what))
    }

    /// Why they weren't saved.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.errand.failure()
    }

    /// Whether all that is wrong stands beside one of these fields.
    pub(crate) fn is_marked(&self, failure: &Failure, fields: &[&[Field]]) -> bool {
        let detail = failure.detail().unwrap_or_default();
        let is_here = |place: &str| {
            fields.iter().copied().flatten().any(|field| place.starts_with(field.place)) || place.starts_with("texts.")
        };
        !detail.is_empty() && detail.lines().all(|line| line.split_once(": ").is_some_and(|(place, _)| is_here(place)))
    }

    /// Whether the form says something else than the server.
    pub(crate) fn is_changed(&self) -> bool {
        *self.present != self.kept.settings
    }

    /// Whether they are on their way.
    pub(crate) fn busy(&self) -> bool {
        self.errand.busy()
    }

    /// Whether what was saved last can be taken back.
    pub(crate) fn may_undo(&self) -> bool {
        self.before.is_some() && !self.is_changed()
    }

    /// Saves them.
    pub(crate) fn save(&self) {
        self.send((*self.present).clone(), "Saved. Visitors get it with the next page.");
    }

    /// Saves them as they were before.
    pub(crate) fn undo(&self) {
        if let Some(before) = &*self.before {
            self.send(before.clone(), "As it was before.");
        }
    }

    /// Forgets what was typed.
    pub(crate) fn discard(&self) {
        self.present.set(self.kept.settings.clone());
        self.errand.forget();
    }

    /// What the server has is another than it was, by something that is saved at once, or by somebody else; what was typed stays.
    pub(crate) fn was_changed(&self, answer: SiteSettings, news: &'static str) {
        self.present.set(merged(&self.present, &self.kept.settings, &answer.settings));
        self.kept.set(answer);
        self.before.set(None);
        self.news.set(news.into());
    }

    fn send(&self, settings: Value, news: &'static str) {
        let former = self.kept.settings.clone();
        let (path, body) = (fill(SETTINGS, &[&self.site]), ChangeSettings { former: former.clone(), settings });
        let draft = self.clone();
        self.errand.start(post(&path, &body), move |answer: SiteSettings| {
            draft.present.set(answer.settings.clone());
            draft.kept.set(answer);
            draft.before.set(Some(former));
            draft.news.set(news.into());
            draft.saved.iter().for_each(|SitesChanged(saved)| saved.emit(()));
        });
    }
}

/// The value at a place; null where there is none.
fn at<'a>(settings: &'a Value, place: &str) -> &'a Value {
    place.split('.').fold(settings, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// Puts a value at a place, with what leads there.
fn put(settings: &mut Value, place: &str, value: Value) {
    let (name, rest) = place.split_once('.').map_or((place, None), |(name, rest)| (name, Some(rest)));
    if settings.is_null() {
        *settings = Value::Object(Map::new());
    }
    let Some(object) = settings.as_object_mut() else { return };
    match rest {
        Some(rest) => put(object.entry(name).or_insert(Value::Null), rest, value),
        None => drop(object.insert(name.to_owned(), value)),
    }
}

/// What somebody has typed, and for all else what the server has now.
fn merged(typed: &Value, former: &Value, now: &Value) -> Value {
    match (typed, former, now) {
        (typed, former, now) if typed == former => now.clone(),
        (Value::Object(typed), Value::Object(former), Value::Object(now)) => {
            let names = typed.keys().chain(now.keys());
            let of = |object: &Map<String, Value>, name: &String| object.get(name).cloned().unwrap_or(Value::Null);
            names.map(|name| (name.clone(), merged(&of(typed, name), &of(former, name), &of(now, name)))).collect()
        }
        (typed, ..) => typed.clone(),
    }
}

fn sentence(text: &str) -> AttrValue {
    let mut chars = text.chars();
    let capital: String = chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    format!("{}.", capital.trim_end_matches('.')).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_typed_stays_and_all_else_is_as_the_server_has_it() {
        let former = json!({ "look": { "side": 20, "tagline": "Hello", "avatar": null }, "off": false });
        let typed = json!({ "look": { "side": 4, "tagline": "Hello", "avatar": null }, "off": false });
        let now = json!({ "look": { "side": 8, "tagline": "Good day", "avatar": [1] }, "off": false });
        let expected = json!({ "look": { "side": 4, "tagline": "Good day", "avatar": [1] }, "off": false });
        assert_eq!(merged(&typed, &former, &now), expected);
        assert_eq!(merged(&former, &former, &now), now);
    }

    #[test]
    fn values_stand_at_their_places() {
        let mut settings = json!({ "name": "A", "look": { "side": 20, "accent_dark": null } });
        assert_eq!(at(&settings, "look.side"), &json!(20));
        assert_eq!((at(&settings, "look.none.of"), at(&settings, "other")), (&Value::Null, &Value::Null));
        put(&mut settings, "look.side", json!(4));
        put(&mut settings, "texts.de.send", json!("Los"));
        let expected = json!({ "name": "A", "look": { "side": 4, "accent_dark": null }, "texts": { "de": { "send": "Los" } } });
        assert_eq!(settings, expected);
    }
}
