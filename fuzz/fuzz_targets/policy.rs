//! Policies of which witnesses are enough.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transparency_log::{Policy, SignedCheckpoint};

const CHECKPOINT: &str = include_str!("../corpus/checkpoint/cosigned");

fuzz_target!(|text: &[u8]| {
    match Policy::parse(text) {
        Ok(policy) => {
            let signed: SignedCheckpoint = CHECKPOINT.parse().expect("a checkpoint that is right");
            if let Ok(checked) = policy.check(&signed) {
                assert!(policy.logs().iter().any(|log| log.key == checked.log));
            }
        }
        Err(error) => {
            assert!((1..=text.split(|byte| *byte == b'\n').count()).contains(&error.line), "{error}");
        }
    }
});
