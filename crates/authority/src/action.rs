//! What can be asked for.

use std::fmt;
use std::str::FromStr;

use crate::role::listed;

/// No action has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not an action; give one of {}", listed(Action::ALL.iter().map(|action| action.code())))]
pub struct NoSuchAction {
    /// What was given.
    pub given: String,
}

/// Declares the actions: each with its word and whether it only reads.
macro_rules! actions {
    ($($(#[$meta:meta])* $action:ident = $code:literal $effect:ident,)+) => {
        /// Something that may or may not be done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$meta])* $action,)+
        }

        impl Action {
            /// All actions.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// Its word in tokens, tables and policies.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$action => $code,)+ }
            }

            /// Whether it reads or changes.
            pub const fn effect(self) -> Effect {
                match self { $(Self::$action => Effect::$effect,)+ }
            }
        }
    };
}

/// What an action does to what is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing; what it shows may still be noted in the log of accesses.
    Reads,
    /// Something is recorded.
    Changes,
}

actions! {
    /// See one's own account and sessions.
    SeeOwnAccount = "see_own_account" Reads,
    /// Change one's password and second factor, end one's sessions.
    ChangeOwnAccount = "change_own_account" Changes,
    /// End the sessions of others.
    EndSessions = "end_sessions" Changes,
    /// See people, their roles, divisions and leave.
    ReadPeople = "read_people" Reads,
    /// Change people, their roles, divisions and leave; the owner is the person changed.
    ChangePeople = "change_people" Changes,
    /// See the clients of the interface.
    ReadClients = "read_clients" Reads,
    /// Add clients of the interface, change and withdraw their tokens.
    ChangeClients = "change_clients" Changes,
    /// See why somebody may or may not do something; the owner is that person.
    ExplainPermission = "explain_permission" Reads,
    /// See items in the workbench: drafts, and what is wrong with them.
    ReadItems = "read_items" Reads,
    /// Write drafts of items.
    EditItems = "edit_items" Changes,
    /// Put a draft in force; the owner is who wrote it.
    PublishItems = "publish_items" Changes,
    /// See who holds which power when.
    ReadPowers = "read_powers" Reads,
    /// Record powers cancelled, devolved and delegated.
    ChangePowers = "change_powers" Changes,
    /// See registers with their history.
    ReadRegisters = "read_registers" Reads,
    /// Import and edit rows of registers: intermediaries, proofs, documents, systems, models,
    /// items under commitment.
    ChangeRegisters = "change_registers" Changes,
    /// See figures.
    ReadFigures = "read_figures" Reads,
    /// Open the cases behind a figure.
    OpenCases = "open_cases" Reads,
    /// See the log: its checkpoint, its witnesses, recent acts.
    ReadLog = "read_log" Reads,
    /// See the workbench and one's tasks.
    ReadTasks = "read_tasks" Reads,
    /// See settings.
    ReadSettings = "read_settings" Reads,
    /// Take a case in, accept it, ask for what is missing.
    ReceiveCase = "receive_case" Changes,
    /// Check materials and facts (审查).
    ReviewCase = "review_case" Changes,
    /// Check what the reviewer proposes (审核).
    ApproveCase = "approve_case" Changes,
    /// Grant or refuse (决定).
    DecideCase = "decide_case" Changes,
    /// Open a case.
    ReadCase = "read_case" Reads,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Action {
    type Err = NoSuchAction;

    fn from_str(given: &str) -> Result<Self, NoSuchAction> {
        Self::ALL
            .iter()
            .find(|action| action.code() == given)
            .copied()
            .ok_or_else(|| NoSuchAction { given: given.to_owned() })
    }
}
