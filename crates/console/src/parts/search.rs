//! A field that narrows a list down while one types.

use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Milliseconds without a key after which is searched.
const PAUSE_MS: u32 = 200;

/// What a [`Search`] is.
#[derive(PartialEq, Properties)]
pub(crate) struct SearchProps {
    /// Its id.
    pub(crate) id: &'static str,
    /// What it does.
    pub(crate) label: &'static str,
    /// What can be searched for.
    pub(crate) help: &'static str,
    /// What is searched for.
    pub(crate) value: String,
    /// Hears what is to be searched for.
    pub(crate) search: Callback<String>,
}

/// A field to search with.
#[component]
pub(crate) fn Search(props: &SearchProps) -> Html {
    let (node, due) = (use_node_ref(), use_mut_ref(|| None::<Timeout>));
    {
        // Where one came by *back*, the field says what is searched for; what is being typed stays.
        let node = node.clone();
        use_effect_with(props.value.clone(), move |value| {
            if let Some(input) = node.cast::<HtmlInputElement>().filter(|input| input.value().trim() != value) {
                input.set_value(value);
            }
        });
    }
    let start = {
        let (node, search) = (node.clone(), props.search.clone());
        move || {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                search.emit(input.value().trim().to_owned());
            }
        }
    };
    let typed = {
        let (due, start) = (due.clone(), start.clone());
        move |_: InputEvent| *due.borrow_mut() = Some(Timeout::new(PAUSE_MS, start.clone()))
    };
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        *due.borrow_mut() = None;
        start();
    };
    html! {
        <form class="search" role="search" onsubmit={sent}>
            <label for={props.id} class="unseen">{ props.label }</label>
            <input id={props.id} type="search" ref={node} oninput={typed} placeholder={props.help} autocomplete="off" spellcheck="false" />
        </form>
    }
}

/// Whether a text has all words of a search in it, in part and in any case.
pub(crate) fn has_words(text: &str, search: &str) -> bool {
    let text = text.to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_found_in_part_and_in_any_case() {
        for (text, search, found) in [
            ("Welcome back", "", true),
            ("Welcome back", "BACK wel", true),
            ("Welcome back", "come  k", true),
            ("Welcome", "back", false),
        ] {
            assert_eq!(has_words(text, search), found, "{search}");
        }
    }
}
