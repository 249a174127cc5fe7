//! Who has changed what (O16).

use parlor_domain::text::SiteKey;
use parlor_wire::console::{CHANGES, Change, FieldChange, Page, PageQuery, fill};
use yew::prelude::*;

use crate::api::part;
use crate::load::use_load;
use crate::parts::pager::Pager;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::said;
use crate::parts::title::Title;
use crate::parts::when::When;
use crate::route::Section;

/// Which part of which site's changes.
#[derive(PartialEq, Properties)]
pub(crate) struct ChangesProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// How many to pass over.
    pub(crate) skip: u32,
}

/// The changes of a site.
#[component]
pub(crate) fn Changes(props: &ChangesProps) -> Html {
    let changes = use_load::<Page<Change>>(part(&fill(CHANGES, &[&props.site]), PageQuery { skip: props.skip }));
    html! {
        <>
            <Title text="Changes" />
            <p class="lead">{ "What was changed on this site, by whom, in the console or by a command on the server." }</p>
            { changes.show_or_former(|changes| table(props, changes)) }
        </>
    }
}

fn table(props: &ChangesProps, changes: &Page<Change>) -> Html {
    if changes.total == 0 {
        return html! { <Empty title="No changes yet"><p>{ "Whatever is published, uploaded or allowed from now on stands here." }</p></Empty> };
    }
    let section = Section::Changes { skip: props.skip };
    html! {
        <>
            <Table label="Changes" columns={vec!["When", "Who", "What", "Difference"]}>
                <tbody>{ for changes.entries.iter().map(row) }</tbody>
            </Table>
            <Pager site={props.site.clone()} {section} shown={changes.entries.len()} total={changes.total} />
        </>
    }
}

fn row(change: &Change) -> Html {
    let who = match &change.by {
        Some(address) => said(address),
        None => html! { <span class="soft">{ "Command on the server" }</span> },
    };
    html! {
        <tr>
            <th scope="row"><When at={change.at} /></th>
            <td data-label="Who">{ who }</td>
            <td data-label="What"><span>{ change.kind.done() }{ " " }<strong>{ said(&change.about) }</strong></span></td>
            <td data-label="Difference">
                if !change.fields.is_empty() {
                    <ul class="plain">{ for change.fields.iter().map(field) }</ul>
                }
            </td>
        </tr>
    }
}

fn field(field: &FieldChange) -> Html {
    let name = html! { <span class="soft">{ format!("{}: ", field.field) }</span> };
    let after = field.after.as_deref().map_or_else(|| html! { <span class="soft">{ "nothing" }</span> }, said);
    match &field.before {
        Some(before) => html! { <li>{ name }{ said(before) }{ " → " }{ after }</li> },
        None => html! { <li>{ name }{ after }</li> },
    }
}
