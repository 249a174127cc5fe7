//! A chart: one figure, a bar for each day, drawn as SVG. The table of the days says the same in numbers.

use parlor_wire::console::{DayOfReport, Figure, Report};
use yew::prelude::*;

use super::figures::name;
use crate::parts::text::number;

/// The chart's own units: each day is so wide, and the highest bar so high.
const DAY: usize = 10;
const HEIGHT: u64 = 100;

/// The bars of a figure, with the highest of them and the first and last day in words.
pub(crate) fn chart(report: &Report, figure: Figure) -> Html {
    let most = most(report, figure);
    let view = format!("0 0 {} {HEIGHT}", report.days.len() * DAY);
    let told = format!(
        "{} by day from {} to {}: at most {} on a day. The numbers stand in the table of the days.",
        name(figure),
        report.from.text(),
        report.to.text(),
        number(most)
    );
    html! {
        <figure class="chart">
            <p class="soft" aria-hidden="true">{ number(most) }</p>
            <svg viewBox={view} preserveAspectRatio="none" role="img" aria-label={told}>
                { for report.days.iter().enumerate().map(|(at, day)| bar(at, day, figure, most)) }
            </svg>
            <p class="ends soft" aria-hidden="true"><span>{ report.from.text() }</span><span>{ report.to.text() }</span></p>
        </figure>
    }
}

/// A bar, and over it room to point at.
fn bar(at: usize, day: &DayOfReport, figure: Figure, most: u64) -> Html {
    let count = day.figures.get(figure);
    let height = height(count, most, HEIGHT);
    html! {
        <g>
            <title>{ format!("{}: {}", day.date.text(), number(count)) }</title>
            <rect class="room" x={(at * DAY).to_string()} y="0" width={DAY.to_string()} height={HEIGHT.to_string()} />
            <rect class="bar" x={(at * DAY + 1).to_string()} y={(HEIGHT - height).to_string()} width={(DAY - 2).to_string()} height={height.to_string()} />
        </g>
    }
}

fn most(report: &Report, figure: Figure) -> u64 {
    report.days.iter().map(|day| day.figures.get(figure)).max().unwrap_or(0)
}

/// Bars begin at zero; the least that is there is still seen.
fn height(count: u64, most: u64, of: u64) -> u64 {
    if count == 0 { 0 } else { (count * of).div_ceil(most.max(1)) }
}

/// The chart as a picture to be saved: with its name, its days and its highest number in it.
pub(crate) fn picture(report: &Report, figure: Figure) -> String {
    let (width, top, high) = (960_u64, 70, 240);
    let most = most(report, figure);
    let days = report.days.len().max(1) as u64;
    let bars: String = (0..)
        .zip(&report.days)
        .map(|(at, day): (u64, _)| {
            let height = height(day.figures.get(figure), most, high);
            let (from, to) = (at * width / days, (at + 1) * width / days);
            let (x, y, wide) = (20 + from, top + high - height, (to - from).saturating_sub(1).max(1));
            format!(r##"<rect x="{x}" y="{y}" width="{wide}" height="{height}" fill="#1e7a78"/>"##)
        })
        .collect();
    let text = |x, y, anchor, size, text: &str| {
        format!(r##"<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="#26302f">{text}</text>"##)
    };
    let texts = [
        text(20, 32, "start", 20, &format!("{}: {}", name(figure), number(report.total.get(figure)))),
        text(20, 58, "start", 13, &format!("at most {} on a day", number(most))),
        text(20, 332, "start", 13, &report.from.text()),
        text(980, 332, "end", 13, &report.to.text()),
    ]
    .concat();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="350" font-family="system-ui, sans-serif"><rect width="1000" height="350" fill="#fff"/>{bars}<path d="M20 310.5H980" stroke="#9aa5a4"/>{texts}</svg>"##
    )
}

#[cfg(test)]
mod tests {
    use parlor_domain::time::Date;
    use parlor_wire::console::Figures;

    use super::*;

    #[test]
    fn bars_begin_at_zero_and_are_seen() {
        for (count, most, expected) in [(0, 0, 0), (0, 7, 0), (7, 7, 100), (1, 7, 15), (1, 100_000, 1)] {
            assert_eq!(height(count, most, HEIGHT), expected, "{count} of {most}");
        }
    }

    #[test]
    fn r14_the_picture_says_what_it_shows() {
        let figures = |engaged| Figures { engaged, ..Figures::default() };
        let day = |at, engaged| DayOfReport { date: Date(at), figures: figures(engaged) };
        let report = Report {
            zone: "UTC".to_owned(),
            from: Date(0),
            to: Date(1),
            total: figures(1_300),
            before: Figures::default(),
            days: vec![day(0, 300), day(1, 1_000)],
            dialogues: Vec::new(),
            pages: Vec::new(),
            goals: Vec::new(),
            documents: Vec::new(),
            cards: Vec::new(),
        };
        let picture = picture(&report, Figure::Engaged);
        for part in
            [">Engaged: 1,300<", ">at most 1,000 on a day<", ">1970-01-01<", ">1970-01-02<", r#"height="72""#, r#"height="240""#]
        {
            assert!(picture.contains(part), "{part}: {picture}");
        }
    }
}
