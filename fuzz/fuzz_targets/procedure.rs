//! Procedures in TOML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matter::Procedure;

fuzz_target!(|text: &str| {
    if let Ok(procedure) = Procedure::parse("procedure.toml", text) {
        for (act, name, _) in procedure.acts() {
            assert_eq!(procedure.act(name), Some(act));
            for (stage, _) in procedure.stages() {
                let _ = procedure.rules(Some(stage), act);
            }
        }
    }
});
