//! Values as bytes without names: fields one after the other, numbers in as few bytes as they need.
//!
//! These are the bytes that postcard gives and takes, and a test holds both against each other. The code is ours because every
//! visitor downloads it: a reader that fails goes on with empty values and is asked once, at the end, whether all went well. So
//! there is no branch behind each field, and the code is a third of what serde's derives come to.

pub use parlor_domain_derive::Packed;

/// A value that can be packed.
pub trait Packed: Sized {
    /// Appends the value.
    fn write(&self, to: &mut Writer);

    /// Takes the value off the front; any value if the reader has failed.
    fn read(from: &mut Reader<'_>) -> Self;
}

/// The value's bytes.
pub fn packed(value: &impl Packed) -> Vec<u8> {
    let mut writer = Writer::default();
    value.write(&mut writer);
    writer.0
}

/// The value that these bytes are, all of them.
pub fn unpacked<T: Packed>(bytes: &[u8]) -> Option<T> {
    let mut reader = Reader { rest: bytes, failed: false };
    let value = T::read(&mut reader);
    (!reader.failed && reader.rest.is_empty()).then_some(value)
}

/// Bytes that grow.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Goes on behind these bytes.
    pub fn behind(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// All bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Which variant of an enum comes.
    pub fn variant(&mut self, number: u32) {
        self.number(number.into());
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes(text.as_bytes());
    }

    /// Seven bits to a byte, the lowest first; the eighth says that more follow.
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Numbers near zero are short whatever their sign.
    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

/// Bytes that are taken off their front. Once it has failed, it gives zeros.
pub struct Reader<'a> {
    rest: &'a [u8],
    failed: bool,
}

impl<'a> Reader<'a> {
    /// Says that the bytes are no such value.
    pub fn fail(&mut self) {
        self.failed = true;
        self.rest = &[];
    }

    /// Which variant of an enum comes, of so many.
    pub fn variant(&mut self, count: u32) -> u32 {
        let number = self.number(u32::BITS) as u32;
        if number >= count {
            self.fail();
        }
        number
    }

    /// A text.
    pub fn text(&mut self) -> &'a str {
        let length = self.length();
        let bytes = self.bytes(length);
        std::str::from_utf8(bytes).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    /// What a text means; it has failed if that is nothing.
    pub fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = parse(self.text());
        if value.is_none() {
            self.fail();
        }
        value
    }

    /// A number of so many bits at the most. It may stand in more bytes than it needs, but not in more than any such number.
    fn number(&mut self, bits: u32) -> u64 {
        let mut number = 0;
        for shift in (0..bits).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                // Of its last byte not every bit counts.
                if shift + 7 > bits && byte >> (bits - shift) != 0 {
                    break;
                }
                return number;
            }
        }
        self.fail();
        0
    }

    fn signed(&mut self, bits: u32) -> i64 {
        let number = self.number(bits);
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    /// How many bytes, or entries of a list, come: each has a byte at least, so there can't be more of them than bytes.
    fn length(&mut self) -> usize {
        let length = self.number(usize::BITS) as usize;
        if length > self.rest.len() {
            self.fail();
            return 0;
        }
        length
    }

    fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(0)
    }

    fn bytes(&mut self, length: usize) -> &'a [u8] {
        let Some((taken, rest)) = self.rest.split_at_checked(length) else {
            self.fail();
            return &[];
        };
        self.rest = rest;
        taken
    }

    /// A byte that is 0 or 1.
    fn flag(&mut self) -> bool {
        let byte = self.byte();
        if byte > 1 {
            self.fail();
        }
        byte == 1
    }
}

impl Packed for u8 {
    fn write(&self, to: &mut Writer) {
        to.bytes(&[*self]);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.byte()
    }
}

macro_rules! numbers {
    ($($number:ty as $wide:ty: $way:ident)*) => {$(
        impl Packed for $number {
            fn write(&self, to: &mut Writer) {
                to.$way(<$wide>::from(*self));
            }

            fn read(from: &mut Reader<'_>) -> Self {
                from.$way(Self::BITS) as Self
            }
        }
    )*};
}

numbers! {
    u16 as u64: number
    u32 as u64: number
    u64 as u64: number
    i16 as i64: signed
    i32 as i64: signed
    i64 as i64: signed
}

impl Packed for f64 {
    fn write(&self, to: &mut Writer) {
        to.bytes(&self.to_le_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::from_le_bytes(Packed::read(from))
    }
}

impl Packed for bool {
    fn write(&self, to: &mut Writer) {
        to.bytes(&[u8::from(*self)]);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.flag()
    }
}

impl Packed for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.text().to_owned()
    }
}

impl<const LENGTH: usize> Packed for [u8; LENGTH] {
    fn write(&self, to: &mut Writer) {
        to.bytes(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.bytes(LENGTH).try_into().unwrap_or([0; LENGTH])
    }
}

impl<T: Packed> Packed for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.flag().then(|| T::read(from))
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        for entry in self {
            entry.write(to);
        }
    }

    // No room is made before an entry is there: what comes may be somebody's bad joke.
    fn read(from: &mut Reader<'_>) -> Self {
        let length = from.length();
        let mut entries = Self::new();
        while entries.len() < length && !from.failed {
            entries.push(T::read(from));
        }
        entries
    }
}

impl<A: Packed, B: Packed, C: Packed> Packed for (A, B, C) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
        self.2.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        (A::read(from), B::read(from), C::read(from))
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        (A::read(from), B::read(from))
    }
}
