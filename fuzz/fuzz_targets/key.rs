//! Keys, hashes and paths of tiles: what stands in one line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transparency_log::{Hash, LogKey, Tile, VerifierKey, WitnessKey};

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string().parse().as_ref(), Ok(&key));
        assert!(key.to_string().eq_ignore_ascii_case(text));
    }
    if let Ok(key) = LogKey::parse(text) {
        assert!(key.to_text().eq_ignore_ascii_case(text.trim_end_matches('\n')));
    }
    if let Ok(key) = WitnessKey::parse(text) {
        assert!(key.to_text().eq_ignore_ascii_case(text.trim_end_matches('\n')));
    }
    if let Ok(hash) = text.parse::<Hash>() {
        assert_eq!(hash.to_string(), text);
    }
    if let Ok(tile) = text.parse::<Tile>() {
        assert_eq!(tile.path(), text);
    }
});
