//! A program that appends under load, in a process of its own so that it can be killed or given a
//! bad disk, and what it was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, UNIX_EPOCH};

use ledger::{
    Act, Append, AppendError, Appended, Leaf, Ledger, Location, LogKeeping, MATTERS, NewAct,
    OpenError, Opening, Trust,
};
use tokio::runtime::Builder;
use tokio::time::sleep;
use transparency_log::{ActPromise, LogKey, leaf_hash};

use crate::models::models;
use crate::read_models::is_as_made;

/// Where the program writes; set for it alone.
const PLACE: &str = "XIAONENG_CRASH_PLACE";
const TENANT: &str = "XIAONENG_CRASH_TENANT";
/// Which program of the test it is.
const LIFE: &str = "XIAONENG_CRASH_LIFE";
const ROUNDS: &str = "XIAONENG_CRASH_ROUNDS";
/// The key of the log.
const KEY: &str = "XIAONENG_CRASH_KEY";

const WRITERS: i64 = 16;
/// Acts of an append.
const ACTS: i64 = 2;
/// Of one writer's appends one in so many is more than SQLite keeps in memory: it writes, and
/// fails, before the commit too.
const BULKY: i64 = 8;
/// Between an error and the next try.
const A_MOMENT: Duration = Duration::from_millis(5);
/// How long a ledger on a disk that is well may take to answer.
const PATIENCE: Duration = Duration::from_mins(5);

/// The key that the programs and whoever verifies have.
fn key() -> Arc<LogKey> {
    static LOG_KEY: OnceLock<Arc<LogKey>> = OnceLock::new();
    let make = || match env::var(KEY) {
        Ok(text) => LogKey::parse(&text).unwrap(),
        Err(_) => LogKey::generate("office.example/log").unwrap(),
    };
    LOG_KEY.get_or_init(|| Arc::new(make())).clone()
}

/// With a log, whose checkpoints come often.
fn opening(tenant: &str) -> Opening {
    let keys = [(tenant.to_owned(), key())].into();
    let log = LogKeeping { keys, every: Duration::from_millis(20), ..LogKeeping::default() };
    // A program that was killed keeps its turn at the log until it runs out.
    let now = || legal_clock::Instant(UNIX_EPOCH.elapsed().unwrap().as_micros() as i64);
    Opening { log, ..Opening::new(Arc::new(now), models()) }
}

/// How many rounds are asked for.
pub(crate) fn rounds() -> u32 {
    env::var(ROUNDS).map_or(5, |rounds| rounds.parse().unwrap())
}

/// What the program said of its appends.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// Appends to the present tenant: by writer and number, position and version.
    acknowledged: BTreeMap<(i64, i64), (i64, i64)>,
    /// Appends acknowledged, to any tenant.
    pub(crate) appends: u64,
    /// Appends to the present tenant of which nothing is said to be recorded: by writer, number and
    /// attempt.
    refused: BTreeSet<(i64, i64, i64)>,
    /// Promises that weren't checked yet: about the act at a position, as hexadecimal digits.
    promises: BTreeMap<i64, String>,
    /// Promises that were.
    kept: u64,
    /// Errors that say that nothing was recorded.
    not_recorded: u64,
    /// Errors that say that nobody knows.
    unknown: u64,
}

impl Display for Heard {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { appends, kept, not_recorded, unknown, .. } = self;
        write!(
            f,
            "{appends} appends acknowledged, {kept} promises kept, {not_recorded} not recorded, \
             {unknown} unknown"
        )
    }
}

impl Heard {
    /// Goes over to a tenant that has nothing yet.
    pub(crate) fn forget(&mut self) {
        self.acknowledged.clear();
        self.refused.clear();
        self.promises.clear();
    }

    fn hear(&mut self, line: &str) {
        assert!(!line.starts_with("wrong"), "{line}");
        let line = line.trim_end_matches('.');
        let numbers: Vec<i64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
        match numbers[..] {
            [writer, number, position, version] => {
                let first = self.acknowledged.insert((writer, number), (position, version));
                assert!(first.is_none_or(|first| first == (position, version)), "again: {line}");
                self.appends += u64::from(first.is_none());
                let promise = line.split(' ').find_map(|word| word.strip_prefix('p'));
                self.promises.insert(position, promise.unwrap().to_owned());
            }
            [writer, number, attempt] => {
                self.refused.insert((writer, number, attempt));
                self.not_recorded += 1;
            }
            _ => self.unknown += u64::from(line == "unknown"),
        }
    }

    /// The number of each writer's last append, -1 without one.
    fn last_numbers(&self) -> impl Iterator<Item = i64> {
        (0..WRITERS).map(|writer| {
            let mut of_writer = self.acknowledged.range((writer, 0)..=(writer, i64::MAX));
            of_writer.next_back().map_or(-1, |((_, number), _)| *number)
        })
    }
}

static LIVES: AtomicI64 = AtomicI64::new(0);

/// The program that appends.
pub(crate) struct Program {
    program: Child,
    said: Receiver<String>,
}

impl Program {
    /// Starts the test `test` again as the program.
    pub(crate) fn start(
        test: &str,
        location: &Location,
        tenant: &str,
        environment: &[(&'static str, OsString)],
    ) -> Program {
        let place = match location {
            Location::Folder(folder) => folder.to_str().unwrap(),
            Location::Database(address) => address,
        };
        let mut program = Command::new(env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture", "--test-threads=1"])
            .env(PLACE, place)
            .env(TENANT, tenant)
            .env(KEY, key().to_text().as_str())
            .env(LIFE, LIVES.fetch_add(1, Ordering::SeqCst).to_string())
            .envs(environment.iter().cloned())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
        let (saying, said) = channel();
        std::thread::spawn(move || {
            // The last line may be cut short; it bears no mark of its end then.
            lines.filter(|line| line.ends_with('.')).try_for_each(|line| saying.send(line))
        });
        Program { program, said }
    }

    /// Hears what the program says for so long.
    pub(crate) fn hear_for(&self, time: Duration, heard: &mut Heard) {
        let until = Instant::now() + time;
        while let Ok(line) = self.said.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            heard.hear(&line);
        }
    }

    /// Waits until each writer has two appends more, the second of which was sent after now.
    pub(crate) fn hear_each_writer_go_on(&self, heard: &mut Heard) {
        self.hear_for(Duration::ZERO, heard);
        let wanted: Vec<i64> = heard.last_numbers().map(|last| last + 2).collect();
        let since = Instant::now();
        while heard.last_numbers().zip(&wanted).any(|(last, wanted)| last < *wanted) {
            let has_ended = self.said.recv_timeout(PATIENCE).map(|line| heard.hear(&line)).is_err();
            let is_late = since.elapsed() > PATIENCE;
            assert!(!has_ended && !is_late, "a writer doesn't go on: {heard:?}");
        }
    }

    /// Waits until the program has died.
    pub(crate) fn hear_it_end(&self, heard: &mut Heard) {
        let since = Instant::now();
        while let Ok(line) = self.said.recv_timeout(PATIENCE) {
            heard.hear(&line);
            assert!(since.elapsed() < PATIENCE, "the program didn't end");
        }
    }

    /// Kills the program and hears what it had still said.
    pub(crate) fn kill(mut self, heard: &mut Heard) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
        self.said.iter().for_each(|line| heard.hear(&line));
    }
}

async fn read(location: &Location, tenant: &str) -> Result<(Ledger, Vec<Act>), Box<dyn Error>> {
    let ledger = Ledger::open_with(location, opening(tenant)).await?;
    let acts = ledger.tail(tenant, 0, usize::MAX >> 1).await?;
    Ok((ledger, acts))
}

/// What was acknowledged is where it was said to be, nothing is there twice, and nothing that was
/// said not to be recorded; the log has taken everything in and each promise was kept.
pub(crate) fn verify(location: &Location, tenant: &str, heard: &mut Heard) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let acts = runtime.block_on(async {
        let since = Instant::now();
        let (ledger, acts) = loop {
            match read(location, tenant).await {
                Ok(read) => break read,
                // A server may find out late that a sync failed, and begin anew.
                Err(why) => assert!(since.elapsed() < PATIENCE, "{why}"),
            }
            sleep(Duration::from_millis(100)).await;
        };
        is_as_made(&ledger, tenant).await;
        let trust = Trust { keys: vec![key().verifier().clone()], ..Trust::default() };
        if !acts.is_empty() {
            let verified = ledger.verify(tenant, &trust, |_| {}).await.unwrap();
            assert_eq!(verified.faults, []);
            assert_eq!(verified.last.unwrap().size, acts.len() as i64);
        }
        let promises = std::mem::take(&mut heard.promises);
        heard.kept += are_kept(&ledger, tenant, promises).await;
        ledger.close().await;
        acts
    });
    assert!(acts.iter().map(|act| act.position).eq(1..=acts.len() as i64));
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for act in acts.iter().filter(|act| act.register == MATTERS) {
        let version = versions.entry(&act.matter).or_default();
        *version += 1;
        assert_eq!(act.version, *version);
        // Each append is there once and whole: its acts bear its number.
        let number = (act.version - 1) / ACTS;
        assert_eq!(act.act, format!("act {number}"));
        let writer: i64 = act.matter[1..].parse().unwrap();
        assert!(!heard.refused.contains(&(writer, number, act.at)), "not recorded? {act:?}");
    }
    assert!(versions.values().all(|version| version % ACTS == 0));
    for ((writer, number), (position, version)) in &heard.acknowledged {
        let act = acts.get(*position as usize - 1);
        let act = act.unwrap_or_else(|| panic!("lost: append {number} of writer {writer}"));
        assert_eq!(act.matter, format!("W{writer}"));
        assert_eq!((act.version, *version), (number * ACTS + 1, (number + 1) * ACTS));
    }
}

/// The acts are what was promised, in the log that has taken them in.
async fn are_kept(ledger: &Ledger, tenant: &str, promises: BTreeMap<i64, String>) -> u64 {
    let mut snapshot = ledger.snapshot(tenant).await.unwrap();
    let leaves = snapshot.leaves(0, usize::MAX >> 1).await.unwrap();
    let known = [key().verifier().clone()];
    for (position, promise) in &promises {
        let byte = |at: usize| u8::from_str_radix(&promise[at..at + 2], 16).unwrap();
        let text: Vec<u8> = (0..promise.len()).step_by(2).map(byte).collect();
        let promise: ActPromise = String::from_utf8(text).unwrap().parse().unwrap();
        let Leaf { text, salt, .. } = &leaves[*position as usize - 1];
        let leaf = leaf_hash(salt.as_ref().unwrap(), text.as_bytes());
        assert_eq!(promise.check(leaf, &known).unwrap().position, *position as u64);
    }
    promises.len() as u64
}

/// In the program: appends until it is killed, and says what was acknowledged.
pub(crate) fn write_until_killed() -> bool {
    let Ok(place) = env::var(PLACE) else { return false };
    // Ends the line that the test's name is in.
    say("begun");
    std::panic::set_hook(Box::new(|panic| {
        say(&format!("wrong: {}", panic.to_string().replace('\n', " ")));
    }));
    let tenant = env::var(TENANT).unwrap();
    let life: i64 = env::var(LIFE).unwrap().parse().unwrap();
    let location = if place.starts_with("postgres:") {
        Location::Database(place)
    } else {
        Location::Folder(place.into())
    };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let opened = Ledger::open_with(&location, opening(&tenant)).await;
        let ledger = match opened {
            // The server was killed meanwhile; nothing was acknowledged.
            Err(OpenError::Connect(_) | OpenError::Migrate { .. }) => return,
            opened => opened.unwrap(),
        };
        let writers: Vec<_> = (0..WRITERS)
            .map(|index| Writer { ledger: ledger.clone(), tenant: tenant.clone(), life, index })
            .map(|writer| tokio::spawn(writer.write()))
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
    true
}

fn say(what: &str) {
    std::io::stdout().write_all(format!("{what}.\n").as_bytes()).unwrap();
}

/// Appends to a matter of its own.
struct Writer {
    ledger: Ledger,
    tenant: String,
    life: i64,
    index: i64,
}

impl Writer {
    async fn write(self) {
        let (recorded, attempt) = self.recorded().await;
        // The last append may have been recorded without an answer: it is sent again. Its answer
        // comes after what a program killed before had still sent.
        let attempt = attempt.unwrap_or(self.life << 32);
        match self.append((recorded - 1).max(0), attempt, true).await {
            Err(AppendError::Conflict { .. }) if recorded == 0 => {}
            Err(error) => return say(&format!("wrong: {} again: {error}", self.index)),
            Ok(()) => {}
        }
        let (mut number, _) = self.recorded().await;
        loop {
            if let Err(error) = self.append(number, self.life << 32, false).await {
                return say(&format!("wrong: {} {number}: {error}", self.index));
            }
            number += 1;
        }
    }

    /// Appends until that is acknowledged. When nothing was recorded it takes another key, under
    /// which it would be a conflict if something had been recorded after all. No two programs make
    /// the same attempts; the acts bear them as their time.
    async fn append(
        &self,
        number: i64,
        mut attempt: i64,
        mut may_be_recorded: bool,
    ) -> Result<(), AppendError> {
        let Self { ledger, tenant, index, .. } = self;
        loop {
            let mut act = NewAct::new(format!("act {number}"), legal_clock::Instant(attempt));
            if *index == 0 && number % BULKY == BULKY - 1 {
                act.cells.insert("note".to_owned(), "x".repeat(1_500_000));
            }
            let append = Append {
                tenant: tenant.clone(),
                register: MATTERS.to_owned(),
                matter: self.matter(),
                expected_version: number * ACTS,
                acts: vec![act; ACTS as usize],
                idempotency_key: Some(format!("{index}.{number}.{attempt}")),
            };
            match ledger.append(append).await {
                Ok(Appended { position, version, promises, .. }) => {
                    let promise = promises.unwrap().of(position).unwrap().to_string();
                    let hex = |hex: String, byte: u8| hex + &format!("{byte:02x}");
                    let promise = promise.bytes().fold(String::new(), hex);
                    say(&format!("{index} {number} {position} {version} p{promise}"));
                    return Ok(());
                }
                Err(AppendError::Store(_)) if !may_be_recorded => {
                    say(&format!("not recorded: {index} {number} {attempt}"));
                    attempt += 1;
                }
                Err(AppendError::Store(_) | AppendError::Unknown(_)) => {
                    say("unknown");
                    may_be_recorded = true;
                }
                Err(error) => return Err(error),
            }
            sleep(A_MOMENT).await;
        }
    }

    /// How many appends the matter has, and the attempt of the last.
    async fn recorded(&self) -> (i64, Option<i64>) {
        loop {
            if let Ok(acts) = self.ledger.read(&self.tenant, MATTERS, &self.matter()).await {
                return (acts.len() as i64 / ACTS, acts.last().map(|act| act.at));
            }
            sleep(A_MOMENT).await;
        }
    }

    fn matter(&self) -> String {
        format!("W{}", self.index)
    }
}
