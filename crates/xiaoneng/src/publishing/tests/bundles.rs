//! Bundles written, read elsewhere, changed and broken.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use efficacy::words::Lang;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Setting;
use crate::publishing::{Bundle, write_bundle};

pub(super) fn write(
    setting: &Setting,
    edition: Option<u32>,
    name: &str,
) -> Result<PathBuf, String> {
    let to = setting.at(name);
    let books = setting.books();
    let written = write_bundle(&books, 2019, edition, Lang::ZhCn, &to, &mut |_| {});
    books.close();
    written.map(|()| to).map_err(|failure| failure.to_string())
}

/// What differs in a bundle, or why it is refused.
fn checked(bundle: &Path) -> Result<Vec<String>, String> {
    let bundle = Bundle::open(bundle, &mut |_| {}).map_err(|failure| failure.to_string())?;
    let differences = bundle.check().map_err(|failure| failure.to_string())?;
    Ok(differences.iter().map(ToString::to_string).collect())
}

pub(super) type Entries = Vec<(String, Vec<u8>)>;

pub(super) fn entries(bundle: &Path) -> Entries {
    let mut zip = ZipArchive::new(File::open(bundle).unwrap()).unwrap();
    let count = zip.len();
    let read = |index| {
        let mut entry = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().to_string(), bytes)
    };
    (0..count).map(read).collect()
}

pub(super) fn pack(to: &Path, entries: &Entries) {
    let mut zip = ZipWriter::new(File::create(to).unwrap());
    for (name, bytes) in entries {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// The bundle with one of its texts changed.
pub(super) fn with(entries: &Entries, name: &str, change: impl Fn(&str) -> String) -> Entries {
    let mut entries = entries.clone();
    let entry = entries.iter_mut().find(|(known, _)| known == name).unwrap();
    let changed = change(std::str::from_utf8(&entry.1).unwrap());
    assert!(changed.as_bytes() != entry.1, "nothing was changed in {name}");
    entry.1 = changed.into_bytes();
    entries
}

#[test]
fn a_bundle_is_computed_again_from_its_acts_alone_and_stays_what_was_published() {
    for setting in Setting::all() {
        setting.imports(super::MATTERS, super::ACTS);
        setting.publishes();
        setting.imports_more();
        let published = write(&setting, Some(1), "published.zip").unwrap();
        let now = write(&setting, None, "now.zip").unwrap();
        let draft = setting.report().edition(1).unwrap().draft.clone();
        let of = |bundle: &Path, name: &str| {
            let found = entries(bundle).into_iter().find(|(known, _)| known == name);
            String::from_utf8(found.unwrap().1).unwrap()
        };
        assert_eq!(of(&published, "report.json"), draft.report);
        assert_eq!(of(&published, "acts.jsonl").lines().count() as i64, draft.as_of);
        assert_eq!(of(&published, "evidence/cases_overdue.csv"), "key,counted\nM1,0\nM2,1\n");
        assert!(of(&published, "report.html").contains("示例厅"));
        assert_ne!(of(&now, "report.json"), draft.report);
        assert!(of(&now, "acts.jsonl").contains("\"register\":\"reports\""));
        // The ledger isn't needed any more.
        let elsewhere = tempfile::tempdir().unwrap();
        let copies = [published, now].map(|bundle| {
            let copy = elsewhere.path().join(bundle.file_name().unwrap());
            fs::copy(bundle, &copy).unwrap();
            copy
        });
        drop(setting);
        for copy in copies {
            assert_eq!(checked(&copy), Ok(Vec::new()), "{}", copy.display());
        }
    }
}

#[test]
fn what_was_changed_in_a_bundle_is_named() {
    let setting = Setting::in_a_folder();
    setting.publishes();
    let bundle = write(&setting, Some(1), "bundle.zip").unwrap();
    assert_eq!(checked(&bundle), Ok(Vec::new()));
    let whole = entries(&bundle);
    let changed = setting.at("changed.zip");
    let says = |entries: &Entries, named: &str| {
        pack(&changed, entries);
        let said = checked(&changed).unwrap();
        assert!(said.iter().any(|said| said.contains(named)), "{named}: {said:#?}");
    };
    let later = |text: &str| text.replace("1570755600000000", "1570669200000000");
    says(&with(&whole, "acts.jsonl", later), "figure `cases_overdue`: recorded 1, recomputed 0");
    let value = |text: &str| text.replacen("\"value\": 2,", "\"value\": 7,", 1);
    says(&with(&whole, "report.json", value), "recorded 7, recomputed 2");
    let case = |text: &str| text.replace("M2,1", "M2,0");
    let evidence = "evidence/cases_overdue.csv";
    says(&with(&whole, evidence, case), "`evidence/cases_overdue.csv`: recorded ");
    let procedure = whole.iter().find(|(name, _)| name.starts_with("versions/procedures/"));
    let procedure = procedure.unwrap().0.clone();
    let line = |text: &str| text.replacen("20 working_day", "30 working_day", 1) + "\n";
    says(&with(&whole, &procedure, line), &format!("`{procedure}`: recorded "));
    let without: Entries = whole.iter().filter(|(name, _)| name != evidence).cloned().collect();
    says(&without, "`evidence/cases_overdue.csv`: recorded nothing");
}

#[test]
fn what_is_no_whole_bundle_is_refused_with_a_sentence() {
    let setting = Setting::in_a_folder();
    setting.publishes();
    let bundle = write(&setting, Some(1), "bundle.zip").unwrap();
    let whole = entries(&bundle);
    let broken = setting.at("broken.zip");
    let refused = |entries: &Entries, why: &str| {
        pack(&broken, entries);
        let said = checked(&broken).unwrap_err();
        assert!(said.contains(why), "{why}: {said}");
    };
    let acts = |change: &dyn Fn(&str) -> String| with(&whole, "acts.jsonl", change);
    let first = |text: &str| text.split_inclusive('\n').next().unwrap().to_owned();
    let rest = |text: &str| text[first(text).len()..].to_owned();

    for name in ["bundle.json", "report.json", "acts.jsonl", "versions.json"] {
        let without = whole.iter().filter(|(known, _)| known != name).cloned().collect();
        refused(&without, &format!("`{name}` isn't there"));
    }
    refused(&acts(&|_| String::new()), "ends with the act at position 0");
    refused(&acts(&|text| first(text) + &rest(text)[first(&rest(text)).len()..]), "have a gap");
    refused(&acts(&|text| first(text) + text), "have a gap or come twice");
    let cut = |text: &str| text[..text.len() - 1].to_owned();
    refused(&acts(&cut), "has no end; ask for the whole bundle again");
    let last = |text: &str| text[..=text.trim_end().rfind('\n').unwrap()].to_owned();
    refused(&acts(&last), "and the report is as of");
    let spaced = |text: &str| text.replacen("\"position\":1,", "\"position\": 1,", 1);
    refused(&acts(&spaced), "line 1 is no act: it isn't written as the ledger writes it");
    let other = |text: &str| text.replacen("police", "office", 1);
    refused(&acts(&other), "line 1 is no act: it is an act of `office`, not of `police`");
    refused(&acts(&|text| text.replacen("\"at\"", "\"when\"", 1)), "`at` isn't a number");
    let deep = "[".repeat(100_000);
    refused(&acts(&|text| format!("{deep}\n{text}")), "line 1 is no act");
    let head = |from: &str, to: &str| with(&whole, "bundle.json", |text| text.replace(from, to));
    refused(&head("\"format\": 1", "\"format\": 2"), "use the program that wrote the bundle");
    refused(&head("\"as_of\"", "\"as_off\""), "`bundle.json` isn't as a bundle has it");

    let mut out = whole.clone();
    out.push(("../outside".to_owned(), Vec::new()));
    refused(&out, "leads out of the archive");
    // 200 MB of nothing in 200 KB.
    refused(&acts(&|text| format!("{text}{}", " ".repeat(200 << 20))), "unfolds to more than");

    let bytes = fs::read(&bundle).unwrap();
    for length in [0, 1, 100, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&broken, &bytes[..length]).unwrap();
        assert!(checked(&broken).is_err(), "{length} bytes");
    }
    fs::remove_file(&broken).unwrap();
    assert!(checked(&broken).is_err());
}

#[test]
fn a_bundle_is_not_written_over_a_file_nor_of_what_isnt_published() {
    let setting = Setting::in_a_folder();
    setting.publishes();
    fs::write(setting.at("there.zip"), "something").unwrap();
    let there = write(&setting, Some(1), "there.zip").unwrap_err();
    assert!(there.contains("is there already; name another file"), "{there}");
    let none = write(&setting, Some(2), "none.zip").unwrap_err();
    assert!(none.contains("the report of 2019 has no edition 2"), "{none}");
    assert!(!setting.at("none.zip").exists());
    assert_eq!(fs::read(setting.at("there.zip")).unwrap(), b"something");
}
