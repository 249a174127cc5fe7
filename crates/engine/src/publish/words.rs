//! What the chat itself says, in the languages there are (W20): a catalogue each, and the site's own words before it (W14).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use parlor_domain::language::{Language, OwnTexts, Text, Words, place};
use parlor_domain::limits::{MESSAGE_CHARS, SITE_LANGUAGES};
use parlor_domain::site::Settings;
use serde::Deserialize;

/// The catalogues by their languages, the one first in which each text is written first. A language takes one here, and its words in
/// `www/read/words.js`, which a test holds beside these.
const CATALOGUES: [(&str, &str); 6] = [
    ("en", include_str!("words/en.json")),
    ("de", include_str!("words/de.json")),
    ("fr", include_str!("words/fr.json")),
    ("es", include_str!("words/es.json")),
    ("ja", include_str!("words/ja.json")),
    ("ar", include_str!("words/ar.json")),
];

/// The languages that the chat speaks.
pub fn languages() -> impl Iterator<Item = Language> {
    CATALOGUES.iter().filter_map(|(tag, _)| Language::parse(tag).ok())
}

#[derive(Deserialize)]
struct Catalogue {
    /// By plural category.
    unread: BTreeMap<String, String>,
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
}

/// What the chat itself says in English.
pub fn english() -> &'static Words {
    static ENGLISH: LazyLock<Words> = LazyLock::new(|| words(&Language::english(), &OwnTexts::new()));
    &ENGLISH
}

/// What is said in this language, in the site's own words where it has some; in English where there is no such catalogue.
pub fn words(language: &Language, own: &OwnTexts) -> Words {
    let has = |tag: &str| language.as_str() == tag;
    let (tag, text) = CATALOGUES.iter().find(|(tag, _)| has(tag)).unwrap_or(&CATALOGUES[0]);
    let language = Language::parse(tag).unwrap_or_else(|_| Language::english());
    // A test reads every catalogue.
    let Ok(mut catalogue) = serde_json::from_str::<Catalogue>(text) else { unreachable!("the catalogue `{tag}` can't be read") };
    let own = own.get(&language);
    let mut say = |name: &str| own.and_then(|own| own.get(name).cloned()).or_else(|| catalogue.texts.remove(name));
    let texts = Text::ALL.iter().map(|(_, name)| say(name).unwrap_or_default()).collect();
    let (other, forms): (Vec<_>, Vec<_>) = catalogue.unread.into_iter().partition(|(category, _)| category == "other");
    Words { language, texts, unread: forms.into_iter().chain(other).collect() }
}

/// What is wrong with the languages of a site, and its own words in them.
pub(super) fn language_faults(settings: &Settings, faults: &mut Vec<String>) {
    if settings.languages.is_empty() || settings.languages.len() > SITE_LANGUAGES {
        faults.push(format!("site.languages: choose 1 to {SITE_LANGUAGES}"));
    }
    for (at, language) in settings.languages.iter().enumerate() {
        let place = format!("site.languages[{at}]");
        faults.extend(unknown_language(language).map(|unknown| format!("{place}: {unknown}")));
        if settings.languages[..at].contains(language) {
            faults.push(format!("{place}: `{language}` is there already"));
        }
    }
    for (language, texts) in &settings.texts {
        faults.extend(unknown_language(language).map(|unknown| format!("site.texts: {unknown}")));
        let there = words(language, &OwnTexts::new());
        let bad = texts.iter().filter_map(|(name, text)| Some((name, text_fault(&there, name, text)?)));
        faults.extend(bad.map(|(name, fault)| format!("site.texts.{language}.{name}: {fault}")));
    }
}

fn unknown_language(language: &Language) -> Option<String> {
    if languages().any(|known| known == *language) {
        return None;
    }
    let known: Vec<_> = languages().map(String::from).collect();
    Some(format!("the chat doesn't speak `{language}`; it speaks {}", known.join(", ")))
}

fn text_fault(there: &Words, name: &str, text: &str) -> Option<String> {
    let Some((of, _)) = Text::ALL.iter().find(|(_, known)| *known == name) else {
        let known: Vec<_> = Text::ALL.iter().map(|(_, name)| *name).collect();
        return Some(format!("there is no such text; there are {}", known.join(", ")));
    };
    let wanted = place(there.text(*of)).map(|(_, name, _)| name);
    let found = place(text).map(|(_, name, _)| name);
    match wanted {
        _ if text.trim().is_empty() => Some("it is empty; leave it out to have the usual text".to_owned()),
        _ if text.chars().count() > MESSAGE_CHARS => Some(format!("the most is {MESSAGE_CHARS} characters")),
        Some(name) if found != wanted => Some(format!("`{{{name}}}` is missing; it stands for what is filled in")),
        None if found.is_some() => Some("nothing is filled in here; leave out what stands in braces".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn w20_every_language_says_everything_with_the_same_places() {
        let english = words(&Language::english(), &OwnTexts::new());
        for (tag, text) in CATALOGUES {
            let catalogue: BTreeMap<String, Value> = serde_json::from_str(text).expect("a catalogue");
            let unknown = catalogue.keys().filter(|key| *key != "unread" && !Text::ALL.iter().any(|(_, name)| name == key));
            assert_eq!(unknown.collect::<Vec<_>>(), [""; 0], "{tag}");
            let language = Language::parse(tag).expect("a language");
            let words = words(&language, &OwnTexts::new());
            assert_eq!(words.language, language);
            for (of, name) in Text::ALL {
                let places = |text| place(text).map(|(_, name, _)| name);
                assert!(!words.text(*of).trim().is_empty(), "{tag} lacks {name}");
                assert_eq!(places(words.text(*of)), places(english.text(*of)), "{tag}, {name}");
            }
            assert_eq!(words.unread.last().map(|(category, _)| category.as_str()), Some("other"), "{tag}");
        }
    }

    #[test]
    fn w20_w22_the_viewer_of_documents_speaks_the_same_languages() {
        let viewer = include_str!("../../../../www/read/words.js");
        for (tag, _) in CATALOGUES {
            assert!(viewer.contains(&format!("\n    {tag}: [\n")), "{tag}");
        }
    }

    #[test]
    fn w14_a_site_says_it_in_its_own_words() {
        let german = Language::parse("de").expect("a language");
        let own = OwnTexts::from([(german.clone(), BTreeMap::from([("send".to_owned(), "Ab damit".to_owned())]))]);
        assert_eq!(words(&german, &own).text(Text::Send), "Ab damit");
        assert_eq!(words(&german, &own).text(Text::Skip), "Überspringen");
        assert_eq!(words(&Language::english(), &own).text(Text::Send), "Send");
    }

    #[test]
    fn w20_languages_and_texts_that_cannot_be() {
        for (languages, texts, expected) in [
            (&["en", "de"][..], Value::Null, &[][..]),
            (&[], Value::Null, &["site.languages: choose 1 to 20"]),
            (&["en", "EN"], Value::Null, &["site.languages[1]: `en` is there already"]),
            (&["tlh"], Value::Null, &["site.languages[0]: the chat doesn't speak `tlh`; it speaks en, de, fr, es, ja, ar"]),
            (&["en"], serde_json::json!({"en": {"chat": "Talk to {name}", "send": "Go"}}), &[]),
            (
                &["en"],
                serde_json::json!({"en": {"chat": "Talk to us", "send": "{name}", "skip": " ", "smile": "Smile"}}),
                &[
                    "site.texts.en.chat: `{name}` is missing; it stands for what is filled in",
                    "site.texts.en.send: nothing is filled in here; leave out what stands in braces",
                    "site.texts.en.skip: it is empty; leave it out to have the usual text",
                    "site.texts.en.smile: there is no such text; there are chat, close,",
                ],
            ),
        ] {
            let mut written = serde_json::json!({ "name": "Site", "languages": languages });
            if texts != Value::Null {
                written["texts"] = texts;
            }
            let mut faults = Vec::new();
            language_faults(&serde_json::from_value(written).expect("settings"), &mut faults);
            assert_eq!(faults.len(), expected.len(), "{faults:?}");
            for (fault, expected) in faults.iter().zip(expected) {
                assert!(fault.starts_with(expected), "{fault}");
            }
        }
    }
}
