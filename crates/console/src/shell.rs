//! What is around every page: the rail, the site, who is signed in.

use gloo_utils::document;
use parlor_wire::console::{Permission, SIGN_OUT, SITES, Site};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::api::{Nothing, post};
use crate::errand::use_errand;
use crate::icons::Icon;
use crate::keys::{Asked, LETTERS, Sheet, use_keys};
use crate::load::use_load;
use crate::pages::account::Account;
use crate::pages::attributes::Attributes;
use crate::pages::changes::Changes;
use crate::pages::companies::Companies;
use crate::pages::company::Company;
use crate::pages::conversations::Conversations;
use crate::pages::delivery::Delivery;
use crate::pages::dialogues::Dialogues;
use crate::pages::documents::Documents;
use crate::pages::gallery::Gallery;
use crate::pages::install::Install;
use crate::pages::look::Look;
use crate::pages::mail::Mail;
use crate::pages::new_site::NewSite;
use crate::pages::people::People;
use crate::pages::person::Person;
use crate::pages::reports::Reports;
use crate::pages::settings::Settings;
use crate::pages::users::Users;
use crate::pages::visitor::Visitor;
use crate::pages::visitors::Visitors;
use crate::parts::state::{Empty, Fault};
use crate::parts::title::Title;
use crate::rail::{Rail, first_page, pages};
use crate::route::{Route, Section, go, link};
use crate::search::Palette;
use crate::session::{Session, SitesChanged};
use crate::settings::unsaved::forget_all;

/// Where one is.
#[derive(PartialEq, Properties)]
pub(crate) struct ShellProps {
    /// The place.
    pub(crate) route: Route,
}

/// The frame of the console.
#[component]
pub(crate) fn Shell(props: &ShellProps) -> Html {
    let sites = use_load::<Vec<Site>>(SITES.to_owned());
    let here = sites.ready().and_then(|sites| place(&props.route, sites));
    let site = here.as_ref().map(|(site, _)| (*site).clone()).or_else(|| sites.ready().and_then(|sites| sites.first().cloned()));
    let over = use_state_eq(|| Over::Nothing);
    let asked = use_asked(site.clone(), over.setter());
    use_keys(asked.clone());
    let closed = {
        let over = over.setter();
        Callback::from(move |()| over.set(Over::Nothing))
    };
    let search = asked.reform(|_: MouseEvent| Asked::Search);
    html! {
        <div class="shell">
            <a class="skip" href="#main" onclick={skip_to_main}>{ "Skip to the content" }</a>
            <header class="rail">
                <p class="brand">{ "Parlor" }</p>
                if site.is_some() {
                    <button type="button" class="find" onclick={search}>{ Icon::Find.draw() }{ "Search" }<kbd aria-hidden="true">{ "/" }</kbd></button>
                }
                if let (Some((site, section)), Some(sites)) = (&here, sites.ready()) {
                    <Rail sites={sites.clone()} site={(*site).clone()} present={section.clone()} />
                } else if let Some(site) = sites.ready().and_then(|sites| sites.first()).filter(|_| matches!(props.route, Route::Account | Route::Gallery)) {
                    <Rail sites={vec![site.clone()]} site={site.clone()} />
                }
            </header>
            <main id="main" tabindex="-1">
                if props.route == Route::Account {
                    <Account />
                } else if props.route == Route::Gallery {
                    <Gallery />
                } else {
                    <ContextProvider<SitesChanged> context={SitesChanged(sites.again.clone())}>
                        { sites.show(|sites| page(here.clone(), sites)) }
                    </ContextProvider<SitesChanged>>
                }
            </main>
            if let Some(site) = site.filter(|_| *over == Over::Search) {
                <Palette {site} closed={closed.clone()} />
            }
            if *over == Over::Keys {
                <Sheet {closed} />
            }
            <footer class="account"><Foot present={props.route == Route::Account} /></footer>
        </div>
    }
}

/// What is over the page.
#[derive(Clone, Copy, PartialEq)]
enum Over {
    Nothing,
    Search,
    Keys,
}

/// What is done where a key asks for something. The callback stays the same; what it does is that of the present site.
#[hook]
fn use_asked(site: Option<Site>, over: UseStateSetter<Over>) -> Callback<Asked> {
    let present = use_mut_ref(|| None::<Site>);
    *present.borrow_mut() = site;
    use_callback((), move |asked: Asked, ()| match asked {
        Asked::Search => over.set(Over::Search),
        Asked::Keys => over.set(Over::Keys),
        Asked::Page(letter) => {
            let word = LETTERS.into_iter().find(|(of, _)| *of == letter).map(|(_, word)| word);
            if let Some(site) = &*present.borrow() {
                let section = pages(site).find(|(_, page, _)| Some(*page) == word).map(|(.., section)| section);
                section.into_iter().for_each(|section| go(&Route::Site(site.key.clone(), section)));
            }
        }
    })
}

/// The site and page of a place; at home, the first page of the first site.
fn place<'a>(route: &Route, sites: &'a [Site]) -> Option<(&'a Site, Section)> {
    match route {
        Route::Home => sites.first().map(|site| (site, first_page(site))),
        Route::Site(key, section) => sites.iter().find(|site| site.key == *key).map(|site| (site, section.clone())),
        Route::SetUp(_) | Route::Invited(_) | Route::Account | Route::Gallery | Route::Nowhere => None,
    }
}

/// A link to `#main` would be taken for a place in the console.
fn skip_to_main(event: MouseEvent) {
    event.prevent_default();
    let main = document().get_element_by_id("main").map(wasm_bindgen::JsCast::dyn_into::<HtmlElement>);
    if let Some(Ok(main)) = main {
        // Where it can't take the focus, nothing is skipped.
        let _ = main.focus();
    }
}

fn page(here: Option<(&Site, Section)>, sites: &[Site]) -> Html {
    let Some((site, section)) = here else {
        return nowhere(sites);
    };
    if !site.permissions.contains(&section.needs()) {
        return not_allowed(site, section.needs());
    }
    // A key for each list and thing, so that nothing is carried over from one to the next.
    let (key, site_key) = (format!("{} {}", site.key, section.arrival().skipping(0)), site.key.clone());
    match section {
        Section::Dialogues { search } => html! { <Dialogues {key} site={site.clone()} {search} /> },
        Section::Documents => html! { <Documents {key} site={site.clone()} /> },
        Section::Conversations { search, skip } => html! { <Conversations {key} site={site_key} {search} {skip} /> },
        Section::People(place) => html! { <People {key} site={site.clone()} {place} /> },
        Section::Person { person, log } => {
            html! { <Person {key} site={site_key} permissions={site.permissions.clone()} {person} place={log} /> }
        }
        Section::Companies { search, skip } => {
            html! { <Companies {key} site={site.clone()} {search} {skip} /> }
        }
        Section::Company { company, log } => html! { <Company {key} site={site.clone()} {company} place={log} /> },
        Section::Visitors { skip } => html! { <Visitors {key} site={site_key} {skip} /> },
        Section::Visitor { visitor, log } => html! { <Visitor {key} site={site_key} {visitor} place={log} /> },
        Section::Reports(place) => html! { <Reports {key} site={site_key} {place} /> },
        Section::Delivery => html! { <Delivery {key} site={site_key} /> },
        Section::Look => html! { <Look {key} site={site.clone()} /> },
        Section::Attributes => html! { <Attributes {key} site={site.clone()} /> },
        Section::Settings => html! { <Settings {key} site={site.clone()} /> },
        Section::Install => html! { <Install {key} site={site.clone()} /> },
        Section::Users => html! { <Users {key} site={site.clone()} /> },
        Section::Mail => html! { <Mail {key} site={site_key} /> },
        Section::Changes { skip } => html! { <Changes {key} site={site_key} {skip} /> },
    }
}

fn not_allowed(site: &Site, permission: Permission) -> Html {
    html! {
        <>
            <Title text="Not yours to see" />
            <Empty title="Your role doesn't allow this">
                <p>{ format!("It takes a role that may {}. Ask an administrator of {}.", permission.may(), site.name) }</p>
            </Empty>
        </>
    }
}

fn nowhere(sites: &[Site]) -> Html {
    if sites.is_empty() {
        return html! { <NoSite /> };
    }
    html! {
        <>
            <Title text="Not found" />
            <Empty title="There is nothing at this address">
                <p>{ "It may belong to a site that you can't see. These are yours:" }</p>
                <ul class="plain">
                    { for sites.iter().map(|site| html! {
                        <li><a href={link(&site.key, first_page(site))}>{ site.name.as_str() }</a></li>
                    }) }
                </ul>
            </Empty>
        </>
    }
}

/// What those see who have no site.
#[component]
fn NoSite() -> Html {
    let everywhere = use_context::<Session>().is_some_and(|session| session.me.everywhere);
    html! {
        <>
            <Title text="Sites" />
            if everywhere {
                <Empty title="No site yet">
                    <p>
                        { "Make one here, or run " }<code>{ "parlor import FILE" }</code>{ " on the server with a site's file, then reload this page." }
                    </p>
                    <NewSite />
                </Empty>
            } else {
                <Empty title="You have no role on any site">
                    <p>{ "Ask an administrator of the site to invite you, then reload this page." }</p>
                </Empty>
            }
        </>
    }
}

/// Where one is.
#[derive(PartialEq, Properties)]
struct FootProps {
    /// Whether it is the account.
    present: bool,
}

/// Who is signed in, and the way out.
#[component]
fn Foot(props: &FootProps) -> Html {
    let errand = use_errand();
    let Some(Session { me, lost }) = use_context::<Session>() else {
        return html! {};
    };
    let leave = {
        let errand = errand.clone();
        move |_: MouseEvent| {
            let lost = lost.clone();
            errand.tell(post(SIGN_OUT, &Nothing {}), move || {
                forget_all();
                go(&Route::Home);
                lost.emit(());
            });
        }
    };
    html! {
        <>
            <p class="address" title={me.email.to_string()}>{ me.email.as_str() }</p>
            <div class="actions">
                <a href={Route::Account.to_string()} aria-current={props.present.then_some("page")}>{ "Your account" }</a>
                <button type="button" class="plain" onclick={leave}>{ "Sign out" }</button>
            </div>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
        </>
    }
}
