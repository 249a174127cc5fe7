//! Reports: figures that are counted from the activity log (R1 to R9), and what narrows them down (R13).

use serde::{Deserialize, Serialize};

use crate::draft::Source;
use crate::drop_off::CardInReport;
use crate::ids::DialogueId;
use crate::text::Name;
use crate::time::Date;

/// The most days that a report is about.
pub const REPORT_DAYS: u16 = 400;

/// The most pages, goals and documents that a report lists of each.
pub const REPORT_ROWS: u32 = 100;

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// R1: activities *triggered*.
    Triggered,
    /// R2: activities *engaged*.
    Engaged,
    /// R3: conversations completed.
    Completed,
    /// R4: people acquired.
    Acquired,
    /// R6: activities *reached a goal*.
    Goal,
    /// R9: documents opened.
    Opened,
    /// R9: documents downloaded.
    Downloaded,
    /// R9: pages of documents read.
    Pages,
}

impl Figure {
    /// Every figure, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Triggered,
        Self::Engaged,
        Self::Completed,
        Self::Acquired,
        Self::Goal,
        Self::Opened,
        Self::Downloaded,
        Self::Pages,
    ];

    /// The figure as code, as it stands in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Triggered => "triggered",
            Self::Engaged => "engaged",
            Self::Completed => "completed",
            Self::Acquired => "acquired",
            Self::Goal => "goal",
            Self::Opened => "opened",
            Self::Downloaded => "downloaded",
            Self::Pages => "pages",
        }
    }

    /// The figure of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.code() == code)
    }
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// R1.
    pub triggered: u64,
    /// R2.
    pub engaged: u64,
    /// R3.
    pub completed: u64,
    /// R4.
    pub acquired: u64,
    /// R6.
    pub goals: u64,
    /// R9.
    pub opened: u64,
    /// R9.
    pub downloaded: u64,
    /// R9.
    pub pages: u64,
}

impl Figures {
    /// One of them.
    pub const fn get(&self, figure: Figure) -> u64 {
        match figure {
            Figure::Triggered => self.triggered,
            Figure::Engaged => self.engaged,
            Figure::Completed => self.completed,
            Figure::Acquired => self.acquired,
            Figure::Goal => self.goals,
            Figure::Opened => self.opened,
            Figure::Downloaded => self.downloaded,
            Figure::Pages => self.pages,
        }
    }

    /// Counts so many more.
    pub const fn add(&mut self, figure: Figure, count: u64) {
        let place = match figure {
            Figure::Triggered => &mut self.triggered,
            Figure::Engaged => &mut self.engaged,
            Figure::Completed => &mut self.completed,
            Figure::Acquired => &mut self.acquired,
            Figure::Goal => &mut self.goals,
            Figure::Opened => &mut self.opened,
            Figure::Downloaded => &mut self.downloaded,
            Figure::Pages => &mut self.pages,
        };
        *place += count;
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for figure in Figure::ALL {
            self.add(figure, other.get(figure));
        }
        self
    }

    /// R7: of those to whom something was shown, the part that engaged, in thousandths. `None` where nothing was shown.
    pub const fn engagement(&self) -> Option<u64> {
        thousandths(self.engaged, self.triggered)
    }

    /// R8: of those who engaged, the part that became people, in thousandths. `None` where nobody engaged.
    pub const fn conversion(&self) -> Option<u64> {
        thousandths(self.acquired, self.engaged)
    }
}

/// Rounded to the nearest.
const fn thousandths(part: u64, of: u64) -> Option<u64> {
    (part * 1_000 + of / 2).checked_div(of)
}

/// Whether visitors were known when a conversation began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visitors {
    /// They were.
    Known,
    /// They were not.
    Anonymous,
}

/// What narrows a report down (R13). What isn't said doesn't.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrowed {
    /// To dialogues, or to flows.
    pub kind: Option<Source>,
    /// To one of them.
    pub dialogue: Option<DialogueId>,
    /// To visitors who were known, or who were not.
    pub visitors: Option<Visitors>,
    /// To a page, by its address without what follows its path.
    pub page: Option<String>,
}

/// The figures of a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The zone whose days these are, by its name in the IANA database.
    pub zone: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// All of them together.
    pub total: Figures,
    /// As many days before the first one, together.
    pub before: Figures,
    /// Each day.
    pub days: Vec<DayOfReport>,
    /// Each dialogue and flow that has figures, what was shown most first.
    pub dialogues: Vec<DialogueInReport>,
    /// The pages on which most happened.
    pub pages: Vec<PageInReport>,
    /// The goals, what was reached most first.
    pub goals: Vec<GoalInReport>,
    /// The documents, what was opened most first.
    pub documents: Vec<DocumentInReport>,
    /// The cards that ask, what most came to first, of a report about one dialogue or flow and no single page (R11).
    pub cards: Vec<CardInReport>,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOfReport {
    /// Which.
    pub date: Date,
    /// What was counted.
    pub figures: Figures,
}

/// A dialogue or flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialogueInReport {
    /// Which.
    pub id: DialogueId,
    /// Its name.
    pub name: Name,
    /// Whether it is a flow.
    pub kind: Source,
    /// What was counted.
    pub figures: Figures,
}

/// A page of the website.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageInReport {
    /// Its address without what follows its path.
    pub page: String,
    /// What was counted.
    pub figures: Figures,
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalInReport {
    /// Its name.
    pub goal: String,
    /// How often it was reached.
    pub reached: u64,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentInReport {
    /// Its name.
    pub document: String,
    /// How often it was opened.
    pub opened: u64,
    /// How often it was downloaded.
    pub downloaded: u64,
    /// How many of its pages were read.
    pub pages: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r7_r8_a_rate_is_a_part_of_what_there_was() {
        let figures = |triggered, engaged, acquired| Figures { triggered, engaged, acquired, ..Figures::default() };
        for (of, engagement, conversion) in [
            (figures(0, 0, 0), None, None),
            (figures(3, 0, 0), Some(0), None),
            (figures(3, 1, 1), Some(333), Some(1_000)),
            (figures(3, 2, 1), Some(667), Some(500)),
        ] {
            assert_eq!((of.engagement(), of.conversion()), (engagement, conversion), "{of:?}");
        }
    }

    #[test]
    fn every_figure_has_a_place_and_a_code() {
        for figure in Figure::ALL {
            let mut figures = Figures::default();
            figures.add(figure, 2);
            assert_eq!(figures.plus(&figures).get(figure), 4);
            assert_eq!(Figure::ALL.into_iter().map(|other| figures.get(other)).sum::<u64>(), 2);
            assert_eq!(Figure::from_code(figure.code()), Some(figure));
        }
    }
}
