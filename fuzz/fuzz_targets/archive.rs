//! Packages as zip archives.
#![no_main]

use std::cell::OnceCell;

use efficacy::package::Package;
use libfuzzer_sys::fuzz_target;
use xiaoneng_fuzz::{file, folder, read_tables, zone};

thread_local! {
    static ZONE: OnceCell<efficacy::package::Zone> = const { OnceCell::new() };
}

fuzz_target!(|data: &[u8]| {
    let folder = folder();
    let path = file(&folder, "package.zip", data);
    if let Ok(package) = Package::open(&path) {
        ZONE.with(|known| read_tables(&package, known.get_or_init(zone)));
        let _ = package.narratives();
    }
});
