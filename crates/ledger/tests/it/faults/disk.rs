//! A disk that fails when it is told to: `disk.c`, loaded before the C library.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What the disk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Of 1000 writes so many fail, and as many are cut short.
    Writes(i64),
    /// Of 1000 syncs so many fail.
    Syncs(i64),
    /// Files may grow by so many bytes, then the disk is full.
    Full(i64),
    /// Of 1000 syncs so many fail, and what they were to bring to the disk is dropped: at once, or
    /// when the power is cut. For what a single process writes.
    Loses(i64),
}

/// The numbers of `struct control`, in its order.
const SAID: usize = 6;
const TOLD: usize = 5;

/// The files below a folder, as programs started with [`Disk::environment`] find them.
pub(crate) struct Disk {
    folder: TempDir,
    control: File,
    below: PathBuf,
}

impl Disk {
    /// Makes a disk that is well; says so and gives none where that can't be done.
    pub(crate) fn below(below: PathBuf) -> Option<Disk> {
        if !cfg!(target_os = "linux") {
            println!("skipped: only on Linux a disk is made to fail");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut cc = Command::new("cc");
        cc.args(["-O1", "-shared", "-fPIC", "-Wall", "-x", "c", "-", "-o"]);
        cc.arg(library(&folder)).arg("-ldl").stdin(Stdio::piped());
        let Ok(mut compiling) = cc.spawn() else {
            println!("skipped: cc isn't found; install a C compiler");
            return None;
        };
        compiling.stdin.take().unwrap().write_all(include_bytes!("disk.c")).unwrap();
        assert!(compiling.wait().unwrap().success(), "disk.c isn't compiled");
        let control = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(folder.path().join("control"))
            .unwrap();
        control.set_len(4096).unwrap();
        // PostgreSQL runs as another user than root.
        control.set_permissions(Permissions::from_mode(0o666)).unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let disk = Disk { folder, control, below };
        disk.is_well();
        Some(disk)
    }

    /// With this in its environment a program finds this disk.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        vec![
            ("LD_PRELOAD", library(&self.folder).into()),
            ("DISK_CONTROL", self.folder.path().join("control").into()),
            ("DISK_BELOW", self.below.clone().into()),
        ]
    }

    pub(crate) fn has(&self, fault: Fault) {
        self.say(&match fault {
            Fault::Writes(of_1000) => [of_1000, of_1000, 0, -1, 0, 0],
            Fault::Syncs(of_1000) => [0, 0, of_1000, -1, 0, 0],
            Fault::Full(room) => [0, 0, 0, room, 0, 0],
            Fault::Loses(of_1000) => [0, 0, of_1000, -1, 1, 0],
        });
    }

    /// What is asked of the disk from now on it does; what it dropped may still be lost.
    pub(crate) fn is_mended(&self) {
        self.say(&[0, 0, 0, -1]);
    }

    /// Kills the program at its next sync or so; what wasn't synced is lost, or half of it.
    pub(crate) fn cut_power(&self) {
        self.say(&[0, 0, 0, -1, 1, 1]);
    }

    /// For the next program.
    pub(crate) fn is_well(&self) {
        self.say(&[0, 0, 0, -1, 0, 0]);
    }

    fn say(&self, numbers: &[i64]) {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
        self.control.write_all_at(&bytes, 0).unwrap();
    }

    /// Failures until now: writes refused, writes cut short, syncs refused, writes without room,
    /// writes lost.
    pub(crate) fn failures(&self) -> [i64; TOLD] {
        let mut bytes = [0; 8 * TOLD];
        self.control.read_exact_at(&mut bytes, 8 * SAID as u64).unwrap();
        let mut numbers = bytes.chunks_exact(8).map(|n| i64::from_ne_bytes(n.try_into().unwrap()));
        std::array::from_fn(|_| numbers.next().unwrap())
    }
}

fn library(folder: &TempDir) -> PathBuf {
    Path::new(folder.path()).join("disk.so")
}
