//! A file that is dropped or chosen.

use web_sys::{File, FileList, HtmlInputElement};
use yew::prelude::*;

use crate::icons::Icon;
use crate::parts::text::size;

/// What a [`Drop`] is.
#[derive(PartialEq, Properties)]
pub(crate) struct DropProps {
    /// The id of its input.
    pub(crate) id: &'static str,
    /// What it asks for.
    pub(crate) label: &'static str,
    /// The content types that the browser offers.
    pub(crate) accept: &'static str,
    /// What helps to choose.
    pub(crate) help: AttrValue,
    /// The file that is kept.
    pub(crate) file: Option<File>,
    /// What to do, if what came can't be taken.
    pub(crate) error: Option<AttrValue>,
    /// Hears what was dropped or chosen.
    pub(crate) dropped: Callback<Dropped>,
}

/// What was dropped or chosen.
pub(crate) enum Dropped {
    /// A file.
    One(File),
    /// More than a field for one can take.
    Several,
}

/// A place for a file. The input fills it, so that a click, a key and, without any script, a drop reach it.
#[component]
pub(crate) fn Drop(props: &DropProps) -> Html {
    let over = use_state_eq(|| false);
    let input = use_node_ref();
    let chosen = {
        let (input, over, dropped) = (input.clone(), over.setter(), props.dropped.clone());
        Callback::from(move |_: Event| {
            over.set(false);
            if let Some(input) = input.cast::<HtmlInputElement>() {
                if let Some(what) = input.files().and_then(what_came) {
                    dropped.emit(what);
                }
                // The same file can be chosen again, after it was changed.
                input.set_value("");
            }
        })
    };
    let hover = |is_over: bool| {
        let over = over.setter();
        move |_: DragEvent| over.set(is_over)
    };
    let about = format!("{}-about", props.id);
    html! {
        <div class="field">
            <label for={props.id}>{ props.label }</label>
            <div class={classes!("drop", over.then_some("over"), props.file.as_ref().map(|_| "full"))}>
                <input id={props.id} type="file" accept={props.accept} multiple=true ref={input} onchange={chosen}
                    ondragenter={hover(true)} ondragleave={hover(false)} ondrop={hover(false)}
                    aria-invalid={props.error.is_some().then_some("true")} aria-describedby={about.clone()} />
                if let Some(file) = &props.file {
                    <p>{ Icon::Document.draw() }<strong>{ file.name() }</strong><span class="size">{ size(file.size() as u32) }</span></p>
                    <p class="help">{ "Drop or choose another one to take its place." }</p>
                } else {
                    <p>{ Icon::Upload.draw() }<span>{ "Drop a file here, or " }<span class="link">{ "choose one" }</span></span></p>
                }
            </div>
            if let Some(error) = &props.error {
                <p class="wrong" id={about} role="alert">{ Icon::Error.draw() }{ error }</p>
            } else {
                <p class="help" id={about}>{ &props.help }</p>
            }
        </div>
    }
}

fn what_came(files: FileList) -> Option<Dropped> {
    match files.length() {
        0 => None,
        1 => files.get(0).map(Dropped::One),
        _ => Some(Dropped::Several),
    }
}
