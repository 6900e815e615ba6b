//! Policies and what is enough for them.

use std::fmt::Write as _;

use proptest::prelude::*;
use transparency_log::{Hash, LogKey, NoteError, Policy, Refused, WitnessKey};

use crate::notes::{checkpoint, log, witness};

/// Six witnesses of two organisations, as in the example of c2sp.org/tlog-policy.
struct Example {
    log: LogKey,
    witnesses: Vec<WitnessKey>,
    policy: Policy,
}

fn example() -> Example {
    let log = log();
    let names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"];
    let witnesses: Vec<WitnessKey> = names.iter().map(|name| witness(name)).collect();
    let mut text =
        format!("# who watches\n\nlog {} https://licensing.example.gov/log\n", log.verifier());
    for witness in &witnesses {
        writeln!(text, "\twitness {} {}\t ", witness.name(), witness.verifier()).unwrap();
    }
    text += "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n\
             group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";
    Example { log, witnesses, policy: Policy::parse(text.as_bytes()).unwrap() }
}

impl Example {
    fn check(&self, names: &[&str]) -> Result<Vec<String>, Refused> {
        let mut signed = checkpoint(&self.log, 3, Hash([1; 32]));
        for witness in self.witnesses.iter().filter(|witness| names.contains(&witness.name())) {
            signed = signed.cosign(witness, 1_764_298_800).unwrap();
        }
        let checked = self.policy.check(&signed)?;
        Ok(checked.witnesses.into_iter().map(|(name, _)| name).collect())
    }
}

#[test]
fn two_of_one_organisation_and_one_of_the_other_are_enough() {
    let example = example();
    for enough in
        [vec!["X1", "X2", "Y1"], vec!["X2", "X3", "Y3"], vec!["X1", "X2", "X3", "Y1", "Y2", "Y3"]]
    {
        assert_eq!(example.check(&enough).unwrap(), enough);
    }
    for few in [vec![], vec!["X1", "X2", "X3"], vec!["X1", "Y1", "Y2", "Y3"]] {
        assert!(matches!(example.check(&few), Err(Refused::Quorum { .. })));
    }
    let Err(Refused::Quorum { signed, missing }) = example.check(&["X1", "Y2"]) else { panic!() };
    assert_eq!(signed, ["X1", "Y2"]);
    assert_eq!(missing, ["X2", "X3", "Y1", "Y3"]);
}

#[test]
fn a_checkpoint_of_a_log_that_the_policy_doesnt_name_is_refused() {
    let example = example();
    let other = LogKey::generate("planning.example.gov/log").unwrap();
    let signed = checkpoint(&other, 3, Hash([1; 32]));
    let by_other = NoteError::NotByLog(other.name().to_owned());
    assert_eq!(example.policy.check(&signed), Err(Refused::Note(by_other)));
}

#[test]
fn a_single_witness_or_none_can_be_the_quorum() {
    let (log, one) = (log(), witness("w"));
    let of = |quorum: &str| {
        let text = format!("log {}\nwitness w {}\nquorum {quorum}", log.verifier(), one.verifier());
        Policy::parse(text.as_bytes()).unwrap()
    };
    let signed = checkpoint(&log, 3, Hash([1; 32]));
    assert_eq!(of("none").check(&signed).unwrap().witnesses, []);
    assert!(of("w").check(&signed).is_err());
    let cosigned = signed.cosign(&one, 7).unwrap();
    assert_eq!(of("w").check(&cosigned).unwrap().witnesses, [("w".to_owned(), 7)]);
    assert_eq!(of("none").check(&cosigned).unwrap().witnesses, [("w".to_owned(), 7)]);
}

#[test]
fn a_policy_that_is_wrong_names_the_line() {
    let (log, one, two) = (log(), witness("w"), witness("v"));
    let (log, one, two) = (log.verifier(), one.verifier(), two.verifier());
    let known = format!("log {log}\nwitness a {one}\nwitness b {two}\n");
    for (line, text) in [
        (1, String::new()),
        (2, "quorum none\nquorum none\n".into()),
        (1, "quorum a\n".into()),
        (1, "logs\n".into()),
        (1, "quorum none \u{b}\n".into()),
        (1, "log\n".into()),
        (1, format!("log {one}\nquorum none\n")),
        (1, format!("witness a {log}\nquorum none\n")),
        (1, format!("log {log} https://a https://b\n")),
        (2, format!("log {log}\nlog {log}\nquorum none\n")),
        (4, format!("{known}witness c {one}\n")),
        (1, format!("witness none {one}\n")),
        (4, format!("{known}group a any b\n")),
        (4, format!("{known}group g\n")),
        (4, format!("{known}group g any\n")),
        (4, format!("{known}group g 0 a b\n")),
        (4, format!("{known}group g 3 a b\n")),
        (4, format!("{known}group g +1 a b\n")),
        (4, format!("{known}group g 2 a a\n")),
        (4, format!("{known}group g any none\n")),
        (4, format!("{known}group g any h\n")),
        (5, format!("{known}group g any a\ngroup h any a\n")),
        (4, known.clone()),
    ] {
        let error = Policy::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.line, line, "{error}, of {text}");
    }
}

#[test]
fn groups_may_stand_in_one_another_as_deep_as_they_like() {
    let one = witness("w");
    let mut text = format!("log {}\nwitness g0 {}\n", log().verifier(), one.verifier());
    for group in 1..=50_000 {
        writeln!(text, "group g{group} all g{}", group - 1).unwrap();
    }
    text += "quorum g50000\n";
    let policy = Policy::parse(text.as_bytes()).unwrap();
    assert_eq!(policy.witnesses().len(), 1);
    let other = checkpoint(&log(), 3, Hash([1; 32]));
    assert!(matches!(policy.check(&other), Err(Refused::Note(NoteError::NotByLog(_)))));
}

proptest! {
    #[test]
    fn no_file_makes_the_policy_panic(text in "((log|witness|group|quorum|#|none|any|all|a|b|1|2|[a-z]\\+[0-9a-f]{8}\\+AAAA|\\PC)[ \t\n]){0,40}", bytes: Vec<u8>) {
        let _ = Policy::parse(text.as_bytes());
        let _ = Policy::parse(&bytes);
    }
}
