//! How large a picture is, by what it says itself.

use crate::content::picture_type;

/// Width and height in dots, as browsers draw it; `None` if it is no picture, or one of nothing.
pub(crate) fn picture_size(bytes: &[u8]) -> Option<(usize, usize)> {
    picture_type(bytes)?;
    let size = imagesize::blob_size(bytes).ok().filter(|size| size.width > 0 && size.height > 0)?;
    Some(if is_turned(bytes).unwrap_or(false) { (size.height, size.width) } else { (size.width, size.height) })
}

/// Whether a JPEG was taken with the camera on its side: browsers turn it.
fn is_turned(bytes: &[u8]) -> Option<bool> {
    const EXIF: u8 = 0xe1;
    const DOTS: u8 = 0xda;
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (kind, after) = rest.strip_prefix(b"\xff")?.split_first()?;
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let part = after.get(2..length)?;
        match (*kind, part.strip_prefix(b"Exif\0\0")) {
            (EXIF, Some(notes)) => return Some((5..=8).contains(&orientation(notes)?)),
            (DOTS, _) => return None,
            _ => rest = after.get(length..)?,
        }
    }
}

/// The orientation among a camera's notes: 1 to 4 stand or are upside down, 5 to 8 lie.
fn orientation(notes: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    let is_little = notes.starts_with(b"II");
    let two = |at: usize| {
        let bytes = *notes.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let four = *notes.get(4..)?.first_chunk()?;
    let first = if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let first = usize::try_from(first).ok()?;
    let mut entries = (0..two(first)?).filter_map(|entry| first.checked_add(2 + 12 * usize::from(entry)));
    two(entries.find(|at| two(*at) == Some(ORIENTATION))? + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG's beginning, up to its size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let head = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes()];
        [&head.concat()[..], &[8, 6, 0, 0, 0]].concat()
    }

    /// A JPEG's beginning, 7 by 5 dots, with these notes of a camera.
    fn jpeg(notes: &[u8]) -> Vec<u8> {
        let part = [b"Exif\0\0", notes].concat();
        let length = u16::try_from(part.len() + 2).expect("few notes").to_be_bytes();
        let size = b"\xff\xc0\0\x0b\x08\0\x05\0\x07\x01\x01\x11\0\xff\xda\0\x02";
        [b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xe1".as_slice(), &length, &part, size].concat()
    }

    #[test]
    fn c1_an_image_says_itself_how_large_it_is() {
        let gif = b"GIF89a\x03\x00\x02\x00\x80\x00\x00";
        let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x09\x40\x02\0\0\0\0\0\0\0\0\0";
        for (bytes, expected) in [
            (&png(640, 480)[..], Some((640, 480))),
            (gif, Some((3, 2))),
            (webp, Some((10, 10))),
            (&png(1, 65_536), Some((1, 65_536))),
            (&png(0, 7), None),
            (&png(7, 7)[..12], None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>", None),
            (b"", None),
        ] {
            assert_eq!(picture_size(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn c1_a_photo_that_was_taken_sideways_is_as_large_as_browsers_draw_it() {
        let big = |value: u8| {
            [b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x03\0\0\0\x01\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0", &[value, 0, 0][..]].concat()
        };
        let little = |value: u8| [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[value, 0, 0, 0][..]].concat();
        for (notes, expected) in [
            (big(6), (5, 7)),
            (little(8), (5, 7)),
            (little(1), (7, 5)),
            (big(3), (7, 5)),
            (b"MM".to_vec(), (7, 5)),
            (b"II*\0\xff\xff\xff\xff".to_vec(), (7, 5)),
            (Vec::new(), (7, 5)),
        ] {
            assert_eq!(picture_size(&jpeg(&notes)), Some(expected), "{notes:?}");
            let whole = jpeg(&notes);
            for length in 0..whole.len() {
                let _ = picture_size(&whole[..length]);
            }
        }
    }
}
