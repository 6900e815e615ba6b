//! The program `xiaoneng`.

mod accounts;
mod catalogue;
mod cli;
mod portal;
mod powers;
mod publishing;
mod records;
mod registers;
mod reports;
mod shelf;
mod web;
mod words;

fn main() -> std::process::ExitCode {
    cli::run()
}
