//! Everything that pages are made of, in all its states: for whoever changes it, and for tests that judge it.

use parlor_domain::text::SiteKey;
use parlor_wire::problem::{Code, Problem};
use yew::prelude::*;

use crate::api::Failure;
use crate::parts::confirm::Confirm;
use crate::parts::copy::Copyable;
use crate::parts::drop::{Drop, Dropped};
use crate::parts::facts::facts;
use crate::parts::field::Field;
use crate::parts::grid::{Cell, Grid, GridRow};
use crate::parts::pager::Pager;
use crate::parts::search::Search;
use crate::parts::state::{Empty, Failed, Fault, Loading};
use crate::parts::table::Table;
use crate::parts::text::{number, said};
use crate::parts::title::Title;
use crate::route::Section;

/// All parts.
#[component]
pub(crate) fn Gallery() -> Html {
    html! {
        <>
            <Title text="Parts" />
            <p class="lead">{ "What the console's pages are made of, in every state." }</p>
            { section("Buttons", buttons()) }
            { section("Fields", html! { <Fields /> }) }
            { section("Tables", tables()) }
            { section("Words", words()) }
            { section("In the place of content", states()) }
            { section("Questions", html! { <Questions /> }) }
        </>
    }
}

fn section(title: &'static str, parts: Html) -> Html {
    html! { <section aria-label={title}><h2>{ title }</h2>{ parts }</section> }
}

fn buttons() -> Html {
    html! {
        <div class="actions">
            <button type="button" class="primary">{ "Primary" }</button>
            <button type="button">{ "Usual" }</button>
            <button type="button" class="danger">{ "Danger" }</button>
            <button type="button" class="plain">{ "Plain" }</button>
            <button type="button" class="primary" aria-busy="true">{ "Busy" }</button>
            <button type="button" disabled=true>{ "Disabled" }</button>
            <a class="button" href="#/parts">{ "Link" }</a>
        </div>
    }
}

#[component]
fn Fields() -> Html {
    let nodes: Vec<NodeRef> = (0..3).map(|_| NodeRef::default()).collect();
    html! {
        <>
            <div class="card">
                <Field id="usual" label="Usual" kind="text" autocomplete="off" node={&nodes[0]} />
                <Field id="helped" label="With help" kind="text" autocomplete="off" node={&nodes[1]} help="What helps to fill it in." />
                <Field id="refused" label="Wrong" kind="text" autocomplete="off" node={&nodes[2]} error="Say what to do." />
                <div class="field">
                    <label for="chosen">{ "Choice" }</label>
                    <select id="chosen"><option>{ "One" }</option><option>{ "Another" }</option></select>
                </div>
                <label class="check"><input type="checkbox" checked=true />{ "Ticked" }</label>
                <Drop id="dropped" label="File" accept="application/pdf" help="One PDF of at most 10 MB." file={None} error={None}
                    dropped={Callback::from(|_: Dropped| ())} />
            </div>
            <Search id="searched" label="Search" help="What can be searched for" value={String::new()} search={Callback::from(|_: String| ())} />
            <Copyable code="parlor serve" primary=true />
        </>
    }
}

fn tables() -> Html {
    let row = |name: &'static str, count: u64| GridRow {
        key: name.to_owned(),
        cells: vec![Cell::text(name, said(name)), Cell::number(Some(count), number(count))],
    };
    let rows: Vec<GridRow> = vec![row("Ada", 3), row("Grace", 12_345), row("Katherine", 0)];
    let pager = SiteKey::parse("demo").map(|site| {
        html! { <Pager {site} section={Section::Visitors { skip: 50 }} shown={50} total={120} /> }
    });
    html! {
        <>
            <Grid label="Sorted by its columns" columns={vec!["Name", "Count"]} {rows} />
            <Table label="With cells of its own" columns={vec!["Name", "State"]}>
                <tbody>
                    <tr><th scope="row">{ "Good" }</th><td data-label="State"><span class="badge good">{ "Published" }</span></td></tr>
                    <tr><th scope="row">{ "Quiet" }</th><td data-label="State"><span class="badge quiet">{ "Draft" }</span></td></tr>
                    <tr><th scope="row">{ "Warning" }</th><td data-label="State"><span class="badge warn">{ "Waiting" }</span></td></tr>
                    <tr><th scope="row">{ "Bad" }</th><td data-label="State"><span class="badge bad">{ "Given up" }</span></td></tr>
                </tbody>
            </Table>
            { pager.unwrap_or_default() }
        </>
    }
}

fn words() -> Html {
    html! {
        <>
            <p>{ "Text with a " }<a href="#/parts">{ "link" }</a>{ ", " }<code>{ "code" }</code>{ " and " }<kbd>{ "?" }</kbd>{ "." }</p>
            <p class="soft">{ "What is less important." }</p>
            { facts([("Name", said("Ada")), ("Address", said("ada@example.com"))]) }
            <p class="notice">{ "Something to know." }</p>
            <div class="notice warn"><p><strong>{ "Something to mend." }</strong>{ " And how." }</p></div>
        </>
    }
}

fn states() -> Html {
    let problem = Problem {
        status: 500,
        code: Code::Internal,
        title: "Something went wrong on the server.".to_owned(),
        detail: None,
        reference: Some("a1b2c3d4".to_owned()),
    };
    html! {
        <>
            <Loading />
            <Empty title="None yet"><p>{ "What it is, and the first step." }</p></Empty>
            <Failed failure={Failure::Network} again={Callback::noop()} />
            <Fault failure={Failure::Problem(problem)} />
        </>
    }
}

#[component]
fn Questions() -> Html {
    let asking = use_state_eq(|| false);
    let set = |open: bool| {
        let asking = asking.setter();
        move || asking.set(open)
    };
    let (ask, closed) = (set(true), set(false));
    html! {
        <div class="actions">
            <button type="button" onclick={move |_: MouseEvent| ask()}>{ "Ask…" }</button>
            if *asking {
                <Confirm id="asked" title="Do it?" action="Do it" yes={Callback::noop()} closed={move |()| closed()}>
                    <p>{ "What is lost, and what is kept." }</p>
                </Confirm>
            }
        </div>
    }
}
