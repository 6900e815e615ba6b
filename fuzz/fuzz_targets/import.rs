//! Logs of any kind, imported by the map that serves all kinds. The package that comes of one must
//! be read without a row set aside by its form.
#![no_main]

use std::sync::LazyLock;

use efficacy::import_log::{Map, import};
use efficacy::package::Package;
use libfuzzer_sys::fuzz_target;
use xiaoneng_fuzz::{file, folder, read_tables, zone};

static MAP: LazyLock<Map> = LazyLock::new(|| {
    Map::parse(include_str!("../../crates/efficacy/tests/import_log/any-log.toml"), "any-log.toml").expect("a sound map")
});

fuzz_target!(|data: &[u8]| {
    let folder = folder();
    let log = file(&folder, "log", data);
    let to = folder.path().join("package");
    match import(&[log], &MAP, &to, &mut |_| {}) {
        Ok(_) => read_tables(&Package::open(&to).expect("the package just written"), &zone()),
        Err(_) => assert!(!to.exists(), "a refused log leaves nothing"),
    }
});
