//! The name under which a browser keeps a download (RFC 6266).

use crate::page::in_address;

/// Characters of the name, without its ending.
const NAME_CHARS: usize = 100;

/// A header that makes a download of a PDF with this name, or a plain one.
pub(crate) fn attachment(name: Option<&str>) -> String {
    let name = name.map(tame).filter(|name| !name.is_empty()).unwrap_or_else(|| "document".to_owned());
    let ascii: String = name.chars().map(|c| if c.is_ascii() && !"\"%;".contains(c) { c } else { '_' }).collect();
    let plain = format!("attachment; filename=\"{ascii}.pdf\"");
    if ascii == name { plain } else { format!("{plain}; filename*=UTF-8''{}.pdf", in_address(&name)) }
}

/// The name without what means something to a file system, and without its ending.
fn tame(name: &str) -> String {
    let name = name.strip_suffix(".pdf").unwrap_or(name);
    let tame =
        name.chars().filter(|c| !c.is_control() && !is_invisible(*c)).map(|c| if "/\\:*?<>|".contains(c) { '_' } else { c });
    let short: String = tame.take(NAME_CHARS).collect();
    short.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

/// Marks that turn the direction of writing make an ending look like another one.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w22_a_download_has_a_harmless_name() {
        for (name, expected) in [
            (None, "attachment; filename=\"document.pdf\""),
            (Some(""), "attachment; filename=\"document.pdf\""),
            (Some("Station brochure"), "attachment; filename=\"Station brochure.pdf\""),
            (Some("prices.pdf"), "attachment; filename=\"prices.pdf\""),
            (Some("../../.ssh/id"), "attachment; filename=\"_.._.ssh_id.pdf\""),
            (
                Some("a\"; x=\"b\r\nSet-Cookie: c"),
                "attachment; filename=\"a__ x=_bSet-Cookie_ c.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22bSet-Cookie_%20c.pdf",
            ),
            (
                Some("Preise für Häfen"),
                "attachment; filename=\"Preise f_r H_fen.pdf\"; filename*=UTF-8''Preise%20f%C3%BCr%20H%C3%A4fen.pdf",
            ),
            (Some("doc\u{202e}fdp.exe"), "attachment; filename=\"docfdp.exe.pdf\""),
            (Some("..."), "attachment; filename=\"document.pdf\""),
        ] {
            assert_eq!(attachment(name), expected, "{name:?}");
        }
        assert!(attachment(Some(&"ä".repeat(5_000))).len() < 1_000);
    }
}
