//! The rail: which site one is on, and the pages of it that one may see.

use parlor_domain::text::SiteKey;
use parlor_wire::console::Site;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::icons::Icon;
use crate::report::place::ReportPlace;
use crate::route::{Route, Section, go, link};

/// The pages, each with the heading that it stands under.
const PAGES: [(&str, &str, Section); 15] = [
    ("Content", "Dialogues", Section::dialogues()),
    ("Content", "Documents", Section::Documents),
    ("People", "People", Section::people()),
    ("People", "Companies", Section::companies()),
    ("People", "Visitors", Section::Visitors { skip: 0 }),
    ("People", "Conversations", Section::conversations()),
    ("People", "Attributes", Section::Attributes),
    ("Results", "Reports", Section::Reports(ReportPlace::NEW)),
    ("Results", "Delivery", Section::Delivery),
    ("Site", "Install", Section::Install),
    ("Site", "Look", Section::Look),
    ("Site", "Settings", Section::Settings),
    ("Site", "Users", Section::Users),
    ("Site", "Mail", Section::Mail),
    ("Site", "Changes", Section::Changes { skip: 0 }),
];

/// The pages that somebody may see on this site, with their headings and names.
pub(crate) fn pages(site: &Site) -> impl Iterator<Item = (&'static str, &'static str, Section)> {
    PAGES.into_iter().filter(|(.., section)| site.permissions.contains(&section.needs()))
}

/// The page that one comes to first.
pub(crate) fn first_page(site: &Site) -> Section {
    pages(site).next().map_or(Section::dialogues(), |(.., section)| section)
}

/// What the [`Rail`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct RailProps {
    /// The sites that one has a role on.
    pub(crate) sites: Vec<Site>,
    /// The one that one is on.
    pub(crate) site: Site,
    /// Its page, if one is on one.
    #[prop_or_default]
    pub(crate) present: Option<Section>,
}

/// The site, and its pages. On narrow screens the pages are behind a button.
#[component]
pub(crate) fn Rail(props: &RailProps) -> Html {
    let open = use_state_eq(|| false);
    let top = props.present.as_ref().map(Section::top);
    {
        let open = open.setter();
        use_effect_with((props.site.key.clone(), props.present.clone()), move |_| open.set(false));
    }
    let turn = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let headings = headings(&props.site);
    html! {
        <>
            { site_switch(&props.sites, &props.site, top.as_ref()) }
            <button type="button" class="menu" aria-expanded={if *open { "true" } else { "false" }} aria-controls="pages" onclick={turn}>
                { Icon::Menu.draw() }{ "Menu" }
            </button>
            <nav id="pages" aria-label="Console" class={classes!(open.then_some("open"))}>
                { for headings.into_iter().map(|heading| group(&props.site, heading, top.as_ref())) }
            </nav>
        </>
    }
}

/// The headings under which there is something.
fn headings(site: &Site) -> Vec<&'static str> {
    let mut headings: Vec<&str> = pages(site).map(|(heading, ..)| heading).collect();
    headings.dedup();
    headings
}

fn group(site: &Site, heading: &'static str, present: Option<&Section>) -> Html {
    html! {
        <div role="group" aria-label={heading}>
            <p class="heading" aria-hidden="true">{ heading }</p>
            <ul>
                { for pages(site).filter(|(of, ..)| *of == heading).map(|(_, word, section)| html! {
                    <li>
                        <a href={link(&site.key, &section)} aria-current={(present == Some(&section)).then_some("page")}>{ word }</a>
                    </li>
                }) }
            </ul>
        </div>
    }
}

fn site_switch(sites: &[Site], present: &Site, top: Option<&Section>) -> Html {
    let Some(top) = top.cloned().filter(|_| sites.len() > 1) else {
        return html! { <p class="site">{ present.name.as_str() }</p> };
    };
    let change = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(site) = select.and_then(|select| SiteKey::parse(&select.value()).ok()) {
            // People and visitors belong to one site: from one's page, the way leads to the other site's list.
            go(&Route::Site(site, top.clone()));
        }
    });
    html! {
        <div class="site">
            <label for="site">{ "Site" }</label>
            <select id="site" onchange={change}>
                { for sites.iter().map(|site| html! {
                    <option value={site.key.to_string()} selected={site.key == present.key}>{ site.name.as_str() }</option>
                }) }
            </select>
        </div>
    }
}
