//! What an erasure leaves on the disk: nothing of what it erased.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ledger::{
    Append, Attachment, ERASURES, Ledger, Location, LogKeeping, MATTERS, MasterKeys, Opening,
    Reading, Text, Trust, Vault,
};
use legal_clock::Instant;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use transparency_log::LogKey;

use crate::cluster::Cluster;
use crate::models::models;
use crate::read_models::is_as_made;
use crate::vault::said;

const TENANT: &str = "office";
/// Enough for the tables to be spread over many pages, which split and move their rows.
const SUBJECTS: usize = 3000;

fn vault(outside: &Path) -> Vault {
    let file = outside.join("master");
    let keys = MasterKeys::read(&file).unwrap_or_else(|_| {
        let keys = MasterKeys::random().unwrap();
        keys.write(&file).unwrap();
        keys
    });
    Vault::new(keys).with_journal(outside.join("master.erasures"))
}

async fn open(location: &Location, outside: &Path) -> Ledger {
    let file = outside.join("log.key");
    let key = fs::read_to_string(&file).unwrap_or_else(|_| {
        let key = LogKey::generate("office").unwrap().to_text().to_string();
        fs::create_dir_all(outside).unwrap();
        fs::write(&file, &key).unwrap();
        key
    });
    let key = Arc::new(LogKey::parse(&key).unwrap());
    let keys = [(TENANT.to_owned(), key)].into();
    let opening = Opening {
        clock: Arc::new(|| Instant(TIME.fetch_add(1_000_000, Ordering::SeqCst))),
        models: models(),
        log: LogKeeping { keys, ..LogKeeping::default() },
        vault: Some(vault(outside)),
    };
    Ledger::open_with(location, opening).await.unwrap()
}

/// A second later each time it is asked: what another program has leased runs out.
static TIME: AtomicI64 = AtomicI64::new(1_700_000_000_000_000);

fn name(number: usize) -> String {
    format!("当事人第{number}号")
}

/// Many subjects, opened in some disorder.
async fn fill(ledger: &Ledger) {
    for (matter, first) in (0..SUBJECTS).step_by(50).enumerate() {
        let numbers = (first..first + 50).map(|number| number * 7 % SUBJECTS);
        let appended = ledger.append(Append {
            tenant: TENANT.to_owned(),
            register: MATTERS.to_owned(),
            matter: format!("M{matter}"),
            expected_version: 0,
            acts: numbers
                .map(|number| {
                    let name = name(number);
                    let mut act = said(&name, &format!("{name}住在南街{number}号"));
                    act.personal.get_mut("detail").unwrap().subject = format!("person:{name}");
                    act
                })
                .collect(),
            idempotency_key: None,
        });
        appended.await.unwrap();
    }
    // Each tenth has a file too, long enough to be kept apart from its row.
    for number in (0..SUBJECTS).step_by(10) {
        let mut random = fastrand::Rng::with_seed(number as u64);
        let attachment = Attachment {
            matter: "M0".to_owned(),
            subject: format!("person:{}", name(number)),
            name: format!("{}.pdf", name(number)),
            media_type: "application/pdf".to_owned(),
            material: None,
            content: (0..2500).map(|_| random.u8(..)).collect(),
            retain_until: None,
        };
        ledger.attach(TENANT, attachment, "张").await.unwrap();
    }
}

/// How many bytes of a secret tell that it is there.
const PIECE: usize = 12;

/// How many of the secrets are found in a file, in part too and also in hexadecimal digits.
fn found(bytes: &[u8], secrets: &[Vec<u8>]) -> usize {
    let mut pieces: HashMap<&[u8], usize> = HashMap::new();
    let in_hex: Vec<String> = secrets.iter().map(|secret| hex(secret)).collect();
    for (number, (secret, hex)) in secrets.iter().zip(&in_hex).enumerate() {
        for piece in secret.chunks_exact(PIECE).chain(hex.as_bytes().chunks_exact(PIECE)) {
            pieces.insert(piece, number);
        }
    }
    let is_found = bytes.windows(PIECE).filter_map(|window| pieces.get(window));
    is_found.collect::<BTreeSet<_>>().len()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

fn found_in(folder: &Path, secrets: &[Vec<u8>]) -> Vec<(PathBuf, usize)> {
    let files = files(folder).into_iter().map(|file| {
        let count = found(&fs::read(&file).unwrap(), secrets);
        (file, count)
    });
    files.filter(|(_, count)| *count > 0).collect()
}

/// Subjects to be erased: each tenth, all over the tables.
async fn subjects(ledger: &Ledger) -> Vec<(String, String)> {
    let mut subjects = Vec::new();
    for number in (0..SUBJECTS).step_by(10) {
        let name = name(number);
        let subject = ledger.find_subject(TENANT, &format!("person:{name}")).await.unwrap();
        subjects.push((name, subject.unwrap()));
    }
    subjects
}

const SECRETS: &str = "select blind from subjects where subject = 'S' union all \
    select wrapped_key from subjects where subject = 'S' union all \
    select sealed from vault where subject = 'S' union all \
    select sealed from files where subject = 'S'";

/// An act of each subject, and its receipt.
async fn receipts(ledger: &Ledger, subjects: &[(String, String)]) -> Vec<(i64, String)> {
    // This waits until the log has taken in all acts.
    assert!(ledger.verify(TENANT, &Trust::default(), |_| {}).await.unwrap().holds());
    let mut receipts = Vec::new();
    for act in ledger.tail(TENANT, 0, 2 * SUBJECTS).await.unwrap() {
        let of = act.sealed.get("actor").map(|it| it.subject.as_str());
        if subjects.iter().any(|(_, subject)| Some(subject.as_str()) == of) {
            let receipt = ledger.receipt(TENANT, act.position).await.unwrap();
            assert_eq!(receipt.content, act.text(TENANT));
            receipts.push((act.position, receipt.content));
        }
    }
    receipts
}

/// All that was signed still holds, for the acts of those who were erased too.
async fn proofs_hold(ledger: &Ledger, receipts_before: &[(i64, String)]) {
    let verified = ledger.verify(TENANT, &Trust::default(), |_| {}).await.unwrap();
    assert!(verified.holds(), "{:?}", verified.faults);
    for (position, content) in receipts_before {
        assert_eq!(ledger.receipt(TENANT, *position).await.unwrap().content, *content);
    }
}

/// The log as files that anybody may have.
async fn publish(ledger: &Ledger, to: &Path) {
    let head = ledger.checkpoint(TENANT).await.unwrap().unwrap();
    ledger.publish_log(TENANT, &head, to).await.unwrap();
}

/// The acts are as they were, the texts of the subjects erased and all others there.
async fn only_these_are_erased(ledger: &Ledger, subjects: &[(String, String)]) {
    let reading = Reading { who: "王".into(), why: "核对".into(), matter: None };
    let acts = ledger.tail(TENANT, 0, 2 * SUBJECTS).await.unwrap();
    let acts: Vec<_> = acts.into_iter().filter(|act| act.register == MATTERS).collect();
    assert_eq!(acts.len(), SUBJECTS);
    let told = ledger.unseal(TENANT, &acts, &["actor", "detail"], reading).await.unwrap();
    for (act, texts) in acts.iter().zip(told) {
        let is_of = |(_, subject): &(String, String)| *subject == act.sealed["actor"].subject;
        let is_erased = subjects.iter().any(is_of);
        assert!(texts.len() == 2 && texts.values().all(|it| (*it == Text::Erased) == is_erased));
    }
    for (_, subject) in subjects {
        assert_eq!(ledger.read(TENANT, ERASURES, subject).await.unwrap().len(), 1);
    }
    let attached = ledger.attachments_of(TENANT, "M0").await.unwrap();
    assert_eq!(attached.len(), subjects.len());
    let reading = Reading { who: "王".into(), why: "核对".into(), matter: None };
    let told = ledger.attachment(TENANT, &attached[0].id, reading).await.unwrap();
    assert_eq!(told, None);
    is_as_made(ledger, TENANT).await;
}

async fn erase(ledger: &Ledger, subjects: &[(String, String)]) {
    for (_, subject) in subjects {
        ledger.erase(TENANT, subject, "张", "期满").await.unwrap();
    }
    assert!(ledger.scrub().await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_of_an_erased_subject_stays_in_the_folder_or_in_a_backup_and_a_restore_erases_again()
 {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (data, outside) = (at("data"), at("data.key"));
    let location = Location::Folder(data.clone());
    let ledger = open(&location, &outside).await;
    fill(&ledger).await;
    let subjects = subjects(&ledger).await;
    let mut secrets = Vec::new();
    {
        let file = rusqlite::Connection::open(data.join("ledger.sqlite3")).unwrap();
        for (_, subject) in &subjects {
            let mut statement = file.prepare(&SECRETS.replace('S', subject)).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
            secrets.extend(rows.map(Result::unwrap));
        }
    }
    assert_eq!(secrets.len(), 6 * subjects.len());
    let names: Vec<_> = subjects.iter().map(|(name, _)| name.clone().into_bytes()).collect();
    // Names are nowhere in the clear even before; what is sealed is there.
    assert_eq!(found_in(&data, &names), []);
    assert!(!found_in(&data, &secrets).is_empty());
    let (before, after, restored) = (at("before.sqlite3"), at("after.sqlite3"), at("restored"));
    ledger.backup(&before).unwrap();
    let receipts = receipts(&ledger, &subjects).await;
    assert_eq!(receipts.len(), subjects.len());

    erase(&ledger, &subjects).await;
    assert_eq!(found_in(&data, &secrets), []);
    assert_eq!(found_in(&outside, &[secrets.clone(), names.clone()].concat()), []);
    ledger.backup(&after).unwrap();
    assert_eq!(found(&fs::read(&after).unwrap(), &secrets), 0);
    only_these_are_erased(&ledger, &subjects).await;
    proofs_hold(&ledger, &receipts).await;
    publish(&ledger, &at("published")).await;
    assert_eq!(found_in(&at("published"), &[secrets.clone(), names.clone()].concat()), []);
    ledger.close().await;

    Ledger::restore(&before, &restored).unwrap();
    assert!(!found_in(&restored, &secrets).is_empty());
    let again = open(&Location::Folder(restored.clone()), &outside).await;
    only_these_are_erased(&again, &subjects).await;
    proofs_hold(&again, &receipts).await;
    assert_eq!(found_in(&restored, &secrets), []);
    again.close().await;
    assert_eq!(found_in(folder.path(), &secrets), [(before.clone(), secrets.len())]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_of_an_erased_subject_stays_in_the_tables_of_postgresql_or_in_a_dump() {
    let Some(cluster) = Cluster::start() else { return };
    let outside: TempDir = tempfile::tempdir().unwrap();
    let location = Location::Database(cluster.address());
    let ledger = open(&location, outside.path()).await;
    fill(&ledger).await;
    let subjects = subjects(&ledger).await;
    let mut connection = PgConnection::connect(&cluster.address()).await.unwrap();
    let mut secrets: Vec<Vec<u8>> = Vec::new();
    for (_, subject) in &subjects {
        let question = AssertSqlSafe(SECRETS.replace('S', subject));
        let rows = sqlx::query_scalar::<_, Vec<u8>>(question).fetch_all(&mut connection);
        secrets.extend(rows.await.unwrap());
    }
    assert_eq!(secrets.len(), 6 * subjects.len());
    // Every table and index of the ledger, by the files in which they are now.
    let files = "select pg_relation_filepath(c.oid) from pg_class c \
        join pg_namespace n on n.oid = c.relnamespace \
        where c.relkind in ('r', 'i', 't') and n.nspname in ('public', 'pg_toast') \
        and pg_relation_filepath(c.oid) is not null";
    let on_disk = async |connection: &mut PgConnection| {
        sqlx::raw_sql("checkpoint").execute(&mut *connection).await.unwrap();
        let files: Vec<String> = sqlx::query_scalar(files).fetch_all(connection).await.unwrap();
        let data = cluster.folder().join("data");
        let count = |file: &String| found(&fs::read(data.join(file)).unwrap(), &secrets);
        files.iter().map(count).sum::<usize>()
    };
    assert!(on_disk(&mut connection).await >= secrets.len());
    assert_eq!(found(&cluster.dump(), &secrets), secrets.len());
    let receipts = receipts(&ledger, &subjects).await;
    erase(&ledger, &subjects).await;
    assert_eq!(on_disk(&mut connection).await, 0);
    assert_eq!(found(&cluster.dump(), &secrets), 0);
    only_these_are_erased(&ledger, &subjects).await;
    proofs_hold(&ledger, &receipts).await;
    ledger.close().await;
}
