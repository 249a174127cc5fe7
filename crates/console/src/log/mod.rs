//! The activity log of a person or a visitor, newest first, and beside it what was said.

mod chips;
mod days;
mod details;
mod entry;
pub(crate) mod kinds;
pub(crate) mod labels;
pub(crate) mod place;
mod reading;
mod runs;
mod sentence;
mod transcript;

use parlor_domain::activity::ActivityKind;
use parlor_domain::ids::ConversationId;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{Activity, LogQuery, Page, Within};
use web_sys::HtmlElement;
use yew::prelude::*;

use self::chips::chips;
use self::days::days;
pub(crate) use self::days::standing;
use self::kinds::Groups;
use self::labels::Labels;
use self::place::LogPlace;
use self::transcript::Transcript;
use crate::api::log_part;
use crate::load::use_load;
use crate::parts::pager::Pager;
use crate::parts::state::Empty;
use crate::route::{Section, link};
use crate::time::{Now, zone};

/// Whose log it is, and where in it one is.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LogProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// The page that it stands on.
    pub(crate) section: Section,
    /// Where in the log one is.
    pub(crate) place: LogPlace,
    /// Where the server has it.
    pub(crate) path: AttrValue,
    /// What the page's attributes are called.
    pub(crate) labels: Labels,
}

impl LogProps {
    /// The link to elsewhere in this log.
    fn link(&self, place: LogPlace) -> String {
        link(&self.site, self.section.at(place))
    }
}

/// The activity log.
#[component]
pub(crate) fn Log(props: &LogProps) -> Html {
    let place = props.place;
    let query = LogQuery { skip: place.skip, kinds: place.groups.kinds(), ..LogQuery::default() };
    let log = use_load::<Page<Activity>>(log_part(&props.path, query));
    let now = use_context::<Now>();
    let heading = use_heading(place);
    let there = log.ready().or(log.former());
    let beside = place.conversation.or_else(|| there.and_then(|log| newest_talk(&log.entries)));
    let body = log.show_or_former(|log| match log.total {
        0 => nothing(props),
        total => html! {
            <>
                { days(props, &log.entries, beside, now) }
                <Pager site={props.site.clone()} section={props.section.clone()} shown={log.entries.len()} {total} />
            </>
        },
    });
    html! {
        <section class="log" aria-labelledby="log-title">
            <div class="log-head">
                <h2 id="log-title" tabindex="-1" ref={heading}>{ "Activity" }</h2>
                <p class="soft" role="status">{ there.filter(|log| log.total > 0).map(|log| entries(log.total)) }</p>
                if !place.groups.is_empty() || there.is_some_and(|log| log.total > 0) {
                    { chips(props) }
                }
            </div>
            <div class={classes!("log-body", beside.map(|_| "split"))}>
                <div class="time-line" aria-busy={log.former().map(|_| "true")}>{ body }</div>
                if let Some(conversation) = beside {
                    <Transcript site={props.site.clone()} section={props.section.clone()} {place} {conversation}
                        within={there.and_then(|log| within(&log.entries, conversation))} />
                }
            </div>
        </section>
    }
}

/// The log's heading, which takes the focus when one turns to another part of the log.
#[hook]
fn use_heading(place: LogPlace) -> NodeRef {
    let node = use_node_ref();
    let before = use_mut_ref(|| place);
    let heading = node.clone();
    use_effect_with(place, move |place| {
        let turned = before.replace(*place);
        // Choosing other kinds leads to the first part too, but then the focus stays with the choice.
        if let Some(heading) =
            heading.cast::<HtmlElement>().filter(|_| turned.skip != place.skip && turned.groups == place.groups)
        {
            heading.scroll_into_view();
            // Without the focus the page stands right all the same.
            let _ = heading.focus();
        }
    });
    node
}

/// How many entries there are, and whose clock they are told by.
fn entries(total: u32) -> String {
    let count = if total == 1 { "1 entry".to_owned() } else { format!("{total} entries") };
    zone().map_or_else(|| count.clone(), |zone| format!("{count}, times of {zone}"))
}

fn nothing(props: &LogProps) -> Html {
    if props.place.groups.is_empty() {
        return html! {
            <Empty title="No activity">
                <p>{ "The log tells when a dialogue or flow was shown, and what the visitor did with it." }</p>
            </Empty>
        };
    }
    html! {
        <Empty title="Nothing of these kinds">
            <p>
                { "There may be entries of others: " }
                <a href={props.link(props.place.narrowed_to(Groups::default()))}>{ "show all" }</a>{ "." }
            </p>
        </Empty>
    }
}

/// The conversation that is read unless another one is chosen: the newest in which something was said.
fn newest_talk(entries: &[Activity]) -> Option<ConversationId> {
    let said = entries.iter().filter(|activity| activity.kind != ActivityKind::Triggered);
    said.filter_map(|activity| activity.within.as_ref()).map(|within| within.conversation).next()
}

fn within(entries: &[Activity], conversation: ConversationId) -> Option<Within> {
    entries.iter().filter_map(|activity| activity.within.clone()).find(|within| within.conversation == conversation)
}
