//! The program `xiaoneng`.
use efficacy::{Settings, facts::Rules, package::Package, read, report::Report};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let get = |k: &str| a.iter().position(|x| x == k).map(|i| a[i + 1].clone());
    let package = match Package::open(get("--from").unwrap().as_ref()) {
        Ok(p) => p,
        Err(e) => {
            eprintln!("error: {e}");
            std::process::exit(2)
        }
    };
    let s = Settings {
        year: get("--year").map(|y| y.parse().unwrap()),
        china: legal_clock::Calendar::china(),
        rules: Rules::shipped().unwrap(),
    };
    let r = match read(&package, &s) {
        Ok(p) => p,
        Err(e) => {
            eprintln!("error: {e}");
            std::process::exit(2)
        }
    };
    let rep = Report::of(&r);
    let out = get("--out").unwrap();
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(
        format!("{out}/report.json"),
        serde_json::to_string_pretty(&rep).unwrap(),
    )
    .unwrap();
}
