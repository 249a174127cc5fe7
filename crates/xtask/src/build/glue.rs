//! Makes a program's glue start by itself, and smaller.

use crate::outcome::Outcome;

/// What wasm-bindgen ends its glue with: it waits for somebody to call it.
const EXPORTS: &str = "export { initSync, __wbg_init as default };";

/// The glue as it ships: it fetches its module, whose name is given, and starts it.
pub(crate) fn ship(glue: &str, module: &str) -> Outcome<String> {
    if glue.lines().any(|line| line.starts_with("import ")) {
        return Err("the glue imports other files: snippets of JavaScript are not shipped".to_owned());
    }
    let Some((before, after)) = glue.split_once(EXPORTS) else {
        return Err(format!("the glue has no line `{EXPORTS}`: wasm-bindgen writes it differently now"));
    };
    let start = format!("__wbg_init({{ module_or_path: new URL('{module}', import.meta.url) }});");
    Ok(minify(&without_function(&format!("{before}{start}{after}"), "initSync")))
}

/// Drops comments that fill whole lines, doc blocks, indentation and empty lines. Nothing clever: what is left of a line is as it
/// was.
pub(crate) fn minify(script: &str) -> String {
    let mut small = String::new();
    let mut in_block = false;
    for line in script.lines().map(str::trim) {
        let opens = line.starts_with("/*") && !line.trim_end_matches("*/").contains("*/");
        if in_block || opens {
            in_block = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            small.push_str(line);
            small.push('\n');
        }
    }
    small
}

/// Without a function that stands at the margin and that nobody calls.
fn without_function(script: &str, name: &str) -> String {
    let head = format!("function {name}(");
    let mut kept = String::new();
    let mut inside = false;
    for line in script.lines() {
        inside |= line.starts_with(&head);
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
        inside &= line != "}";
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
/* made by a program */
/**
 * Says a word.
 */
function say(word) {
    // aloud
    console.log('/* ' + word + ' // '); // stays
    /* stays */ word = '';
}

function initSync(module) {
    if (wasm) {
        return wasm;
    }
}

async function __wbg_init(path) {
    say(await path);
}

export { initSync, __wbg_init as default };
";

    #[test]
    fn shipped_glue_starts_its_module() {
        let shipped = "\
function say(word) {
console.log('/* ' + word + ' // '); // stays
/* stays */ word = '';
}
async function __wbg_init(path) {
say(await path);
}
__wbg_init({ module_or_path: new URL('widget-1.wasm', import.meta.url) });
";
        assert_eq!(ship(GLUE, "widget-1.wasm"), Ok(shipped.to_owned()));
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        assert!(ship("function __wbg_init() {}", "widget-1.wasm").is_err());
        assert!(ship(&format!("import './snippets/a.js';\n{GLUE}"), "widget-1.wasm").is_err());
    }
}
