//! The program `parlor`.

fn main() -> std::process::ExitCode {
    parlor::cli::main()
}
