//! What became of the events that visitors' browsers have sent: that nothing is lost, in numbers that add up (A16).

use gloo_timers::callback::Interval;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{self, Counts, DELIVERY, DayOfDelivery, Impressions, Refused, RefusedEvent, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::parts::state::Empty;
use crate::parts::table::Table;
use crate::parts::text::{number, page_link, short};
use crate::parts::title::Title;
use crate::parts::when::When;
use crate::route::{Section, link};

/// Milliseconds between two looks at the numbers.
const LOOK_AGAIN_MS: u32 = 5_000;

/// Which site's events.
#[derive(PartialEq, Properties)]
pub(crate) struct DeliveryProps {
    /// The site.
    pub(crate) site: SiteKey,
}

/// What became of a site's events.
#[component]
pub(crate) fn Delivery(props: &DeliveryProps) -> Html {
    let delivery = use_load::<console::Delivery>(fill(DELIVERY, &[&props.site]));
    {
        let again = delivery.again.clone();
        use_effect_with(props.site.clone(), move |_| {
            let looking = Interval::new(LOOK_AGAIN_MS, move || again.emit(()));
            move || drop(looking)
        });
    }
    html! {
        <>
            <Title text="Delivery" />
            <p class="lead">
                { "What became of the events that visitors' browsers have sent in the last 30 days. A browser keeps each event until \
                   the server has said that it is stored, and sends it again until then." }
            </p>
            { delivery.show(|told| page(&props.site, told)) }
        </>
    }
}

fn page(site: &SiteKey, told: &console::Delivery) -> Html {
    if told.days.is_empty() {
        return html! {
            <>
                <Empty title="No event has come yet">
                    <p>
                        { "Events come as soon as a dialogue is shown to somebody, or, where the site's storage mode says so, when somebody acts. \
                           Publish one, and " }
                        <a href={link(site, Section::Install)}>{ "install the chat" }</a>{ "." }
                    </p>
                </Empty>
                { impressions(&told.impressions) }
            </>
        };
    }
    html! {
        <>
            { sums(&told.total) }
            { refusals(&told.refused) }
            { impressions(&told.impressions) }
            <h2 class="part">{ "Day by day" }</h2>
            <div class="by-day">
            <Table label="Events by day" columns={vec!["Day (UTC)", "Received", "Stored", "Apart", "Duplicates", "Refused", "Put off", "Late", "Lost"]}>
                <tbody>{ for told.days.iter().map(day) }</tbody>
            </Table>
            </div>
        </>
    }
}

/// The parts of the sum, and whether they add up.
fn sums(total: &Counts) -> Html {
    let parts = [
        ("Stored", total.stored, "are in the log, each once"),
        ("Stored apart", total.apart, "came from bots or excluded networks, and are not counted"),
        ("Duplicates dropped", total.duplicates, "were sent again although they were stored"),
        ("Refused", total.refused, "could not be true; why stands below"),
        ("Put off", total.put_off, "came before an earlier one, and are sent again"),
    ];
    html! {
        <section class="sums" aria-label="All of them together">
            <div class="sum"><strong>{ number(total.received) }</strong><span>{ "received" }</span></div>
            <dl>
                { for parts.into_iter().map(|(name, count, what)| html! {
                    <div><dt>{ name }</dt><dd><strong>{ number(count) }</strong><span>{ what }</span></dd></div>
                }) }
            </dl>
            <p>
                if total.add_up() {
                    <span class="badge good">{ "The sums add up" }</span>
                } else {
                    <span class="badge bad">{ "The sums do not add up: please tell the makers of Parlor" }</span>
                }
                { format!(" Of those stored, {} came more than an hour late", number(total.late)) }
                { format!(", and {} only say that a browser has lost an event.", number(total.lost)) }
            </p>
        </section>
    }
}

fn refusals(refused: &[Refused]) -> Html {
    if refused.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2 class="part">{ "Refused" }</h2>
            <Table label="Refused events by reason" columns={vec!["Reason", "Events", "The last one"]}>
                <tbody>{ for refused.iter().map(refusal) }</tbody>
            </Table>
        </>
    }
}

/// Showings in a storage mode that says nothing of visitors who don't act (W28).
fn impressions(impressions: &[Impressions]) -> Html {
    if impressions.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2 class="part">{ "Shown to nobody in particular" }</h2>
            <p class="soft">
                { "Page views on which a dialogue was shown to a visitor of whom nothing is stored. Whoever acts is in the numbers above too." }
            </p>
            <Table label="Impressions by dialogue" columns={vec!["Dialogue", "Page views"]}>
                <tbody>
                    { for impressions.iter().map(|of| html! {
                        <tr key={of.dialogue.as_str().to_owned()}>
                            <th scope="row">{ of.dialogue.as_str() }</th>
                            <td data-label="Page views" class="number">{ number(of.count) }</td>
                        </tr>
                    }) }
                </tbody>
            </Table>
        </>
    }
}

fn refusal(refused: &Refused) -> Html {
    html! {
        <tr key={refused.reason.code()}>
            <th scope="row">{ refused.reason.to_string() }</th>
            <td data-label="Events" class="number">{ number(refused.count) }</td>
            <td data-label="The last one">{ refused.example.as_ref().map_or_else(Html::default, example) }</td>
        </tr>
    }
}

fn example(event: &RefusedEvent) -> Html {
    let of = event.dialogue.as_ref().map(|name| format!(" in {name}, version {},", event.version)).unwrap_or_default();
    html! {
        <>
            <code>{ &event.what }</code>{ of }{ " on " }{ page_link(&event.url, &event.url) }{ ", " }<When at={event.received} />
            <span class="soft">{ format!(" (event {}, visitor {})", short(event.event), short(event.visitor)) }</span>
        </>
    }
}

fn day(day: &DayOfDelivery) -> Html {
    let Counts { received, stored, late, lost, apart, duplicates, refused, put_off } = day.counts;
    let columns = [
        ("Received", received),
        ("Stored", stored),
        ("Apart", apart),
        ("Duplicates", duplicates),
        ("Refused", refused),
        ("Put off", put_off),
        ("Late", late),
        ("Lost", lost),
    ];
    html! {
        <tr key={day.date.0}>
            <th scope="row">{ day.date.text() }</th>
            { for columns.into_iter().map(|(name, count)| html! {
                <td data-label={name} class={if count == 0 { "number soft" } else { "number" }}>{ number(count) }</td>
            }) }
        </tr>
    }
}
