//! Receipts, promises about one act, requests to witnesses, and what they prove.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transparency_log::{ActPromise, Hash, Policy, Receipt, Submission, leaf_hash};
use xiaoneng_fuzz::{KNOWN_POLICY, known_keys};

fuzz_target!(|text: &str| {
    if let Ok(receipt) = text.parse::<Receipt>() {
        assert_eq!(receipt.to_string().parse().as_ref(), Ok(&receipt));
        let policy = Policy::parse(KNOWN_POLICY.as_bytes()).expect("a policy that is right");
        if let Ok(checked) = receipt.check(&policy) {
            // The one that holds is in the corpus.
            assert_eq!((checked.position, receipt.content.as_str()), (3, "paused"), "{text}");
        }
    }
    if let Ok(submission) = text.parse::<Submission>() {
        assert_eq!(submission.to_string(), text);
        let latest = submission.checkpoint.checkpoint().clone();
        if submission.check(&known_keys(), None).is_ok() {
            assert_eq!((submission.old, latest.size), (0, 5), "{text}");
        }
        let _ = submission.check(&known_keys(), Some(&latest));
    }
    if let Ok(promise) = text.parse::<ActPromise>() {
        assert_eq!(promise.to_string(), text);
        let keys = known_keys();
        for leaf in [Hash::EMPTY_TREE, leaf_hash(b"", text.as_bytes())] {
            assert!(promise.check(leaf, &keys).is_err(), "{text}");
        }
    }
});
