//! Makes a program's glue start by itself, and small.

use super::minify::{Script, minify};
use super::split::FIRST;
use crate::outcome::Outcome;

/// What wasm-bindgen ends its glue with: it waits for somebody to call it.
const EXPORTS: &str = "export { initSync, __wbg_init as default };";

/// What it starts a module with, whatever it was given. What only leads up to these is dropped.
const PARTS: [&str; 2] = ["function __wbg_get_imports()", "function __wbg_finalize_init(instance, module)"];

/// By what name a program asks for its rest: a function that takes one to call back.
const FETCH: &str = "fetchRest";

/// The glue as it ships: it fetches its module, whose name is given, and starts it. Where the program asks for its rest, it fetches
/// that too, or says at once that it is there if there is none.
pub(crate) fn ship(glue: &str, module: &str, rest: Option<&str>) -> Outcome<String> {
    if glue.lines().any(|line| line.starts_with("import ")) {
        return Err("the glue imports other files: snippets of JavaScript are not shipped".to_owned());
    }
    if let Some(missing) = PARTS.into_iter().chain([EXPORTS]).find(|part| !glue.contains(part)) {
        return Err(format!("the glue has no `{missing}`: wasm-bindgen writes it differently now"));
    }
    let start = format!(
        "{}
        WebAssembly.instantiateStreaming(fetch(new URL('{module}', import.meta.url)), __wbg_get_imports())
            .then(({{ instance }}) => __wbg_finalize_init(instance));",
        fetch(rest)
    );
    minify(&glue.replace(EXPORTS, &start), Script::Module)
}

/// Calls back with 0 when the rest is there, 1 when it couldn't be fetched, 2 when the server doesn't have it.
fn fetch(rest: Option<&str>) -> String {
    let come = match rest {
        None => "Promise.resolve(0)".to_owned(),
        Some(rest) => format!(
            "fetch(new URL('{rest}', import.meta.url)).then((answer) => answer.status === 404 ? 2 :
                WebAssembly.instantiateStreaming(answer, {{ ...__wbg_get_imports(), {FIRST}: wasm }}).then(() => 0)).catch(() => 1)"
        ),
    };
    format!("function {FETCH}(then) {{ {come}.then(then); }}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
/* made by a program */
function __wbg_get_imports() {
    return { say: (word) => console.log(word) }; // aloud
}

let wasm;
function __wbg_finalize_init(instance, module) {
    wasm = instance.exports;
    wasm.start();
}

function initSync(module) {
    return __wbg_finalize_init(module, __wbg_get_imports());
}

async function __wbg_init(path) {
    return initSync(await path);
}

export { initSync, __wbg_init as default };
";

    #[test]
    fn shipped_glue_starts_its_module() {
        let shipped = "function e(){return{say:e=>console.log(e)}}let t;function n(e,n){t=e.exports,t.start()}\
            WebAssembly.instantiateStreaming(fetch(new URL(`widget-1.wasm`,import.meta.url)),e()).then(({instance:e})=>n(e));";
        assert_eq!(ship(GLUE, "widget-1.wasm", None), Ok(shipped.to_owned()));
    }

    #[test]
    fn a_program_that_asks_for_its_rest_gets_it() {
        let asking = GLUE.replace("console.log(word)", "fetchRest(word)");
        let fetching = |rest| ship(&asking, "widget-1.wasm", rest).expect("a script");
        let whole = fetching(None);
        assert!(whole.contains("function r(e){Promise.resolve(0).then(e)}"), "{whole}");
        let split = fetching(Some("widget_later-2.wasm"));
        let fetched = "function r(n){fetch(new URL(`widget_later-2.wasm`,import.meta.url)).then(n=>n.status===404?2:\
            WebAssembly.instantiateStreaming(n,{...e(),b:t}).then(()=>0)).catch(()=>1).then(n)}";
        assert!(split.contains(fetched), "{split}");
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        assert!(ship(&GLUE.replace("__wbg_finalize_init", "__wbg_end"), "widget-1.wasm", None).is_err());
        assert!(ship(&GLUE.replace("export {", "export{"), "widget-1.wasm", None).is_err());
        assert!(ship(&format!("import './snippets/a.js';\n{GLUE}"), "widget-1.wasm", None).is_err());
    }
}
