//! How a command ends when it isn't done.

use std::error::Error;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The input is at fault; the message says where and how to mend it.
    #[error("{0}")]
    Refused(String),
    /// A file can't be read.
    #[error("can't read `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A file or folder can't be written.
    #[error("can't write `{}`", path.display())]
    WriteFile { path: PathBuf, source: io::Error },
    /// The address can't be served on.
    #[error(
        "can't serve on {address}; choose another with --listen, port 0 takes any that is free"
    )]
    Serve { address: SocketAddr, source: io::Error },
    /// A part of what was asked for couldn't be made on this machine.
    #[error("{0}")]
    NotWritten(String),
    /// The program itself isn't as it should be.
    #[error("{0}")]
    Broken(String),
    /// What was asked for can't be written.
    #[error("can't write to standard output")]
    Write(#[source] io::Error),
}

impl Failure {
    /// Input that is refused, by what is wrong with it.
    pub(crate) fn refused(message: impl Into<String>) -> Failure {
        Failure::Refused(message.into())
    }

    /// A file or folder that can't be read.
    pub(crate) fn read(path: impl Into<PathBuf>, source: io::Error) -> Failure {
        Failure::Read { path: path.into(), source }
    }

    /// A file or folder that can't be written.
    pub(crate) fn write(path: impl Into<PathBuf>, source: io::Error) -> Failure {
        Failure::WriteFile { path: path.into(), source }
    }

    /// 2 for input that is refused, 1 for what fails; 0 when the reader had enough and closed
    /// its end, as `head` does.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Refused(_) => ExitCode::from(2),
            Failure::Read { source, .. } if is_of_the_input(source.kind()) => ExitCode::from(2),
            Failure::Write(source) if source.kind() == io::ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            _ => ExitCode::FAILURE,
        }
    }

    /// Writes the failure and its causes to standard error, in one line.
    pub(crate) fn report(&self) {
        if matches!(self, Failure::Write(source) if source.kind() == io::ErrorKind::BrokenPipe) {
            return;
        }
        let mut line = format!("error: {self}");
        let mut cause = self.source();
        while let Some(error) = cause {
            line.push_str(": ");
            line.push_str(&error.to_string());
            cause = error.source();
        }
        // Standard error may be closed; there is nowhere left to say so.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// Whether what was named is at fault rather than the disk: it isn't there, or is no text file.
fn is_of_the_input(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidData, IsADirectory, NotADirectory, NotFound};
    matches!(kind, NotFound | NotADirectory | IsADirectory | InvalidData)
}
