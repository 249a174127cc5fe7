//! The dialogues of a site.

use parlor_domain::text::SiteKey;
use parlor_wire::console::{DIALOGUES, Dialogue, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::dialogue::DialogueRows;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::title::Title;

/// Which site's dialogues.
#[derive(PartialEq, Properties)]
pub(crate) struct DialoguesProps {
    /// The site.
    pub(crate) site: SiteKey,
}

/// The dialogues of a site.
#[component]
pub(crate) fn Dialogues(props: &DialoguesProps) -> Html {
    let dialogues = use_load::<Vec<Dialogue>>(fill(DIALOGUES, &[&props.site]));
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
            { dialogues.show(|list| table(&props.site, list, &told)) }
        </>
    }
}

fn table(site: &SiteKey, list: &[Dialogue], told: &Callback<AttrValue>) -> Html {
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
    html! {
        <Table label="Dialogues" columns={vec!["Name", "Priority", "Pages", "State", "Publishing"]}>
            { for list.iter().map(|dialogue| html! {
                <DialogueRows key={dialogue.id.to_string()} site={site.clone()} dialogue={dialogue.clone()} told={told.clone()} />
            }) }
        </Table>
    }
}
