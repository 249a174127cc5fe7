//! Shortens the names by which a module and its glue know each other. They carry hashes, which no
//! compression makes smaller, and they stand in both files.

use walrus::Module;

use crate::outcome::{During, Outcome};

/// The module and its glue with short names.
pub(crate) fn shorten(module: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut module = Module::from_buffer(module).during("reading the module")?;
    let mut glue = glue.to_owned();
    let from = module.imports.iter().next().map(|import| import.module.clone()).unwrap_or_default();
    for (number, import) in module.imports.iter_mut().enumerate() {
        if import.module != from {
            return Err(format!("the module imports from `{}` and from `{from}`: the glue serves one", import.module));
        }
        let short = format!("i{number}");
        glue = replace_once(&glue, &format!("{}: function(", import.name), &format!("{short}: function("))?;
        import.name = short;
        import.module = "a".to_owned();
    }
    glue = replace_once(&glue, &format!("\"{from}\": import0"), "a: import0")?;
    Ok((module.emit_wasm(), glue))
}

fn replace_once(text: &str, from: &str, to: &str) -> Outcome<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("the glue has `{from}` {count} times: wasm-bindgen writes it differently now")),
    }
}
