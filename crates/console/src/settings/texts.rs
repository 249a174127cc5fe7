//! What the chat says in words of the site's own, in each of its languages (W14, W20).

use parlor_domain::language::Language;
use parlor_wire::console::LanguageWords;
use serde_json::{Map, Value};
use yew::prelude::*;

use super::draft::Draft;
use super::fields::hears_typing;

/// The texts of each language.
pub(crate) fn texts(draft: &Draft) -> Html {
    let known: Vec<&str> = draft.kept.known.iter().map(Language::as_str).collect();
    html! {
        <>
            <p class="help">{ format!("The chat speaks {}.", known.join(", ")) }</p>
            { for draft.kept.words.iter().map(|words| of_language(draft, words)) }
        </>
    }
}

fn of_language(draft: &Draft, words: &LanguageWords) -> Html {
    let place = format!("texts.{}", words.language);
    let told = match draft.at(&place).as_object().map_or(0, Map::len) {
        0 => "all as they are".to_owned(),
        count => format!("{count} in your own words"),
    };
    html! {
        <details class="texts">
            <summary>{ format!("Texts in {}: {told}", words.language) }</summary>
            if let Some(wrong) = draft.wrong(&place) {
                <p class="wrong" role="alert">{ wrong }</p>
            }
            <div class="own-texts">{ for words.texts.iter().map(|(name, usual)| text(draft, &words.language, name, usual)) }</div>
        </details>
    }
}

/// A text: the usual one until somebody types another.
fn text(draft: &Draft, language: &Language, name: &str, usual: &str) -> Html {
    let (id, own) = (format!("texts.{language}.{name}"), draft.at(&format!("texts.{language}.{name}")));
    let own = own.as_str().unwrap_or_default().to_owned();
    let typed = {
        let (draft, language, name) = (draft.clone(), language.clone(), name.to_owned());
        hears_typing(Callback::from(move |text: String| draft.put("texts", with(draft.at("texts"), &language, &name, text))))
    };
    html! {
        <div class="field">
            <label for={id.clone()}><code>{ name.to_owned() }</code></label>
            <input {id} lang={language.to_string()} dir="auto" placeholder={usual.to_owned()} value={own} oninput={typed} autocomplete="off" />
        </div>
    }
}

/// All texts with this one; one without anything in it is the usual one again.
fn with(texts: &Value, language: &Language, name: &str, text: String) -> Value {
    let mut texts = texts.as_object().cloned().unwrap_or_default();
    let mut own = texts.remove(language.as_str()).and_then(|own| own.as_object().cloned()).unwrap_or_default();
    if text.trim().is_empty() {
        own.remove(name);
    } else {
        own.insert(name.to_owned(), text.into());
    }
    if !own.is_empty() {
        texts.insert(language.to_string(), own.into());
    }
    texts.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn w14_a_text_without_anything_is_the_usual_one() {
        let german = Language::parse("de").expect("a language");
        let one = with(&Value::Null, &german, "send", "Los".to_owned());
        assert_eq!(one, json!({ "de": { "send": "Los" } }));
        let two = with(&one, &german, "close", "Zu".to_owned());
        assert_eq!(with(&two, &german, "send", " ".to_owned()), json!({ "de": { "close": "Zu" } }));
        assert_eq!(with(&one, &german, "send", String::new()), json!({}));
    }
}
