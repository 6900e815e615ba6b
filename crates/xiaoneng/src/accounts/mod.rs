//! Accounts (账户): people and programs, what they may be used for, and how they prove who they are.
//!
//! ```text
//!  acts: what an account may be used for ─┐
//!  kept: names, credentials, sessions ────┴─► who asks ─► policies (crate `authority`) ─► a door opens
//! ```
//!
//! What an account may be used for (roles, division, days, leave) is recorded as acts, under an
//! identifier that names nobody. Names, credentials and sessions are kept beside them, sealed, changed
//! in place and forgotten ([`Keepable`](crate::records::Keepable)).

mod account;
mod attempt;
mod begun;
mod client;
mod clients;
mod credentials;
mod demo;
mod directory;
mod guesses;
mod identity;
mod leave;
mod leaves;
mod openid;
mod own;
mod passkey;
mod passkeys;
mod people;
mod person;
mod provider;
mod second_step;
mod session;
mod sign_in;
mod site;
mod terms;
mod work;

use authority::Action;

use crate::cli::Failure;
use crate::web::Doors;

pub(crate) use account::{Account, Person};
pub(crate) use client::Client;
pub(crate) use demo::{DemoPerson, people_to_be};
pub(crate) use directory::{AccountError, CONSOLE, Directory, Opened};
pub(crate) use guesses::Guesses;
pub(crate) use provider::OpenId;
pub(crate) use session::{Proof, Session};

/// The pages of accounts.
pub(crate) fn doors(doors: Doors) -> Doors {
    doors
        .open("/sign-in", sign_in::show)
        .open_form("/sign-in", sign_in::send)
        .open("/sign-in/code", second_step::show)
        .open_form("/sign-in/code", second_step::send)
        .open_form("/sign-in/code/passkey", second_step::send_passkey)
        .open("/sign-in/first", sign_in::show_first)
        .open_form("/sign-in/first", sign_in::send_first)
        .open_form("/sign-in/passkey/begin", passkeys::begin)
        .open_form("/sign-in/passkey", passkeys::send)
        .open_form("/sign-in/openid", openid::begin)
        .open("/sign-in/openid/callback", openid::finish)
        .open_form("/sign-in/demo", demo::send)
        .form("/sign-out", Action::ChangeOwnAccount, sign_in::sign_out)
        .page("/account", Action::SeeOwnAccount, own::show)
        .form("/account/password", Action::ChangeOwnAccount, own::change_password)
        .page("/account/app", Action::ChangeOwnAccount, own::show_app)
        .form("/account/app", Action::ChangeOwnAccount, own::add_app)
        .form("/account/app/remove", Action::ChangeOwnAccount, own::remove_app)
        .form("/account/passkeys/begin", Action::ChangeOwnAccount, passkeys::begin_adding)
        .form("/account/passkeys", Action::ChangeOwnAccount, passkeys::add)
        .form("/account/passkeys/rename", Action::ChangeOwnAccount, passkeys::rename)
        .form("/account/passkeys/remove", Action::ChangeOwnAccount, passkeys::remove)
        .form("/account/openid", Action::ChangeOwnAccount, openid::begin_link)
        .form("/account/openid/remove", Action::ChangeOwnAccount, openid::remove)
        .form("/account/sessions/end", Action::ChangeOwnAccount, own::end_session)
        .page("/work", Action::ReadTasks, work::show)
        .page("/work/people", Action::ReadPeople, people::show)
        .page("/work/people/new", Action::ChangePeople, people::show_new)
        .form("/work/people/new", Action::ChangePeople, people::open)
        .page("/work/people/{id}", Action::ReadPeople, person::show)
        .form("/work/people/{id}", Action::ChangePeople, person::change)
        .form("/work/people/{id}/code", Action::ChangePeople, person::new_code)
        .form("/work/people/{id}/unlock", Action::ChangePeople, person::unlock)
        .form("/work/people/{id}/sessions/end", Action::EndSessions, person::end_sessions)
        .page("/work/people/{id}/permissions", Action::ExplainPermission, person::permissions)
        .page("/work/leave", Action::ReadPeople, leaves::show)
        .form("/work/leave", Action::ChangePeople, leaves::put)
        .form("/work/leave/{id}/end", Action::ChangePeople, leaves::end)
        .page("/work/clients", Action::ReadClients, clients::show)
        .form("/work/clients", Action::ChangeClients, clients::issue)
        .form("/work/clients/{id}/withdraw", Action::ChangeClients, clients::withdraw)
}

/// What was done, or the key of the sentence that says why not; a fault of the store is one.
fn or_said<T>(done: Result<T, AccountError>) -> Result<Result<T, &'static str>, Failure> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(error) => match error.key() {
            Some(key) => Ok(Err(key)),
            None => Err(error.into()),
        },
    }
}
