//! What a file is, by what is in it. What somebody says it is counts for nothing (W22).

/// Whether it is a PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Whether it is a typeface in the format WOFF2.
pub(crate) fn is_font(bytes: &[u8]) -> bool {
    bytes.starts_with(b"wOF2")
}

/// The content type of a picture; `None` if it is none, or one that could carry a script.
pub(crate) fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w22_a_file_is_what_is_in_it() {
        for (bytes, pdf, picture) in [
            (&b"%PDF-1.7 ..."[..], true, None),
            (b" %PDF-1.7", false, None),
            (b"<html>%PDF-", false, None),
            (b"\x89PNG\r\n\x1a\n...", false, Some("image/png")),
            (b"\xff\xd8\xff\xe0", false, Some("image/jpeg")),
            (b"GIF89a", false, Some("image/gif")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", false, Some("image/webp")),
            (b"RIFF\x01\x02\x03\x04WAVE", false, None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", false, None),
            (b"", false, None),
        ] {
            assert_eq!((is_pdf(bytes), picture_type(bytes)), (pdf, picture), "{bytes:?}");
        }
    }
}
