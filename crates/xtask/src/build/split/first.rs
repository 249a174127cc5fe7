//! The module that browsers start with.

use std::collections::HashSet;
use std::ops::Range;

use walrus::ir::Value;
use walrus::{
    ConstExpr, Data, DataKind, ElementItems, ExportItem, FunctionBuilder, FunctionId, FunctionKind, ImportKind, Module, TableId,
    passes,
};

use super::divide::Parts;
use super::{FIRST, Places};
use crate::build::names::short_name;
use crate::outcome::Outcome;

/// Leaves only what is needed at once.
pub(super) fn keep(module: &mut Module, parts: &Parts, places: &Places) -> Outcome {
    let table = places.add(module)?;
    for (place, gate) in (places.from..).zip(&places.gates) {
        lead_to_place(module, *gate, place as i32, table);
    }
    let is_first = |function: &FunctionId| parts.first.functions.contains(&function.index());
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            // A list has no gaps: something that is in it anyway stands in the places of what goes.
            let filler = functions.iter().copied().find(is_first).ok_or("nothing stays in the table")?;
            functions.iter_mut().filter(|function| !is_first(function)).for_each(|function| *function = filler);
        }
    }
    for id in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        let data = module.data.get_mut(id);
        parts.rest.data.iter().chain(&parts.idle.data).for_each(|place| clear(data, place));
    }
    passes::gc::run(module);
    Ok(())
}

/// In the place of a gate: code that calls what is at a place of the table.
fn lead_to_place(module: &mut Module, gate: usize, place: i32, table: TableId) {
    let Some(gate) = module.funcs.iter().map(|function| function.id()).find(|id| id.index() == gate) else { return };
    let ty = module.funcs.get(gate).ty();
    let (takes, gives) = (module.types.get(ty).params().to_vec(), module.types.get(ty).results().to_vec());
    let given: Vec<_> = takes.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut code = FunctionBuilder::new(&mut module.types, &takes, &gives);
    let mut body = code.func_body();
    for local in &given {
        body.local_get(*local);
    }
    body.i32_const(place).call_indirect(ty, table);
    module.funcs.get_mut(gate).kind = FunctionKind::Local(code.local_func(given));
}

/// Where data begin.
pub(super) fn address(data: &Data) -> Option<u32> {
    match data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(first)), .. } => Some(first as u32),
        _ => None,
    }
}

/// Where in these data a place of the memory is.
pub(super) fn within(data: &Data, place: &Range<u32>) -> Option<Range<usize>> {
    let first = address(data)?;
    let from = place.start.checked_sub(first)? as usize;
    Some(from..from + place.len()).filter(|range| range.end <= data.value.len())
}

/// Empty memory is compressed to nothing.
fn clear(data: &mut Data, place: &Range<u32>) {
    if let Some(range) = within(data, place) {
        data.value[range].fill(0);
    }
}

/// Exports what the rest imports, under short names.
pub(super) fn share(first: &mut Module, rest: &mut Module) -> Outcome {
    let mut names: HashSet<String> = first.exports.iter().map(|export| export.name.clone()).collect();
    for import in rest.imports.iter_mut().filter(|import| import.module == FIRST) {
        let item = same(first, &import.kind).ok_or("the rest needs what the first module hasn't")?;
        let known = match item {
            ExportItem::Function(id) => first.exports.get_exported_func(id),
            ExportItem::Table(id) => first.exports.get_exported_table(id),
            ExportItem::Memory(id) => first.exports.get_exported_memory(id),
            ExportItem::Global(id) => first.exports.get_exported_global(id),
            ExportItem::Tag(_) => None,
        };
        let known = known.map(|export| export.name.clone());
        import.name = known.unwrap_or_else(|| {
            let new = (0..).map(short_name).find(|name| names.insert(name.clone())).unwrap_or_default();
            first.exports.add(&new, item);
            new
        });
    }
    Ok(())
}

/// The same item of this module.
fn same(module: &Module, kind: &ImportKind) -> Option<ExportItem> {
    match kind {
        ImportKind::Function(of) => {
            module.funcs.iter().map(|f| f.id()).find(|id| id.index() == of.index()).map(ExportItem::Function)
        }
        ImportKind::Table(of) => module.tables.iter().map(|t| t.id()).find(|id| id.index() == of.index()).map(ExportItem::Table),
        ImportKind::Memory(of) => {
            module.memories.iter().map(|m| m.id()).find(|id| id.index() == of.index()).map(ExportItem::Memory)
        }
        ImportKind::Global(of) => {
            module.globals.iter().map(|g| g.id()).find(|id| id.index() == of.index()).map(ExportItem::Global)
        }
        ImportKind::Tag(_) => None,
    }
}
