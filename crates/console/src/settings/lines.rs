//! A field for several lines, one thing each.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// What a [`Lines`] is.
#[derive(PartialEq, Properties)]
pub(crate) struct LinesProps {
    /// Its id.
    pub(crate) id: &'static str,
    /// Whether something is wrong with it.
    pub(crate) invalid: bool,
    /// The id of what stands below it.
    pub(crate) about: Option<String>,
    /// The lines.
    pub(crate) lines: Vec<String>,
    /// Hears of others.
    pub(crate) set: Callback<Vec<String>>,
}

/// What is typed stays as it is typed, blank lines too, as long as it comes to the same.
#[component]
pub(crate) fn Lines(props: &LinesProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.lines.clone(), move |lines| {
            let area = node.cast::<HtmlTextAreaElement>().filter(|area| lines_of(&area.value()) != *lines);
            if let Some(area) = area {
                area.set_value(&lines.join("\n"));
            }
        });
    }
    let set = props.set.clone();
    let typed = move |event: InputEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            set.emit(lines_of(&area.value()));
        }
    };
    html! {
        <textarea id={props.id} rows="4" spellcheck="false" autocomplete="off" ref={node} oninput={typed}
            aria-invalid={props.invalid.then_some("true")} aria-describedby={props.about.clone()} />
    }
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}
