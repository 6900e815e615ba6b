//! The program `xiaoneng`.

mod cli;
mod records;
mod reports;
mod words;

fn main() -> std::process::ExitCode {
    cli::run()
}
