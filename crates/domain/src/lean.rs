//! What the standard library does too, in a fraction of its code. What runs in browsers uses these, because the machinery behind
//! `format!`, `to_string` of numbers and the search for a text in a text costs every visitor kilobytes.

/// A number in decimal digits, with zeros in front up to this many digits.
pub fn decimal(mut number: u64, digits: usize) -> String {
    let mut text = Vec::new();
    while number > 0 || text.len() < digits {
        text.insert(0, b'0' + (number % 10) as u8);
        number /= 10;
    }
    text.into_iter().map(char::from).collect()
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The byte that begins a text as two hexadecimal digits.
pub fn byte_of_hex(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    Some((digit(0)? << 4 | digit(1)?) as u8)
}

/// A text in lower case with one form of the sigma: Greek has another at the end of a word, where a search need not end.
pub fn one_sigma(lower: &str) -> String {
    lower.chars().map(|character| if character == 'ς' { 'σ' } else { character }).collect()
}

/// Whether a text contains another.
pub fn contains(text: &str, part: &str) -> bool {
    let Some(first) = part.as_bytes().first() else { return true };
    // Most places are told by their first byte.
    text.as_bytes().windows(part.len()).any(|window| window[0] == *first && window == part.as_bytes())
}

/// What stands in a text before another, and what stands after it.
pub fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_standard_library_does() {
        for number in [0, 7, 10, 2026, u64::MAX] {
            assert_eq!(decimal(number, 1), number.to_string());
            assert_eq!(decimal(number, 4), format!("{number:04}"));
        }
    }

    #[test]
    fn bytes_read_back() {
        for byte in 0..=255 {
            assert_eq!(hex(&[byte]), format!("{byte:02x}"));
            assert_eq!(byte_of_hex(hex(&[byte]).as_bytes()), Some(byte));
        }
        assert_eq!(byte_of_hex(b"FF and more"), Some(255));
        for bad in ["", "a", "+1", "1g", "é"] {
            assert_eq!(byte_of_hex(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn a_text_contains_its_parts() {
        for (text, part, contained) in
            [("", "", true), ("a", "", true), ("", "a", false), ("café", "fé", true), ("abc", "ac", false)]
        {
            assert_eq!(contains(text, part), contained, "{text} {part}");
        }
    }

    #[test]
    fn a_text_is_split_as_the_standard_library_does() {
        for (text, part) in [("", "a"), ("a{{b{{c", "{{"), ("{{", "{{"), ("café, fé", "fé"), ("abc", "ac")] {
            assert_eq!(split_once(text, part), text.split_once(part), "{text} {part}");
        }
    }
}
