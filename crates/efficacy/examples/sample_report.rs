//! Writes the sample's report in both languages to a folder, to be looked at:
//! `cargo run -p efficacy --example sample_report -- FOLDER`

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::path::PathBuf;

use efficacy::report::html;
use efficacy::words::Lang;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let report = sample::report();
    for lang in Lang::ALL {
        let file = folder.join(format!("report.{lang}.html"));
        std::fs::write(&file, html(&report, &sample::options(lang)))?;
        println!("{}", file.display());
    }
    Ok(())
}
