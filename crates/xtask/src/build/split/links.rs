//! What functions and data of a module refer to, as the linker has written it down.

mod raw;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use self::raw::{Raw, Symbol};
use crate::outcome::{During, Outcome};

/// What all functions and data refer to, but for calls, which stand in the code.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    /// By the name of the function that refers to it; every function is there.
    pub(super) functions: HashMap<String, Vec<Link>>,
    /// Pieces of the memory as it is at the start, by address. None overlaps another.
    pub(super) data: Vec<Datum>,
}

/// A piece of the memory that is only referred to as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Datum {
    pub(super) place: Range<u32>,
    pub(super) links: Vec<Link>,
}

/// What is referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// A function's place in the table, by the function's name.
    Function(String),
    /// A piece of the data, by its number.
    Datum(usize),
}

impl Links {
    /// Reads a module that was linked with `--emit-relocs`.
    pub(super) fn read(module: &[u8]) -> Outcome<Self> {
        let raw = Raw::read(module).during("reading what the linker has written down")?;
        let functions = raw.names().map(|name| (name.to_owned(), Vec::new())).collect();
        let mut links = Self { functions, data: pieces(&raw) };
        for (at, symbol) in &raw.references {
            let link = match raw.symbols.get(*symbol as usize) {
                Some(Symbol::Function(index)) => Link::Function(raw.name(*index)?),
                Some(Symbol::Data(place)) => match links.at(place.start) {
                    Some(number) if !place.is_empty() => Link::Datum(number),
                    // The end of something, or memory that is empty at the start.
                    _ => continue,
                },
                _ => return Err(format!("the linker refers to the unknown symbol {symbol}")),
            };
            if let Some(body) = raw.bodies.iter().position(|body| body.contains(at)) {
                links.functions.entry(raw.name(raw.imported + body as u32)?).or_default().push(link);
            } else {
                let datum = raw.address(*at).and_then(|address| links.at(address)).and_then(|number| links.data.get_mut(number));
                datum.ok_or("a reference stands neither in code nor in data")?.links.push(link);
            }
        }
        Ok(links)
    }

    /// The piece of the data in which an address is.
    pub(super) fn at(&self, address: u32) -> Option<usize> {
        let number = self.data.partition_point(|datum| datum.place.end <= address);
        self.data.get(number).is_some_and(|datum| datum.place.contains(&address)).then_some(number)
    }
}

/// The places of all symbols; those that overlap are one piece.
fn pieces(raw: &Raw) -> Vec<Datum> {
    let mut places: Vec<Range<u32>> = raw.symbols.iter().filter_map(Symbol::place).filter(|place| !place.is_empty()).collect();
    places.sort_by_key(|place| place.start);
    let mut pieces: Vec<Datum> = Vec::new();
    for place in places {
        match pieces.last_mut() {
            Some(last) if place.start < last.place.end => last.place.end = last.place.end.max(place.end),
            _ => pieces.push(Datum { place, links: Vec::new() }),
        }
    }
    pieces
}
