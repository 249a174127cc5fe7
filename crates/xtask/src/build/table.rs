//! Drops functions that stand in a module's table and are never called there. Most are shims of the kinds of closures that js-sys and
//! web-sys know: what describes them to wasm-bindgen is gone from the module, and left them behind.

use std::collections::BTreeSet;

use walrus::ir::{Const, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, DataKind, ElementItems, ElementKind, FunctionKind, Module, passes};

/// Takes out of the table what nothing names by its place, and out of the module what nothing else needs.
///
/// A function is called there by a place that an instruction or a word of the data holds: places are given when the module is linked,
/// and never reckoned.
pub(crate) fn clear(module: &mut Module) {
    let mut held = Held(BTreeSet::new());
    held.by_code(module);
    held.by_data(module);
    for element in module.elements.iter_mut() {
        if let (ElementKind::Active { offset, .. }, ElementItems::Functions(functions)) = (&element.kind, &mut element.items)
            && let ConstExpr::Value(Value::I32(first)) = offset
        {
            let is_held = |place: usize| held.0.contains(&first.wrapping_add(place as i32));
            // Such a table has no gaps: something that is in it anyway stands in the places of what goes.
            let Some(other) = (0..functions.len()).find(|place| is_held(*place)).map(|place| functions[place]) else { continue };
            let places = functions.iter_mut().enumerate();
            places.filter(|(place, _)| !is_held(*place)).for_each(|(_, function)| *function = other);
        }
    }
    passes::gc::run(module);
}

/// Every number that a place may be named by.
struct Held(BTreeSet<i32>);

impl Held {
    fn by_code(&mut self, module: &Module) {
        for function in module.funcs.iter() {
            if let FunctionKind::Local(code) = &function.kind {
                dfs_in_order(self, code, code.entry_block());
            }
        }
    }

    /// Words of the data stand at multiples of their size.
    fn by_data(&mut self, module: &Module) {
        for data in module.data.iter() {
            let DataKind::Active { offset: ConstExpr::Value(Value::I32(first)), .. } = data.kind else { continue };
            let before = first.wrapping_neg().rem_euclid(4) as usize;
            let words = data.value.get(before..).unwrap_or_default().as_chunks().0;
            self.0.extend(words.iter().map(|word| i32::from_le_bytes(*word)));
        }
    }
}

impl Visitor<'_> for Held {
    fn visit_const(&mut self, constant: &Const) {
        if let Value::I32(number) = constant.value {
            self.0.insert(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, FunctionId, RefType, ValType};

    use super::*;

    /// A function that gives a number, for which it has an instruction.
    fn giving(module: &mut Module, number: i32) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        function.func_body().i32_const(number);
        function.finish(vec![], &mut module.funcs)
    }

    #[test]
    fn what_nothing_names_by_its_place_goes() {
        let mut module = Module::default();
        let functions = [5_001, 0, 1].map(|number| giving(&mut module, number));
        let table = module.tables.add_local(false, 5_003, Some(5_003), RefType::FUNCREF);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(5_000)) };
        let element = module.elements.add(kind, ElementItems::Functions(functions.to_vec()));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.exports.add("table", table);
        module.exports.add("first", functions[0]);
        clear(&mut module);
        let ElementItems::Functions(left) = &module.elements.get(element).items else { panic!("functions stay functions") };
        assert_eq!(left[..], [functions[1]; 3]);
        assert_eq!(module.funcs.iter().count(), 2);
    }
}
