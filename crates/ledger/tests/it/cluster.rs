//! A PostgreSQL of the test's own: in a temporary folder, on a socket in it, with fsync on.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Runs the server until the test closes its end or dies, however that comes about.
const SERVE: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=on -c synchronous_commit=on \
    -c recovery_init_sync_method="$3" -c min_wal_size=2MB -c max_wal_size=4MB \
    -c logging_collector=off >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
"#;

/// How the server syncs what is there before it recovers: file by file takes seconds.
const BEFORE_RECOVERY: &str = if cfg!(target_os = "linux") { "syncfs" } else { "fsync" };

/// A server that ends with it.
pub(crate) struct Cluster {
    folder: TempDir,
    server: Child,
    programs: PathBuf,
    user: User,
    environment: Environment,
}

/// What the server's environment has besides.
pub(crate) type Environment = Vec<(&'static str, OsString)>;

/// For root, the user and group as whom the server runs: it refuses to run as root.
type User = Option<(u32, u32)>;

fn run_as(user: User, folder: &Path, command: &mut Command) {
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command.current_dir(folder);
}

fn serve(programs: &Path, folder: &Path, user: User, environment: &Environment) -> Child {
    let mut serve = Command::new("sh");
    serve.args(["-c", SERVE, "sh"]).arg(programs).arg(folder).arg(BEFORE_RECOVERY);
    serve.stdin(Stdio::piped()).envs(environment.iter().cloned());
    run_as(user, folder, &mut serve);
    serve.spawn().unwrap()
}

impl Cluster {
    /// Starts a server; says so and gives none where PostgreSQL isn't installed.
    pub(crate) fn start() -> Option<Cluster> {
        Self::start_in(tempfile::tempdir().unwrap(), Environment::new())
    }

    /// The same in a folder, where its data are in `data`.
    pub(crate) fn start_in(folder: TempDir, environment: Environment) -> Option<Cluster> {
        Self::start_as(folder, environment, "")
    }

    /// The same with settings of its own, lines of its `postgresql.conf`.
    #[allow(dead_code, reason = "not every test has settings of its own")]
    pub(crate) fn start_with(settings: &str) -> Option<Cluster> {
        Self::start_as(tempfile::tempdir().unwrap(), Environment::new(), settings)
    }

    fn start_as(folder: TempDir, environment: Environment, settings: &str) -> Option<Cluster> {
        let Some(programs) = programs() else {
            println!("skipped: initdb isn't found; install postgresql or add its bin to PATH");
            return None;
        };
        let user = unprivileged();
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.arg("-D").arg(folder.path().join("data"));
        initdb.args(["-U", "xiaoneng", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        initdb.arg("--wal-segsize=1");
        run_as(user, folder.path(), &mut initdb);
        let made = initdb.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let file = folder.path().join("data/postgresql.conf");
        OpenOptions::new().append(true).open(file).unwrap().write_all(settings.as_bytes()).unwrap();
        let server = serve(&programs, folder.path(), user, &environment);
        let cluster = Cluster { folder, server, programs, user, environment };
        assert!(cluster.answers(), "the server didn't start: {}", cluster.log());
        Some(cluster)
    }

    /// Kills the server without a word, as a power cut would, and starts it again.
    #[allow(dead_code, reason = "not every test that starts a server kills it")]
    pub(crate) fn kill_and_restart(&mut self) {
        assert!(self.kill(), "the server had ended before: {}", self.log());
        self.restart();
    }

    /// Whether there was a server to be killed.
    fn kill(&self) -> bool {
        let file = fs::read_to_string(self.folder.path().join("data/postmaster.pid"));
        file.is_ok_and(|file| {
            let pid = file.lines().next().unwrap_or_default();
            let mut kill = Command::new("kill");
            kill.args(["-9", pid]).stderr(Stdio::null()).status().unwrap().success()
        })
    }

    fn restart(&mut self) {
        self.end();
        // Its children notice in a moment; until then the next server doesn't start.
        for _ in 0..100 {
            self.server = serve(&self.programs, self.folder.path(), self.user, &self.environment);
            if self.answers() {
                return;
            }
            self.end();
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server didn't start again: {}", self.log());
    }

    /// Lets the server recover by itself, and starts it again when it doesn't soon.
    #[allow(dead_code, reason = "not every test gives the server a bad disk")]
    pub(crate) fn recover(&mut self) {
        for _ in 0..20 {
            if self.is_ready() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // It may have given up by itself.
        let _ = self.kill();
        self.restart();
    }

    fn end(&mut self) {
        drop(self.server.stdin.take());
        let _ = self.server.wait();
    }

    /// The folder of the server's socket, by which other servers know it.
    #[allow(dead_code, reason = "not every test has several servers")]
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where to connect to.
    pub(crate) fn address(&self) -> String {
        let folder = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://xiaoneng@{folder}/postgres")
    }

    /// Waits until the server answers; false when it ended before.
    fn answers(&self) -> bool {
        for _ in 0..600 {
            if self.is_ready() {
                return true;
            }
            if self.log().contains("FATAL:  lock file") || self.log().contains("pre-existing") {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// What `pg_dump` writes of the database.
    #[allow(dead_code, reason = "not every test looks at a dump")]
    pub(crate) fn dump(&self) -> Vec<u8> {
        let mut dump = Command::new(self.programs.join("pg_dump"));
        dump.args(["-U", "xiaoneng", "-d", "postgres", "-h"]).arg(self.folder.path());
        let dumped = dump.output().unwrap();
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
        dumped.stdout
    }

    fn is_ready(&self) -> bool {
        Command::new(self.programs.join("pg_isready"))
            .args(["-q", "-U", "xiaoneng", "-d", "postgres", "-h"])
            .arg(self.folder.path())
            .status()
            .unwrap()
            .success()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end();
    }
}

/// The folder of PostgreSQL's programs: where PATH finds them, or Debian's.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    let has_all = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_isready"].iter().all(|p| folder.join(p).is_file())
    };
    folders.into_iter().find(has_all)
}

fn unprivileged() -> User {
    let probe = tempfile::tempdir().unwrap();
    let owner = std::os::unix::fs::MetadataExt::uid(&fs::metadata(probe.path()).unwrap());
    if owner != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    ["postgres", "nobody"].iter().find_map(|wanted| {
        let line = users.lines().find(|line| line.split(':').next() == Some(wanted))?;
        let mut fields = line.split(':').skip(2).map(str::parse);
        Some((fields.next()?.ok()?, fields.next()?.ok()?))
    })
}
