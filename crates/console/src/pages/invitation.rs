//! An invitation in the list, which can be taken back.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{INVITATION, Invitation, fill};
use yew::prelude::*;

use crate::api::remove;
use crate::errand::use_errand;
use crate::parts::roles;
use crate::parts::state::Fault;
use crate::parts::text::said;
use crate::parts::when::When;

/// Which invitation.
#[derive(PartialEq, Properties)]
pub(crate) struct InvitationRowProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The invitation.
    pub(crate) invitation: Invitation,
    /// Hears in words what was changed.
    pub(crate) told: Callback<AttrValue>,
}

/// Its row of the table.
#[component]
pub(crate) fn InvitationRow(props: &InvitationRowProps) -> Html {
    let errand = use_errand();
    let invitation = &props.invitation;
    let withdraw = {
        let (errand, told, email) = (errand.clone(), props.told.clone(), invitation.email.clone());
        let path = fill(INVITATION, &[&props.site, &invitation.id]);
        move |_: MouseEvent| {
            let (path, told, email) = (path.clone(), told.clone(), email.clone());
            let news = move || told.emit(format!("The invitation of {email} works no longer.").into());
            errand.tell(remove(&path), news);
        }
    };
    let by = invitation.invited_by.as_ref().map(|by| format!("Invited by {by}"));
    html! {
        <tr>
            <th scope="row" title={by}>{ said(invitation.email.as_str()) }</th>
            <td data-label="Roles">{ roles::told(&invitation.roles) }</td>
            <td data-label="Until"><When at={invitation.expires} /></td>
            <td data-label="Change">
                <button type="button" onclick={withdraw} aria-busy={errand.busy().then_some("true")}>{ "Withdraw" }</button>
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
            </td>
        </tr>
    }
}
