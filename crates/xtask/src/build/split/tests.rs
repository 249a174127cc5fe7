use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, ImportKind, Module, RefType,
};

use super::divide::divide;
use super::links::{Datum, Link, Links};
use super::*;

/// A function of this name that calls others.
fn calling(module: &mut Module, name: &str, others: &[FunctionId]) -> FunctionId {
    let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
    function.name(name.to_owned());
    others.iter().fold(&mut function.func_body(), |body, other| body.call(*other));
    function.finish(vec![], &mut module.funcs)
}

/// `main` calls `shared` and `gate`; `gate` calls `shared` and `hidden`. `shown` and `listed` are in the table, named by data: at 16 for
/// `main`, at 20 for `gate`. Nothing leads to `lost` and to what is at 24.
fn sample() -> (Module, Links) {
    let mut module = Module::default();
    let shared = calling(&mut module, "shared", &[]);
    let hidden = calling(&mut module, "hidden", &[]);
    let gate = calling(&mut module, "gate", &[shared, hidden]);
    let main = calling(&mut module, "main", &[shared, gate]);
    let placed = ["lost", "shown", "listed"].map(|name| calling(&mut module, name, &[]));
    module.exports.add("main", main);
    let table = module.tables.add_local(false, 8, Some(8), RefType::FUNCREF);
    let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(5)) };
    let element = module.elements.add(kind, ElementItems::Functions(placed.to_vec()));
    module.tables.get_mut(table).elem_segments.insert(element);
    let memory = module.memories.add_local(false, false, 1, None, None);
    let kind = DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(16)) };
    let data = module.data.add(kind, (1..=12).collect());
    module.memories.get_mut(memory).data_segments.insert(data);
    let datum = |start, links: &[Link]| Datum { place: start..start + 4, links: links.to_vec() };
    let function = |name: &str| Link::Function(name.to_owned());
    let linked = ["shared", "hidden", "lost", "shown", "listed"].map(|name| (name.to_owned(), vec![]));
    let linking = [("main".to_owned(), vec![Link::Datum(0)]), ("gate".to_owned(), vec![Link::Datum(1)])];
    let data = vec![datum(16, &[function("shown")]), datum(20, &[function("listed")]), datum(24, &[])];
    (module, Links { functions: linked.into_iter().chain(linking).collect(), data })
}

fn number(module: &Module, name: &str) -> usize {
    module.funcs.by_name(name).expect("a function").index()
}

fn names(module: &Module) -> Vec<&str> {
    let mut names: Vec<_> = module.funcs.iter().filter_map(|function| function.name.as_deref()).collect();
    names.sort_unstable();
    names
}

/// What is in the table, place by place.
fn placed(module: &Module) -> Vec<(i32, Vec<&str>)> {
    let list = |element: &walrus::Element| match (&element.kind, &element.items) {
        (ElementKind::Active { offset: ConstExpr::Value(Value::I32(first)), .. }, ElementItems::Functions(functions)) => {
            (*first, functions.iter().filter_map(|id| module.funcs.get(*id).name.as_deref()).collect())
        }
        _ => panic!("a list of functions"),
    };
    module.elements.iter().map(list).collect()
}

fn data(module: &Module) -> Vec<(u32, Vec<u8>)> {
    module.data.iter().map(|data| (first::address(data).expect("an address"), data.value.clone())).collect()
}

/// The two modules, as they are before they are written.
fn halves() -> (Module, Module) {
    let ((mut first, links), (mut rest, _)) = (sample(), sample());
    let gates = [find(&first, "gate").expect("a gate")];
    let parts = divide(&first, &links, &gates).expect("two parts");
    let places = Places::behind(&first, &gates).expect("places");
    rest::keep(&mut rest, &parts, &places).expect("a rest");
    first::keep(&mut first, &parts, &places).expect("a first");
    first::share(&mut first, &mut rest).expect("something shared");
    (first, rest)
}

#[test]
fn only_what_gates_alone_lead_to_is_left_for_later() {
    let (module, links) = sample();
    let parts = divide(&module, &links, &[find(&module, "gate").expect("a gate")]).expect("two parts");
    let numbers = |names: &[&str]| names.iter().map(|name| number(&module, name)).collect();
    assert_eq!(parts.first.functions, numbers(&["main", "shared", "shown"]));
    assert_eq!(parts.rest.functions, numbers(&["gate", "hidden", "listed"]));
    assert_eq!(parts.idle.functions, numbers(&["lost"]));
    let starts = |part: &divide::Part| part.data.iter().map(|place| place.start).collect::<Vec<_>>();
    assert_eq!([&parts.first, &parts.rest, &parts.idle].map(starts), [[16], [20], [24]]);
}

#[test]
fn what_is_reached_in_another_way_than_by_calling_is_no_gate() {
    let (module, links) = sample();
    let refused = |gate: &str| divide(&module, &links, &[find(&module, gate).expect("a function")]).expect_err("no gate");
    assert!(refused("main").contains("main"));
    assert!(refused("shown").contains("shown"));
    assert!(find(&module, "gates").is_err());
}

#[test]
fn a_function_that_the_linker_does_not_know_refers_to_no_data() {
    let (mut module, links) = sample();
    for (at, is_fine) in [(15, true), (16, false), (27, false), (28, true)] {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
        function.name("made later".to_owned()).func_body().i32_const(at).drop();
        let made = function.finish(vec![], &mut module.funcs);
        assert_eq!(divide(&module, &links, &[]).is_ok(), is_fine, "{at}");
        module.funcs.delete(made);
    }
}

#[test]
fn the_first_module_calls_gates_by_their_places() {
    let (first, _) = halves();
    assert_eq!(names(&first), ["gate", "main", "shared", "shown"]);
    assert_eq!(placed(&first), [(5, vec!["shown", "shown", "shown"])]);
    assert_eq!(data(&first), [(16, vec![1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0])]);
    let table = first.tables.iter().next().expect("a table");
    assert_eq!((table.initial, table.maximum), (9, Some(9)));
    let gate = first.funcs.get(first.funcs.by_name("gate").expect("a gate")).kind.unwrap_local();
    let code: Vec<_> = gate.block(gate.entry_block()).instrs.iter().map(|(instruction, _)| instruction).collect();
    assert!(matches!(code[..], [walrus::ir::Instr::Const(_), walrus::ir::Instr::CallIndirect(_)]), "{code:?}");
}

#[test]
fn the_rest_takes_its_places_and_brings_its_data() {
    let (_, rest) = halves();
    assert_eq!(names(&rest), ["gate", "hidden", "listed", "shared"]);
    assert_eq!(placed(&rest), [(7, vec!["listed", "gate"])]);
    assert_eq!(data(&rest), [(20, vec![5, 6, 7, 8])]);
    assert_eq!(rest.exports.iter().count(), 0);
}

#[test]
fn the_rest_imports_what_the_first_module_exports() {
    let (first, rest) = halves();
    let kind = |export: &walrus::Export| match export.item {
        ExportItem::Function(id) => first.funcs.get(id).name.clone().unwrap_or_default(),
        ExportItem::Table(_) => "the table".to_owned(),
        ExportItem::Memory(_) => "the memory".to_owned(),
        _ => "something else".to_owned(),
    };
    let exported = |name: &str| first.exports.iter().find(|export| export.name == name).map(kind);
    let imported = |import: &walrus::Import| match import.kind {
        ImportKind::Function(id) => rest.funcs.get(id).name.clone().unwrap_or_default(),
        ImportKind::Table(_) => "the table".to_owned(),
        ImportKind::Memory(_) => "the memory".to_owned(),
        _ => "something else".to_owned(),
    };
    let imports: Vec<_> = rest.imports.iter().map(|import| (import.module.as_str(), Some(imported(import)))).collect();
    let found: Vec<_> = rest.imports.iter().map(|import| (FIRST, exported(&import.name))).collect();
    assert_eq!(imports, found);
    assert_eq!(imports.len(), 3, "shared, the table and the memory: {imports:?}");
}

/// Both are modules that a reader accepts.
#[test]
fn both_can_be_written_and_read() {
    let (mut first, mut rest) = halves();
    assert_eq!(names(&parse(&first.emit_wasm()).expect("a module")), names(&first));
    assert_eq!(names(&parse(&rest.emit_wasm()).expect("a module")), names(&rest));
}
