//! The conversations of a site: with whom, about what, and how they stand.

use parlor_domain::draft::Source;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{CONVERSATIONS, ConversationInList, Page, SearchQuery, fill};
use yew::prelude::*;

use crate::api::search_part;
use crate::load::use_load;
use crate::log::place::LogPlace;
use crate::log::standing;
use crate::pages::people::called;
use crate::parts::pager::Pager;
use crate::parts::search::Search;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::{page_link, said, short};
use crate::parts::title::Title;
use crate::parts::when::When;
use crate::route::{Route, Section, go_instead, link};

/// Which part of which site's conversations.
#[derive(PartialEq, Properties)]
pub(crate) struct ConversationsProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// What is searched for.
    pub(crate) search: String,
    /// How many to pass over.
    pub(crate) skip: u32,
}

/// The conversations of a site, the newest first.
#[component]
pub(crate) fn Conversations(props: &ConversationsProps) -> Html {
    let query = SearchQuery { skip: props.skip, search: props.search.clone() };
    let conversations = use_load::<Page<ConversationInList>>(search_part(&fill(CONVERSATIONS, &[&props.site]), query));
    let search = {
        let site = props.site.clone();
        Callback::from(move |search: String| go_instead(&Route::Site(site.clone(), Section::Conversations { search, skip: 0 })))
    };
    html! {
        <>
            <Title text="Conversations" />
            <p class="lead">{ "Those in which a visitor has acted, the newest first." }</p>
            <Search id="search" label="Find conversations" help="Dialogue or person, in part" value={props.search.clone()} {search} />
            { conversations.show_or_former(|conversations| table(props, conversations)) }
        </>
    }
}

fn table(props: &ConversationsProps, conversations: &Page<ConversationInList>) -> Html {
    if conversations.total == 0 && !props.search.is_empty() {
        return html! {
            <Empty title="No conversation is found">
                <p>{ format!("None has all of “{}” in the name of its dialogue or in its person.", props.search) }</p>
            </Empty>
        };
    }
    if conversations.total == 0 {
        return html! {
            <Empty title="No conversations yet">
                <p>
                    { "A conversation is here once a visitor has answered something. Publish a dialogue, and " }
                    <a href={link(&props.site, Section::Install)}>{ "install the chat" }</a>{ "." }
                </p>
            </Empty>
        };
    }
    let section = Section::Conversations { search: props.search.clone(), skip: props.skip };
    html! {
        <>
            <Table label="Conversations" columns={vec!["With", "About", "Standing", "Page", "When"]}>
                <tbody>{ for conversations.entries.iter().map(|conversation| row(&props.site, conversation)) }</tbody>
            </Table>
            <Pager site={props.site.clone()} {section} shown={conversations.entries.len()} total={conversations.total} />
        </>
    }
}

fn row(site: &SiteKey, conversation: &ConversationInList) -> Html {
    let kind = if conversation.source == Source::Flow { "Flow" } else { "Dialogue" };
    html! {
        <tr key={conversation.id.to_string()}>
            <th scope="row"><a href={link(site, log(conversation))}>{ with(conversation) }</a></th>
            <td data-label="About">{ said(conversation.name.as_str()) }{ " " }<span class="soft">{ kind }</span></td>
            <td data-label="Standing">{ standing(conversation.status, conversation.score) }</td>
            <td data-label="Page">{ conversation.page.as_ref().map(|(url, title)| page_link(url, title)) }</td>
            <td data-label="When"><When at={conversation.at} /></td>
        </tr>
    }
}

fn with(conversation: &ConversationInList) -> Html {
    match &conversation.person {
        Some(person) => said(&called(person)),
        None => html! { <>{ "Visitor " }<code>{ short(conversation.visitor) }</code></> },
    }
}

/// The log of whoever had it, with what was said beside it.
fn log(conversation: &ConversationInList) -> Section {
    let log = LogPlace::default().beside(Some(conversation.id));
    match &conversation.person {
        Some(person) => Section::Person { person: person.id, log },
        None => Section::Visitor { visitor: conversation.visitor, log },
    }
}

/// What a conversation is called in the search.
pub(crate) fn found(conversation: &ConversationInList) -> (String, String, Section) {
    let with = match &conversation.person {
        Some(person) => called(person),
        None => format!("Visitor {}", short(conversation.visitor)),
    };
    (format!("{with}: {}", conversation.name), "Conversation".to_owned(), log(conversation))
}
