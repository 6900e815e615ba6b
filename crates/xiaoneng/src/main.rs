//! The program `xiaoneng`.

mod cli;
mod publishing;
mod records;
mod reports;
mod words;

fn main() -> std::process::ExitCode {
    cli::run()
}
