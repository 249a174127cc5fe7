//! How the chat gets onto the website, and who may show it.

use parlor_wire::console::Site;
use yew::prelude::*;

use crate::icons::Icon;
use crate::parts::copy::Copyable;
use crate::parts::title::Title;
use crate::route::{Section, link};

/// Which site.
#[derive(PartialEq, Properties)]
pub(crate) struct InstallProps {
    /// The site.
    pub(crate) site: Site,
}

/// The script tag and the allowed domains.
#[component]
pub(crate) fn Install(props: &InstallProps) -> Html {
    let site = &props.site;
    html! {
        <>
            <Title text="Install" />
            <section aria-labelledby="tag-title">
                <h2 id="tag-title">{ "Script tag" }</h2>
                <p class="lead">
                    { "Paste this into every page of your website, just before " }<code>{ "</body>" }</code>
                    { ". Then " }<a href={link(&site.key, Section::Dialogues)}>{ "publish a dialogue" }</a>
                    { " and open one of its pages." }
                </p>
                <Copyable code={site.tag.clone()} />
            </section>
            <section aria-labelledby="domains-title">
                <h2 id="domains-title">{ "Allowed domains" }</h2>
                { domains(&site.allowed_domains) }
            </section>
        </>
    }
}

fn domains(allowed: &[String]) -> Html {
    if allowed.is_empty() {
        return html! {
            <div class="notice warn">
                { Icon::Warning.draw() }
                <p>
                    <strong>{ "Every domain may show this chat." }</strong>
                    { " Anybody who copies the tag can show it on another website, and what happens there is logged here. \
                       Name your own domains as " }
                    <code>{ "allowed_domains" }</code>{ " in the site's file, and take it in with " }<code>{ "parlor import" }</code>{ "." }
                </p>
            </div>
        };
    }
    html! {
        <>
            <p class="lead">{ "Browsers show the chat on these domains only." }</p>
            <ul class="plain">{ for allowed.iter().map(|domain| html! { <li><code>{ domain.clone() }</code></li> }) }</ul>
        </>
    }
}
