//! The way from one part of a list to the next.

use parlor_domain::text::SiteKey;
use parlor_wire::console::PAGE_ENTRIES;
use yew::prelude::*;

use crate::route::{Section, link};

/// What a [`Pager`] needs to know.
#[derive(PartialEq, Properties)]
pub(crate) struct PagerProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The list, with how much of it is passed over.
    pub(crate) section: Section,
    /// How many entries are shown.
    pub(crate) shown: usize,
    /// How many there are.
    pub(crate) total: u32,
}

/// Which part of a list is shown, and links to its neighbours.
#[component]
pub(crate) fn Pager(props: &PagerProps) -> Html {
    let (skip, shown) = (props.section.skip(), u32::try_from(props.shown).unwrap_or(PAGE_ENTRIES));
    if skip == 0 && shown >= props.total {
        return html! {};
    }
    let to = |skip: u32| link(&props.site, props.section.skipping(skip));
    let newer = (skip > 0).then(|| to(skip.saturating_sub(PAGE_ENTRIES)));
    let older = (skip.saturating_add(shown) < props.total && shown > 0).then(|| to(skip.saturating_add(PAGE_ENTRIES)));
    html! {
        <nav class="pager" aria-label="Parts of the list">
            { step(newer, "Newer") }
            <span>{ range(skip, shown, props.total) }</span>
            { step(older, "Older") }
        </nav>
    }
}

fn range(skip: u32, shown: u32, total: u32) -> String {
    let first = skip.saturating_add(1);
    match shown {
        0 => format!("Nothing from {first} on; there are {total}"),
        shown => format!("{first}–{} of {total}", skip.saturating_add(shown)),
    }
}

/// The same for a list that is a part of its page and has no address of its own: `skip` hears how much of it to pass over.
pub(crate) fn turn(skip: u32, shown: usize, total: u32, to: &Callback<u32>) -> Html {
    let shown = u32::try_from(shown).unwrap_or(PAGE_ENTRIES);
    if skip == 0 && shown >= total {
        return html! {};
    }
    let button = |word: &'static str, skip: Option<u32>| {
        let to = to.clone();
        let turn = move |_: MouseEvent| skip.into_iter().for_each(|skip| to.emit(skip));
        html! { <button type="button" aria-disabled={skip.is_none().then_some("true")} onclick={turn}>{ word }</button> }
    };
    html! {
        <div class="pager" role="group" aria-label="Parts of the list">
            { button("Newer", (skip > 0).then(|| skip.saturating_sub(PAGE_ENTRIES))) }
            <span>{ range(skip, shown, total) }</span>
            { button("Older", (skip.saturating_add(shown) < total).then(|| skip.saturating_add(PAGE_ENTRIES))) }
        </div>
    }
}

fn step(href: Option<String>, word: &'static str) -> Html {
    match href {
        Some(href) => html! { <a class="button" {href}>{ word }</a> },
        None => html! { <span class="button" aria-disabled="true">{ word }</span> },
    }
}
