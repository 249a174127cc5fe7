//! Checks that the engine, linked for WebAssembly, imports nothing: no clock, no chance, no way out.

use wasmparser::{Parser, Payload};

use crate::command::{self, cargo};
use crate::needs::{self, WASM};
use crate::outcome::{During, Outcome};
use crate::tree;

pub(crate) fn run() -> Outcome {
    needs::wasm_target()?;
    // Where the tests build it too.
    let target = tree::root("target/probe");
    let probe = ["build", "--release", "--package", "parlor-engine", "--example", "probe", "--target", WASM, "--target-dir"];
    command::run(cargo(&probe).arg(&target))?;
    let module = tree::read(&target.join(WASM).join("release/examples/probe.wasm"))?;
    match imports(&module)?.as_slice() {
        [] => {
            println!("engine … imports nothing");
            Ok(())
        }
        imports => Err(format!("the engine must import nothing, but imports {}", imports.join(", "))),
    }
}

fn imports(module: &[u8]) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload.during("probe.wasm")? {
            for import in section.into_imports() {
                let import = import.during("probe.wasm")?;
                found.push(format!("{}.{}", import.module, import.name));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn an_import_is_found() {
        let empty = b"\0asm\x01\0\0\0";
        assert_eq!(imports(empty), Ok(vec![]));
        // One type, `() -> ()`, and one import of it: `env.now`.
        let importing = [&empty[..], b"\x01\x04\x01\x60\0\0", b"\x02\x0b\x01\x03env\x03now\0\0"].concat();
        assert_eq!(imports(&importing), Ok(vec!["env.now".to_owned()]));
        assert!(imports(b"no module").is_err());
    }
}
