//! The program as a user meets it: arguments in, text and an exit code out.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a run of the program left.
pub(crate) struct Run {
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// The exit code.
    pub(crate) code: i32,
}

/// Runs `xiaoneng` with `arguments`, and `input` on standard input.
pub(crate) fn run_with(arguments: &[&str], input: &str) -> Run {
    run_in(&[], arguments, input)
}

/// The same with more of the environment.
pub(crate) fn run_in(environment: &[(&str, &str)], arguments: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xiaoneng"))
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments doesn't read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// Runs `xiaoneng` with the words of `line` as its arguments.
pub(crate) fn run(line: &str) -> Run {
    run_with(&line.split_whitespace().collect::<Vec<_>>(), "")
}
