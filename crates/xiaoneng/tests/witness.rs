//! The witness as logs and auditors meet it: the program, over HTTP.

#![expect(clippy::unwrap_used, reason = "what can't be started or read is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use transparency_log::{
    Checkpoint, Edge, Hash, LogKey, NoteError, ProofError, SignedCheckpoint, Submission, Tile,
    VerifierKey, consistency_proof, leaf_hash,
};
use xiaoneng::witness::client::{CosignError, cosigned};
use xiaoneng::witness::origin_hash;

fn xiaoneng(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xiaoneng")).args(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What the program wrote, without the line break at the end.
fn said(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap().trim_end().to_owned()
}

/// Makes a key and gives its public half.
fn make_key(file: &Path, options: &[&str]) -> VerifierKey {
    let done = xiaoneng(&[&["key", "--out", text(file)], options].concat());
    assert!(done.status.success(), "{}", said(done.stderr));
    said(done.stdout).parse().unwrap()
}

/// An auditor's folder with key, policy and state.
struct Auditor {
    folder: TempDir,
    key: VerifierKey,
}

/// The program of an auditor, running.
struct Running {
    child: Child,
    url: String,
}

impl Auditor {
    fn of(logs: &[&Log]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = ["--witness", "--name", "audit.example.gov/witness"];
        let key = make_key(&folder.path().join("witness.key"), &key);
        let logs: Vec<String> =
            logs.iter().map(|log| format!("log {}\n", log.key.verifier())).collect();
        let policy = format!("{}quorum none\n", logs.concat());
        fs::write(folder.path().join("policy.txt"), policy).unwrap();
        Self { folder, key }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoneng"));
        command.args(["witness", "--listen", "127.0.0.1:0", "--key"]).arg(self.file("witness.key"));
        command.arg("--policy").arg(self.file("policy.txt"));
        command.arg("--state").arg(self.file("state"));
        command
    }

    fn start(&self) -> Running {
        let mut child = self.command().stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), self.key.to_string());
        let url = lines.next().unwrap().unwrap();
        Running { child, url }
    }

    /// Why the program doesn't start.
    fn refuses(&self) -> String {
        let done = self.command().output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        said(done.stderr)
    }
}

/// An answer of the witness.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Running {
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.url.strip_prefix("http://").unwrap()).unwrap();
        let head = head(method, path, body.len());
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn submit(&self, submission: &Submission) -> Answer {
        self.ask("POST", "/add-checkpoint", submission.to_string().as_bytes())
    }

    /// The checkpoint cosigned last.
    fn latest(&self, log: &Log) -> Option<SignedCheckpoint> {
        let path = format!("/{}/checkpoint", origin_hash(log.key.name()));
        let answer = self.ask("GET", &path, b"");
        if answer.status == 404 {
            return None;
        }
        assert_eq!(answer.status, 200, "{answer:?}");
        Some(answer.body.parse().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The signal that can't be caught, as a fall of the machine would be.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A log of some leaves.
struct Log {
    key: LogKey,
    leaves: Vec<Hash>,
}

impl Log {
    fn new(leaves: u64) -> Self {
        let leaves = (0..leaves).map(|n| leaf_hash(b"", &n.to_be_bytes())).collect();
        Self { key: LogKey::generate("licensing.example.gov/log").unwrap(), leaves }
    }

    fn checkpoint(&self, size: u64) -> SignedCheckpoint {
        let mut edge = Edge::new();
        edge.append(&self.leaves[..size as usize]);
        self.sign(size, edge.root())
    }

    fn sign(&self, size: u64, root: Hash) -> SignedCheckpoint {
        let head = Checkpoint { origin: self.key.name().into(), size, root };
        SignedCheckpoint::sign(&head, &[&self.key]).unwrap()
    }

    fn prove(&self, old: u64, new: u64) -> Result<Vec<Hash>, ProofError<std::fmt::Error>> {
        let tiles = Edge::new().append(&self.leaves[..new as usize]);
        let tiles: BTreeMap<Tile, Vec<u8>> = tiles.into_iter().collect();
        consistency_proof(old, new, |tile| tiles.get(&tile).cloned().ok_or(std::fmt::Error))
    }

    fn submission(&self, old: u64, new: u64) -> Submission {
        let proof = self.prove(old, new).unwrap();
        Submission { old, proof, checkpoint: self.checkpoint(new) }
    }

    /// Asks for a cosignature as the program of the log does.
    async fn has_cosigned(
        &self,
        url: &str,
        witness: &VerifierKey,
        old: u64,
        size: u64,
    ) -> Result<SignedCheckpoint, CosignError<ProofError<std::fmt::Error>>> {
        let prove = async |old| self.prove(old, size);
        cosigned(url, witness, &self.checkpoint(size), old, prove).await
    }
}

#[test]
fn a_log_that_grows_is_cosigned_and_everybody_can_read_it() {
    let log = Log::new(300);
    let auditor = Auditor::of(&[&log]);
    let witness = auditor.start();
    assert!(witness.latest(&log).is_none());
    for (old, new) in [(0, 5), (5, 5), (5, 256), (256, 300)] {
        let submission = log.submission(old, new);
        let answer = witness.submit(&submission);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(
            answer.body.starts_with("— audit.example.gov/witness ") && answer.body.ends_with('\n')
        );
        let signed = submission.checkpoint.with_cosignature(&auditor.key, &answer.body).unwrap();
        let keys = [log.key.verifier().clone(), auditor.key.clone()];
        let verified = signed.verify(&keys).unwrap();
        assert!(verified.cosignatures[0].time > 1_764_000_000);
        assert_eq!(witness.latest(&log), Some(signed));
    }
    // Whoever knows nothing of a witness asks from the beginning, and is told.
    let answer = witness.submit(&log.submission(0, 300));
    assert_eq!((answer.status, answer.body.as_str()), (409, "300\n"));
    assert!(answer.head.contains("content-type: text/x.tlog.size"), "{}", answer.head);
}

#[test]
fn what_may_not_be_cosigned_is_refused_with_the_status_of_the_specification() {
    let log = Log::new(300);
    let auditor = Auditor::of(&[&log]);
    let witness = auditor.start();
    assert_eq!(witness.submit(&log.submission(0, 5)).status, 200);
    let before = witness.latest(&log);

    let good = log.submission(5, 300);
    let of = |change: &dyn Fn(&mut Submission)| {
        let mut submission = good.clone();
        change(&mut submission);
        witness.submit(&submission).status
    };
    let mut other = Log::new(300);
    assert_eq!(of(&|one| one.checkpoint = other.checkpoint(300)), 403);
    other.key = LogKey::generate("planning.example.gov/log").unwrap();
    assert_eq!(of(&|one| one.checkpoint = other.checkpoint(300)), 404);
    let changed: SignedCheckpoint =
        good.checkpoint.text().replace("\n300\n", "\n299\n").parse().unwrap();
    assert_eq!(of(&|one| one.checkpoint = changed.clone()), 403);
    assert_eq!(of(&|one| one.old = 301), 400);
    assert_eq!(of(&|one| one.old = 6), 409);
    assert_eq!(of(&|one| one.proof[0].0[0] ^= 1), 422);
    assert_eq!(of(&|one| one.proof.clear()), 422);
    let forked = log.sign(5, Hash([1; 32]));
    let forked = Submission { old: 5, proof: vec![], checkpoint: forked };
    assert_eq!(witness.submit(&forked).status, 422);
    // It is kept: the two checkpoints show that the log deceives.
    let evidence = ["fork-1", "fork-2"].map(|name| {
        let file = format!("{}.{name}", origin_hash(log.key.name()));
        fs::read_to_string(auditor.file("state").join(file)).unwrap()
    });
    assert_eq!(evidence, [before.as_ref().unwrap().text(), forked.checkpoint.text()]);
    let shrunk = Submission { old: 4, proof: vec![], checkpoint: log.checkpoint(4) };
    assert_eq!(witness.submit(&shrunk).status, 409);

    let bodies: [&[u8]; 5] = [b"", b"old 5\n", b"old 5\n\nno note\n", &[0xff; 100], &[b'\n'; 64]];
    for body in bodies {
        assert_eq!(witness.ask("POST", "/add-checkpoint", body).status, 400);
    }
    assert_eq!(witness.ask("POST", "/add-checkpoint", &vec![b'a'; 256 * 1024 + 1]).status, 413);
    assert_eq!(witness.ask("GET", "/add-checkpoint", b"").status, 405);
    for path in ["/", "/00/checkpoint", "/..%2fwitness.key/checkpoint", "/lock/checkpoint"] {
        assert_eq!(witness.ask("GET", path, b"").status, 404);
    }
    assert_eq!(witness.latest(&log), before);
    assert_eq!(witness.submit(&good).status, 200);

    // Nothing was cosigned of another log yet: a proof from nowhere, an empty tree that isn't.
    let fresh = Auditor::of(&[&log]);
    let fresh = fresh.start();
    let proved = Submission { old: 0, ..good.clone() };
    assert_eq!(fresh.submit(&proved).status, 422);
    let not_empty = Submission { old: 0, proof: vec![], checkpoint: log.sign(0, Hash([1; 32])) };
    assert_eq!(fresh.submit(&not_empty).status, 422);
    assert_eq!(fresh.submit(&log.submission(0, 0)).status, 200);
}

#[tokio::test]
async fn a_log_proves_from_the_size_that_the_witness_names() {
    let log = Log::new(300);
    let auditor = Auditor::of(&[&log]);
    let witness = auditor.start();
    let url = witness.url.as_str();
    for (believed, size) in [(0, 5), (0, 256), (7, 300), (300, 300)] {
        let signed = log.has_cosigned(url, &auditor.key, believed, size).await.unwrap();
        assert_eq!(witness.latest(&log), Some(signed));
    }
    let ahead = log.has_cosigned(url, &auditor.key, 0, 299).await.unwrap_err();
    assert!(matches!(ahead, CosignError::Ahead { latest: 300, size: 299 }), "{ahead}");

    let other = make_key(&auditor.file("other.key"), &["--witness", "--name", "other"]);
    let foreign = log.has_cosigned(url, &other, 300, 300).await.unwrap_err();
    assert!(matches!(foreign, CosignError::Answer(NoteError::NotByWitness(_))), "{foreign}");
    let unknown =
        Log { key: LogKey::generate("planning.example.gov/log").unwrap(), leaves: vec![] };
    let refused = unknown.has_cosigned(url, &auditor.key, 0, 0).await.unwrap_err();
    assert!(matches!(refused, CosignError::Refused { status: 404, .. }), "{refused}");
    for address in ["https://127.0.0.1", "127.0.0.1:80", "", "http://"] {
        let error = log.has_cosigned(address, &auditor.key, 0, 5).await.unwrap_err();
        assert!(matches!(error, CosignError::Address(_)), "{error}");
    }
    let gone = url.to_owned();
    drop(witness);
    let error = log.has_cosigned(&gone, &auditor.key, 0, 5).await.unwrap_err();
    assert!(matches!(error, CosignError::Unreachable { .. }), "{error}");
}

#[test]
fn of_two_trees_submitted_at_once_one_is_cosigned() {
    let mut log = Log::new(3);
    let auditor = Auditor::of(&[&log]);
    let witness = auditor.start();
    assert_eq!(witness.submit(&log.submission(0, 3)).status, 200);
    for round in 0..20_u64 {
        let old = log.leaves.len() as u64;
        let fork = |side: u64| {
            let mut leaves = log.leaves.clone();
            leaves.push(leaf_hash(&[side as u8], &round.to_be_bytes()));
            let key = LogKey::parse(&log.key.to_text()).unwrap();
            Log { key, leaves }
        };
        let forks = [fork(0), fork(1)];
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let threads = forks.each_ref().map(|fork| {
                let submission = fork.submission(old, old + 1);
                let witness = &witness;
                scope.spawn(move || witness.submit(&submission).status)
            });
            threads.map(|thread| thread.join().unwrap()).to_vec()
        });
        let winner = statuses.iter().position(|status| *status == 200).unwrap();
        assert_eq!(statuses[1 - winner], 409, "{statuses:?}");
        let [zero, one] = forks;
        log = if winner == 0 { zero } else { one };
        assert_eq!(
            witness.latest(&log).unwrap().checkpoint().root,
            log.checkpoint(old + 1).checkpoint().root
        );
    }
}

#[test]
fn a_witness_that_is_killed_remembers_whatever_it_cosigned() {
    let log = Log::new(2_000);
    let auditor = Auditor::of(&[&log]);
    let (mut answered, mut next) = (0, 1);
    for round in 0..10_u64 {
        let mut witness = auditor.start();
        let kept = witness.latest(&log).map_or(0, |latest| latest.checkpoint().size);
        assert!(kept >= answered && kept < next, "{answered} was answered, {kept} is kept");
        if kept > 0 {
            // Another tree of a size that was cosigned is never cosigned, killed or not.
            let forked = log.sign(kept, Hash([2; 32]));
            let forked = Submission { old: kept, proof: vec![], checkpoint: forked };
            assert_eq!(witness.submit(&forked).status, 422);
        }
        let seen = AtomicU64::new(kept);
        let address = witness.url.strip_prefix("http://").unwrap().to_owned();
        (answered, next) = std::thread::scope(|scope| {
            let submitter = scope.spawn(|| submit_until_killed(&log, &address, &seen));
            while seen.load(Ordering::SeqCst) < kept + 3 && !submitter.is_finished() {
                std::thread::sleep(Duration::from_millis(1));
            }
            // Somewhere within the next few.
            std::thread::sleep(Duration::from_micros(1_700 * round));
            witness.child.kill().unwrap();
            witness.child.wait().unwrap();
            submitter.join().unwrap()
        });
        assert!(answered >= kept + 3, "no checkpoint was cosigned after {kept}");
    }
}

/// Submits one checkpoint after the other; gives the size answered last and one more than the
/// largest that was sent.
fn submit_until_killed(log: &Log, address: &str, seen: &AtomicU64) -> (u64, u64) {
    let mut answered = seen.load(Ordering::SeqCst);
    while answered < log.leaves.len() as u64 {
        let next = answered + 1;
        let body = log.submission(answered, next).to_string();
        let exchange = || {
            let mut stream = TcpStream::connect(address)?;
            let head = head("POST", "/add-checkpoint", body.len());
            stream.write_all(&[head.as_bytes(), body.as_bytes()].concat())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok::<_, std::io::Error>(answer)
        };
        match exchange() {
            Ok(answer) if answer.starts_with("HTTP/1.1 200 ") && answer.ends_with('\n') => {
                answered = next;
                seen.store(answered, Ordering::SeqCst);
            }
            Ok(answer) => {
                // Killed while it answered; it never refused.
                assert!("HTTP/1.1 200 ".starts_with(&answer[..answer.len().min(13)]), "{answer}");
                break;
            }
            Err(_) => break,
        }
    }
    (answered, answered + 2)
}

fn head(method: &str, path: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: witness\r\nconnection: close\r\n\
         content-length: {length}\r\n\r\n"
    )
}

#[test]
fn a_witness_starts_only_with_what_is_its_own() {
    let log = Log::new(5);
    let auditor = Auditor::of(&[&log]);
    let witness = auditor.start();
    assert_eq!(witness.submit(&log.submission(0, 5)).status, 200);
    assert!(auditor.refuses().contains("another witness keeps its state in"));
    drop(witness);

    let state = auditor.file("state").join(format!("{}.checkpoint", origin_hash(log.key.name())));
    let kept = fs::read_to_string(&state).unwrap();
    fs::write(&state, kept.replace("\n5\n", "\n4\n")).unwrap();
    assert!(auditor.refuses().contains("isn't what a witness with this key wrote"));
    fs::write(&state, log.checkpoint(5).text()).unwrap();
    assert!(auditor.refuses().contains("isn't what a witness with this key wrote"));
    fs::write(&state, &kept[..kept.len() / 2]).unwrap();
    assert!(auditor.refuses().contains("isn't what a witness with this key wrote"));
    fs::write(&state, &kept).unwrap();
    assert_eq!(auditor.start().latest(&log).unwrap().text(), kept);

    fs::write(auditor.file("policy.txt"), "quorum none\n").unwrap();
    assert!(auditor.refuses().contains("names no log"));
    fs::write(auditor.file("policy.txt"), "quorum\n").unwrap();
    assert!(auditor.refuses().contains("line 1 of the policy"));
    fs::write(auditor.file("witness.key"), log.key.to_text().as_bytes()).unwrap();
    assert!(auditor.refuses().contains("no private key of a witness"));
}

#[cfg(unix)]
#[test]
fn a_key_is_for_its_owner_alone_and_never_written_over() {
    use std::os::unix::fs::PermissionsExt as _;
    let auditor = Auditor::of(&[&Log::new(0)]);
    let file = auditor.file("witness.key");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read_to_string(&file).unwrap();
    assert!(before.starts_with("PRIVATE+KEY+audit.example.gov/witness+"));

    let again = xiaoneng(&["key", "--witness", "--name", "other", "--out", text(&file)]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(again.stderr).contains("a key is never written over"));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let named = xiaoneng(&["key", "--name", "two words", "--out", text(&auditor.file("new.key"))]);
    assert_eq!(named.status.code(), Some(2));
    assert!(!auditor.file("new.key").exists());

    let log = make_key(&auditor.file("log.key"), &["--name", "licensing.example.gov/log"]);
    let key = fs::read_to_string(auditor.file("log.key")).unwrap();
    assert_eq!(*LogKey::parse(&key).unwrap().verifier(), log);

    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(auditor.refuses().contains("chmod 600"));
}
