//! The activity log of a person or a visitor, newest first.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{Activity, Page, PageQuery};
use yew::prelude::*;

use crate::api::part;
use crate::load::use_load;
use crate::parts::entry::Entry;
use crate::parts::pager::Pager;
use crate::parts::state::Empty;
use crate::route::Section;

/// Whose log it is.
#[derive(PartialEq, Properties)]
pub(crate) struct LogProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The page that it stands on, with how much of the log is passed over.
    pub(crate) section: Section,
    /// Where the server has it.
    pub(crate) path: AttrValue,
}

/// The activity log.
#[component]
pub(crate) fn Log(props: &LogProps) -> Html {
    let log = use_load::<Page<Activity>>(part(&props.path, PageQuery { skip: props.section.skip() }));
    html! {
        <section class="log" aria-labelledby="log-title">
            <h2 id="log-title">{ "Activity" }</h2>
            { log.show(|log| entries(props, log)) }
        </section>
    }
}

fn entries(props: &LogProps, log: &Page<Activity>) -> Html {
    if log.total == 0 {
        return html! {
            <Empty title="No activity">
                <p>{ "The log tells when a dialogue was shown, and what the visitor did with it." }</p>
            </Empty>
        };
    }
    html! {
        <>
            <ol>
                { for log.entries.iter().map(|activity| html! {
                    <Entry key={activity.id.to_string()} site={props.site.clone()} activity={activity.clone()} />
                }) }
            </ol>
            <Pager site={props.site.clone()} section={props.section} shown={log.entries.len()} total={log.total} />
        </>
    }
}
