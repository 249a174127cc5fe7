//! Reports, read from the roll-ups (R1 to R9).

use std::collections::BTreeMap;

use parlor_domain::draft::Source;
use parlor_domain::ids::DialogueId;
use parlor_domain::report::{
    DayOfReport, DialogueInReport, DocumentInReport, Figure, Figures, GoalInReport, Narrowed, PageInReport, REPORT_ROWS, Report,
    Visitors,
};
use parlor_domain::text::SiteKey;
use parlor_domain::time::{Date, Instant, MINUTE};
use rusqlite::{Connection, Result, Row, named_params};

use crate::error::StoreError;
use crate::{Store, rows, sites};

/// How long a bucket of the roll-ups is, in milliseconds.
const BUCKET: i64 = 15 * MINUTE;

/// A stretch of days as instants, in a zone that the caller knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The zone's name.
    pub zone: String,
    /// When as many days before the first one began.
    pub before: Instant,
    /// The days and when each began, in order.
    pub days: Vec<(Date, Instant)>,
    /// When the last one was over.
    pub end: Instant,
}

impl Store {
    /// The figures of these days. `None` if there is no such site.
    pub async fn report(
        &self,
        site: &SiteKey,
        span: Span,
        narrowed: Narrowed,
    ) -> std::result::Result<Option<Report>, StoreError> {
        let site = site.clone();
        self.read(move |connection| report(connection, &site, &span, &narrowed)).await
    }
}

fn report(connection: &Connection, site: &SiteKey, span: &Span, narrowed: &Narrowed) -> Result<Option<Report>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(None) };
    let Some(((from, begin), (to, _))) = span.days.first().zip(span.days.last()) else { return Ok(None) };
    let question = Question { connection, site: *site.bytes(), narrowed };
    let days = days(&question, span)?;
    let (goals, documents) = subjects(&question, *begin, span.end)?;
    Ok(Some(Report {
        zone: span.zone.clone(),
        from: *from,
        to: *to,
        total: days.iter().fold(Figures::default(), |total, day| total.plus(&day.figures)),
        before: figures(&question, span.before, *begin)?,
        days,
        dialogues: dialogues(&question, *begin, span.end)?,
        pages: pages(&question, *begin, span.end)?,
        goals,
        documents,
    }))
}

/// What is asked of the roll-ups again and again.
struct Question<'a> {
    connection: &'a Connection,
    site: [u8; 16],
    narrowed: &'a Narrowed,
}

impl Question<'_> {
    /// Asks for sums by figure and by what else is named, between two instants.
    fn sums<T>(
        &self,
        (name, by, joined): (&str, &str, &str),
        (from, to): (Instant, Instant),
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let of_pages = self.narrowed.page.is_some() || by == "r.page";
        let table = if of_pages { "rollup_of_page" } else { "rollup" };
        let page = if of_pages { "(:page IS NULL OR r.page = :page)" } else { ":page IS NULL" };
        let query = format!(
            "-- name: {name}
            SELECT r.figure, sum(r.count), {by} FROM {table} AS r {joined}
            WHERE r.site = :site AND r.bucket >= :from AND r.bucket < :to AND {page}
                AND (:dialogue IS NULL OR r.dialogue = :dialogue)
                AND (:known IS NULL OR r.known = :known)
                AND (:flows IS NULL OR r.dialogue IN (
                    SELECT id FROM dialogue WHERE site = :site AND (draft_json ->> '$.interface' IS NOT NULL) = :flows))
            GROUP BY r.figure, {by}"
        );
        let known = self.narrowed.visitors.map(|visitors| visitors == Visitors::Known);
        let flows = self.narrowed.kind.map(|kind| kind == Source::Flow);
        let values = named_params! {
            ":site": self.site,
            ":from": from.0.div_euclid(BUCKET),
            ":to": to.0.div_euclid(BUCKET),
            ":page": self.narrowed.page,
            ":dialogue": self.narrowed.dialogue.as_ref().map(DialogueId::bytes),
            ":known": known,
            ":flows": flows,
        };
        self.connection.prepare_cached(&query)?.query_map(values, read)?.collect()
    }
}

fn figure(row: &Row<'_>) -> Result<(Figure, u64)> {
    Ok((rows::code(row, 0, Figure::from_code)?, row.get::<_, i64>(1)?.cast_unsigned()))
}

fn figures(question: &Question<'_>, from: Instant, to: Instant) -> Result<Figures> {
    let mut figures = Figures::default();
    for (figure, count) in question.sums(("figures", "NULL", ""), (from, to), figure)? {
        figures.add(figure, count);
    }
    Ok(figures)
}

fn days(question: &Question<'_>, span: &Span) -> Result<Vec<DayOfReport>> {
    let ends = span.days.iter().skip(1).map(|(_, begin)| *begin).chain([span.end]);
    let day = |((date, begin), end): (&(Date, Instant), Instant)| {
        Ok(DayOfReport { date: *date, figures: figures(question, *begin, end)? })
    };
    span.days.iter().zip(ends).map(day).collect()
}

fn dialogues(question: &Question<'_>, from: Instant, to: Instant) -> Result<Vec<DialogueInReport>> {
    let by = "dialogue.id, dialogue.name, dialogue.draft_json ->> '$.interface' IS NOT NULL";
    let joined = "JOIN dialogue ON dialogue.id = r.dialogue";
    let read = |row: &Row<'_>| {
        let kind = if row.get(4)? { Source::Flow } else { Source::Dialogue };
        Ok((figure(row)?, row.get(2).map(DialogueId::from_bytes)?, rows::text(row, 3)?, kind))
    };
    let mut found: BTreeMap<DialogueId, DialogueInReport> = BTreeMap::new();
    for ((figure, count), id, name, kind) in question.sums(("figures_by_dialogue", by, joined), (from, to), read)? {
        let entry = found.entry(id).or_insert_with(|| DialogueInReport { id, name, kind, figures: Figures::default() });
        entry.figures.add(figure, count);
    }
    let mut dialogues: Vec<_> = found.into_values().collect();
    dialogues.sort_by(|a, b| rank(&b.figures).cmp(&rank(&a.figures)).then_with(|| a.name.cmp(&b.name)));
    Ok(dialogues)
}

fn pages(question: &Question<'_>, from: Instant, to: Instant) -> Result<Vec<PageInReport>> {
    let read = |row: &Row<'_>| Ok((figure(row)?, row.get::<_, String>(2)?));
    let mut found: BTreeMap<String, Figures> = BTreeMap::new();
    for ((figure, count), page) in question.sums(("figures_by_page", "r.page", ""), (from, to), read)? {
        found.entry(page).or_default().add(figure, count);
    }
    let mut pages: Vec<_> = found.into_iter().map(|(page, figures)| PageInReport { page, figures }).collect();
    pages.sort_by(|a, b| rank(&b.figures).cmp(&rank(&a.figures)).then_with(|| a.page.cmp(&b.page)));
    pages.truncate(REPORT_ROWS as usize);
    Ok(pages)
}

/// What was shown most comes first.
const fn rank(figures: &Figures) -> (u64, u64, u64) {
    (figures.triggered, figures.engaged, figures.completed)
}

fn subjects(question: &Question<'_>, from: Instant, to: Instant) -> Result<(Vec<GoalInReport>, Vec<DocumentInReport>)> {
    let read = |row: &Row<'_>| Ok((figure(row)?, row.get::<_, String>(2)?));
    let mut found: BTreeMap<(bool, String), Figures> = BTreeMap::new();
    for ((figure, count), subject) in question.sums(("figures_by_subject", "r.subject", ""), (from, to), read)? {
        found.entry((figure == Figure::Goal, subject)).or_default().add(figure, count);
    }
    let (mut goals, mut documents) = (Vec::new(), Vec::new());
    for ((is_goal, subject), of) in found {
        if is_goal {
            goals.push(GoalInReport { goal: subject, reached: of.goals });
        } else if !subject.is_empty() {
            documents.push(DocumentInReport { document: subject, opened: of.opened, downloaded: of.downloaded, pages: of.pages });
        }
    }
    goals.sort_by_key(|goal| std::cmp::Reverse(goal.reached));
    documents.sort_by_key(|document| std::cmp::Reverse((document.opened, document.downloaded)));
    goals.truncate(REPORT_ROWS as usize);
    documents.truncate(REPORT_ROWS as usize);
    Ok((goals, documents))
}
