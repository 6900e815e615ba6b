//! Signed notes: checkpoints and promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transparency_log::{SignedCheckpoint, SignedPromise};
use xiaoneng_fuzz::known_keys;

fuzz_target!(|text: &str| {
    let keys = known_keys();
    if let Ok(signed) = text.parse::<SignedCheckpoint>() {
        assert_eq!(signed.text(), text);
        assert!(text.starts_with(&signed.checkpoint().to_string()));
        for key in &keys {
            let _ = signed.with_cosignature(key, text);
        }
        if let Ok(verified) = signed.verify(&keys) {
            // The one that was signed with this key is in the corpus.
            assert_eq!(verified.checkpoint.size, 5, "{text}");
        }
    }
    if let Ok(signed) = text.parse::<SignedPromise>() {
        assert_eq!(signed.text(), text);
        assert!(text.starts_with(&signed.promise().to_string()));
        assert!(text.parse::<SignedCheckpoint>().is_err(), "{text}");
        if let Ok(promise) = signed.verify(&keys) {
            assert_eq!((promise.first, promise.count), (1, 5), "{text}");
        }
    }
});
