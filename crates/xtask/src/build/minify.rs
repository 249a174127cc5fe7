//! Makes the scripts that browsers load small.

use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

use crate::outcome::Outcome;

/// What a script is to the browser that loads it.
#[derive(Clone, Copy)]
pub(crate) enum Script {
    /// Loaded by a script tag: what stands at its margin is seen by the page, and keeps its name.
    Classic,
    /// Nobody sees into it.
    Module,
}

/// The script without what only people need: comments, long names, what is never called. Its strings stay as they are.
pub(crate) fn minify(script: &str, kind: Script) -> Outcome<String> {
    let source_type = match kind {
        Script::Classic => SourceType::script(),
        Script::Module => SourceType::mjs(),
    };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, source_type).parse();
    if let Some(error) = parsed.errors.first() {
        return Err(format!("a script is not JavaScript: {error}"));
    }
    let mut program = parsed.program;
    let names = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program).scoping;
    Ok(Codegen::new().with_options(CodegenOptions::minify()).with_scoping(names).build(&program).code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
// says it
const said = __WORD__;
function unheard() { return said; }
const say = (loudly) => console.log(`${said} // ${loudly}`, [said.length]);
say(1 + 2);
";

    #[test]
    fn a_module_keeps_what_it_does_and_no_names() {
        let small = "const e=__WORD__;(t=>console.log(`${e} // ${t}`,[e.length]))(3);";
        assert_eq!(minify(SOURCE, Script::Module), Ok(small.to_owned()));
    }

    #[test]
    fn a_classic_script_keeps_the_names_that_the_page_sees() {
        let small = "const said=__WORD__;function unheard(){return said}\
            const say=e=>console.log(`${said} // ${e}`,[said.length]);say(3);";
        assert_eq!(minify(SOURCE, Script::Classic), Ok(small.to_owned()));
    }

    #[test]
    fn what_is_no_script_is_refused() {
        assert!(minify("const;", Script::Module).is_err());
    }
}
