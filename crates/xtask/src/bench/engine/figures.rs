//! What was measured: by work, by engine, sample by sample.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::outcome::{During, Outcome};

/// Our own engine, as measurements name it.
pub(crate) const OURS: &str = "parlor";

/// Microseconds.
pub(crate) type Samples = Vec<f64>;

/// Everything that was measured.
pub(crate) struct Figures {
    /// By work.
    pub(crate) native: BTreeMap<String, Samples>,
    /// By how many times slower than it is the processor pretended to be.
    pub(crate) browser: BTreeMap<u32, InBrowser>,
    /// How many dialogues match a visitor on average, by site.
    pub(crate) matching: BTreeMap<String, f64>,
}

/// What was measured at one pace of the processor.
pub(crate) struct InBrowser {
    /// By work and engine.
    pub(crate) measured: BTreeMap<String, BTreeMap<String, Samples>>,
    /// The first page view in a fresh page, by engine.
    pub(crate) first: BTreeMap<String, Samples>,
    /// Something that always takes the same.
    pub(crate) pace: Samples,
    /// How many dialogues match a visitor on average, by site.
    matching: BTreeMap<String, f64>,
}

impl Figures {
    /// From what both programs printed.
    pub(crate) fn read(native: &str, browser: &str) -> Outcome<Self> {
        let native: Value = serde_json::from_str(native).during("native")?;
        let browser: BTreeMap<u32, Value> = serde_json::from_str(browser).during("browser")?;
        let read = |(slow_down, value)| Ok((slow_down, InBrowser::read(&value)?));
        let browser: BTreeMap<u32, InBrowser> = browser.into_iter().map(read).collect::<Outcome<_>>()?;
        let matching = part(&native, "matching")?;
        if browser.values().any(|in_browser| in_browser.matching != matching) {
            return Err("in the browser other dialogues match than natively".to_owned());
        }
        Ok(Self { native: part(&native, "measured")?, browser, matching })
    }

    /// Microseconds that a work takes natively.
    pub(crate) fn natively(&self, work: &str) -> Outcome<f64> {
        self.native.get(work).and_then(|samples| median(samples)).ok_or_else(|| format!("native: no {work}"))
    }

    /// Microseconds that a work takes our engine in a browser.
    pub(crate) fn in_browser(&self, slow_down: u32, work: &str) -> Outcome<f64> {
        let found = self.samples(slow_down, work, OURS).and_then(median);
        found.ok_or_else(|| format!("browser: no {work}"))
    }

    /// How many times faster ours is: the median over the rounds, in each of which both had a turn.
    pub(crate) fn ratio(&self, slow_down: u32, work: &str, peer: &str) -> Outcome<f64> {
        let both = self.samples(slow_down, work, OURS).zip(self.samples(slow_down, work, peer));
        let ratios = both.map(|(ours, theirs)| ours.iter().zip(theirs).map(|(ours, theirs)| theirs / ours).collect::<Vec<_>>());
        ratios.as_deref().and_then(median).ok_or_else(|| format!("browser: no {work} of {peer}"))
    }

    /// How many times slower the processor was.
    pub(crate) fn slow_down(&self, asked: u32) -> Option<f64> {
        let pace = |of: u32| median(&self.browser.get(&of)?.pace);
        Some(pace(asked)? / pace(1)?)
    }

    fn samples(&self, slow_down: u32, work: &str, who: &str) -> Option<&[f64]> {
        self.browser.get(&slow_down)?.measured.get(work)?.get(who).map(Vec::as_slice)
    }
}

impl InBrowser {
    fn read(value: &Value) -> Outcome<Self> {
        let firsts: Vec<BTreeMap<String, f64>> = part(value, "first")?;
        let mut first: BTreeMap<String, Samples> = BTreeMap::new();
        for (who, took) in firsts.into_iter().flatten() {
            first.entry(who).or_default().push(took);
        }
        Ok(Self { measured: part(value, "measured")?, first, pace: part(value, "pace")?, matching: part(value, "matching")? })
    }
}

fn part<T: serde::de::DeserializeOwned>(value: &Value, name: &str) -> Outcome<T> {
    serde_json::from_value(value[name].clone()).during(name)
}

/// The middle one.
pub(crate) fn median(samples: &[f64]) -> Option<f64> {
    quantile(samples, 0.5)
}

/// The quickest: what a work takes when nobody else is at the processor.
pub(crate) fn least(samples: &[f64]) -> Option<f64> {
    samples.iter().copied().min_by(f64::total_cmp)
}

/// What so many of them don't exceed.
pub(crate) fn quantile(samples: &[f64], share: f64) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_samples() {
        let samples: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(median(&samples), Some(50.0));
        assert_eq!(quantile(&samples, 0.95), Some(95.0));
        assert_eq!(quantile(&samples[..1], 0.95), Some(100.0));
        assert_eq!(least(&samples), Some(1.0));
        assert_eq!(median(&[]), None);
    }
}
