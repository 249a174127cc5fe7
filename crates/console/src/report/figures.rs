//! The figures: their names, what they count, how they stand beside those of before.

use parlor_wire::console::{Figure, Figures};

/// What a figure is called.
pub(crate) const fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::Triggered => "Triggered",
        Figure::Engaged => "Engaged",
        Figure::Completed => "Completed",
        Figure::Acquired => "People acquired",
        Figure::Goal => "Goals reached",
        Figure::Opened => "Documents opened",
        Figure::Downloaded => "Documents downloaded",
        Figure::Pages => "Pages read",
    }
}

/// What each counts, one click away from it.
pub(crate) const DEFINITIONS: [(&str, &str); 12] = [
    (
        "Triggered",
        "Dialogues that were shown to a visitor who meets their targeting, and flows that were started; one per visitor, session and dialogue.",
    ),
    (
        "Engaged",
        "First acts of a visitor on a prompt; opening without acting doesn't count. One per visitor, session and dialogue.",
    ),
    ("Completed", "Conversations that came to their end; one per visitor, session and dialogue."),
    (
        "People acquired",
        "People who were created by a valid e-mail address given in the dialogue; one per visitor and session. Whom the site vouches for, and whose address is known already, is not acquired by it.",
    ),
    ("Goals reached", "Goal cards that were reached; any number."),
    ("Documents opened, downloaded", "How often a document of a dialogue was opened, or downloaded."),
    ("Pages read", "Pages of documents that were in view for a second, once for each time the document was opened."),
    ("Engagement rate", "Engaged, as a part of triggered."),
    ("Conversion rate", "People acquired, as a part of engaged."),
    (
        "Card reached, answered, left here",
        "Conversations that began in these days and came to a card that asks; of these, those in which it was answered or skipped; and those that came no further, whether or not they may still go on. Each once per card.",
    ),
    ("Known visitors", "Who were a person, by an e-mail address or a signed identity, when the conversation began."),
    ("Not counted", "What bots and visitors from excluded networks did, and what happens in no conversation."),
];

/// A rate in thousandths, as text.
pub(crate) fn rate(thousandths: Option<u64>) -> String {
    match thousandths {
        None => "–".to_owned(),
        Some(of) if of % 10 == 0 => format!("{}\u{a0}%", of / 10),
        Some(of) => format!("{}.{}\u{a0}%", of / 10, of % 10),
    }
}

/// How a figure stands beside the one of as many days before.
pub(crate) fn change(figure: Figure, now: &Figures, before: &Figures) -> String {
    let (now, before) = (now.get(figure), before.get(figure));
    if now == before {
        return "as before".to_owned();
    }
    if before == 0 {
        return "none before".to_owned();
    }
    let (sign, by) = if now > before { ("+", now - before) } else { ("−", before - now) };
    let percent = (by * 100 + before / 2) / before;
    if percent == 0 { "nearly as before".to_owned() } else { format!("{sign}{percent} % on before") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r7_rates_are_parts_of_a_hundred() {
        for (given, expected) in
            [(None, "–"), (Some(0), "0\u{a0}%"), (Some(1_000), "100\u{a0}%"), (Some(333), "33.3\u{a0}%"), (Some(5), "0.5\u{a0}%")]
        {
            assert_eq!(rate(given), expected, "{given:?}");
        }
    }

    #[test]
    fn r13_a_figure_stands_beside_the_one_of_before() {
        let of = |engaged| Figures { engaged, ..Figures::default() };
        for (now, before, expected) in [
            (0, 0, "as before"),
            (3, 0, "none before"),
            (0, 3, "−100 % on before"),
            (3, 2, "+50 % on before"),
            (2, 3, "−33 % on before"),
            (1_000, 1_001, "nearly as before"),
        ] {
            assert_eq!(change(Figure::Engaged, &of(now), &of(before)), expected, "{now} after {before}");
        }
    }
}
