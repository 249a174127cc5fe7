//! Another site is made.

use parlor_domain::text::Name;
use parlor_wire::console::{NewSite as Body, SITES, Site};
use yew::prelude::*;

use crate::api::post;
use crate::errand::use_errand;
use crate::pages::sign_in::typed;
use crate::parts::field::Field;
use crate::parts::state::Fault;
use crate::route::{Route, Section, go};
use crate::session::SitesChanged;

/// The form that makes a site, for administrators of every site.
#[component]
pub(crate) fn NewSite() -> Html {
    let errand = use_errand();
    let name = use_node_ref();
    let wrong = use_state_eq(|| false);
    let changed = use_context::<SitesChanged>();
    let submit = {
        let (errand, name, wrong) = (errand.clone(), name.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let asked = Name::parse(&typed(&name));
            wrong.set(asked.is_err());
            let Ok(asked) = asked else { return };
            let (body, changed) = (Body { name: asked.to_string() }, changed.clone());
            errand.start(post(SITES, &body), move |site: Site| {
                changed.iter().for_each(|SitesChanged(changed)| changed.emit(()));
                go(&Route::Site(site.key, Section::Install));
            });
        }
    };
    html! {
        <form class="card" onsubmit={submit} novalidate=true>
            <Field id="site-name" label="Name of the site" kind="text" autocomplete="off" node={name} error={wrong.then_some("Type a name.")}
                help="A site is a website, or several of one owner, with its own key, dialogues, people and users." />
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            <div class="actions"><button class="primary" aria-busy={errand.busy().then_some("true")}>{ "Make the site" }</button></div>
        </form>
    }
}
