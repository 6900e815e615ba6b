//! `xiaoneng completions`: what a shell needs to complete commands and options.

use clap::Args;
use clap_complete::Shell;

use super::{Failure, Session};

const EXAMPLES: &str = "\
Examples:
  xiaoneng completions bash > ~/.local/share/bash-completion/completions/xiaoneng
  xiaoneng completions zsh > ~/.zfunc/_xiaoneng
  xiaoneng completions fish > ~/.config/fish/completions/xiaoneng.fish";

/// Write the completions of a shell to standard output.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(super) fn run(
    arguments: &Arguments,
    program: &mut clap::Command,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    // Written to memory first: the generator panics when its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, program, "xiaoneng", &mut script);
    session.out.write_all(&script).map_err(Failure::Write)
}
