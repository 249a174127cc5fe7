//! A module's sections that only tools read, in the form in which they are looked up.

use std::collections::HashMap;
use std::ops::Range;

use wasmparser::{
    DataKind, KnownCustom, Linking, LinkingSectionReader, Name, NameSectionReader, Operator, Parser, Payload, RelocSectionReader,
    RelocationType, Result, SymbolInfo, TypeRef,
};

use crate::outcome::Outcome;

/// Places in the file are counted from its beginning.
#[derive(Default)]
pub(super) struct Raw {
    /// How many functions are imported; the others are numbered from there.
    pub(super) imported: u32,
    /// Where the code of each function stands in the file.
    pub(super) bodies: Vec<Range<u64>>,
    /// Where each piece of data stands in the file, and its address.
    segments: Vec<(Range<u64>, u32)>,
    names: HashMap<u32, String>,
    pub(super) symbols: Vec<Symbol>,
    /// Where a reference stands in the file, and to which symbol.
    pub(super) references: Vec<(u64, u32)>,
}

/// What can be referred to.
pub(super) enum Symbol {
    /// A function, by its number.
    Function(u32),
    /// A place in the memory.
    Data(Range<u32>),
    /// Anything else.
    Other,
}

impl Symbol {
    pub(super) fn place(&self) -> Option<Range<u32>> {
        match self {
            Self::Data(place) => Some(place.clone()),
            _ => None,
        }
    }
}

impl Raw {
    pub(super) fn read(module: &[u8]) -> Result<Self> {
        let mut raw = Self::default();
        let (mut code, mut data) = (0, 0);
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        raw.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { unchecked_range, .. } => code = unchecked_range.start,
                Payload::CodeSectionEntry(body) => raw.bodies.push(body.range()),
                Payload::DataSection(section) => {
                    data = section.range().start;
                    for segment in section {
                        let segment = segment?;
                        raw.add_segment(segment.range.end - segment.data.len() as u64..segment.range.end, &segment.kind)?;
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => raw.add_names(names)?,
                    KnownCustom::Linking(linking) => raw.add_symbols(linking)?,
                    KnownCustom::Reloc(section_of) if section.name() == "reloc.CODE" => raw.add_references(&section_of, code)?,
                    KnownCustom::Reloc(section_of) if section.name() == "reloc.DATA" => raw.add_references(&section_of, data)?,
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(raw)
    }

    fn add_segment(&mut self, file: Range<u64>, kind: &DataKind<'_>) -> Result<()> {
        if let DataKind::Active { offset_expr, .. } = kind
            && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
        {
            self.segments.push((file, value as u32));
        }
        Ok(())
    }

    fn add_names(&mut self, names: NameSectionReader<'_>) -> Result<()> {
        for part in names {
            if let Name::Function(names) = part? {
                for naming in names {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name.to_owned());
                }
            }
        }
        Ok(())
    }

    /// They stand behind the data, whose addresses are known by then.
    fn add_symbols(&mut self, linking: LinkingSectionReader<'_>) -> Result<()> {
        for part in linking {
            if let Linking::SymbolTable(symbols) = part? {
                for symbol in symbols {
                    let symbol = match symbol? {
                        SymbolInfo::Func { index, .. } => Symbol::Function(index),
                        SymbolInfo::Data { symbol: Some(data), .. } => {
                            let start = self.segments.get(data.index as usize).map(|(_, address)| address + data.offset);
                            Symbol::Data(start.map_or(0..0, |start| start..start + data.size))
                        }
                        SymbolInfo::Data { symbol: None, .. } => Symbol::Data(0..0),
                        _ => Symbol::Other,
                    };
                    self.symbols.push(symbol);
                }
            }
        }
        Ok(())
    }

    fn add_references(&mut self, section: &RelocSectionReader<'_>, from: u64) -> Result<()> {
        use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb, TableIndexI32, TableIndexSleb};
        for entry in section.entries() {
            let entry = entry?;
            if matches!(entry.ty, TableIndexSleb | TableIndexI32 | MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32) {
                self.references.push((from + u64::from(entry.offset), entry.index));
            }
        }
        Ok(())
    }

    /// The names of all functions.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.values().map(String::as_str)
    }

    /// The name of a function, by its number.
    pub(super) fn name(&self, index: u32) -> Outcome<String> {
        self.names.get(&index).cloned().ok_or_else(|| format!("function {index} has no name"))
    }

    /// The address of what stands at a place in the file.
    pub(super) fn address(&self, at: u64) -> Option<u32> {
        let found = self.segments.iter().find(|(file, _)| file.contains(&at));
        found.map(|(file, address)| address + (at - file.start) as u32)
    }
}
