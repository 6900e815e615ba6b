//! Maps of log imports, in TOML.
#![no_main]

use efficacy::import_log::Map;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = Map::parse(text, "map.toml") {
        assert!(error.line <= text.lines().count() + 1, "{error}");
    }
});
