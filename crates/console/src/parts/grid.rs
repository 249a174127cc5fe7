//! Tables whose rows are all there: sorted by the column that is clicked, and the first of them alone until one asks for all.

use std::cmp::Ordering;

use yew::prelude::*;

use crate::icons::Icon;
use crate::parts::table::Table;

/// Rows that are there without being asked for.
const FIRST: usize = 20;

/// What a [`Grid`] is made of.
#[derive(PartialEq, Properties)]
pub(crate) struct GridProps {
    /// What it lists.
    pub(crate) label: &'static str,
    /// The columns' names.
    pub(crate) columns: Vec<&'static str>,
    /// The rows, each with as many cells, in the order that they have until somebody sorts.
    pub(crate) rows: Vec<GridRow>,
}

/// A row, whose first cell names it.
#[derive(Clone, PartialEq)]
pub(crate) struct GridRow {
    /// What tells it from others.
    pub(crate) key: String,
    /// Its cells.
    pub(crate) cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, PartialEq)]
pub(crate) struct Cell {
    by: By,
    shown: Html,
}

/// What a cell is sorted by.
#[derive(Clone, PartialEq)]
enum By {
    Text(String),
    Number(Option<u64>),
}

impl Cell {
    /// A cell that is sorted by a text in any case.
    pub(crate) fn text(by: &str, shown: Html) -> Self {
        Self { by: By::Text(by.to_lowercase()), shown }
    }

    /// A cell that is sorted by a number; without one it comes last.
    pub(crate) fn number(by: Option<u64>, shown: String) -> Self {
        Self { by: By::Number(by), shown: html! { { shown } } }
    }

    /// In the order that a first click brings: texts from the first letter on, numbers from the highest on.
    fn compare(&self, other: &Self) -> Ordering {
        match (&self.by, &other.by) {
            (By::Text(one), By::Text(other)) => one.cmp(other),
            (By::Number(one), By::Number(other)) => other.cmp(one),
            (By::Text(_), By::Number(_)) => Ordering::Less,
            (By::Number(_), By::Text(_)) => Ordering::Greater,
        }
    }
}

/// The column that is sorted by, and whether a second click has turned it round.
type Sorting = Option<(usize, bool)>;

/// A table to be sorted.
#[component]
pub(crate) fn Grid(props: &GridProps) -> Html {
    let sorting = use_state_eq(|| Sorting::None);
    let all = use_state_eq(|| false);
    let rows = sorted(&props.rows, *sorting);
    let most = if *all { rows.len() } else { FIRST };
    let headings = props.columns.iter().enumerate().map(|(at, name)| {
        let (now, set) = (*sorting, sorting.setter());
        let sort = move |_: MouseEvent| set.set(after_click(now, at));
        heading(name, direction(&props.rows, now, at), sort.into())
    });
    let show_all = {
        let all = all.setter();
        move |_: MouseEvent| all.set(true)
    };
    html! {
        <>
            <Table label={props.label} headings={html! { { for headings } }}>
                <tbody>{ for rows.iter().take(most).map(|of| row(&props.columns, of)) }</tbody>
            </Table>
            if rows.len() > most {
                <button type="button" class="more" onclick={show_all}>{ format!("Show all {}", rows.len()) }</button>
            }
        </>
    }
}

fn after_click(now: Sorting, at: usize) -> Sorting {
    Some((at, now.is_some_and(|(before, turned)| before == at && !turned)))
}

fn sorted(rows: &[GridRow], sorting: Sorting) -> Vec<&GridRow> {
    let mut rows: Vec<&GridRow> = rows.iter().collect();
    if let Some((at, turned)) = sorting {
        let compare = |one: &&GridRow, other: &&GridRow| match (one.cells.get(at), other.cells.get(at)) {
            (Some(one), Some(other)) if turned => other.compare(one),
            (Some(one), Some(other)) => one.compare(other),
            _ => Ordering::Equal,
        };
        rows.sort_by(compare);
    }
    rows
}

/// How a column is sorted, in the words of `aria-sort`.
fn direction(rows: &[GridRow], sorting: Sorting, at: usize) -> Option<&'static str> {
    let (_, turned) = sorting.filter(|(by, _)| *by == at)?;
    let is_number = rows.first().and_then(|row| row.cells.get(at)).is_some_and(|cell| matches!(cell.by, By::Number(_)));
    Some(if turned == is_number { "ascending" } else { "descending" })
}

fn heading(name: &'static str, direction: Option<&'static str>, sort: Callback<MouseEvent>) -> Html {
    let icon = if direction == Some("ascending") { Icon::Ascending } else { Icon::Descending };
    html! {
        <th scope="col" aria-sort={direction}>
            <button type="button" class="sort" onclick={sort}>{ name }{ icon.draw() }</button>
        </th>
    }
}

fn row(columns: &[&'static str], row: &GridRow) -> Html {
    let cells = columns.iter().zip(&row.cells).enumerate().map(|(at, (name, cell))| match &cell.by {
        _ if at == 0 => html! { <th scope="row">{ cell.shown.clone() }</th> },
        By::Text(_) => html! { <td data-label={*name}>{ cell.shown.clone() }</td> },
        By::Number(_) => html! { <td data-label={*name} class="number">{ cell.shown.clone() }</td> },
    });
    html! { <tr key={row.key.clone()}>{ for cells }</tr> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, count: Option<u64>) -> GridRow {
        GridRow { key: name.to_owned(), cells: vec![Cell::text(name, Html::default()), Cell::number(count, String::new())] }
    }

    #[test]
    fn a_click_sorts_and_a_second_one_turns_round() {
        let rows = [row("b", Some(2)), row("A", None), row("c", Some(10))];
        let order = |sorting| sorted(&rows, sorting).iter().map(|row| row.key.as_str()).collect::<String>();
        assert_eq!(order(None), "bAc");
        let texts = after_click(None, 0);
        assert_eq!((order(texts), direction(&rows, texts, 0)), ("Abc".to_owned(), Some("ascending")));
        let turned = after_click(texts, 0);
        assert_eq!((order(turned), direction(&rows, turned, 0)), ("cbA".to_owned(), Some("descending")));
        let numbers = after_click(turned, 1);
        assert_eq!((order(numbers), direction(&rows, numbers, 1)), ("cbA".to_owned(), Some("descending")));
        assert_eq!(direction(&rows, numbers, 0), None);
        let turned = after_click(numbers, 1);
        assert_eq!((order(turned), direction(&rows, turned, 1)), ("Abc".to_owned(), Some("ascending")));
    }
}
