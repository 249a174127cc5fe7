//! The tables of a report as CSV (R14).

use csv::{Error, Writer};
use parlor_domain::draft::Source;
use parlor_domain::report::{Figure, Figures, Report};
use parlor_wire::console::ReportTable;

/// A table with its head. Rates are left out: they are made of what stands beside them.
pub(super) fn csv(report: &Report, table: ReportTable) -> Result<String, Error> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let counts = |counts: [u64; 3]| counts.map(|count| count.to_string());
    match table {
        ReportTable::Days => {
            rows.push(head(&["date"]));
            rows.extend(report.days.iter().map(|day| figures(vec![day.date.text()], &day.figures)));
        }
        ReportTable::Dialogues => {
            rows.push(head(&["name", "kind"]));
            let cells = |name: &str, kind| vec![plain(name), if kind == Source::Flow { "flow" } else { "dialogue" }.to_owned()];
            rows.extend(report.dialogues.iter().map(|of| figures(cells(of.name.as_str(), of.kind), &of.figures)));
        }
        ReportTable::Pages => {
            rows.push(head(&["page"]));
            rows.extend(report.pages.iter().map(|of| figures(vec![plain(&of.page)], &of.figures)));
        }
        ReportTable::Goals => {
            rows.push(texts(&["goal", "reached"]));
            rows.extend(report.goals.iter().map(|of| vec![plain(&of.goal), of.reached.to_string()]));
        }
        ReportTable::Documents => {
            rows.push(texts(&["document", "opened", "downloaded", "pages"]));
            rows.extend(report.documents.iter().map(|of| {
                let counts = counts([of.opened, of.downloaded, of.pages]);
                [plain(&of.document)].into_iter().chain(counts).collect()
            }));
        }
        ReportTable::Cards => {
            rows.push(texts(&["card", "reached", "answered", "left"]));
            rows.extend(report.cards.iter().map(|of| {
                let counts = counts([of.reached, of.answered, of.left]);
                [plain(&of.text)].into_iter().chain(counts).collect()
            }));
        }
    }
    let mut writer = Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row))?;
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn texts(of: &[&str]) -> Vec<String> {
    of.iter().map(ToString::to_string).collect()
}

fn head(first: &[&str]) -> Vec<String> {
    texts(first).into_iter().chain(Figure::ALL.map(|figure| figure.code().to_owned())).collect()
}

fn figures(first: Vec<String>, figures: &Figures) -> Vec<String> {
    first.into_iter().chain(Figure::ALL.map(|figure| figures.get(figure).to_string())).collect()
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use parlor_domain::drop_off::CardInReport;
    use parlor_domain::report::{DayOfReport, DocumentInReport, GoalInReport};
    use parlor_domain::time::Date;

    use super::*;

    #[test]
    fn r14_a_table_is_csv_that_holds_no_formula() {
        let figures = Figures { triggered: 3, engaged: 2, completed: 1, ..Figures::default() };
        let report = Report {
            zone: "UTC".to_owned(),
            from: Date(0),
            to: Date(0),
            total: figures,
            before: Figures::default(),
            days: vec![DayOfReport { date: Date(0), figures }],
            dialogues: Vec::new(),
            pages: Vec::new(),
            goals: ["=1+1", "a \"b\", c"].map(|goal| GoalInReport { goal: goal.to_owned(), reached: 2 }).into(),
            documents: vec![DocumentInReport { document: "Prices".to_owned(), opened: 2, downloaded: 1, pages: 7 }],
            cards: vec![CardInReport { text: "-1 or more?".to_owned(), reached: 3, answered: 2, left: 1 }],
        };
        let tables = [ReportTable::Days, ReportTable::Goals, ReportTable::Documents, ReportTable::Cards];
        let text: String = tables.map(|table| csv(&report, table).expect("a table")).concat();
        expect![[r#"
            date,triggered,engaged,completed,acquired,goal,opened,downloaded,pages
            1970-01-01,3,2,1,0,0,0,0,0
            goal,reached
            '=1+1,2
            "a ""b"", c",2
            document,opened,downloaded,pages
            Prices,2,1,7
            card,reached,answered,left
            '-1 or more?,3,2,1
        "#]]
        .assert_eq(&text);
    }
}
