//! Measures the engine natively, and lays down in a folder what a page needs to measure it in a browser: `cargo xtask bench engine`
//! runs this, and the page. Everything is made of chance that comes out the same every time.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

#[path = "bench/chance.rs"]
mod chance;
#[path = "bench/conditions.rs"]
mod conditions;
#[path = "bench/peers.rs"]
mod peers;
#[path = "bench/scene.rs"]
mod scene;
#[path = "bench/site.rs"]
mod site;
#[path = "bench/talk.rs"]
mod talk;
#[path = "bench/timing.rs"]
mod timing;
#[path = "bench/visitor.rs"]
mod visitor;
#[path = "bench/works.rs"]
mod works;
#[path = "bench/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parlor_domain::form::Form;
use serde_json::json;

use crate::chance::Chance;
use crate::scene::Scene;
use crate::site::{Case, site};
use crate::works::Works;

/// Dialogues of the sites.
const SIZES: [u32; 3] = [10, 200, 1_000];
/// Visitors of a usual site, who come in turns; the worst has the one that it was made for.
const VISITORS: usize = 16;

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("a folder for what the page needs"));
    let (mut measured, mut matching) = (BTreeMap::new(), BTreeMap::new());
    for case in Case::ALL {
        for size in SIZES {
            let name = format!("{}-{size}", case.name());
            let works = lay_down(&folder, case, size, &name);
            matching.insert(name.clone(), average_matching(&works));
            let visitors = works.views.len();
            measured.insert(format!("resolve {name}"), timing::samples(|at| works.resolve(at % visitors)));
            if (case, size) == (Case::Usual, 200) {
                measured.insert("step".to_owned(), timing::samples(|_| works.step()));
                measured.insert("replay".to_owned(), timing::samples(|_| works.replay()));
                measured.insert("read".to_owned(), timing::samples(|_| works.read()));
            }
        }
    }
    println!("{}", json!({ "measured": measured, "matching": matching }));
}

/// Writes one site's scene, its site file alone, and the same for peers.
fn lay_down(folder: &Path, case: Case, size: u32, name: &str) -> Works {
    let mut chance = Chance::new(26);
    let visitors = if case == Case::Worst { 1 } else { VISITORS };
    let views: Vec<_> = (0..visitors).map(|_| visitor::view(&mut chance)).collect();
    let site = site(case, size, &views, &mut chance);
    let (flow, inputs) = talk::talk();
    let peers = peers::peers(&site, &views).to_string();
    let scene = Scene { site: site.to_bytes(), views, flow, inputs };
    write(folder, &format!("{name}.site"), &scene.site);
    write(folder, &format!("{name}.scene"), &postcard::to_allocvec(&scene).expect("bytes"));
    write(folder, &format!("{name}.json"), peers.as_bytes());
    Works::new(scene).expect("a sound scene")
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).expect("a file");
}

/// How many dialogues match a visitor on a page.
fn average_matching(works: &Works) -> f64 {
    let views = works.views.len();
    let of = |view: usize| (0..works.dialogues()).filter(|dialogue| works.verdict(view, *dialogue)).count();
    (0..views).map(of).sum::<usize>() as f64 / views as f64
}
