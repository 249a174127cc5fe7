//! Splits a module in two: what a browser needs at once, and the rest, which it fetches when it is about to need it.
//!
//! Where the one ends and the other begins is told by *gates*: functions that nobody calls before the rest is there. All code and data
//! that only they lead to go with them. The two modules share memory, table and globals. The first calls a gate by a place in the table,
//! which the rest fills when it comes.

mod divide;
mod first;
mod links;
mod rest;
#[cfg(test)]
mod tests;

use walrus::{FunctionId, Module, ModuleConfig};

use self::divide::divide;
use self::links::Links;
use crate::outcome::{During, Outcome};

/// How the rest names the first module, whose exports it imports.
pub(crate) const FIRST: &str = "b";

/// The two modules. `module` is what has become of `linked`, which the linker has written with `--emit-relocs`; gates are named as people
/// read names.
pub(crate) fn split(module: &[u8], linked: &[u8], gates: &[&str]) -> Outcome<(Vec<u8>, Vec<u8>)> {
    let links = Links::read(linked)?;
    let (mut first, mut rest) = (parse(module)?, parse(module)?);
    let gates = gates.iter().map(|gate| find(&first, gate)).collect::<Outcome<Vec<_>>>()?;
    let parts = divide(&first, &links, &gates)?;
    let places = Places::behind(&first, &gates)?;
    rest::keep(&mut rest, &parts, &places)?;
    first::keep(&mut first, &parts, &places)?;
    first::share(&mut first, &mut rest)?;
    Ok((first.emit_wasm(), rest.emit_wasm()))
}

/// Functions have the same numbers each time that a module is read.
fn parse(module: &[u8]) -> Outcome<Module> {
    ModuleConfig::new().generate_producers_section(false).parse(module).during("reading the module")
}

fn find(module: &Module, gate: &str) -> Outcome<FunctionId> {
    let is_gate =
        |name: &Option<String>| name.as_ref().is_some_and(|name| format!("{:#}", rustc_demangle::demangle(name)) == *gate);
    let mut found = module.funcs.iter().filter(|function| is_gate(&function.name));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.id()),
        _ => Err(format!("the module has no function, or several, by the name of {gate}")),
    }
}

/// Where the gates are in the table: in new places behind all others.
struct Places {
    /// By their numbers.
    gates: Vec<usize>,
    from: u64,
}

impl Places {
    fn behind(module: &Module, gates: &[FunctionId]) -> Outcome<Self> {
        let table = module.tables.main_function_table().during("looking for the table")?.ok_or("the module has no table")?;
        Ok(Self { gates: gates.iter().map(|gate| gate.index()).collect(), from: module.tables.get(table).initial })
    }

    /// Makes room for them in the module's table.
    fn add(&self, module: &mut Module) -> Outcome<walrus::TableId> {
        let id = module.tables.main_function_table().during("looking for the table")?.ok_or("the module has no table")?;
        let table = module.tables.get_mut(id);
        table.initial += self.gates.len() as u64;
        table.maximum = table.maximum.map(|most| most.max(table.initial));
        Ok(id)
    }
}
