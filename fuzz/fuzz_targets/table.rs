//! Tables of a package as CSV. The first byte says which table the rest is.
#![no_main]

use std::cell::OnceCell;

use efficacy::package::Package;
use efficacy::package::tables::TABLES;
use libfuzzer_sys::fuzz_target;
use xiaoneng_fuzz::{file, folder, read_tables, zone};

thread_local! {
    static ZONE: OnceCell<efficacy::package::Zone> = const { OnceCell::new() };
}

fuzz_target!(|data: &[u8]| {
    let Some((which, csv)) = data.split_first() else { return };
    let table = TABLES[usize::from(*which) % TABLES.len()].name;
    let folder = folder();
    file(&folder, &format!("{table}.csv"), csv);
    let package = Package::open(folder.path()).expect("a folder with a table");
    ZONE.with(|known| read_tables(&package, known.get_or_init(zone)));
});
