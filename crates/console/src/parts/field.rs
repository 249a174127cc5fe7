//! A field of a form: label above, help under it, and what to do when it is wrong.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::icons::Icon;

/// What a [`Field`] is.
#[derive(PartialEq, Properties)]
pub(crate) struct FieldProps {
    /// Its id and name.
    pub(crate) id: AttrValue,
    /// What it asks for.
    pub(crate) label: AttrValue,
    /// The type of its input.
    pub(crate) kind: &'static str,
    /// What the browser may fill in.
    pub(crate) autocomplete: &'static str,
    /// What helps to fill it in.
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
    /// What to do, if what it holds can't be taken.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// Whether it may stay empty.
    #[prop_or_default]
    pub(crate) optional: bool,
    /// Whether it takes the focus when it appears.
    #[prop_or_default]
    pub(crate) first: bool,
    /// The input, to be read when the form is sent.
    pub(crate) node: NodeRef,
}

/// A field of a form.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    {
        let (node, first) = (props.node.clone(), props.first);
        use_effect_with((), move |()| {
            if let Some(input) = node.cast::<HtmlElement>().filter(|_| first) {
                // Without the focus it can still be clicked.
                let _ = input.focus();
            }
        });
    }
    let about = props.error.as_ref().or(props.help.as_ref()).map(|_| format!("{}-about", props.id));
    html! {
        <div class="field">
            <label for={&props.id}>{ &props.label }</label>
            <input id={&props.id} name={&props.id} type={props.kind} autocomplete={props.autocomplete} ref={&props.node}
                required={!props.optional} spellcheck="false" autocapitalize="none"
                aria-invalid={props.error.is_some().then_some("true")} aria-describedby={about.clone()} />
            if let Some(error) = &props.error {
                <p class="wrong" id={about} role="alert">{ Icon::Error.draw() }{ error }</p>
            } else if let Some(help) = &props.help {
                <p class="help" id={about}>{ help }</p>
            }
        </div>
    }
}
