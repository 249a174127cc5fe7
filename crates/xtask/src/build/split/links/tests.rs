use super::*;

/// A section of a module, whose contents are short.
fn section(id: u8, contents: &[u8]) -> Vec<u8> {
    [&[id, contents.len() as u8], contents].concat()
}

/// A section for tools.
fn note(name: &str, contents: &[u8]) -> Vec<u8> {
    section(0, &[&[name.len() as u8], name.as_bytes(), contents].concat())
}

/// What comes in a list: its length, and itself.
fn list(contents: &[u8]) -> Vec<u8> {
    [&[contents.len() as u8], contents].concat()
}

/// What a linker writes: `now` is imported, `a` and `b` are functions, `x` are the 4 bytes at 16 and `y` the 4 behind them, of which `z`
/// are the last 2. `a` holds the address of `z`, `x` the place of `b` in the table, and `b` the end of the data.
fn linked() -> Vec<u8> {
    let import = section(2, b"\x01\x03env\x03now\0\0");
    let functions = section(3, &[2, 0, 0]);
    let memory = section(5, &[1, 0, 1]);
    // No locals, `i32.const` with five bytes for its number, `drop`, `end`.
    let code = |number: u8| list(&[0, 0x41, number | 0x80, 0x80, 0x80, 0x80, 0, 0x1a, 0x0b]);
    let code = section(10, &[vec![2], code(22), code(24)].concat());
    let data = section(11, &[&[1, 0, 0x41, 16, 0x0b][..], &list(&[5, 0, 0, 0, 0, 0, 0, 0])].concat());
    let function = |index: u8, name: &str| [&[0, 0, index][..], &list(name.as_bytes())].concat();
    let datum = |name: &str, from: u8, size: u8| [&[1, 0][..], &list(name.as_bytes()), &[0, from, size]].concat();
    let symbols = [function(1, "a"), function(2, "b"), datum("x", 0, 4), datum("y", 4, 4), datum("z", 6, 2), datum("end", 8, 0)];
    let symbols = [vec![symbols.len() as u8], symbols.concat()].concat();
    let linking = note("linking", &[&[2, 8][..], &list(&symbols)].concat());
    // A kind, where it stands in its section, which symbol, and how far behind it.
    let code_holds = note("reloc.CODE", &[3, 2, 4, 4, 4, 0, 4, 14, 5, 0]);
    let data_hold = note("reloc.DATA", &[4, 1, 2, 6, 1]);
    let names = note("name", &[&[1][..], &list(&[&[3][..], &[0, 3], b"now", &[1, 1], b"a", &[2, 1], b"b"].concat())].concat());
    let types = section(1, &[1, 0x60, 0, 0]);
    let head = b"\0asm\x01\0\0\0".to_vec();
    [head, types, import, functions, memory, code, data, linking, code_holds, data_hold, names].concat()
}

#[test]
fn what_the_linker_has_written_down_is_read() {
    let links = Links::read(&linked()).expect("links");
    let mut functions: Vec<_> = links.functions.iter().map(|(name, links)| (name.as_str(), links.as_slice())).collect();
    functions.sort_unstable_by_key(|(name, _)| *name);
    assert_eq!(functions, [("a", &[Link::Datum(1)][..]), ("b", &[]), ("now", &[])]);
    let data = [Datum { place: 16..20, links: vec![Link::Function("b".to_owned())] }, Datum { place: 20..24, links: vec![] }];
    assert_eq!(links.data, data, "what overlaps is one piece");
    assert_eq!([15, 16, 19, 23, 24].map(|address| links.at(address)), [None, Some(0), Some(0), Some(1), None]);
}

#[test]
fn what_is_no_module_is_refused() {
    assert!(Links::read(b"no module").is_err());
    let cut = &linked()[..linked().len() - 4];
    assert!(Links::read(cut).is_err());
}
