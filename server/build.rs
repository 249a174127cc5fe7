//! Makes sure that there is a folder to embed, and builds anew when something in it changes.
//!
//! The folder is filled by `cargo xtask build`. Without it the program compiles and checks, and says at its start what is missing.

fn main() -> std::io::Result<()> {
    let folder = "../target/www";
    std::fs::create_dir_all(folder)?;
    println!("cargo::rerun-if-changed={folder}");
    Ok(())
}
