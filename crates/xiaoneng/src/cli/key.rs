//! `xiaoneng key`: makes the key of a log or of a witness.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use transparency_log::{LogKey, WitnessKey};
use zeroize::Zeroizing;

use super::{Failure, Session};

const EXAMPLES: &str = "\
Examples:
  xiaoneng key --name licensing.example.gov/log --out log.key
  xiaoneng key --witness --name audit.example.gov/witness --out witness.key

The private key is written to the file, for its owner alone to read. The public key is printed: give it
to whoever checks the log, or relies on the witness. The name of a log's key is the name of the log and
can't be changed later; take an address of yours without https://.";

/// Make the key with which a log or a witness signs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Name of the log or of the witness, without spaces and +
    #[arg(long, value_name = "NAME")]
    name: String,

    /// File to write the private key to; it must not be there
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Make the key of a witness
    #[arg(long)]
    witness: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let made = if arguments.witness {
        WitnessKey::generate(&arguments.name).map(|key| (key.to_text(), key.verifier().to_string()))
    } else {
        LogKey::generate(&arguments.name).map(|key| (key.to_text(), key.verifier().to_string()))
    };
    let (private, public) = made.map_err(|error| Failure::refused(error.to_string()))?;
    write(&arguments.out, &private).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Failure::refused(format!(
            "`{}` is there already: a key is never written over; choose another file",
            arguments.out.display()
        )),
        _ => Failure::write(&arguments.out, source),
    })?;
    writeln!(session.out, "{public}").map_err(Failure::Write)
}

/// Writes a new file that its owner alone may read.
fn write(path: &Path, private: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(Zeroizing::new(format!("{private}\n")).as_bytes())?;
    file.sync_all()
}

/// Reads a private key, unless others may read it too.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| Failure::read(path, source))?;
    let text = Zeroizing::new(text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let of_file = std::fs::metadata(path).map_err(|source| Failure::read(path, source))?;
        if of_file.permissions().mode() & 0o077 != 0 {
            return Err(Failure::refused(format!(
                "others than its owner may use the key in `{0}`: take that from them with `chmod 600 {0}`",
                path.display()
            )));
        }
    }
    Ok(text)
}
