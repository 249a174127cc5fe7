//! The tables of a report: each a part of the sum, and each to be had as CSV (R14).

use parlor_domain::draft::Source;
use parlor_domain::text::SiteKey;
use parlor_wire::console::{Figures, REPORT_TABLE, Report, ReportQuery, ReportTable, fill};
use yew::prelude::*;

use super::figures::rate;
use super::place::{ReportPlace, path};
use crate::parts::grid::{Cell, Grid, GridRow};
use crate::parts::text::{number, said};
use crate::route::{Section, link};

/// Whose report it is.
pub(crate) struct Tables<'a> {
    pub(crate) site: &'a SiteKey,
    pub(crate) place: &'a ReportPlace,
    pub(crate) report: &'a Report,
}

/// The columns of all tables with figures, behind the first.
const FIGURES: [&str; 7] = ["Triggered", "Engaged", "Engagement", "Completed", "Acquired", "Conversion", "Goals"];

impl Tables<'_> {
    /// Dialogues and flows.
    pub(crate) fn dialogues(&self) -> Html {
        let rows = self.report.dialogues.iter().map(|of| {
            let to = self.narrowed(ReportQuery { dialogue: Some(of.id), ..self.place.query.clone() });
            let kind = if of.kind == Source::Flow {
                html! { <span class="badge">{ "Flow" }</span> }
            } else {
                Html::default()
            };
            let name = html! { <><a href={to}>{ of.name.as_str() }</a>{ " " }{ kind }</> };
            row(of.id.to_string(), Cell::text(of.name.as_str(), name), &of.figures)
        });
        self.with_figures(ReportTable::Dialogues, "Dialogues and flows", "Dialogue or flow", rows.collect())
    }

    /// Pages of the website.
    pub(crate) fn pages(&self) -> Html {
        let rows = self.report.pages.iter().map(|of| {
            let to = self.narrowed(ReportQuery { page: Some(of.page.clone()), ..self.place.query.clone() });
            row(of.page.clone(), Cell::text(&of.page, html! { <a href={to}>{ said(&of.page) }</a> }), &of.figures)
        });
        self.with_figures(ReportTable::Pages, "Pages", "Page", rows.collect())
    }

    /// Each day, the newest first.
    pub(crate) fn days(&self) -> Html {
        let rows = self.report.days.iter().rev();
        let rows = rows.map(|of| row(of.date.text(), Cell::text(&of.date.text(), html! { { of.date.text() } }), &of.figures));
        let table = self.with_figures(ReportTable::Days, "Day by day", "Day", rows.collect());
        html! { <details class="in-numbers"><summary>{ "The days in numbers" }</summary>{ table }</details> }
    }

    /// Goals and how often they were reached.
    pub(crate) fn goals(&self) -> Html {
        let rows = self.report.goals.iter().map(|of| counts(&of.goal, &[of.reached]));
        self.table(ReportTable::Goals, "Goals", vec!["Goal", "Reached"], rows.collect())
    }

    /// Documents and what was done with them.
    pub(crate) fn documents(&self) -> Html {
        let rows = self.report.documents.iter().map(|of| counts(&of.document, &[of.opened, of.downloaded, of.pages]));
        self.table(ReportTable::Documents, "Documents", vec!["Document", "Opened", "Downloaded", "Pages read"], rows.collect())
    }

    /// Cards that ask, what most came to first.
    pub(crate) fn cards(&self) -> Html {
        let rows = self.report.cards.iter().zip(1_u32..).map(|(of, number)| {
            let share = (of.left * 1_000 + of.reached / 2).checked_div(of.reached);
            let cells = vec![
                // In that order, not of the alphabet.
                Cell::text(
                    &format!("{number:04}"),
                    html! { <span class="card-text">{ number }{ ". " }{ said(&of.text) }</span> },
                ),
                count(of.reached),
                count(of.answered),
                count(of.left),
                self::share(share),
            ];
            GridRow { key: number.to_string(), cells }
        });
        let columns = vec!["Card", "Reached", "Answered", "Left here", "Of reached"];
        self.table(ReportTable::Cards, "Where conversations end", columns, rows.collect())
    }

    fn with_figures(&self, table: ReportTable, title: &'static str, first: &'static str, rows: Vec<GridRow>) -> Html {
        self.table(table, title, [first].into_iter().chain(FIGURES).collect(), rows)
    }

    fn table(&self, table: ReportTable, title: &'static str, columns: Vec<&'static str>, rows: Vec<GridRow>) -> Html {
        if rows.is_empty() {
            return Html::default();
        }
        let csv = path(&fill(REPORT_TABLE, &[self.site, &table.code()]), &self.place.query);
        html! {
            <section class="figures" aria-label={title}>
                <div class="titled">
                    <h2>{ title }</h2>
                    <a href={csv} download="">{ "CSV" }<span class="unseen">{ format!(": {title}") }</span></a>
                </div>
                <Grid label={title} {columns} {rows} />
            </section>
        }
    }

    fn narrowed(&self, query: ReportQuery) -> String {
        link(self.site, Section::Reports(ReportPlace { query, ..self.place.clone() }))
    }
}

fn row(key: String, first: Cell, of: &Figures) -> GridRow {
    let cells = vec![
        first,
        count(of.triggered),
        count(of.engaged),
        share(of.engagement()),
        count(of.completed),
        count(of.acquired),
        share(of.conversion()),
        count(of.goals),
    ];
    GridRow { key, cells }
}

fn counts(name: &str, counts: &[u64]) -> GridRow {
    let first = Cell::text(name, said(name));
    GridRow { key: name.to_owned(), cells: [first].into_iter().chain(counts.iter().map(|of| count(*of))).collect() }
}

fn count(of: u64) -> Cell {
    Cell::number(Some(of), number(of))
}

fn share(of: Option<u64>) -> Cell {
    Cell::number(of, rate(of))
}
