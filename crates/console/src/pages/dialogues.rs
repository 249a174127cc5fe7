//! The dialogues and conversational flows of a site.

use parlor_domain::draft::Source;
use parlor_wire::console::{DIALOGUES, Dialogue, Permission, Site, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::dialogue::DialogueRows;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::title::Title;

/// Which site's dialogues and flows.
#[derive(PartialEq, Properties)]
pub(crate) struct DialoguesProps {
    /// The site.
    pub(crate) site: Site,
}

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
    html! {
        <>
            <Title text="Dialogues" />
            <p class="unseen" role="status">{ &*news }</p>
            { dialogues.show(|list| tables(&props.site, list, &told)) }
        </>
    }
}

fn tables(site: &Site, list: &[Dialogue], told: &Callback<AttrValue>) -> Html {
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
    let (flows, dialogues): (Vec<&Dialogue>, Vec<&Dialogue>) = list.iter().partition(|dialogue| dialogue.source == Source::Flow);
    html! {
        <>
            <section aria-labelledby="dialogues-title">
                <h2 id="dialogues-title">{ "Shown by targeting" }</h2>
                if dialogues.is_empty() {
                    <p class="soft">{ "None. A dialogue appears in the chat bubble by itself, on its pages and to its audience." }</p>
                } else {
                    { table("Dialogues", &["Name", "Priority", "Pages", "State", "Publishing"], site, &dialogues, told) }
                }
            </section>
            <section aria-labelledby="flows-title">
                <h2 id="flows-title">{ "Conversational flows" }</h2>
                if flows.is_empty() {
                    <p class="soft">{ "None. A flow is started by an action: a link, a form, page code or the load of a page." }</p>
                } else {
                    { table("Conversational flows", &["Name", "Interface", "Started by", "State", "Publishing"], site, &flows, told) }
                }
            </section>
        </>
    }
}

fn table(label: &'static str, columns: &[&'static str], site: &Site, list: &[&Dialogue], told: &Callback<AttrValue>) -> Html {
    let may_publish = site.permissions.contains(&Permission::PublishDialogues);
    let columns =
        if may_publish { columns.to_vec() } else { columns.split_last().map_or(Vec::new(), |(_, others)| others.to_vec()) };
    html! {
        <Table {label} {columns}>
            { for list.iter().map(|dialogue| html! {
                <DialogueRows key={dialogue.id.to_string()} site={site.key.clone()} dialogue={(*dialogue).clone()} {may_publish}
                    told={told.clone()} />
            }) }
        </Table>
    }
}
