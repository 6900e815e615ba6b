use std::process::{Command, Stdio};

use crate::program::run;

#[test]
fn each_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = run(&format!("completions {shell}"));
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{shell}");
        assert!(done.out.contains("explain"), "{shell} doesn't know the options of `due`");
    }
}

#[test]
fn bash_can_read_its_completions() {
    let script = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(script.path(), run("completions bash").out).unwrap();
    let checked = Command::new("bash").arg("-n").arg(script.path()).status().unwrap();
    assert!(checked.success());
}

#[test]
fn a_reader_that_closes_the_pipe_causes_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xiaoneng"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}
