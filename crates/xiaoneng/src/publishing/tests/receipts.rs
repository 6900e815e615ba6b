//! That a bundle shows which report the ledger recorded.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use transparency_log::{Edge, Receipt, VerifierKey, inclusion_proof, leaf_hash};

use super::bundles::{Entries, entries, pack, with, write};
use super::{Setting, log_key};
use crate::publishing::{Bundle, InLog, Recorded};

const RECEIPT: &str = "log/edition.tlog-proof";

fn recorded(bundle: &Path, keys: &[VerifierKey]) -> Result<Recorded, String> {
    let bundle = Bundle::open(bundle, &mut |_| {}).unwrap();
    bundle.recorded(keys).map_err(|failure| failure.to_string())
}

/// The receipt of the act at a position, as `xiaoneng log receipt` writes it.
fn receipt(setting: &Setting, position: i64) -> String {
    let books = setting.books();
    let receipt = books.receipt(position).unwrap().to_string();
    books.close();
    receipt
}

/// The receipt of the act at a position under the checkpoint of another receipt.
fn beside(setting: &Setting, other: &str, position: u64) -> String {
    let other: Receipt = other.parse().unwrap();
    let size = other.checkpoint.checkpoint().size;
    let mut acts = Vec::new();
    let books = setting.books();
    let read = books.each_leaf(size as i64, |leaf| {
        acts.push((leaf.salt.unwrap(), leaf.text));
        Ok(())
    });
    read.unwrap();
    books.close();
    let leaves: Vec<_> = acts.iter().map(|(salt, text)| leaf_hash(salt, text.as_bytes())).collect();
    let tiles: BTreeMap<_, _> = Edge::new().append(&leaves).into_iter().collect();
    let index = position - 1;
    let path = inclusion_proof(size, index, |tile| tiles.get(&tile).cloned().ok_or(fmt::Error));
    let (salt, content) = acts.swap_remove(index as usize);
    Receipt { salt, content, index, path: path.unwrap(), ..other }.to_string()
}

fn without(entries: &Entries, prefix: &str) -> Entries {
    entries.iter().filter(|(name, _)| !name.starts_with(prefix)).cloned().collect()
}

#[test]
fn each_edition_is_the_one_that_its_act_in_the_log_recorded() {
    let key = log_key("police.example.gov/log");
    let setting = Setting::with_log(&key);
    setting.publishes();
    setting.imports_more();
    setting.does("revised").unwrap();
    setting.announces();
    setting.is(2020, 5, 20);
    setting.does("published").unwrap();
    let known = [key.verifier().clone()];
    for number in [1, 2] {
        let bundle = write(&setting, Some(number), &format!("{number}.zip")).unwrap();
        let position = setting.report().edition(number).unwrap().position;
        for keys in [&known[..], &[]] {
            assert_eq!(recorded(&bundle, keys), Ok(Recorded::By(position)));
            let in_log = Bundle::open(&bundle, &mut |_| {}).unwrap().in_log(keys).unwrap();
            assert!(matches!(in_log, InLog::Signed { .. }), "{in_log:?}");
        }
        let its = entries(&bundle).into_iter().find(|(name, _)| name == RECEIPT).unwrap().1;
        assert_eq!(String::from_utf8(its).unwrap(), receipt(&setting, position));
    }
    // Nothing recorded what hasn't been drafted.
    let now = write(&setting, None, "now.zip").unwrap();
    assert_eq!(recorded(&now, &known), Ok(Recorded::Untold));
}

#[test]
fn a_report_that_the_log_did_not_record_is_named_with_what_it_did() {
    let key = log_key("police.example.gov/log");
    let setting = Setting::with_log(&key);
    setting.publishes();
    setting.imports_more();
    setting.does("revised").unwrap();
    let position = setting.report().editions[0].position;
    let bundle = write(&setting, Some(1), "bundle.zip").unwrap();
    let (whole, changed) = (entries(&bundle), setting.at("changed.zip"));
    let says = |entries: &Entries, why: &str| {
        pack(&changed, entries);
        let Ok(Recorded::Not(said)) = recorded(&changed, &[]) else { panic!("{why} isn't said") };
        assert!(said.iter().any(|said| said.contains(why)), "{why}: {said:#?}");
    };
    let value = |text: &str| text.replacen("\"value\": 2,", "\"value\": 7,", 1);
    says(&with(&whole, "report.json", value), "recorded 2, in the bundle 7");
    let case = |text: &str| text.replace("M2,1", "M2,0");
    let evidence = "evidence/cases_overdue.csv";
    says(&with(&whole, evidence, case), "edition 1 in the log: `evidence/cases_overdue.csv`: ");
    says(&without(&whole, evidence), "in the bundle nothing");
    let name = |text: &str| text.replacen("\"licensing\"", "\"other\"", 1);
    says(&with(&whole, "versions.json", name), "version `procedures/other`: recorded nothing, in ");

    let other = |text: String| with(&whole, RECEIPT, |_| text.clone());
    let first = receipt(&setting, position);
    says(&other(beside(&setting, &first, 1)), "is the receipt of another act: act 1 of `police`");
    let second = setting.report().editions[1].position;
    says(&other(receipt(&setting, second)), "its checkpoint isn't that of the bundle");
    let moved = first.replacen(&format!("index {}", position - 1), "index 0", 1);
    says(&other(moved), "the act in it isn't the one that the log has");
    pack(&changed, &other("nothing".to_owned()));
    assert!(recorded(&changed, &[]).unwrap_err().contains("is no receipt"));
}

#[test]
fn a_bundle_without_a_receipt_is_read_and_says_so() {
    let key = log_key("police.example.gov/log");
    let setting = Setting::with_log(&key);
    setting.publishes();
    let whole = entries(&write(&setting, Some(1), "bundle.zip").unwrap());
    let changed = setting.at("changed.zip");
    pack(&changed, &without(&whole, RECEIPT));
    assert_eq!(recorded(&changed, &[]), Ok(Recorded::Missing));
    pack(&changed, &without(&whole, "log/"));
    assert_eq!(recorded(&changed, &[]), Ok(Recorded::Untold));
    pack(&changed, &whole);
    let other = log_key("police.example.gov/log").verifier().clone();
    let Ok(Recorded::Not(said)) = recorded(&changed, &[other]) else { panic!("another key") };
    assert!(said[0].contains("no key known here of the log"), "{said:?}");
}
