//! Reports, read from the roll-ups (R1 to R9).

mod cards;

use std::collections::BTreeMap;

use parlor_domain::draft::Source;
use parlor_domain::ids::DialogueId;
use parlor_domain::report::{
    DayOfReport, DialogueInReport, DocumentInReport, Figure, Figures, GoalInReport, Narrowed, PageInReport, REPORT_ROWS, Report,
    Visitors,
};
use parlor_domain::text::{Name, SiteKey};
use parlor_domain::time::{Date, Instant, MINUTE};
use rusqlite::{Connection, Result, Row, named_params};

use crate::error::StoreError;
use crate::{Store, rows, sites};

/// How long the narrowest bucket of the roll-ups is, in milliseconds.
const BUCKET: i64 = 15 * MINUTE;

/// The widths that figures of all dialogues or flows together have, and those of one of them; the widest first.
const TOGETHER: &[i64] = &[3072, 672, 96, 4, 1];
const ALONE: &[i64] = &[3072, 96, 1];
/// Those of pages, of all dialogues or flows together.
const PAGES: &[i64] = &[3072, 672, 96, 1];

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
        cards: Vec::new(),
    }))
}

/// What is asked of the roll-ups again and again.
struct Question<'a> {
    connection: &'a Connection,
    site: [u8; 16],
    narrowed: &'a Narrowed,
}

/// By what sums are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Nothing,
    Dialogue,
    Page,
    Subject,
}

impl By {
    const fn column(self) -> &'static str {
        match self {
            Self::Nothing => "NULL",
            Self::Dialogue => "r.dialogue",
            Self::Page => "r.page",
            Self::Subject => "r.subject",
        }
    }
}

/// Whose figures: those of all dialogues together and of all flows, or each one's that is asked for.
const TOGETHER_AS: &str = "SELECT zeroblob(16) WHERE :dialogue IS NULL AND :flows IS NOT 1
    UNION ALL SELECT x'01010101010101010101010101010101' WHERE :flows IS NOT 0";
const EACH: &str = "SELECT id FROM dialogue WHERE site = :site AND (:dialogue IS NULL OR id = :dialogue) AND (:flows IS NULL OR (
        SELECT draft_json ->> '$.interface' IS NOT NULL FROM version INDEXED BY version_kind
        WHERE version.dialogue = dialogue.id LIMIT 1) = :flows)";

impl Question<'_> {
    fn known(&self) -> Option<bool> {
        self.narrowed.visitors.map(|visitors| visitors == Visitors::Known)
    }

    /// Asks for sums between two instants by figure, and by what else is named.
    fn sums<T>(&self, by: By, (from, to): (Instant, Instant), read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let of_page = self.narrowed.page.is_some();
        let (table, page) = match by {
            _ if of_page => ("rollup_of_page AS r INDEXED BY rollup_of_one_page", "r.page = :page"),
            By::Page => ("rollup_of_page AS r", ":page IS NULL"),
            By::Nothing | By::Dialogue | By::Subject => ("rollup AS r", ":page IS NULL"),
        };
        let together = self.narrowed.dialogue.is_none() && by != By::Dialogue;
        let chosen = if together { TOGETHER_AS } else { EACH };
        let widths = match (together, of_page || by == By::Page) {
            (true, true) => PAGES,
            (true, false) => TOGETHER,
            (false, _) => ALONE,
        };
        let ranges = cover(from.0.div_euclid(BUCKET), to.0.div_euclid(BUCKET), widths);
        let column = by.column();
        let query = format!(
            "-- name: figures
            WITH chosen (id) AS ({chosen})
            SELECT r.figure, sum(r.count), {column} FROM chosen CROSS JOIN json_each(:ranges) AS range CROSS JOIN {table}
            WHERE r.site = :site AND r.width = range.value ->> 0 AND r.dialogue = chosen.id AND {page}
                AND r.bucket >= range.value ->> 1 AND r.bucket < range.value ->> 2 AND (:known IS NULL OR r.known = :known)
            GROUP BY r.figure, {column} HAVING sum(r.count) > 0"
        );
        let values = named_params! {
            ":site": self.site,
            ":ranges": rows::to_json(&ranges)?,
            ":page": self.narrowed.page,
            ":dialogue": self.narrowed.dialogue.as_ref().map(DialogueId::bytes),
            ":known": self.known(),
            ":flows": self.narrowed.kind.map(|kind| kind == Source::Flow),
        };
        self.connection.prepare_cached(&query)?.query_map(values, read)?.collect()
    }
}

/// The buckets that make up the time from one quarter of an hour to another, as few as there are: width, first, and behind the last.
fn cover(from: i64, to: i64, widths: &[i64]) -> Vec<[i64; 3]> {
    let Some((width, narrower)) = widths.split_first().filter(|_| from < to) else { return Vec::new() };
    let (first, end) = (-(-from).div_euclid(*width), to.div_euclid(*width));
    if first >= end {
        return cover(from, to, narrower);
    }
    let before = cover(from, first * width, narrower);
    let after = cover(end * width, to, narrower);
    before.into_iter().chain([[*width, first, end]]).chain(after).collect()
}

fn figure(row: &Row<'_>) -> Result<(Figure, u64)> {
    Ok((rows::code(row, 0, Figure::from_code)?, row.get::<_, i64>(1)?.cast_unsigned()))
}

fn figures(question: &Question<'_>, from: Instant, to: Instant) -> Result<Figures> {
    let mut figures = Figures::default();
    for (figure, count) in question.sums(By::Nothing, (from, to), figure)? {
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
    let read = |row: &Row<'_>| Ok((figure(row)?, row.get(2).map(DialogueId::from_bytes)?));
    let mut found: BTreeMap<DialogueId, Figures> = BTreeMap::new();
    for ((figure, count), id) in question.sums(By::Dialogue, (from, to), read)? {
        found.entry(id).or_default().add(figure, count);
    }
    let named = |(id, figures): (DialogueId, Figures)| {
        let (name, kind) = name_of(question.connection, id)?;
        Ok(DialogueInReport { id, name, kind, figures })
    };
    let mut dialogues = found.into_iter().map(named).collect::<Result<Vec<_>>>()?;
    dialogues.sort_by(|a, b| rank(&b.figures).cmp(&rank(&a.figures)).then_with(|| a.name.cmp(&b.name)));
    Ok(dialogues)
}

fn name_of(connection: &Connection, id: DialogueId) -> Result<(Name, Source)> {
    let query = "-- name: name_of_dialogue
        SELECT name, (SELECT draft_json ->> '$.interface' IS NOT NULL FROM version INDEXED BY version_kind
            WHERE version.dialogue = dialogue.id LIMIT 1) FROM dialogue WHERE id = ?1";
    let read = |row: &Row<'_>| Ok((rows::text(row, 0)?, if row.get(1)? { Source::Flow } else { Source::Dialogue }));
    connection.prepare_cached(query)?.query_row([id.bytes()], read)
}

fn pages(question: &Question<'_>, from: Instant, to: Instant) -> Result<Vec<PageInReport>> {
    let read = |row: &Row<'_>| Ok((figure(row)?, row.get::<_, String>(2)?));
    let mut found: BTreeMap<String, Figures> = BTreeMap::new();
    for ((figure, count), page) in question.sums(By::Page, (from, to), read)? {
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
    for ((figure, count), subject) in question.sums(By::Subject, (from, to), read)? {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r15_a_long_time_is_made_of_few_buckets() {
        for (from, to, expected) in [
            (0, 0, vec![]),
            (3, 3, vec![]),
            (1, 5, vec![[1, 1, 5]]),
            (1, 9, vec![[1, 1, 4], [4, 1, 2], [1, 8, 9]]),
            (96, 3 * 96, vec![[96, 1, 3]]),
            (0, 3072, vec![[3072, 0, 1]]),
            (96, 96 + 672 + 672, vec![[96, 1, 7], [672, 1, 2], [96, 14, 15]]),
            (-97, 3072 + 2, vec![[1, -97, -96], [96, -1, 0], [3072, 0, 1], [1, 3072, 3074]]),
        ] {
            assert_eq!(cover(from, to, TOGETHER), expected, "{from} to {to}");
        }
    }

    proptest! {
        #[test]
        fn r15_each_quarter_of_an_hour_is_in_one_bucket(from in -10_000..10_000_i64, long in 0..10_000_i64) {
            for widths in [TOGETHER, PAGES, ALONE] {
                let quarters = cover(from, from + long, widths).into_iter().flat_map(|[width, first, end]| first * width..end * width);
                prop_assert!(quarters.eq(from..from + long));
            }
        }
    }
}
