//! What acts say of persons: sealed when it is imported, told again when it is exported, erased.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::ledger::{figures, imports, keep, package, text, xiaoneng};
use crate::program::{Run, run_in};

/// M1 is paused for a special procedure, M2 for another reason, which doesn't stop the clock.
const ACTS: &str = "\
matter_id,act,at,actor,reason,detail,act_id
M1,accepted,2019-09-27 10:00,王某某,,电话13800000000,1
M1,paused,2019-09-29 10:00,王某某,hearing,,2
M1,resumed,2019-10-09 10:00,李某某,,,3
M1,granted,2019-10-14 17:00,李某某,,,4
M2,accepted,2019-09-27 10:00,王某某,,,1
M2,step,2019-09-28 10:00,,,现场核查,2
M2,paused,2019-09-29 10:00,,赵某某住院,,3
M2,resumed,2019-10-09 10:00,,,,4
M2,granted,2019-10-11 09:00,,,,5
M2,granted,2019-10-12 09:00,,,,6
M2,annulled,2019-10-12 10:00,,,6,7
";
/// What may be found nowhere but in what is exported.
const PERSONAL: [&str; 4] = ["王某某", "李某某", "赵某某", "13800000000"];

struct Office {
    folder: TempDir,
    package: TempDir,
}

impl Office {
    /// An office that has recorded the package.
    fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap(), package: package() };
        fs::write(office.package.path().join("acts.csv"), ACTS).unwrap();
        imports(office.package.path(), &office.place());
        office
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn place(&self) -> [&'static str; 2] {
        ["--data", text(&self.at("data")).to_owned().leak()]
    }

    fn runs(&self, arguments: &[&str]) -> Run {
        xiaoneng(&[arguments, &self.place()].concat())
    }

    fn done(&self, arguments: &[&str]) -> String {
        let run = self.runs(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?} {}", run.out);
        run.out
    }

    /// The acts as exported, and what was said on standard error.
    fn exported(&self, name: &str) -> (String, String) {
        let to = self.at(name);
        let run = self.runs(&["export", "--to", text(&to)]);
        assert_eq!(run.code, 0, "{}", run.err);
        (fs::read_to_string(to.join("acts.csv")).unwrap(), run.err)
    }
}

fn finds(folder: &Path) -> Vec<&'static str> {
    let files = fs::read_dir(folder).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap());
    let bytes: Vec<u8> = files.flatten().collect();
    let is_found = |text: &&str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    PERSONAL.into_iter().filter(is_found).collect()
}

#[test]
fn what_acts_say_of_persons_is_sealed_and_told_again_to_who_has_the_key() {
    let office = Office::new();
    assert_eq!(finds(&office.at("data")), [""; 0]);
    let from_package = figures(&["--from", text(office.package.path())], &office.at("one"));
    assert_eq!(figures(&office.place(), &office.at("two")), from_package);
    let (acts, notices) = office.exported("told");
    assert!(PERSONAL.iter().all(|text| acts.contains(text)) && notices.is_empty(), "{notices}");
    assert!(imports(&office.at("told"), &office.place()).starts_with("0 recorded, "));

    fs::rename(office.at("data.keys"), office.at("away")).unwrap();
    let (acts, notices) = office.exported("untold");
    assert!(!PERSONAL.iter().any(|text| acts.contains(text)), "{acts}");
    assert!(acts.contains("现场核查") && acts.contains("hearing"), "{acts}");
    assert!(
        notices.contains("7 names and texts are left out, since there is no master"),
        "{notices}"
    );
    assert_eq!(figures(&office.place(), &office.at("three")), from_package);
    // Nothing is sealed by a new key beside one that is lost.
    let refused = office.runs(&["import", text(office.package.path())]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("wrapped by the master key"), "{}", refused.err);
    assert!(!office.at("data.keys/vault.key").exists());
    let away = office.at("away");
    let other = office.runs(&["import", text(office.package.path()), "--keys", text(&away)]);
    assert_eq!((other.code, other.err.as_str()), (0, ""));
}

#[test]
fn an_erased_person_is_in_no_export_and_an_import_done_again_brings_nobody_back() {
    let office = Office::new();
    let why = ["--why", "期满", "--by", "张"];
    let with_why = |arguments: &[&'static str]| [arguments, &why].concat();
    let shown = office.done(&["subject", "show", "person:王某某", "--why", "复核"]);
    assert!(shown.lines().next_back() == Some("王某某"), "{shown}");
    let subject = shown.lines().next().unwrap().to_owned();
    let listed = office.done(&["subject", "list"]);
    assert!(listed.lines().count() == 4 && listed.contains(&subject), "{listed}");

    office.done(&with_why(&["subject", "hold", "person:王某某", "--name", "2026-17"]));
    let refused = office.runs(&with_why(&["subject", "erase", "matter:M1", "person:王某某"]));
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("the hold `2026-17` stands"), "{}", refused.err);
    office.done(&with_why(&["subject", "release", "person:王某某", "--name", "2026-17"]));
    office.done(&with_why(&["subject", "erase", "person:王某某"]));
    assert_eq!(office.runs(&["subject", "show", "person:王某某"]).code, 2);
    let shown = office.done(&["subject", "show", &subject, "--why", "复核"]);
    assert!(shown.contains("erased ") && !shown.contains("王某某"), "{shown}");

    let (acts, notices) = office.exported("after");
    assert!(!acts.contains("王某某") && acts.contains("李某某"), "{acts}");
    assert!(notices.contains("names and texts are left out"), "{notices}");
    assert!(imports(office.package.path(), &office.place()).starts_with("0 recorded, "));
    assert_eq!(office.runs(&["subject", "show", "person:王某某"]).code, 2);
    let from_package = figures(&["--from", text(office.package.path())], &office.at("one"));
    assert_eq!(figures(&office.place(), &office.at("two")), from_package);
    crate::read_models::is_as_made(&office.place());
}

#[test]
fn what_the_law_has_kept_for_years_is_refused_with_the_day() {
    let office = Office { folder: tempfile::tempdir().unwrap(), package: package() };
    fs::write(office.package.path().join("acts.csv"), ACTS).unwrap();
    let place = office.place();
    imports(office.package.path(), &[&place[..], &["--retain", "100"]].concat());
    let refused = office.runs(&["subject", "erase", "person:李某某", "--why", "期满"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("is to be kept until 2119-10-14"), "{}", refused.err);
}

#[test]
fn a_master_key_is_replaced_in_its_file_and_in_the_environment() {
    let office = Office::new();
    let file = office.at("data.keys/vault.key");
    let old = fs::read_to_string(&file).unwrap();
    assert!(office.done(&["subject", "rotate"]).starts_with("4 keys are wrapped anew"));
    let new = fs::read_to_string(&file).unwrap();
    assert!(new != old && new.lines().count() == 1);
    // Cut short before any key was wrapped anew, it goes on with the key that is there.
    let newer = "5a".repeat(32);
    keep(&file, &format!("{newer}\n{new}"));
    office.done(&["subject", "rotate"]);
    assert_eq!(fs::read_to_string(&file).unwrap().trim(), newer);
    let (acts, _) = office.exported("told");
    assert!(PERSONAL.iter().all(|text| acts.contains(text)));

    keep(&file, &old);
    let refused = office.runs(&["export", "--to", text(&office.at("old"))]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    let to = office.at("environment");
    let export = [&["export", "--to", text(&to)][..], &office.place()].concat();
    let done = run_in(&[("XIAONENG_MASTER_KEY", &newer)], &export, "");
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let wrong = run_in(&[("XIAONENG_MASTER_KEY", "5a")], &export, "");
    assert!(wrong.code == 2 && wrong.err.contains("64 hexadecimal digits"), "{}", wrong.err);
}

#[test]
fn a_backup_knows_who_read_and_a_restored_ledger_begins_a_new_log() {
    let office = Office::new();
    office.done(&["subject", "show", "person:王某某", "--why", "复核"]);
    let copy = office.at("copy");
    assert_eq!(office.done(&["backup", "--to", text(&copy)]).lines().count(), 2);
    office.done(&["subject", "show", "person:王某某", "--why", "再核"]);
    let published = office.done(&["log", "checkpoint"]);
    fs::write(office.at("checkpoint"), &published).unwrap();
    fs::remove_dir_all(office.at("data")).unwrap();
    office.done(&["restore", "--from", text(&copy)]);
    let accesses = office.done(&["accesses"]);
    assert!(accesses.contains("复核") && !accesses.contains("再核"), "{accesses}");

    let why = ["--why", "恢复备份"];
    let name = published.lines().next().unwrap();
    for (name, why_not) in [(name, "give the new one another name"), ("办 2", "neither spaces")] {
        let refused = office.runs(&[&["log", "begin", "--name", name][..], &why].concat());
        assert_eq!(refused.code, 2, "{}", refused.err);
        assert!(refused.err.contains(why_not), "{}", refused.err);
    }
    let key = office.done(&[&["log", "begin", "--name", "office-2"][..], &why].concat());
    let verified = office.done(&["verify", "--key", key.trim()]);
    assert!(verified.contains("begun anew at act ") && verified.contains("恢复备份"), "{verified}");
    let former = office.runs(&["verify", "--since", text(&office.at("checkpoint"))]);
    assert!(former.code == 1 && former.out.contains("isn't one of this log"), "{}", former.out);
    // Work goes on under the new key, and the former one is kept beside it.
    fs::write(
        office.package.path().join("acts.csv"),
        format!("{ACTS}M3,accepted,2019-09-27 10:00,张某,,,1\n"),
    )
    .unwrap();
    imports(office.package.path(), &office.place());
    office.done(&["verify", "--key", key.trim()]);
    let keys = fs::read_dir(office.at("data.keys")).unwrap();
    let names: Vec<_> = keys.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().filter(|name| name.starts_with("log-")).count() == 1, "{names:?}");
    assert!(!names.contains(&"log.key.next".to_owned()), "{names:?}");
}

#[test]
fn an_attached_file_is_told_to_who_says_why_and_goes_with_whom_it_is_about() {
    let office = Office::new();
    let file = office.at("王某某身份证.pdf");
    fs::write(&file, "%PDF-1.7 王某某 13800000000").unwrap();
    let add = ["attachment", "add", text(&file), "--matter"];
    let about = ["--about", "person:王某某", "--material", "身份证"];
    let id = office.done(&[&add[..], &["M1"], &about].concat());
    let id = id.trim();
    assert_eq!(finds(&office.at("data")), [""; 0]);
    let listed = office.done(&["attachment", "list", "M1"]);
    let columns: Vec<_> = listed.trim().split('\t').collect();
    assert_eq!(
        [columns[0], columns[1], columns[2], columns[4]],
        [id, "application/pdf", "30", "身份证"]
    );
    assert_eq!(office.done(&["attachment", "list", "M"]), "");

    let to = office.at("told.pdf");
    let save = ["attachment", "save", id, "--to", text(&to), "--why", "复核"];
    assert_eq!(office.done(&save), "王某某身份证.pdf\n");
    assert_eq!(fs::read(&to).unwrap(), fs::read(&file).unwrap());
    assert_eq!(office.runs(&save).code, 1, "a file was written over");
    let read = office.done(&["accesses", "person:王某某"]);
    assert!(read.contains("复核") && read.contains("M1"), "{read}");

    let script = office.at("page.pdf");
    fs::write(&script, "<html><script>alert(1)</script>").unwrap();
    let empty = office.at("empty.pdf");
    fs::write(&empty, "").unwrap();
    let add = |file: &Path, matter: &str| {
        let run = office.runs(&["attachment", "add", text(file), "--matter", matter]);
        assert_eq!(run.code, 2, "{}", run.err);
        run.err
    };
    assert!(add(&script, "M1").contains("none of the kinds"));
    assert!(add(&empty, "M1").contains("is empty"));
    assert!(add(&file, "M9").contains("there is no matter `M9`"));

    office.done(&["subject", "erase", "person:王某某", "--why", "期满"]);
    fs::remove_file(&to).unwrap();
    let gone = office.runs(&save);
    assert!(gone.code == 2 && gone.err.contains("or it was erased"), "{}", gone.err);
    assert_eq!(office.done(&["attachment", "list", "M1"]), listed);
    office.done(&["verify"]);
}
