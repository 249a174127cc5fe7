//! What is promised of the engine's speed (W26), and how it is to compare with other engines.

use super::figures::Figures;
use crate::bench::promise::Promise;
use crate::outcome::Outcome;

/// The work that is promised about: a page view among 200 dialogues of ten conditions each, of which the last decides.
pub(crate) const PAGE_VIEW: &str = "resolve worst-200";
/// The processor that is promised about is so many times slower.
pub(crate) const SLOW: u32 = 4;
/// Microseconds that a page view may take there in a browser, and natively.
const BROWSER: f64 = 2_000.0;
const NATIVE: f64 = 100.0;
/// Other engines, and how many times faster ours is at least.
pub(crate) const PEERS: [(&str, f64); 2] = [("json-logic", 5.0), ("GrowthBook", 1.0)];
/// The processor pretends badly when it is less slow than this.
const PRETENDED: f64 = 0.7;

/// Every promise.
pub(crate) fn promises(figures: &Figures) -> Outcome<Vec<Promise>> {
    let mut promises = vec![
        at_most("natively", figures.natively(PAGE_VIEW)?, NATIVE),
        at_most(&format!("in the browser at {SLOW}x"), figures.in_browser(SLOW, PAGE_VIEW)?, BROWSER),
    ];
    for slow_down in figures.browser.keys() {
        for (peer, least) in PEERS {
            for work in [PAGE_VIEW, "resolve usual-200"] {
                let ratio = figures.ratio(*slow_down, work, peer)?;
                promises.push(Promise {
                    text: format!("{work} at {slow_down}x: at least {least} times faster than {peer}"),
                    measured: format!("{ratio:.1} times"),
                    is_kept: ratio >= least,
                });
            }
        }
    }
    Ok(promises)
}

fn at_most(place: &str, measured: f64, limit: f64) -> Promise {
    Promise {
        text: format!("{PAGE_VIEW} {place}: less than {limit} µs (W26)"),
        measured: format!("{measured:.1} µs"),
        is_kept: measured < limit,
    }
}

/// The promises that aren't kept, as text.
pub(crate) fn missed(figures: &Figures) -> Outcome<Vec<String>> {
    let slowed = figures.slow_down(SLOW).unwrap_or_default();
    if slowed < PRETENDED * f64::from(SLOW) {
        return Err(format!("the browser's processor was to be {SLOW} times slower, and was {slowed:.1} times"));
    }
    let missed = promises(figures)?.into_iter().filter(|promise| !promise.is_kept);
    Ok(missed.map(|Promise { text, measured, .. }| format!("not kept: {text}; it is {measured}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures in which ours takes one microsecond natively, `ours` in a browser, and every other engine `theirs`.
    fn figures(ours: f64, theirs: f64) -> Figures {
        let works = |of: &str| format!(r#"{{"resolve worst-200": {of}, "resolve usual-200": {of}}}"#);
        let everybody = format!(r#"{{"parlor": [{ours}], "json-logic": [{theirs}], "GrowthBook": [{theirs}]}}"#);
        let pace =
            |pace: u32| format!(r#"{{"measured": {}, "matching": {{}}, "first": [], "pace": [{pace}]}}"#, works(&everybody));
        let native = format!(r#"{{"measured": {}, "matching": {{}}}}"#, works("[1]"));
        Figures::read(&native, &format!(r#"{{"1": {}, "4": {}}}"#, pace(1), pace(4))).expect("figures")
    }

    #[test]
    fn what_is_not_kept_is_named() {
        assert_eq!(missed(&figures(100.0, 501.0)), Ok(vec![]));
        let slower_than_json_logic = missed(&figures(100.0, 499.0)).expect("figures");
        assert_eq!(slower_than_json_logic.len(), 4);
        assert!(slower_than_json_logic.iter().all(|text| text.contains("json-logic")), "{slower_than_json_logic:?}");
        assert_eq!(missed(&figures(100.0, 99.0)).map(|missed| missed.len()), Ok(8));
        assert_eq!(missed(&figures(2_000.0, 1e6)).map(|missed| missed.len()), Ok(1));
    }

    #[test]
    fn a_browser_that_was_not_slowed_down_says_nothing() {
        let mut figures = figures(1.0, 100.0);
        figures.browser.get_mut(&4).expect("figures").pace = vec![1.0];
        assert!(missed(&figures).is_err());
    }
}
