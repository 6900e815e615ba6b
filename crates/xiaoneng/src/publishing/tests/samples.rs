//! Bundles, keys and checkpoints for the tests of the page that verifies bundles in a browser.

use std::fs;
use std::path::Path;

use super::bundles::write;
use super::{ACTS, MATTERS, Setting, log_key};

const LOG: &str = "police.example.gov/log";

fn checkpoint(setting: &Setting) -> String {
    let books = setting.books();
    let note = books.checkpoint().unwrap().note;
    books.close();
    note
}

#[test]
#[ignore = "writes to the folder `XIAONENG_BUNDLES`, which `browser/verify.test.mjs` reads"]
fn sample_bundles() {
    let folder = std::env::var_os("XIAONENG_BUNDLES").expect("the folder to write to");
    fs::create_dir_all(&folder).unwrap();
    let put = |name: &str, text: &str| fs::write(Path::new(&folder).join(name), text).unwrap();
    let bundle = |setting: &Setting, edition, name: &str| {
        let written = write(setting, edition, name).unwrap();
        fs::copy(written, Path::new(&folder).join(name)).unwrap();
    };
    let (key, other, next) = (log_key(LOG), log_key(LOG), log_key(LOG));
    for (name, key) in [("key", &key), ("other.key", &other), ("next.key", &next)] {
        put(name, &key.verifier().to_string());
    }

    let setting = Setting::with_log(&key);
    put("before.checkpoint", &checkpoint(&setting));
    setting.imports_more();
    setting.publishes();
    put("later.checkpoint", &checkpoint(&setting));
    bundle(&setting, Some(1), "published.zip");
    bundle(&setting, None, "unpublished.zip");

    // The same key over other acts.
    let mut fork = Setting::on(None);
    fork.signs_with(&key);
    fork.imports(&MATTERS.replace("window", "phone"), ACTS);
    put("fork.checkpoint", &checkpoint(&fork));

    let forged = Setting::with_log(&other);
    forged.publishes();
    bundle(&forged, Some(1), "other-key.zip");

    let mut rotated = Setting::with_log(&key);
    let books = rotated.books();
    books.rotate_log_key(next.clone()).unwrap();
    books.close();
    rotated.signs_with(&next);
    rotated.publishes();
    bundle(&rotated, Some(1), "rotated.zip");

    let unlogged = Setting::in_a_folder();
    unlogged.publishes();
    bundle(&unlogged, Some(1), "unlogged.zip");
}
