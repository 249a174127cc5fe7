//! Reports: what was counted, of which dialogues, on which pages, day by day (R12).

use parlor_domain::text::SiteKey;
use parlor_wire::console::{Figure, Figures, REPORT, Report, fill};
use yew::prelude::*;

use crate::load::use_load;
use crate::parts::save::save;
use crate::parts::state::Empty;
use crate::parts::text::number;
use crate::parts::title::Title;
use crate::report::chart::{chart, picture};
use crate::report::figures::{DEFINITIONS, change, name, rate};
use crate::report::filters::{Filters, narrowed};
use crate::report::place::{ReportPlace, path};
use crate::report::tables::Tables;
use crate::route::{Route, Section, go, link};

/// Which report of which site.
#[derive(PartialEq, Properties)]
pub(crate) struct ReportsProps {
    /// The site.
    pub(crate) site: SiteKey,
    /// Which report.
    pub(crate) place: ReportPlace,
}

/// The figures that stand above the chart, which shows the one that is chosen.
const TILES: [Figure; 6] =
    [Figure::Triggered, Figure::Engaged, Figure::Completed, Figure::Acquired, Figure::Goal, Figure::Opened];

/// A site's reports.
#[component]
pub(crate) fn Reports(props: &ReportsProps) -> Html {
    let report = use_load::<Report>(path(&fill(REPORT, &[&props.site]), &props.place.query));
    let choose = {
        let site = props.site.clone();
        Callback::from(move |place: ReportPlace| go(&Route::Site(site.clone(), Section::Reports(place))))
    };
    let present = report.ready().or(report.former());
    let shown = present.map(|report| (report.from, report.to)).or(props.place.query.from.zip(props.place.query.to));
    html! {
        <>
            <Title text="Reports" />
            <Filters place={props.place.clone()} {shown} choose={choose.clone()} />
            { narrowed(&props.place, present, &choose) }
            { report.show_or_former(|report| page(props, report, &choose)) }
        </>
    }
}

fn page(props: &ReportsProps, report: &Report, choose: &Callback<ReportPlace>) -> Html {
    if report.total == Figures::default() && report.before == Figures::default() {
        return html! {
            <Empty title="Nothing was counted">
                <p>
                    { "Nothing of what is chosen above happened in these days or before. Figures come from what visitors do: a dialogue that is \
                       shown, a question that is answered. Choose something else, or " }
                    <a href={link(&props.site, Section::Install)}>{ "install the chat" }</a>{ "." }
                </p>
            </Empty>
        };
    }
    let (site, place) = (&props.site, &props.place);
    let tables = Tables { site, place, report };
    let days = report.days.len();
    html! {
        <>
            <p class="soft">
                { format!("{} to {}, in the zone {}, beside the {days} days before.", report.from.text(), report.to.text(), report.zone) }
            </p>
            <div class="tiles" role="group" aria-label="Figures">
                { for TILES.into_iter().map(|figure| tile(place, report, figure, choose)) }
            </div>
            <details class="definitions">
                <summary>{ "What these figures count" }</summary>
                <dl>{ for DEFINITIONS.into_iter().map(|(word, what)| html! { <div><dt>{ word }</dt><dd>{ what }</dd></div> }) }</dl>
            </details>
            { drawn(place, report) }
            { tables.days() }
            { tables.cards() }
            { tables.dialogues() }
            { tables.pages() }
            { tables.goals() }
            { tables.documents() }
            <p class="soft"><a href={path(&fill(REPORT, &[site]), &place.query)} download={format!("{site}-report.json")}>{ "All of it as JSON" }</a></p>
        </>
    }
}

/// A figure beside the one of before. The one that is chosen is drawn.
fn tile(place: &ReportPlace, report: &Report, figure: Figure, choose: &Callback<ReportPlace>) -> Html {
    let to = ReportPlace { figure, ..place.clone() };
    let choose = choose.clone();
    let draw = move |_: MouseEvent| choose.emit(to.clone());
    let more = match figure {
        Figure::Engaged => report.total.engagement().map(|_| format!("{} of triggered", rate(report.total.engagement()))),
        Figure::Acquired => report.total.conversion().map(|_| format!("{} of engaged", rate(report.total.conversion()))),
        _ => None,
    };
    html! {
        <button type="button" class="tile" aria-pressed={if place.figure == figure { "true" } else { "false" }} onclick={draw}>
            <span>{ name(figure) }</span>
            <strong>{ number(report.total.get(figure)) }</strong>
            <span class="soft">{ change(figure, &report.total, &report.before) }</span>
            if let Some(more) = more {
                <span class="soft">{ more }</span>
            }
        </button>
    }
}

/// The chart of the figure that is chosen.
fn drawn(place: &ReportPlace, report: &Report) -> Html {
    let figure = place.figure;
    let keep = {
        let picture = picture(report, figure);
        let file = format!("{}-{}-{}.svg", figure.code(), report.from.text(), report.to.text());
        move |_: MouseEvent| save(&file, "image/svg+xml", &picture)
    };
    html! {
        <section class="figures" aria-label={format!("{} by day", name(figure))}>
            <div class="titled">
                <h2>{ name(figure) }{ " by day" }</h2>
                <button type="button" class="plain" onclick={keep}>{ "Save picture" }</button>
            </div>
            { chart(report, figure) }
        </section>
    }
}
