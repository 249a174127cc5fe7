//! What the chat looks like, with the chat beside it (W14).

use parlor_domain::finding::Finding;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{Permission, SETTINGS, Site, fill};
use yew::prelude::*;

use crate::icons::Icon;
use crate::load::use_load;
use crate::parts::title::Title;
use crate::settings::draft::{SiteSettings, use_draft};
use crate::settings::fields::group;
use crate::settings::files::files;
use crate::settings::preview::Preview;
use crate::settings::save_bar::{reader_notice, save_bar};
use crate::settings::table::{BOT, COLOURS, LAUNCHER, MANNER, TYPEFACE};

/// Which site's look.
#[derive(PartialEq, Properties)]
pub(crate) struct LookProps {
    /// The site.
    pub(crate) site: Site,
}

/// The look of a site.
#[component]
pub(crate) fn Look(props: &LookProps) -> Html {
    let loaded = use_load::<SiteSettings>(fill(SETTINGS, &[&props.site.key]));
    let may_change = props.site.permissions.contains(&Permission::ChangeSettings);
    html! {
        <>
            <Title text="Look" />
            { loaded.show(|loaded| html! { <Form site={props.site.key.clone()} loaded={loaded.clone()} {may_change} /> }) }
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
    let draft = use_draft(&props.site, "look", &props.loaded, props.may_change);
    let findings = use_state_eq(|| props.loaded.findings.clone());
    let found = {
        let findings = findings.setter();
        use_callback((), move |found: Vec<Finding>, ()| findings.set(found))
    };
    let files = if props.may_change {
        files(&draft, &props.site)
    } else {
        html! {}
    };
    html! {
        <div class="look-editor">
            <fieldset class="settings" disabled={!props.may_change}>
                <legend class="unseen">{ "Look" }</legend>
                { reader_notice(&draft) }
                { group(&draft, "bot-title", "Who speaks", BOT, html! {}) }
                { group(&draft, "colours-title", "Colours", COLOURS, contrasts(&findings)) }
                { group(&draft, "launcher-title", "Launcher", LAUNCHER, html! {}) }
                { group(&draft, "manner-title", "How it speaks", MANNER, html! {}) }
                { group(&draft, "files-title", "Typeface and picture", TYPEFACE, files) }
                { save_bar(&draft, &[BOT, COLOURS, LAUNCHER, MANNER, TYPEFACE]) }
            </fieldset>
            <Preview site={props.site.clone()} settings={(*draft.present).clone()} {found} />
        </div>
    }
}

/// What is hard to read, and what is done about it.
fn contrasts(findings: &[Finding]) -> Html {
    html! {
        <div class="contrasts" role="status">
            { for findings.iter().map(|finding| html! { <p class="help contrast">{ Icon::Warning.draw() }{ finding.message.clone() }</p> }) }
        </div>
    }
}
