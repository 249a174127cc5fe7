//! Shortens the names by which a module and its glue know each other. They carry hashes, which no
//! compression makes smaller, and they stand in both files.

use walrus::{Module, ModuleConfig};

use super::table;
use crate::outcome::{During, Outcome};

/// The module and its glue with short names.
pub(crate) fn shorten(module: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut module = ModuleConfig::new().generate_producers_section(false).parse(module).during("reading the module")?;
    // What compiler and linker noted for the tools that come after them.
    for noted in ["target_features", "linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(noted);
    }
    table::clear(&mut module);
    let glue = shorten_imports(&mut module, glue.to_owned())?;
    let glue = shorten_exports(&mut module, glue);
    Ok((module.emit_wasm(), glue))
}

/// What the module imports stands in the glue as `const import0 = { NAME: function(…`.
fn shorten_imports(module: &mut Module, mut glue: String) -> Outcome<String> {
    let from = module.imports.iter().next().map(|import| import.module.clone()).unwrap_or_default();
    for (number, import) in module.imports.iter_mut().enumerate() {
        if import.module != from {
            return Err(format!("the module imports from `{}` and from `{from}`: the glue serves one", import.module));
        }
        let short = short_name(number);
        glue = replace_once(&glue, &format!("{}: function(", import.name), &format!("{short}: function("))?;
        import.name = short;
        import.module = "a".to_owned();
    }
    replace_once(&glue, &format!("\"{from}\": import0"), "a: import0")
}

/// What the module exports stands in the glue as `wasm.NAME`.
fn shorten_exports(module: &mut Module, mut glue: String) -> String {
    let mut exports: Vec<_> = module.exports.iter_mut().collect();
    // The longest first, because a name may begin like another.
    exports.sort_by_key(|export| std::cmp::Reverse(export.name.len()));
    for (number, export) in exports.into_iter().enumerate() {
        let short = short_name(number);
        glue = glue.replace(&format!("wasm.{}", export.name), &format!("wasm.{short}"));
        export.name = short;
    }
    glue
}

/// `a` to `z`, then `aa` and so on.
pub(super) fn short_name(number: usize) -> String {
    let last = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", short_name(more - 1)),
    }
}

fn replace_once(text: &str, from: &str, to: &str) -> Outcome<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("the glue has `{from}` {count} times: wasm-bindgen writes it differently now")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_short_and_differ() {
        assert_eq!([0, 25, 26, 701, 702].map(short_name), ["a", "z", "aa", "zz", "aaa"]);
    }
}
