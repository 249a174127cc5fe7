//! The library of documents: what cards of dialogues and flows can offer.

use parlor_wire::console::{DOCUMENTS, Document, Permission, Site, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::pages::document::DocumentRow;
use crate::pages::new_document::AddDocument;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::title::Title;

/// Which site's documents.
#[derive(PartialEq, Properties)]
pub(crate) struct DocumentsProps {
    /// The site.
    pub(crate) site: Site,
}

/// The documents of a site.
#[component]
pub(crate) fn Documents(props: &DocumentsProps) -> Html {
    let site = &props.site.key;
    let documents = use_load::<Vec<Document>>(fill(DOCUMENTS, &[site]));
    let news = use_state(AttrValue::default);
    let told = {
        let (news, again) = (news.setter(), documents.again.clone());
        Callback::from(move |text: AttrValue| {
            news.set(text);
            again.emit(());
        })
    };
    html! {
        <>
            <Title text="Documents" />
            <p class="lead">{ "What document cards offer to visitors: PDFs, or addresses where something is hosted." }</p>
            <p class="news" role="status">{ &*news }</p>
            { documents.show(|list| html! {
                <>
                    { table(&props.site, list, &told) }
                    if may_change(&props.site) {
                        <AddDocument site={site.clone()} names={list.iter().map(|document| document.name.clone()).collect::<Vec<_>>()}
                            {told} />
                    }
                </>
            }) }
        </>
    }
}

fn table(site: &Site, list: &[Document], told: &Callback<AttrValue>) -> Html {
    if list.is_empty() {
        return html! {
            <Empty title="No documents yet">
                if may_change(site) {
                    <p>{ "Add one below. Then a document card can offer it by its name." }</p>
                } else {
                    <p>{ "Who may change documents adds them here; then a document card can offer them by their names." }</p>
                }
            </Empty>
        };
    }
    let columns = if may_change(site) { vec!["Name", "Where", "Change"] } else { vec!["Name", "Where"] };
    html! {
        <Table label="Documents" {columns}>
            <tbody>
                { for list.iter().zip(0..).map(|(document, place)| html! {
                    <DocumentRow key={document.name.to_string()} site={site.key.clone()} document={document.clone()} {place}
                        origin={public_origin(&site.tag).to_owned()} may_change={may_change(site)} told={told.clone()} />
                }) }
            </tbody>
        </Table>
    }
}

fn may_change(site: &Site) -> bool {
    site.permissions.contains(&Permission::ChangeDocuments)
}

/// Where visitors get files from, which need not be where the console is: the tag names it.
pub(crate) fn public_origin(tag: &str) -> &str {
    let script = tag.split('"').nth(1).unwrap_or_default();
    script.rsplit_once('/').map_or("", |(origin, _)| origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_where_the_tag_is() {
        let tag = "<script async src=\"https://chat.example.com/harbour.js\"></script>";
        assert_eq!(public_origin(tag), "https://chat.example.com");
        assert_eq!(public_origin("<script></script>"), "");
    }
}
