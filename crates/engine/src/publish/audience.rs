//! Audiences in the form in which they are compared.

use parlor_domain::attribute::{Attribute, COMPANY, Group};
use parlor_domain::audience::{Audience, Condition, Test};
use parlor_domain::lean::one_sigma;
use parlor_domain::library::with_status;
use parlor_domain::memory::{About, Past};
use parlor_domain::text::Key;
use unicode_normalization::UnicodeNormalization;

use super::world::World;

/// Puts every compared text into NFC and lower case (T11). An empty audience matches everyone (T9), also when it is *any of*.
pub fn fold(mut audience: Audience) -> Audience {
    if audience.terms().is_empty() {
        return Audience::default();
    }
    for condition in audience.conditions_mut() {
        if let Test::Text(test) = &mut condition.test {
            for text in test.texts_mut() {
                *text = fold_text(text);
            }
        }
    }
    audience
}

/// A text as it is compared without case (T11): in NFC and lower case, with one sigma.
pub fn fold_text(text: &str) -> String {
    let lower = text.nfc().collect::<String>().to_lowercase();
    // Some small letters are put together otherwise than their capitals.
    one_sigma(&lower.nfc().collect::<String>())
}

/// An audience as browsers decide it: folded, dialogues and flows by their ids, answers by the places of their cards.
/// What is unknown stays as it is.
pub(super) fn publish_audience(audience: &Audience, world: &World<'_>, place: impl Fn(&Key) -> Option<usize>) -> Audience {
    let mut audience = audience.clone();
    // Lists and programs go by their ids, which have no capitals: their names never reach a browser (T14).
    audience.conditions_mut().for_each(|condition| members_by_id(condition, world));
    let mut audience = fold(audience);
    for condition in audience.conditions_mut() {
        match condition.attribute.group {
            Group::Person | Group::Visit | Group::Inferred | Group::Membership | Group::Live => {}
            // What is known of the company is what the person's attribute says.
            Group::Company => condition.attribute = Attribute { group: Group::Person, name: COMPANY.to_owned() },
            Group::History => name_by_id(condition, world),
            Group::Answer => {
                if let Some(place) = Key::parse(&condition.attribute.name).ok().and_then(|key| place(&key)) {
                    condition.attribute.name = place.to_string();
                }
            }
        }
    }
    audience
}

fn members_by_id(condition: &mut Condition, world: &World<'_>) {
    if let (Group::Membership, Test::Text(test)) = (condition.attribute.group, &mut condition.test) {
        for name in test.texts_mut() {
            // What is gone has no members, and its name isn't told either.
            *name = membership(&condition.attribute.name, name, world).unwrap_or_default();
        }
    }
}

/// The id of a list or program of this name; of a program with a status, `PROGRAM: STATUS`, also the status's place.
pub(super) fn membership(of: &str, name: &str, world: &World<'_>) -> Option<String> {
    let library = world.library;
    if of == "list" {
        return library.list(name).map(|id| id.to_string());
    }
    if let Some((id, _)) = library.program(name) {
        return Some(id.to_string());
    }
    let (program, status) = name.rsplit_once(": ")?;
    let (id, program) = library.program(program)?;
    let place = program.statuses.iter().position(|other| other.as_str() == status)?;
    Some(with_status(*id, place))
}

fn name_by_id(condition: &mut Condition, world: &World<'_>) {
    let about = Past::of_name(&condition.attribute.name);
    if let (Some(About::Dialogue), Test::History(test)) = (about, &mut condition.test) {
        let happening = test.happening_mut();
        if let Some(work) = world.work(&happening.of) {
            happening.of = work.id.to_string();
        }
    }
}
