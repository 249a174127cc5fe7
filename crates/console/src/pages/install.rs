//! How the chat gets onto the website, and who may show it.

use parlor_domain::text::SiteKey;
use parlor_wire::console::Site;
use yew::prelude::*;

use crate::icons::Icon;
use crate::pages::check::Check;
use crate::pages::documents::public_origin;
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
                    { ". Then " }<a href={link(&site.key, Section::dialogues())}>{ "publish a dialogue" }</a>
                    { " and open one of its pages." }
                </p>
                <Copyable code={site.tag.clone()} primary=true />
            </section>
            <Check site={site.key.clone()} />
            <section aria-labelledby="policy-title">
                <h2 id="policy-title">{ "Content security policy" }</h2>
                <p class="lead">{ "If your website sends one, add these sources to it. The chat needs nothing else." }</p>
                <Copyable code={policy(&site.tag)} />
            </section>
            <section aria-labelledby="domains-title">
                <h2 id="domains-title">{ "Allowed domains" }</h2>
                { domains(&site.key, site.allowed_domains.as_deref().unwrap_or_default()) }
            </section>
            <section aria-labelledby="identity-title">
                <h2 id="identity-title">{ "Signed identity" }</h2>
                <p class="lead">
                    { "Where people sign in, your website can vouch for who they are; their visitors are then marked as verified." }
                </p>
                { identity(site) }
            </section>
        </>
    }
}

/// Where those find the documentation who have nothing but the program.
const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

fn identity(site: &Site) -> Html {
    html! {
        <>
            <ol class="steps">
                <li>
                    { "Make a key on the server. It is printed once; give it to your website's server, never to a page." }
                    <Copyable code={format!("parlor key add website --site {}", site.key)} />
                </li>
                <li>
                    { "Where somebody is signed in, let your website's server sign a token with it: a JSON Web Token, HS256, with " }
                    <code>{ "sub" }</code>{ " or " }<code>{ "email" }</code>{ ", and " }<code>{ "exp" }</code>{ "." }
                </li>
                <li>
                    { "Hand the token over in the page, and forget it when they sign out." }
                    <Copyable code={"Parlor('identify', token)\nParlor('reset')"} />
                </li>
            </ol>
            <p class="lead">
                <code>{ "docs/identity.md" }</code>{ " has examples in JavaScript, Python and PHP, and says what else a token may say and \
                   what each refusal means. It stands in " }
                <a href={SOURCE} target="_blank" rel="noopener noreferrer">{ "Parlor's source" }</a>{ "." }
            </p>
        </>
    }
}

/// What a page's policy has to allow.
fn policy(tag: &str) -> String {
    let origin = public_origin(tag);
    format!("script-src {origin};\nframe-src {origin};")
}

fn domains(site: &SiteKey, allowed: &[String]) -> Html {
    if allowed.is_empty() {
        return html! {
            <div class="notice warn">
                { Icon::Warning.draw() }
                <p>
                    <strong>{ "Every domain may show this chat." }</strong>
                    { " Anybody who copies the tag can show it on another website, and what happens there is logged here. \
                       Name your own domains in the " }
                    <a href={link(site, Section::Settings)}>{ "settings" }</a>{ "." }
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
