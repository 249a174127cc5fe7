//! The program `parlor`.

use mimalloc::MiMalloc;

/// What one thread asks for here another one mostly gives back: batches on their way from a connection to the writer. SQLite's memory is
/// of it too.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> std::process::ExitCode {
    parlor::cli::main()
}
