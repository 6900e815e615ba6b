//! The program `xiaoneng`.

mod cli;
mod words;

fn main() -> std::process::ExitCode {
    cli::run()
}
