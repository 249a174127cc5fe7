//! The dialogues and conversational flows of a site.

use parlor_domain::draft::Source;
use parlor_wire::console::{DIALOGUES, Dialogue, Permission, Site, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::dialogue::DialogueRows;
use crate::parts::search::{Search, has_words};
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::title::Title;
use crate::route::{Route, Section, go_instead};

/// Which site's dialogues and flows.
#[derive(PartialEq, Properties)]
pub(crate) struct DialoguesProps {
    /// The site.
    pub(crate) site: Site,
    /// What is searched for.
    pub(crate) search: String,
}

/// Rows of a table that are there without being asked for.
const FIRST: usize = 25;

/// The dialogues and flows of a site.
#[component]
pub(crate) fn Dialogues(props: &DialoguesProps) -> Html {
    let dialogues = use_load::<Vec<Dialogue>>(fill(DIALOGUES, &[&props.site.key]));
    let news = use_state(AttrValue::default);
    let told = {
        let (news, again) = (news.setter(), dialogues.again.clone());
        Callback::from(move |text: AttrValue| {
            news.set(text);
            again.emit(());
        })
    };
    let all = use_state_eq(|| false);
    let search = {
        let site = props.site.key.clone();
        Callback::from(move |search: String| go_instead(&Route::Site(site.clone(), Section::Dialogues { search })))
    };
    let show_all = {
        let all = all.setter();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let most = if *all { usize::MAX } else { FIRST };
    html! {
        <>
            <Title text="Dialogues" />
            <p class="unseen" role="status">{ &*news }</p>
            { dialogues.show(|list| html! {
                <>
                    if list.len() > FIRST || !props.search.is_empty() {
                        <Search id="search" label="Find dialogues and flows" help="Name, in part" value={props.search.clone()} {search} />
                    }
                    { tables(props, list, &Shown { most, show_all, told }) }
                </>
            }) }
        </>
    }
}

/// How much is shown, and who hears of it.
struct Shown {
    most: usize,
    show_all: Callback<MouseEvent>,
    told: Callback<AttrValue>,
}

fn tables(props: &DialoguesProps, list: &[Dialogue], shown: &Shown) -> Html {
    if list.is_empty() {
        return html! {
            <Empty title="No dialogues yet">
                <p>
                    { "A dialogue is what a visitor sees: its pages, its audience and its flow. Write one as a file and run " }
                    <code>{ "parlor import FILE" }</code>{ " on the server; then publish it here." }
                </p>
            </Empty>
        };
    }
    let found = list.iter().filter(|dialogue| has_words(dialogue.name.as_str(), &props.search));
    let (flows, dialogues): (Vec<&Dialogue>, Vec<&Dialogue>) = found.partition(|dialogue| dialogue.source == Source::Flow);
    if flows.is_empty() && dialogues.is_empty() {
        return html! {
            <Empty title="None is found"><p>{ format!("No dialogue or flow has all of “{}” in its name.", props.search) }</p></Empty>
        };
    }
    let site = &props.site;
    html! {
        <>
            <section aria-labelledby="dialogues-title">
                <h2 id="dialogues-title">{ "Shown by targeting" }</h2>
                if dialogues.is_empty() {
                    <p class="soft">{ "None. A dialogue appears in the chat bubble by itself, on its pages and to its audience." }</p>
                } else {
                    { table("Dialogues", &["Name", "Priority", "Pages", "State", "Publishing"], site, &dialogues, shown) }
                }
            </section>
            <section aria-labelledby="flows-title">
                <h2 id="flows-title">{ "Conversational flows" }</h2>
                if flows.is_empty() {
                    <p class="soft">{ "None. A flow is started by an action: a link, a form, page code or the load of a page." }</p>
                } else {
                    { table("Conversational flows", &["Name", "Interface", "Started by", "State", "Publishing"], site, &flows, shown) }
                }
            </section>
        </>
    }
}

fn table(label: &'static str, columns: &[&'static str], site: &Site, list: &[&Dialogue], shown: &Shown) -> Html {
    let may_publish = site.permissions.contains(&Permission::PublishDialogues);
    let columns =
        if may_publish { columns.to_vec() } else { columns.split_last().map_or(Vec::new(), |(_, others)| others.to_vec()) };
    html! {
        <>
            <Table {label} {columns}>
                { for list.iter().take(shown.most).map(|dialogue| html! {
                    <DialogueRows key={dialogue.id.to_string()} site={site.key.clone()} dialogue={(*dialogue).clone()} {may_publish}
                        told={shown.told.clone()} />
                }) }
            </Table>
            if list.len() > shown.most {
                <button type="button" class="more" onclick={shown.show_all.clone()}>{ format!("Show all {}", list.len()) }</button>
            }
        </>
    }
}
