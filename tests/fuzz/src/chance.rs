//! Bytes as a source of decisions, so that the fuzzer can steer them.

/// Bytes that are used up; behind the last there are zeros.
pub(crate) struct Chance<'a>(pub(crate) &'a [u8]);

impl<'a> Chance<'a> {
    /// Divides an input at its first zero byte: a text in front, decisions behind.
    pub(crate) fn behind_text(bytes: &'a [u8]) -> (String, Self) {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        let (text, rest) = bytes.split_at(end);
        (String::from_utf8_lossy(text).into_owned(), Self(rest.get(1..).unwrap_or_default()))
    }

    /// Whether no decision is left.
    pub(crate) fn is_used_up(&self) -> bool {
        self.0.is_empty()
    }

    /// Any byte.
    pub(crate) fn byte(&mut self) -> u8 {
        let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *byte
    }

    /// A number below `count`, which is not zero.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count
    }

    /// Any number, small ones more often.
    pub(crate) fn number(&mut self) -> u16 {
        match self.byte() {
            byte @ 0..=200 => u16::from(byte % 16),
            byte => u16::from_be_bytes([byte, self.byte()]),
        }
    }

    /// A text of a few characters, also such that are long in lower case or no letters at all.
    pub(crate) fn text(&mut self) -> String {
        const TEXTS: [&str; 12] = [
            "",
            "A",
            "ada@example.com",
            "+43 1 234",
            "3.5",
            "-12",
            "2026-11-21",
            "2026-11-21T10:00Z",
            "yes",
            "İẞ",
            "{{a.b:\"\"}}",
            "*",
        ];
        let length = match self.byte() {
            byte if usize::from(byte) < TEXTS.len() => return TEXTS[usize::from(byte)].to_owned(),
            byte => usize::from(byte % 32).min(self.0.len()),
        };
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(text).into_owned()
    }
}
