//! Puts everything that is served into one folder, each file beside its compressed forms.

use std::path::Path;

use serde_json::{Map, json};

use super::minify::{Script, minify};
use super::program::{CONSOLE, Program, WIDGET};
use super::split::split;
use super::stamp::{Stamp, short_hash};
use super::{Mode, compress, glue, names, optimise, pdfjs, progress};
use crate::outcome::{During, Outcome};
use crate::tree;

/// What the folder is made of, but for the programs.
const SOURCES: [&str; 2] = ["www", "crates/xtask/src/build"];

/// What stands in the loader in the place of a site's settings.
const LOADER_TOKEN: &str = "__PARLOR__";
/// How `www/loader.js` ends, and `www/rest.js`.
const LOADER_END: &str = "})();";
const REST_END: &str = "};";

pub(crate) fn build(mode: Mode) -> Outcome {
    let mut facts = vec![mode.name().to_owned()];
    for program in [WIDGET, CONSOLE] {
        let (module, script) = program.made(mode);
        facts.push(short_hash(&tree::read(&module)?));
        facts.push(short_hash(&tree::read(&script)?));
    }
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let stamp = Stamp::of(tree::root("target/www.stamp"), &SOURCES, &facts)?;
    if stamp.is_fresh(&[&tree::www().join("manifest.json")]) {
        return Ok(());
    }
    progress("assets", || fill(mode))?;
    stamp.keep()
}

fn fill(mode: Mode) -> Outcome {
    tree::clear(&tree::www())?;
    let (widget_js, widget_wasm) = add_program(&WIDGET, mode)?;
    let (console_js, console_wasm) = add_program(&CONSOLE, mode)?;
    let console_css = add_asset("console", "css", console_style()?)?;
    let loader_rest = add_asset("rest", "js", minify(&whole("rest", REST_END)?, Script::Module)?)?;
    add("loader.js", loader()?)?;
    add("console.html", console_page(&console_js, &console_css)?)?;
    add_library()?;
    add_demo()?;
    add_reader(mode)?;
    let manifest = json!({
        "widget_js": widget_js,
        "widget_wasm": widget_wasm,
        "loader_rest": loader_rest,
        "console_js": console_js,
        "console_wasm": console_wasm,
        "console_css": console_css,
    });
    for path in tree::files(&tree::www())?.into_iter().filter(|path| !is_packed(path)) {
        compress::beside(&path, mode)?;
    }
    // Last and without compressed forms: the server alone reads it, and that it is there says that the folder is whole.
    add("manifest.json", serde_json::to_string_pretty(&manifest).during("manifest.json")?)
}

/// Adds the module and the glue that names it, and returns the names of glue and module.
fn add_program(program: &Program, mode: Mode) -> Outcome<(String, String)> {
    let (module, script) = program.made(mode);
    let (mut module, script) = names::shorten(&tree::read(&module)?, &tree::read_text(&script)?)?;
    let mut rest = None;
    if mode == Mode::Shipped && program.gates.is_empty() {
        module = optimise::optimised(&module)?;
    } else if mode == Mode::Shipped {
        let (first, later) = split(&module, &tree::read(&program.linked(mode))?, program.gates)?;
        module = optimise::optimised(&first)?;
        rest = Some(add_asset(&format!("{}_later", program.name), "wasm", optimise::optimised(&later)?)?);
    }
    let module = add_asset(program.name, "wasm", module)?;
    let script = glue::ship(&script, &module, rest.as_deref())?;
    Ok((add_asset(program.name, "js", script)?, module))
}

/// Adds the page that shows a document, with what it loads. What is left open in it the server fills in.
fn add_reader(mode: Mode) -> Outcome {
    let script = add_asset("read", "js", minify(&whole("read", LOADER_END)?, Script::Module)?)?;
    let style = add_asset("read", "css", tree::read(&tree::root("www/read.css"))?)?;
    let mut page = tree::read_text(&tree::root("www/read.html"))?;
    let mut place = |token: &str, asset: &str| page = page.replace(&format!("{{{{{token}}}}}"), &format!("/assets/{asset}"));
    place("read.js", &script);
    place("read.css", &style);
    let mut data = Map::new();
    for part in pdfjs::parts(mode)? {
        let asset = add_asset(part.name, part.kind, tree::read(&part.path)?)?;
        for suffix in [".br", ".gz"] {
            add(&format!("assets/{asset}{suffix}"), tree::read(&compress::with_suffix(&part.path, suffix))?)?;
        }
        match part.asked_as {
            Some(name) => drop(data.insert(name.to_owned(), format!("/assets/{asset}").into())),
            None => place(&format!("{}.{}", part.name, part.kind), &asset),
        }
    }
    let page = page.replace("{{data}}", &serde_json::to_string(&data).during("the data of PDF.js")?);
    add("read.html", page)
}

/// Whether it is a compressed form, or has one.
fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "br" || kind == "gz") || compress::with_suffix(path, ".gz").exists()
}

/// The loader, with one token in it that the server replaces by a site's settings.
fn loader() -> Outcome<String> {
    let loader = minify(&whole("loader", LOADER_END)?, Script::Classic)?;
    match loader.matches(LOADER_TOKEN).count() {
        1 => Ok(loader),
        count => Err(format!("the loader has `{LOADER_TOKEN}` {count} times")),
    }
}

/// `www/NAME.js`, and at the end of its function those of the files of `www/NAME/`, so that none gets long.
fn whole(name: &str, end: &str) -> Outcome<String> {
    let main = tree::read_text(&tree::root(&format!("www/{name}.js")))?;
    let mut source = main.trim_end().strip_suffix(end).ok_or_else(|| format!("www/{name}.js doesn't end with {end}"))?.to_owned();
    for part in tree::files(&tree::root(&format!("www/{name}")))? {
        source.push_str(&tree::read_text(&part)?);
    }
    Ok(source + end)
}

/// Adds a file whose name changes with its content, so that browsers may keep it for ever.
fn add_asset(name: &str, kind: &str, bytes: impl AsRef<[u8]>) -> Outcome<String> {
    let name = format!("{name}-{}.{kind}", short_hash(bytes.as_ref()));
    add(&format!("assets/{name}"), bytes)?;
    Ok(name)
}

fn add(path: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    tree::write(&tree::www().join(path), bytes)
}

/// `www/console.css`, and behind it in the order of their names the files of `www/console/`, so that none gets long.
fn console_style() -> Outcome<Vec<u8>> {
    let mut style = tree::read(&tree::root("www/console.css"))?;
    for part in tree::files(&tree::root("www/console"))? {
        if part.extension().is_some_and(|kind| kind == "css") {
            style.push(b'\n');
            style.extend(tree::read(&part)?);
        }
    }
    Ok(style)
}

fn console_page(script: &str, style: &str) -> Outcome<String> {
    let page = tree::read_text(&tree::root("www/console.html"))?;
    Ok(page.replace("{{console.js}}", &format!("/assets/{script}")).replace("{{console.css}}", &format!("/assets/{style}")))
}

/// What pages may load besides, and what their authors use.
fn add_library() -> Outcome {
    let www = tree::root("www");
    for path in tree::files(&www.join("lib"))? {
        let text = tree::read_text(&path)?;
        let is_script = path.extension().is_some_and(|kind| kind == "js");
        let text = if is_script { minify(&text, Script::Classic)? } else { text };
        tree::write(&tree::www().join(path.strip_prefix(&www).at(&path)?), text)?;
    }
    Ok(())
}

fn add_demo() -> Outcome {
    let www = tree::root("www");
    for path in tree::files(&www.join("demo"))? {
        let name = path.strip_prefix(&www).at(&path)?;
        tree::write(&tree::www().join(name), tree::read(&path)?)?;
    }
    Ok(())
}
