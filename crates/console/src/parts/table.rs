//! Tables. On narrow screens each row becomes a block, where a cell's `data-label` names it.

use yew::prelude::*;

/// What a [`Table`] is made of.
#[derive(PartialEq, Properties)]
pub(crate) struct TableProps {
    /// What it lists, for those who can't see where it stands.
    pub(crate) label: AttrValue,
    /// The columns' names.
    #[prop_or_default]
    pub(crate) columns: Vec<&'static str>,
    /// The columns' headings, where they are more than names.
    #[prop_or_default]
    pub(crate) headings: Html,
    /// The rows, in one or more `tbody`.
    pub(crate) children: Html,
}

/// A table.
#[component]
pub(crate) fn Table(props: &TableProps) -> Html {
    html! {
        <table>
            <caption class="unseen">{ &props.label }</caption>
            <thead>
                <tr>
                    { for props.columns.iter().map(|column| html! { <th scope="col">{ *column }</th> }) }
                    { props.headings.clone() }
                </tr>
            </thead>
            { props.children.clone() }
        </table>
    }
}
