//! Which entries of the log are told together.

/// Divides entries into runs of one conversation each. What happened in none joins a conversation that goes on after it: a page
/// that was viewed in the midst of a talk doesn't tear it in two.
pub(super) fn runs<T, C: PartialEq>(entries: &[T], conversation: impl Fn(&T) -> Option<C>) -> Vec<&[T]> {
    let mut runs = Vec::new();
    let mut rest = entries;
    while let Some(first) = rest.first() {
        let own = conversation(first);
        let may_join = |entry: &&T| conversation(entry).is_none_or(|other| own.as_ref() == Some(&other));
        let longest = rest.iter().take_while(may_join);
        let length = match own {
            Some(_) => longest.enumerate().filter(|(_, entry)| conversation(entry).is_some()).last().map_or(1, |(at, _)| at + 1),
            None => longest.count(),
        };
        let (run, others) = rest.split_at(length);
        runs.push(run);
        rest = others;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters are conversations, dots happened in none.
    fn check(entries: &str, expected: &str) {
        let entries: Vec<char> = entries.chars().collect();
        let runs = runs(&entries, |entry| (*entry != '.').then_some(*entry));
        let told: Vec<String> = runs.iter().map(|run| run.iter().collect()).collect();
        assert_eq!(told.join(" "), expected);
    }

    #[test]
    fn a_run_is_one_conversation() {
        check("", "");
        check("aaabb", "aaa bb");
        check("aba", "a b a");
    }

    #[test]
    fn what_happened_in_no_conversation_joins_one_that_goes_on() {
        check("...", "...");
        check("a.a", "a.a");
        check(".a..ab.", ". a..a b .");
        check("a.b", "a . b");
    }
}
