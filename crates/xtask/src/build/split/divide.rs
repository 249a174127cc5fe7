//! Which functions and data are needed at once, and which go with the rest.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use walrus::ir::{Const, Value, Visitor, dfs_in_order};
use walrus::{ExportItem, FunctionId, FunctionKind, Module};

use super::links::{Link, Links};
use crate::outcome::Outcome;

/// A part of a module.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Functions by their numbers.
    pub(super) functions: BTreeSet<usize>,
    /// Places in memory whose data belong to it.
    pub(super) data: Vec<Range<u32>>,
}

/// What is needed at once, what only the gates lead to, and what nothing leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) first: Part,
    pub(super) rest: Part,
    pub(super) idle: Part,
}

pub(super) fn divide(module: &Module, links: &Links, gates: &[FunctionId]) -> Outcome<Parts> {
    check(module, links)?;
    let mut walk = Walk::new(module, links, gates);
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(function) => Some(function),
        _ => None,
    });
    walk.go(exported.chain(module.start).collect());
    let first = walk.reached.clone();
    if let Some(gate) = gates.iter().find(|gate| first.functions.contains(&gate.index())) {
        let name = module.funcs.get(*gate).name.as_deref().unwrap_or_default();
        return Err(format!("{name} can be reached in another way than by calling it, so it is no gate"));
    }
    walk.gates = &[];
    walk.go(gates.to_vec());
    let all = Reached {
        functions: module.funcs.iter().map(|function| function.id().index()).collect(),
        data: (0..links.data.len()).collect(),
    };
    let part = |has: &Reached, not: &Reached| Part {
        functions: has.functions.difference(&not.functions).copied().collect(),
        data: has.data.difference(&not.data).map(|number| links.data[*number].place.clone()).collect(),
    };
    Ok(Parts { rest: part(&walk.reached, &first), idle: part(&all, &walk.reached), first: part(&first, &Reached::default()) })
}

/// Functions that were made after linking refer to no data.
fn check(module: &Module, links: &Links) -> Outcome {
    for function in module.funcs.iter().filter(|function| !links.functions.contains_key(name_of(module, function.id()))) {
        if let FunctionKind::Local(code) = &function.kind {
            let mut numbers = Numbers(Vec::new());
            dfs_in_order(&mut numbers, code, code.entry_block());
            if numbers.0.into_iter().any(|number| links.at(number as u32).is_some()) {
                return Err(format!("the linker doesn't know {}, which refers to data", name_of(module, function.id())));
            }
        }
    }
    Ok(())
}

/// What can be reached, by numbers.
#[derive(Clone, Default)]
struct Reached {
    functions: BTreeSet<usize>,
    data: BTreeSet<usize>,
}

struct Walk<'a> {
    module: &'a Module,
    links: &'a Links,
    by_name: HashMap<&'a str, Vec<FunctionId>>,
    /// Calls of these lead nowhere.
    gates: &'a [FunctionId],
    reached: Reached,
}

impl<'a> Walk<'a> {
    fn new(module: &'a Module, links: &'a Links, gates: &'a [FunctionId]) -> Self {
        let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
        for function in module.funcs.iter() {
            by_name.entry(name_of(module, function.id())).or_default().push(function.id());
        }
        Self { module, links, by_name, gates, reached: Reached::default() }
    }

    fn go(&mut self, mut waiting: Vec<FunctionId>) {
        while let Some(function) = waiting.pop() {
            if self.reached.functions.insert(function.index()) {
                waiting.extend(self.called(function).into_iter().filter(|called| !self.gates.contains(called)));
                let links = self.links.functions.get(name_of(self.module, function));
                self.follow(links.map_or(&[], Vec::as_slice), &mut waiting);
            }
        }
    }

    fn follow(&mut self, links: &'a [Link], waiting: &mut Vec<FunctionId>) {
        for link in links {
            match link {
                Link::Function(name) => waiting.extend(self.by_name.get(name.as_str()).into_iter().flatten()),
                Link::Datum(number) => {
                    if self.reached.data.insert(*number) {
                        self.follow(&self.links.data[*number].links, waiting);
                    }
                }
            }
        }
    }

    fn called(&self, function: FunctionId) -> Vec<FunctionId> {
        let mut called = Called(Vec::new());
        if let FunctionKind::Local(code) = &self.module.funcs.get(function).kind {
            dfs_in_order(&mut called, code, code.entry_block());
        }
        called.0
    }
}

fn name_of(module: &Module, function: FunctionId) -> &str {
    module.funcs.get(function).name.as_deref().unwrap_or_default()
}

/// The functions that code names.
struct Called(Vec<FunctionId>);

impl Visitor<'_> for Called {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.push(*function);
    }
}

/// The numbers that stand in code.
struct Numbers(Vec<i32>);

impl Visitor<'_> for Numbers {
    fn visit_const(&mut self, constant: &Const) {
        if let Value::I32(number) = constant.value {
            self.0.push(number);
        }
    }
}
