//! Whose turn it is (L9, M12).

/// The first of the queue of whom something can be offered. Who is skipped keeps the turn: the queue changes only by [`served`].
pub fn offer<A>(queue: &[A], can: impl Fn(&A) -> bool) -> Option<&A> {
    queue.iter().find(|agent| can(agent))
}

/// The queue after an agent was met: who was stands at its end, and everybody else as before.
pub fn served<A: PartialEq + Clone>(queue: &[A], agent: &A) -> Vec<A> {
    let (met, others): (Vec<A>, Vec<A>) = queue.iter().cloned().partition(|other| other == agent);
    others.into_iter().chain(met).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who is met in turn by visitors one after the other, while some agents are away.
    #[track_caller]
    fn check(queue: &str, visits: &[&str], expected: &str) {
        let mut queue: Vec<char> = queue.chars().collect();
        let mut met = String::new();
        for away in visits {
            let Some(agent) = offer(&queue, |agent| !away.contains(*agent)).copied() else {
                met.push('-');
                continue;
            };
            met.push(agent);
            queue = served(&queue, &agent);
        }
        assert_eq!(met, expected);
    }

    #[test]
    fn l9_m15_after_three_comes_four_then_five_then_one() {
        check("12345", &[""; 7], "1234512");
    }

    #[test]
    fn l9_who_is_skipped_keeps_the_turn() {
        check("12345", &["", "", "3", "", ""], "12435");
        check("12345", &["1", "1", "", "", ""], "23145");
        check("12", &["12", "", "12", ""], "-1-2");
    }
}
