//! How a site is set up.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{Permission, SETTINGS, Site, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::new_site::NewSite;
use crate::parts::title::Title;
use crate::session::Session;
use crate::settings::draft::{SiteSettings, use_draft};
use crate::settings::fields::group;
use crate::settings::save_bar::{reader_notice, save_bar};
use crate::settings::table::{DOMAINS, LANGUAGES, PRIVACY, SITE, VISITS};
use crate::settings::texts::texts;

/// Which site's settings.
#[derive(PartialEq, Properties)]
pub(crate) struct SettingsProps {
    /// The site.
    pub(crate) site: Site,
}

/// The settings of a site.
#[component]
pub(crate) fn Settings(props: &SettingsProps) -> Html {
    let loaded = use_load::<SiteSettings>(fill(SETTINGS, &[&props.site.key]));
    let everywhere = use_context::<Session>().is_some_and(|session| session.me.everywhere);
    let may_change = props.site.permissions.contains(&Permission::ChangeSettings);
    html! {
        <>
            <Title text="Settings" />
            { loaded.show(|loaded| html! { <Form site={props.site.key.clone()} loaded={loaded.clone()} {may_change} /> }) }
            if everywhere {
                <section aria-labelledby="new-site-title">
                    <h2 id="new-site-title">{ "Another site" }</h2>
                    <NewSite />
                </section>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    site: SiteKey,
    loaded: SiteSettings,
    may_change: bool,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let draft = use_draft(&props.site, "settings", &props.loaded, props.may_change);
    html! {
        <fieldset class="settings" disabled={!props.may_change}>
            <legend class="unseen">{ "Settings" }</legend>
            { reader_notice(&draft) }
            { group(&draft, "site-title", "Site", SITE, html! {}) }
            { group(&draft, "where-title", "Where the chat may appear", DOMAINS, html! {}) }
            { group(&draft, "visits-title", "Visits", VISITS, html! {}) }
            { group(&draft, "privacy-title", "What is kept", PRIVACY, html! {}) }
            { group(&draft, "texts-title", "Languages and texts", LANGUAGES, texts(&draft)) }
            { save_bar(&draft, &[SITE, DOMAINS, VISITS, PRIVACY, LANGUAGES]) }
        </fieldset>
    }
}
