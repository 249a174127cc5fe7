//! Which report: what narrows it down stands in the address, so that a view can be sent to a colleague (R13).

use parlor_domain::draft::Source;
use parlor_wire::console::{Figure, ReportQuery, Visitors};

use crate::api::with_query;

/// Which report, and which of its figures the chart shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportPlace {
    /// Which report.
    pub(crate) query: ReportQuery,
    /// The figure of the chart.
    pub(crate) figure: Figure,
}

impl ReportPlace {
    /// Where one comes first.
    pub(crate) const NEW: Self = Self {
        query: ReportQuery { days: None, from: None, to: None, kind: None, dialogue: None, visitors: None, page: None },
        figure: Figure::Engaged,
    };

    /// Reads it from what an address says of each name.
    pub(crate) fn parse(value: impl Fn(&str) -> String) -> Self {
        let page = value("page");
        let query = ReportQuery {
            days: value("days").parse().ok(),
            from: value("from").parse().ok(),
            to: value("to").parse().ok(),
            kind: kind(&value("kind")),
            dialogue: value("dialogue").parse().ok(),
            visitors: visitors(&value("visitors")),
            page: (!page.is_empty()).then_some(page),
        };
        Self { query, figure: Figure::from_code(&value("figure")).unwrap_or(Self::NEW.figure) }
    }

    /// What an address says.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let figure = (self.figure != Self::NEW.figure).then(|| ("figure", self.figure.code().to_owned()));
        pairs(&self.query).into_iter().chain(figure).collect()
    }
}

/// The path of a report, or of a table of it.
pub(crate) fn path(path: &str, query: &ReportQuery) -> String {
    let pairs = pairs(query);
    with_query(path, &pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

fn pairs(query: &ReportQuery) -> Vec<(&'static str, String)> {
    let ReportQuery { days, from, to, kind, dialogue, visitors, page } = query;
    let pairs = [
        ("days", days.map(|days| days.to_string())),
        ("from", from.map(|date| date.text())),
        ("to", to.map(|date| date.text())),
        ("kind", kind.map(|kind| kind_code(kind).to_owned())),
        ("dialogue", dialogue.map(|id| id.to_string())),
        ("visitors", visitors.map(|visitors| visitors_code(visitors).to_owned())),
        ("page", page.clone()),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

pub(crate) const fn kind_code(kind: Source) -> &'static str {
    match kind {
        Source::Dialogue => "dialogue",
        Source::Flow => "flow",
    }
}

pub(crate) fn kind(code: &str) -> Option<Source> {
    [Source::Dialogue, Source::Flow].into_iter().find(|kind| kind_code(*kind) == code)
}

pub(crate) const fn visitors_code(visitors: Visitors) -> &'static str {
    match visitors {
        Visitors::Known => "known",
        Visitors::Anonymous => "anonymous",
    }
}

pub(crate) fn visitors(code: &str) -> Option<Visitors> {
    [Visitors::Known, Visitors::Anonymous].into_iter().find(|visitors| visitors_code(*visitors) == code)
}
