//! What a simulated server says of a person, and of what only it knows (T10, T14).

use parlor_domain::attribute::INFERRED;
use parlor_domain::flow::Flow;
use parlor_domain::library::{Library, with_status};
use parlor_domain::memory::PersonFacts;
use parlor_domain::site::SiteFile;
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::Value;
use unicode_normalization::UnicodeNormalization;

use super::step::{Known as Values, Plain, ServerKnows};
use crate::person::{conditions_of_flow, conditions_of_site};
use crate::verdicts::{Known, verdicts};

/// The verdicts on every condition that the server is asked about, and of a verified person the values.
pub(super) fn facts<'a>(
    site: &'a SiteFile,
    flows: impl Iterator<Item = &'a Flow>,
    values: Option<Values>,
    aside: Known,
    (now, utc_offset_minutes): (Instant, i16),
) -> PersonFacts {
    let is_verified = values.is_some();
    let values = values.unwrap_or_default().into_iter().map(|(key, plain)| (key, value(plain))).collect();
    let conditions = conditions_of_site(site, is_verified);
    let conditions = conditions.chain(flows.flat_map(|flow| conditions_of_flow(flow, is_verified)));
    let known = Known { values, ..aside };
    PersonFacts { at: now, verdicts: verdicts(conditions, &known, now, utc_offset_minutes), values: known.values }
}

/// Says so if the site has no such list, program or status, or servers infer nothing of such a name.
pub(super) fn known_here(knows: &ServerKnows, library: &Library) -> Result<(), String> {
    if let Some(list) = knows.lists.iter().find(|list| library.list(list).is_none()) {
        return Err(format!("\"{list}\" is not a list of the site"));
    }
    for (name, status) in &knows.programs {
        let (_, program) = library.program(name).ok_or_else(|| format!("\"{name}\" is not a program of the site"))?;
        if program.statuses.iter().all(|other| other.as_str() != status) {
            return Err(format!("the program \"{name}\" has no status \"{status}\""));
        }
    }
    match knows.inferred.iter().flatten().find(|(name, _)| !INFERRED.contains(&name.as_str())) {
        Some((name, _)) => Err(format!("`{name}` is not inferred; there are {}", INFERRED.join(", "))),
        None => Ok(()),
    }
}

/// What the server knows besides, in the words of conditions.
pub(super) fn known(aside: &ServerKnows, library: &Library) -> Known {
    let lists = aside.lists.iter().filter_map(|list| library.list(list)).map(|id| id.to_string());
    let programs = aside.programs.iter().filter_map(|(program, status)| library.program(program).map(|of| (of, status)));
    let programs = programs.flat_map(|((id, program), status)| {
        let place = program.statuses.iter().position(|other| other.as_str() == status);
        [Some(id.to_string()), place.map(|place| with_status(*id, place))].into_iter().flatten()
    });
    let inferred = aside
        .inferred
        .as_ref()
        .map(|inferred| INFERRED.iter().filter_map(|name| Some((*name, inferred.get(*name)?.clone()))).collect());
    Known { values: Vec::new(), memberships: lists.chain(programs).collect(), inferred, agent: aside.agent }
}

/// A text that is a date or an instant counts as one; others are put into NFC, as browsers do.
pub fn value(plain: Plain) -> Value {
    match plain {
        Plain::YesNo(yes) => Value::YesNo(yes),
        Plain::Number(number) => Value::Number(number),
        Plain::Text(text) => match (text.parse::<Date>(), text.parse::<Instant>()) {
            (Ok(date), _) => Value::Date(date),
            (_, Ok(instant)) => Value::DateTime(instant),
            _ => Value::Text(text.nfc().collect()),
        },
    }
}
