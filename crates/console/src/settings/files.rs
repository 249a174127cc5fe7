//! The files of a look: they are kept at once.

use parlor_domain::limits::{AVATAR_BYTES, FONT_BYTES};
use parlor_domain::text::SiteKey;
use parlor_wire::console::{LOOK_PART, LookPart, fill};
use web_sys::Blob;
use yew::prelude::*;

use super::draft::{Draft, SiteSettings};
use crate::api::{remove, send};
use crate::errand::use_errand;
use crate::parts::drop::{Drop, Dropped};
use crate::parts::state::Fault;
use crate::parts::text::size;

/// Where they stand in the settings.
const AVATAR: &str = "look.avatar";
const FONT: &str = "look.font_file";

/// Which file of which look.
#[derive(PartialEq, Properties)]
pub(crate) struct LookFileProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// Which file.
    pub(crate) part: LookPart,
    /// Whether there is one.
    pub(crate) is_there: bool,
    /// Hears of the settings after a change, and what was done.
    pub(crate) changed: Callback<(SiteSettings, &'static str)>,
}

/// The fields for both files.
pub(crate) fn files(draft: &Draft, site: &SiteKey) -> Html {
    let changed = {
        let draft = draft.clone();
        Callback::from(move |(answer, news): (SiteSettings, &'static str)| draft.was_changed(answer, news))
    };
    html! {
        <>
            <LookFile site={site.clone()} part={LookPart::Avatar} is_there={!draft.at(AVATAR).is_null()} changed={changed.clone()} />
            <LookFile site={site.clone()} part={LookPart::Font} is_there={!draft.at(FONT).is_null()} {changed} />
        </>
    }
}

const fn words(part: LookPart) -> (&'static str, &'static str, &'static str, &'static str, usize) {
    match part {
        LookPart::Avatar => (
            "avatar",
            "Picture",
            "image/png,image/jpeg,image/gif,image/webp",
            "Square: PNG, JPEG, GIF or WebP. Without one it is the name's first letter.",
            AVATAR_BYTES,
        ),
        LookPart::Font => (
            "font",
            "Typeface of your own",
            "font/woff2,.woff2",
            "In the format WOFF2. You need the right to use it on websites.",
            FONT_BYTES,
        ),
    }
}

#[component]
fn LookFile(props: &LookFileProps) -> Html {
    let errand = use_errand();
    let wrong = use_state_eq(|| None::<AttrValue>);
    let (id, label, accept, help, most) = words(props.part);
    let path = fill(LOOK_PART, &[&props.site, &props.part.code()]);
    let dropped = {
        let (errand, wrong, path, changed) = (errand.clone(), wrong.setter(), path.clone(), props.changed.clone());
        Callback::from(move |dropped: Dropped| {
            let Dropped::One(file) = dropped else { return wrong.set(Some("Choose one file.".into())) };
            if file.size() > most as f64 {
                return wrong
                    .set(Some(format!("It has {}. The most is {}.", size(file.size() as u32), size(most as u32)).into()));
            }
            wrong.set(None);
            let (file, changed) = ((Blob::from(file), "application/octet-stream"), changed.clone());
            errand.start(send(&path, Some(file)), move |answer| changed.emit((answer, "The file is saved.")));
        })
    };
    let take_out = {
        let (errand, changed) = (errand.clone(), props.changed.clone());
        move |_: MouseEvent| {
            let changed = changed.clone();
            errand.start(remove(&path), move |answer| changed.emit((answer, "The file is taken out.")));
        }
    };
    html! {
        <div class="look-file">
            <Drop {id} {label} {accept} help={format!("{help} At most {}. It is saved at once.", size(most as u32))} file={None} error={(*wrong).clone()} {dropped} />
            if props.is_there {
                <div class="actions">
                    <span class="badge good">{ "There is one" }</span>
                    <button type="button" class="plain" onclick={take_out} aria-busy={errand.busy().then_some("true")}>{ "Take it out" }</button>
                </div>
            }
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
        </div>
    }
}
