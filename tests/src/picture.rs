//! Pictures of what a browser shows, compared as somebody would who looks at them from afar: what is moved, missing or of another colour
//! is seen, and how a font is drawn dot by dot is not.

use image::{ImageFormat, load_from_memory_with_format};

/// Dots along the side of a cell.
const CELL: usize = 8;
/// How much a cell, together with those around it, may differ in a colour, of 255.
const TOLERANCE: f32 = 12.0;

/// A picture, seen from afar.
#[derive(Clone, Debug)]
pub struct Picture {
    size: (usize, usize),
    /// Red, green and blue of each cell, row by row.
    cells: Vec<[f32; 3]>,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Difference {
    /// Width and height.
    Size((usize, usize), (usize, usize)),
    /// Most of all a place, in dots from the left and from above, by so much.
    Place(usize, usize, f32),
}

impl Picture {
    /// Looks at a WebP picture.
    pub fn of(webp: &[u8]) -> Self {
        let image = load_from_memory_with_format(webp, ImageFormat::WebP).expect("a picture").into_rgb8();
        let size = (image.width() as usize, image.height() as usize);
        let dots: Vec<[u8; 3]> = image.pixels().map(|pixel| pixel.0).collect();
        Self::seen(size, &dots)
    }

    /// Looks at dots, row by row.
    fn seen(size: (usize, usize), dots: &[[u8; 3]]) -> Self {
        let grid = (size.0.div_ceil(CELL), size.1.div_ceil(CELL));
        let cell = |x: usize, y: usize| {
            let (columns, rows) = (x * CELL..((x + 1) * CELL).min(size.0), y * CELL..((y + 1) * CELL).min(size.1));
            mean(rows.flat_map(|row| columns.clone().map(move |column| dots[row * size.0 + column].map(f32::from))))
        };
        let sharp: Vec<[f32; 3]> = (0..grid.1).flat_map(|y| (0..grid.0).map(move |x| (x, y))).map(|(x, y)| cell(x, y)).collect();
        let blurred = |x: usize, y: usize| {
            let (columns, rows) = (x.saturating_sub(1)..(x + 2).min(grid.0), y.saturating_sub(1)..(y + 2).min(grid.1));
            mean(
                rows.flat_map(|row| columns.clone().map(move |column| (row, column)))
                    .map(|(row, column)| sharp[row * grid.0 + column]),
            )
        };
        let cells = (0..grid.1).flat_map(|y| (0..grid.0).map(move |x| (x, y))).map(|(x, y)| blurred(x, y)).collect();
        Self { size, cells }
    }

    /// What is different enough for somebody to see it.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        if self.size != other.size {
            return Some(Difference::Size(self.size, other.size));
        }
        let by = |(one, other): (&[f32; 3], &[f32; 3])| (0..3).map(|at| (one[at] - other[at]).abs()).fold(0.0, f32::max);
        let differences = self.cells.iter().zip(&other.cells).map(by).enumerate();
        let (at, most) = differences.fold((0, 0.0), |most, next| if next.1 > most.1 { next } else { most });
        let width = self.size.0.div_ceil(CELL);
        (most > TOLERANCE).then_some(Difference::Place(at % width * CELL, at / width * CELL, most))
    }
}

fn mean(colours: impl Iterator<Item = [f32; 3]>) -> [f32; 3] {
    let (sum, count) =
        colours.fold(([0.0; 3], 0.0), |(sum, count), colour| ([0, 1, 2].map(|at| sum[at] + colour[at]), count + 1.0));
    sum.map(|sum| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (usize, usize) = (400, 640);
    const GROUND: [u8; 3] = [255, 255, 255];
    const ACCENT: [u8; 3] = [14, 111, 115];
    const INK: [u8; 3] = [26, 32, 33];

    /// A message of five lines, and below it a button of this colour, so far from the left.
    fn drawn(left: usize, colour: [u8; 3], line: impl Fn(usize, usize) -> [u8; 3]) -> Picture {
        let is_button = |x: usize, y: usize| (left..left + 120).contains(&x) && (500..544).contains(&y);
        let is_message = |x: usize, y: usize| (16..300).contains(&x) && (100..205).contains(&y);
        let dot = |x, y| {
            if is_button(x, y) {
                colour
            } else if is_message(x, y) {
                line(x, y)
            } else {
                GROUND
            }
        };
        let dots: Vec<[u8; 3]> = (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (x, y))).map(|(x, y)| dot(x, y)).collect();
        Picture::seen(SIZE, &dots)
    }

    /// Something like letters: a third of the dots of each line of 21.
    fn letters(x: usize, y: usize) -> [u8; 3] {
        if (y - 100) % 21 < 12 && (x * 7 + (y - 100) / 3 * 5) % 9 < 3 { INK } else { GROUND }
    }

    #[test]
    fn how_letters_are_drawn_is_not_seen() {
        let picture = drawn(240, ACCENT, letters);
        assert_eq!(picture.difference(&drawn(240, ACCENT, |x, y| letters(x + 4, y))), None);
        assert_eq!(picture.difference(&drawn(240, ACCENT, |x, y| letters(x, y).map(|colour| colour.saturating_add(20)))), None);
        assert_eq!(picture.difference(&drawn(241, ACCENT, letters)), None);
    }

    #[test]
    fn what_is_moved_missing_or_of_another_colour_is_seen() {
        let picture = drawn(240, ACCENT, letters);
        let is_seen = |other: Picture| matches!(picture.difference(&other), Some(Difference::Place(..)));
        assert!(is_seen(drawn(234, ACCENT, letters)), "the button is elsewhere");
        assert!(is_seen(drawn(240, GROUND, letters)), "the button is gone");
        assert!(is_seen(drawn(240, [23, 96, 140], letters)), "the button has another colour");
        assert!(is_seen(drawn(240, ACCENT, |x, y| if y < 184 { letters(x, y) } else { GROUND })), "a line is missing");
        assert!(is_seen(drawn(240, ACCENT, |_, _| GROUND)), "the text is missing");
    }
}
