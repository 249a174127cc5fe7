//! What narrows a report down (R13).

use parlor_domain::time::Date;
use parlor_wire::console::{REPORT_DAYS_PRESET, Report, ReportQuery};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::place::{ReportPlace, kind, visitors};

/// The periods that one can choose.
const PERIODS: [(u16, &str); 4] = [(7, "Last 7 days"), (28, "Last 28 days"), (90, "Last 90 days"), (365, "Last 365 days")];

/// The value of *own dates* among the periods.
const OWN: &str = "own";

/// What the [`Filters`] stand on.
#[derive(PartialEq, Properties)]
pub(crate) struct FiltersProps {
    /// What is chosen.
    pub(crate) place: ReportPlace,
    /// The days that are shown, once they are known.
    pub(crate) shown: Option<(Date, Date)>,
    /// Hears of another choice.
    pub(crate) choose: Callback<ReportPlace>,
}

/// The period, the kind, the visitors.
#[component]
pub(crate) fn Filters(props: &FiltersProps) -> Html {
    let query = &props.place.query;
    let own = query.from.is_some() || query.to.is_some();
    let period = if own { OWN.to_owned() } else { query.days.unwrap_or(REPORT_DAYS_PRESET).to_string() };
    let choose = |change: fn(&mut ReportQuery, &str, Option<(Date, Date)>)| {
        let (place, shown, choose) = (props.place.clone(), props.shown, props.choose.clone());
        Callback::from(move |value: String| {
            let mut place = place.clone();
            change(&mut place.query, &value, shown);
            choose.emit(place);
        })
    };
    let choose_period = choose(|query, value, shown| {
        (query.days, query.from, query.to) = match (value.parse(), shown) {
            (Ok(days), _) => (Some(days).filter(|days| *days != REPORT_DAYS_PRESET), None, None),
            (Err(_), Some((from, to))) => (None, Some(from), Some(to)),
            (Err(_), None) => (query.days, None, None),
        };
    });
    let choose_kind = choose(|query, value, _| query.kind = kind(value));
    let choose_visitors = choose(|query, value, _| query.visitors = visitors(value));
    let usual = PERIODS.map(|(days, word)| (days.to_string(), word.to_owned()));
    // What an address asks for needn't be among them.
    let other = usual.iter().all(|(days, _)| *days != period) && !own;
    let other = other.then(|| (period.clone(), format!("Last {period} days")));
    let periods = usual.into_iter().chain(other).chain([(OWN.to_owned(), "Own dates".to_owned())]);
    let kinds = [("", "Dialogues and flows"), ("dialogue", "Dialogues"), ("flow", "Flows")];
    let who = [("", "All visitors"), ("known", "Known visitors"), ("anonymous", "Anonymous visitors")];
    let texts = |of: [(&str, &str); 3]| of.map(|(value, word)| (value.to_owned(), word.to_owned())).to_vec();
    let kind = query.kind.map(super::place::kind_code).unwrap_or_default();
    let visitors = query.visitors.map(super::place::visitors_code).unwrap_or_default();
    html! {
        <div class="filters" role="group" aria-label="What is counted">
            { select("period", "Period", &period, periods.collect(), choose_period) }
            if let Some((from, to)) = props.shown.filter(|_| own) {
                { date("from", "First day", from, choose(|query, value, _| query.from = day(value).or(query.from))) }
                { date("to", "Last day", to, choose(|query, value, _| query.to = day(value).or(query.to))) }
            }
            { select("kind", "Kind", kind, texts(kinds), choose_kind) }
            { select("visitors", "Visitors", visitors, texts(who), choose_visitors) }
        </div>
    }
}

fn select(id: &'static str, label: &'static str, chosen: &str, options: Vec<(String, String)>, choose: Callback<String>) -> Html {
    let change = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            choose.emit(select.value());
        }
    };
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <select {id} onchange={change}>
                { for options.into_iter().map(|(value, word)| {
                    let selected = value == chosen;
                    html! { <option {selected} {value}>{ word }</option> }
                }) }
            </select>
        </div>
    }
}

fn date(id: &'static str, label: &'static str, chosen: Date, choose: Callback<String>) -> Html {
    let change = move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            choose.emit(input.value());
        }
    };
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <input {id} type="date" value={chosen.text()} onchange={change} />
        </div>
    }
}

/// A day that may have been meant: while a year is typed, its first digits make years of long ago.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|date: &Date| date.civil().0 >= 2000)
}

/// The one dialogue and the one page that a report is about, each to be taken back.
pub(crate) fn narrowed(place: &ReportPlace, report: Option<&Report>, choose: &Callback<ReportPlace>) -> Html {
    let dialogue = place.query.dialogue.map(|id| {
        let named = report.and_then(|report| report.dialogues.iter().find(|of| of.id == id)).map(|of| of.name.to_string());
        let without = ReportPlace { query: ReportQuery { dialogue: None, ..place.query.clone() }, ..place.clone() };
        (named.unwrap_or_else(|| "One dialogue".to_owned()), without)
    });
    let page = place.query.page.clone().map(|page| {
        let without = ReportPlace { query: ReportQuery { page: None, ..place.query.clone() }, ..place.clone() };
        (page, without)
    });
    let chips = dialogue.into_iter().chain(page).map(|(name, without)| {
        let choose = choose.clone();
        let take_back = move |_: MouseEvent| choose.emit(without.clone());
        html! {
            <button type="button" class="chip" aria-label={format!("Without {name}")} onclick={take_back}>
                <bdi>{ name }</bdi><span aria-hidden="true">{ " ×" }</span>
            </button>
        }
    });
    html! { <div class="chips">{ for chips }</div> }
}
