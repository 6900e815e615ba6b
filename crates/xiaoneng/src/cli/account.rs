//! `xiaoneng account`: the first account of an agency, and any that nobody can reach by the pages.

use authority::Role;
use clap::{Args, Subcommand};

use super::{Failure, Session};
use crate::accounts::{Account, CONSOLE, Directory, Opened};
use crate::records::{At, Books};

const EXAMPLES: &str = "\
Examples:
  xiaoneng account open --name \"NAME\" --sign-in-name admin --role system_administrator --data data
  xiaoneng account list --data data
  xiaoneng account code admin --data data

The first account is opened here, by whoever holds the keys of the ledger; the others on the pages. The
code that is printed is good for three days and once: with it the person sets a password. Names and
credentials are sealed and kept beside the acts; acts say roles and days, by an identifier.";

/// Open accounts and issue codes to set passwords.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Open an account; print the code by which its password is set
    Open {
        /// Name of the person, as colleagues see it
        #[arg(long)]
        name: String,

        /// Name to sign in with
        #[arg(long, value_name = "NAME")]
        sign_in_name: String,

        /// Role; may be given more than once
        #[arg(long = "role", value_name = "ROLE", required = true)]
        roles: Vec<Role>,

        /// Division, of somebody who works for one alone
        #[arg(long, value_name = "NAME")]
        division: Option<String>,

        #[command(flatten)]
        at: At,
    },
    /// List accounts: identifier, sign-in name, name, roles
    List {
        #[command(flatten)]
        at: At,
    },
    /// Print a new code to set a password; what was signed in with before is good no more
    Code {
        /// Name that the person signs in with
        sign_in_name: String,

        #[command(flatten)]
        at: At,
    },
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    match &arguments.action {
        Action::Open { name, sign_in_name, roles, division, at } => {
            let books = recording(at, session)?;
            let account = Account {
                roles: roles.iter().copied().collect(),
                division: division.clone(),
                ..Account::default()
            };
            let (name, sign_in_name) = (name.clone(), sign_in_name.clone());
            let opened = Opened { name: name.clone(), sign_in_name, account };
            let (_, code) = Directory(&books).open(opened, CONSOLE)?;
            books.close();
            session.notice(&session.words.format("account-opened", &[("name", name.into())]));
            writeln!(session.out, "{}", code.to_text().as_str())
        }
        Action::Code { sign_in_name, at } => {
            let books = recording(at, session)?;
            let directory = Directory(&books);
            let nobody = || Failure::refused(format!("nobody signs in as `{sign_in_name}`"));
            let id = directory.find(sign_in_name)?.ok_or_else(nobody)?;
            let code = directory.new_code(&id, CONSOLE)?;
            books.close();
            session.notice(&session.words.text("account-code"));
            writeln!(session.out, "{}", code.to_text().as_str())
        }
        Action::List { at } => {
            let books = at.existing()?;
            let everybody = Directory(&books).everybody()?;
            books.close();
            if everybody.0.is_empty() {
                session.notice(&session.words.text("account-none"));
            }
            everybody.0.iter().try_for_each(|(account, person)| {
                let (sign_in_name, name) = person
                    .as_ref()
                    .map_or(("", ""), |it| (it.sign_in_name.as_str(), it.name.as_str()));
                let roles: Vec<_> = account.roles.iter().map(|role| role.code()).collect();
                writeln!(session.out, "{}\t{sign_in_name}\t{name}\t{}", account.id, roles.join(";"))
            })
        }
    }
    .map_err(Failure::Write)
}

fn recording(at: &At, session: &Session<'_>) -> Result<Books, Failure> {
    Books::recording_existing(&at.place.required()?, &at.tenant, session)
}
