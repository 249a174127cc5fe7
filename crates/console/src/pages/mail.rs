//! What became of a site's mail (M20).

use parlor_domain::text::SiteKey;
use parlor_wire::console::{KeptMail, MAIL_AGAIN, MAILS, MailState, Outbox, fill};
use yew::prelude::*;

use crate::api::{Nothing, post};
use crate::errand::use_errand;
use crate::load::use_load;
use crate::parts::state::{Empty, Fault};
use crate::parts::table::Table;
use crate::parts::text::said;
use crate::parts::title::Title;
use crate::parts::when::When;

/// Whose mail.
#[derive(PartialEq, Properties)]
pub(crate) struct MailProps {
    /// The site.
    pub(crate) site: SiteKey,
}

/// The outbox of a site.
#[component]
pub(crate) fn Mail(props: &MailProps) -> Html {
    let outbox = use_load::<Outbox>(fill(MAILS, &[&props.site]));
    let news = use_state(AttrValue::default);
    let told = {
        let (news, again) = (news.setter(), outbox.again.clone());
        Callback::from(move |text: AttrValue| {
            news.set(text);
            again.emit(());
        })
    };
    html! {
        <>
            <Title text="Mail" />
            <p class="lead">{ "What this site sends by mail. It is kept and tried again until the mail server takes it." }</p>
            <p class="news" role="status">{ &*news }</p>
            { outbox.show(|outbox| html! {
                <>
                    if !outbox.sends {
                        <p class="notice">
                            { "This server sends no mail: links of invitations have to be passed on by hand. Whoever runs it names a mail server \
                               with " }<code>{ "--smtp" }</code>{ "." }
                        </p>
                    }
                    { table(&props.site, outbox, &told) }
                </>
            }) }
        </>
    }
}

fn table(site: &SiteKey, outbox: &Outbox, told: &Callback<AttrValue>) -> Html {
    if outbox.mails.is_empty() && !outbox.sends {
        return html! {};
    }
    if outbox.mails.is_empty() {
        return html! {
            <Empty title="No mail yet">
                <p>{ "Who is invited gets a mail with the link. What was sent can be seen here for 30 days." }</p>
            </Empty>
        };
    }
    html! {
        <Table label="Mail" columns={vec!["To", "About", "Written", "State", "Change"]}>
            <tbody>
                { for outbox.mails.iter().map(|mail| html! {
                    <MailRow key={mail.id.to_string()} site={site.clone()} mail={mail.clone()} sends={outbox.sends} told={told.clone()} />
                }) }
            </tbody>
        </Table>
    }
}

/// Which mail.
#[derive(PartialEq, Properties)]
struct MailRowProps {
    site: SiteKey,
    mail: KeptMail,
    /// Whether the server sends mail at all.
    sends: bool,
    /// Hears in words what was changed.
    told: Callback<AttrValue>,
}

#[component]
fn MailRow(props: &MailRowProps) -> Html {
    let errand = use_errand();
    let mail = &props.mail;
    let again = {
        let (errand, told, to) = (errand.clone(), props.told.clone(), mail.to.clone());
        let path = fill(MAIL_AGAIN, &[&props.site, &mail.id]);
        move |_: MouseEvent| {
            let (path, told, to) = (path.clone(), told.clone(), to.clone());
            errand.tell(post(&path, &Nothing {}), move || told.emit(format!("The mail to {to} is tried again.").into()));
        }
    };
    let may_retry = props.sends && !matches!(mail.state, MailState::Sent(_)) && mail.tries > 0;
    html! {
        <tr>
            <th scope="row">{ said(mail.to.as_str()) }</th>
            <td data-label="About">{ said(&mail.subject) }</td>
            <td data-label="Written"><When at={mail.made} /></td>
            <td data-label="State">{ state(mail) }</td>
            <td data-label="Change">
                if may_retry {
                    <button type="button" onclick={again} aria-busy={errand.busy().then_some("true")}>{ "Try again" }</button>
                }
                if let Some(failure) = errand.failure() {
                    <Fault {failure} />
                }
            </td>
        </tr>
    }
}

fn state(mail: &KeptMail) -> Html {
    let reason = mail.failure.as_ref().map(|reason| html! { <span class="state-more">{ said(reason) }</span> });
    match mail.state {
        MailState::Sent(at) => html! { <><span class="badge good">{ "Sent" }</span>{ " " }<When {at} /></> },
        MailState::Waiting(_) if mail.tries == 0 => html! { <span class="badge quiet">{ "Waiting" }</span> },
        MailState::Waiting(at) => html! {
            <><span class="badge warn">{ "Waiting" }</span>{ " until " }<When {at} />{ reason }</>
        },
        MailState::GivenUp => html! { <><span class="badge bad">{ "Given up" }</span>{ reason }</> },
    }
}
