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
    let range = if shown == 0 {
        format!("Nothing from {} on; there are {}", skip.saturating_add(1), props.total)
    } else {
        format!("{}–{} of {}", skip.saturating_add(1), skip.saturating_add(shown), props.total)
    };
    html! {
        <nav class="pager" aria-label="Parts of the list">
            { step(newer, "Newer") }
            <span>{ range }</span>
            { step(older, "Older") }
        </nav>
    }
}

fn step(href: Option<String>, word: &'static str) -> Html {
    match href {
        Some(href) => html! { <a class="button" {href}>{ word }</a> },
        None => html! { <span class="button" aria-disabled="true">{ word }</span> },
    }
}
