//! The visitors of a site who are not known to be anybody.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{Page, PageQuery, VISITORS, Visitor, fill};
use yew::prelude::*;

use crate::api::part;
use crate::load::use_load;
use crate::parts::pager::Pager;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::short;
use crate::parts::title::Title;
use crate::parts::when::{When, when_or};
use crate::route::{Section, link};

/// Which part of which site's visitors.
#[derive(PartialEq, Properties)]
pub(crate) struct VisitorsProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// How many to pass over.
    pub(crate) skip: u32,
}

/// The anonymous visitors of a site.
#[component]
pub(crate) fn Visitors(props: &VisitorsProps) -> Html {
    let visitors = use_load::<Page<Visitor>>(part(&fill(VISITORS, &[&props.site]), PageQuery { skip: props.skip }));
    html! {
        <>
            <Title text="Visitors" />
            <p class="lead">{ "Browsers that a dialogue was shown to and that are not linked to a person." }</p>
            { visitors.show(|visitors| table(props, visitors)) }
        </>
    }
}

fn table(props: &VisitorsProps, visitors: &Page<Visitor>) -> Html {
    if visitors.total == 0 {
        return html! {
            <Empty title="No anonymous visitors">
                <p>
                    { "A visitor appears here when a dialogue was shown. Publish one, and " }
                    <a href={link(&props.site, Section::Install)}>{ "install the chat" }</a>{ "." }
                </p>
            </Empty>
        };
    }
    let section = Section::Visitors { skip: props.skip };
    html! {
        <>
            <Table label="Visitors" columns={vec!["Visitor", "First seen", "Last seen", "Engaged"]}>
                <tbody>{ for visitors.entries.iter().map(|visitor| row(&props.site, visitor)) }</tbody>
            </Table>
            <Pager site={props.site.clone()} {section} shown={visitors.entries.len()} total={visitors.total} />
        </>
    }
}

/// What a visitor did, in two words.
pub(crate) const fn did(visitor: &Visitor) -> &'static str {
    if visitor.engaged { "Engaged" } else { "Only looked" }
}

fn row(site: &SiteKey, visitor: &Visitor) -> Html {
    let class = if visitor.engaged { "badge good" } else { "badge quiet" };
    html! {
        <tr key={visitor.id.to_string()}>
            <th scope="row">
                <a href={link(site, Section::visitor(visitor.id))} title={visitor.id.to_string()}>
                    <code>{ short(visitor.id) }</code>
                </a>
            </th>
            <td data-label="First seen"><When at={visitor.created} /></td>
            <td data-label="Last seen">{ when_or(visitor.last_seen, "not yet") }</td>
            <td data-label="Engaged"><span {class}>{ did(visitor) }</span></td>
        </tr>
    }
}
