//! Reports (R1 to R15).

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path, Query};
use parlor_domain::access::need::ReadReports;
use parlor_domain::drop_off::CardInReport;
use parlor_domain::report::{Narrowed, REPORT_DAYS, Report};
use parlor_domain::text::SiteKey;
use parlor_domain::time::Date;
use parlor_engine::drop_off::{self, passings};
use parlor_store::Span;
use parlor_wire::console::{REPORT_DAYS_PRESET, ReportQuery, ReportTable};
use parlor_wire::problem::Code;

use super::gate::May;
use super::report_table::csv;
use crate::app::App;
use crate::clock;
use crate::failure::Failure;
use crate::zone::Zone;

/// Steps in which what conversations did is counted before it is read; what is left then, the timer does.
const STEPS: usize = 10;

/// GET the figures of some days.
pub(super) async fn report(may: May<ReadReports>, app: Data<App>, query: Query<ReportQuery>) -> Result<HttpResponse, Failure> {
    Ok(super::json(&read(&may, &app, query.into_inner()).await?))
}

/// GET one of its tables as CSV.
pub(super) async fn table(
    may: May<ReadReports>,
    app: Data<App>,
    path: Path<(SiteKey, String)>,
    query: Query<ReportQuery>,
) -> Result<HttpResponse, Failure> {
    let (site, table) = path.into_inner();
    let table = ReportTable::from_code(&table).ok_or(Code::NotFound)?;
    let report = read(&may, &app, query.into_inner()).await?;
    let name = format!("attachment; filename=\"{site}-{}-{}-{}.csv\"", table.code(), report.from.text(), report.to.text());
    let text = csv(&report, table).map_err(Failure::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header(super::NOT_KEPT)
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text))
}

async fn read(may: &May<ReadReports>, app: &App, query: ReportQuery) -> Result<Report, Failure> {
    let site = app.store.front(&may.site).await?.ok_or(Code::NotFound)?;
    let zone = Zone::of(&site.settings.zone);
    let (from, to) = days(&query, zone.date(clock::now()))?;
    let ReportQuery { kind, dialogue, visitors, page, .. } = query;
    // What is in the log now is in the figures.
    app.store.roll_up().await?;
    let (span, narrowed) = (zone.span(from, to), Narrowed { kind, dialogue, visitors, page });
    let report = app.store.report(&may.site, span.clone(), narrowed.clone()).await?.ok_or(Code::NotFound)?;
    Ok(Report { cards: cards(app, &may.site, span, narrowed).await?, ..report })
}

/// What conversations did at the cards of the dialogue that the report is about; of no page alone, since a conversation may go over many.
async fn cards(app: &App, site: &SiteKey, span: Span, narrowed: Narrowed) -> Result<Vec<CardInReport>, Failure> {
    let Some(dialogue) = narrowed.dialogue.filter(|_| narrowed.page.is_none()) else { return Ok(Vec::new()) };
    app.store.count_passings(passings, STEPS).await?;
    let (counts, versions) = app.store.card_counts(site, dialogue, span, narrowed).await?;
    Ok(drop_off::cards(&counts, &versions))
}

/// The first and the last day.
fn days(query: &ReportQuery, today: Date) -> Result<(Date, Date), Failure> {
    let to = query.to.unwrap_or(today);
    let days = query.days.unwrap_or(REPORT_DAYS_PRESET).clamp(1, REPORT_DAYS);
    let from = query.from.unwrap_or(Date(to.0.saturating_sub(i32::from(days) - 1)));
    let count = i64::from(to.0) - i64::from(from.0) + 1;
    if count < 1 {
        return Err(refused(format!("The last day, {}, is before the first one, {}.", to.text(), from.text())));
    }
    if count > i64::from(REPORT_DAYS) {
        return Err(refused(format!("These are {count} days; a report is about {REPORT_DAYS} at most.")));
    }
    Ok((from, to))
}

fn refused(detail: String) -> Failure {
    Failure::detailed(Code::Refused, detail)
}
