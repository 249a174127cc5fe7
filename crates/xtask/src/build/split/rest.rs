//! The module that comes later.

use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportedFunction, MemoryId, Module,
    TableId, passes,
};

use super::divide::Parts;
use super::first::{address, within};
use super::{FIRST, Places};
use crate::outcome::Outcome;

/// Leaves only what is not needed at once, and has it take its place in what the first module has set up.
pub(super) fn keep(module: &mut Module, parts: &Parts, places: &Places) -> Outcome {
    let table = places.add(module)?;
    let memory = module.get_memory_id().map_err(|problem| problem.to_string())?;
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    stand_in_table(module, parts, places, table);
    bring_data(module, parts, memory);
    import_rest(module, parts);
    passes::gc::run(module);
    Ok(())
}

/// Its functions go where the table had them, and the gates to their places.
fn stand_in_table(module: &mut Module, parts: &Parts, places: &Places, table: TableId) {
    let mut standing: Vec<(i32, FunctionId)> = Vec::new();
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    for id in old {
        let element = module.elements.get(id);
        if let (ElementKind::Active { offset: ConstExpr::Value(Value::I32(first)), .. }, ElementItems::Functions(functions)) =
            (&element.kind, &element.items)
        {
            let placed = (*first..).zip(functions.iter().copied());
            standing.extend(placed.filter(|(_, function)| parts.rest.functions.contains(&function.index())));
        }
        module.elements.delete(id);
    }
    let by_number = |number: &usize| module.funcs.iter().map(|function| function.id()).find(|id| id.index() == *number);
    standing.extend((places.from as i32..).zip(places.gates.iter().filter_map(by_number)));
    standing.sort_by_key(|(place, _)| *place);
    module.tables.get_mut(table).elem_segments.clear();
    for side_by_side in standing.chunk_by(|one, next| one.0 + 1 == next.0) {
        let offset = ConstExpr::Value(Value::I32(side_by_side[0].0));
        let functions = side_by_side.iter().map(|(_, function)| *function).collect();
        let element = module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(functions));
        module.tables.get_mut(table).elem_segments.insert(element);
    }
}

/// Its data go where they were; what lies between them is left alone.
fn bring_data(module: &mut Module, parts: &Parts, memory: MemoryId) {
    let mut brought: Vec<(u32, Vec<u8>)> = Vec::new();
    for data in module.data.iter() {
        for place in &parts.rest.data {
            if let Some(range) = within(data, place) {
                match brought.last_mut() {
                    Some((first, bytes)) if *first + bytes.len() as u32 == place.start => bytes.extend(&data.value[range]),
                    _ => brought.push((place.start, data.value[range].to_vec())),
                }
            }
        }
    }
    let old: Vec<_> = module.data.iter().filter(|data| address(data).is_some()).map(|data| data.id()).collect();
    old.into_iter().for_each(|id| module.data.delete(id));
    module.memories.get_mut(memory).data_segments.clear();
    for (first, bytes) in brought {
        let offset = ConstExpr::Value(Value::I32(first as i32));
        let data = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.memories.get_mut(memory).data_segments.insert(data);
    }
}

/// What is not its own it imports from the first module; the names come later.
fn import_rest(module: &mut Module, parts: &Parts) {
    let others: Vec<_> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| !parts.rest.functions.contains(&id.index())).collect();
    for id in others {
        let (ty, import) = (module.funcs.get(id).ty(), module.imports.add(FIRST, "", id));
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for id in module.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>() {
        module.memories.get_mut(id).import = Some(module.imports.add(FIRST, "", id));
    }
    for id in module.tables.iter().map(|table| table.id()).collect::<Vec<_>>() {
        module.tables.get_mut(id).import = Some(module.imports.add(FIRST, "", id));
    }
    for id in module.globals.iter().map(|global| global.id()).collect::<Vec<_>>() {
        module.globals.get_mut(id).kind = GlobalKind::Import(module.imports.add(FIRST, "", id));
    }
}
