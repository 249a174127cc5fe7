//! Measures what browsers load and holds it against a budget that only goes down.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::build::{self, Mode, compressed};
use crate::outcome::{During, Outcome};
use crate::tree;

type Budget = BTreeMap<String, u64>;

pub(crate) fn run(lower: bool) -> Outcome {
    build::run(Mode::Shipped)?;
    let files = served()?;
    for file in &files {
        println!("{:>8} raw {:>8} gzip {:>8} brotli  {}", file.raw, file.gzip, file.brotli, file.name);
    }
    let measured = sums(&files);
    let path = tree::root("crates/xtask/size-budget.json");
    let budget: Budget = serde_json::from_str(&tree::read_text(&path)?).at(&path)?;
    for (name, size) in &measured {
        println!("{size:>8} of {:>8} bytes brotli: {name}", budget.get(name).copied().unwrap_or_default());
    }
    let over = above(&measured, &budget);
    if !over.is_empty() {
        return Err(format!("above crates/xtask/size-budget.json: {}", over.join(", ")));
    }
    if lower {
        let mut text = serde_json::to_string_pretty(&lowered(&measured, &budget)).at(&path)?;
        text.push('\n');
        tree::write(&path, text)?;
    }
    Ok(())
}

/// A file that browsers load.
struct Served {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

fn served() -> Outcome<Vec<Served>> {
    let mut paths = tree::files(&tree::www().join("assets"))?;
    paths.extend(["loader.js", "console.html"].map(|name| tree::www().join(name)));
    paths.retain(|path| path.extension().is_none_or(|kind| kind != "br" && kind != "gz"));
    paths.into_iter().map(measure).collect()
}

fn measure(path: PathBuf) -> Outcome<Served> {
    let size = |path: PathBuf| std::fs::metadata(&path).map(|file| file.len()).at(&path);
    Ok(Served {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        gzip: size(compressed(&path, ".gz"))?,
        brotli: size(compressed(&path, ".br"))?,
        raw: size(path)?,
    })
}

/// Each entry of the budget: bytes that cross the network.
fn sums(files: &[Served]) -> Budget {
    let sum = |starts: &[&str]| {
        let counted = files.iter().filter(|file| starts.iter().any(|start| file.name.starts_with(start)));
        counted.map(|file| file.brotli).sum()
    };
    // The frame document, the site file and the flow come on top of the first message. They are the server's, and a test in
    // a browser counts them. What the widget fetches after it has a name of its own.
    Budget::from([
        ("loader".to_owned(), sum(&["loader.js"])),
        ("loader_rest".to_owned(), sum(&["rest-"])),
        ("first_message".to_owned(), sum(&["loader.js", "widget-"])),
        ("widget_later".to_owned(), sum(&["widget_later-"])),
        ("console".to_owned(), sum(&["console"])),
        // Loaded when a document is opened.
        ("reader".to_owned(), sum(&["read-"])),
        ("pdf".to_owned(), sum(&["pdf"])),
    ])
}

fn above(measured: &Budget, budget: &Budget) -> Vec<String> {
    let over = measured.iter().filter(|(name, size)| budget.get(*name).is_none_or(|most| *size > most));
    over.map(|(name, size)| format!("{name} ({size})")).collect()
}

fn lowered(measured: &Budget, budget: &Budget) -> Budget {
    let lower = |(name, most): (&String, &u64)| (name.clone(), measured.get(name).map_or(*most, |size| *most.min(size)));
    budget.iter().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fetched_after_the_first_message_counts_apart() {
        let file = |name: &str, brotli| Served { name: name.to_owned(), raw: 0, gzip: 0, brotli };
        let files = [
            file("loader.js", 1),
            file("widget-1.js", 20),
            file("widget-2.wasm", 300),
            file("widget_later-3.wasm", 4_000),
            file("console-4.js", 50_000),
            file("rest-5.js", 600_000),
            file("read-6.js", 7),
            file("read-7.css", 80),
            file("pdf_worker-8.js", 900),
        ];
        let expected = [
            ("loader", 1),
            ("first_message", 321),
            ("widget_later", 4_000),
            ("console", 50_000),
            ("loader_rest", 600_000),
            ("reader", 87),
            ("pdf", 900),
        ];
        assert_eq!(sums(&files), expected.map(|(name, size)| (name.to_owned(), size)).into());
    }

    fn budget(loader: u64, console: u64) -> Budget {
        Budget::from([("loader".to_owned(), loader), ("console".to_owned(), console)])
    }

    #[test]
    fn what_is_larger_than_its_budget_is_named() {
        assert_eq!(above(&budget(10, 20), &budget(10, 20)), Vec::<String>::new());
        assert_eq!(above(&budget(11, 20), &budget(10, 20)), ["loader (11)"]);
        assert_eq!(above(&budget(1, 1), &Budget::new()).len(), 2);
    }

    #[test]
    fn a_budget_only_goes_down() {
        assert_eq!(lowered(&budget(8, 30), &budget(10, 20)), budget(8, 20));
    }
}
