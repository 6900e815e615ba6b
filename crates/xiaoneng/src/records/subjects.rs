//! Those whom acts are about: found, held, erased.

use std::error::Error;

use ledger::{Act, AppendError, EraseError, Hold, Known, ReadError, Reading, Texts};
use legal_clock::{Calendar, Instant};

use super::{Books, broken, unsealed, with_causes};
use crate::cli::Failure;

/// Subjects read at a time.
const PAGE: usize = 1000;

impl Books {
    /// The subject of a name such as `person:…`, or of an identifier.
    pub(crate) fn subject(&self, which: &str) -> Result<Known, Failure> {
        let not_there = || {
            Failure::refused(format!(
                "no subject is called `{which}`; a name begins with `person:` or `matter:`, and \
                 `xiaoneng subject list` lists identifiers"
            ))
        };
        let id = if which.contains(':') {
            let found = self.ledger.find_subject(&self.tenant, which);
            self.runtime.block_on(found).map_err(|error| unsealed(&error))?.ok_or_else(not_there)?
        } else {
            which.to_owned()
        };
        let known = self.ledger.subject(&self.tenant, &id);
        self.runtime.block_on(known).map_err(|error| broken(&error))?.ok_or_else(not_there)
    }

    /// Hands on every subject, in the order in which they were opened.
    pub(crate) fn each_subject(
        &self,
        mut each: impl FnMut(&Known) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut last = String::new();
        loop {
            let page = self.ledger.subjects(&self.tenant, &last, PAGE);
            let page = self.runtime.block_on(page).map_err(|error| broken(&error))?;
            let Some(end) = page.last() else { return Ok(()) };
            last.clone_from(&end.subject);
            page.iter().try_for_each(&mut each)?;
        }
    }

    /// Holds that stand on a subject.
    pub(crate) fn holds_of(&self, subject: &str) -> Result<Vec<Hold>, Failure> {
        let holds = self.ledger.holds_of(&self.tenant, subject);
        self.runtime.block_on(holds).map_err(|error: ReadError| broken(&error))
    }

    /// What stands behind the references of acts in these columns, act by act.
    pub(crate) fn unseal(
        &self,
        acts: &[Act],
        columns: &[&str],
        reading: &Reading,
    ) -> Result<Vec<Texts>, Failure> {
        let told = self.ledger.unseal(&self.tenant, acts, columns, reading.clone());
        self.runtime.block_on(told).map_err(|error| unsealed(&error))
    }

    /// Every text about a subject.
    pub(crate) fn texts_of(&self, subject: &str, reading: Reading) -> Result<Vec<String>, Failure> {
        let texts = self.ledger.texts_of(&self.tenant, subject, reading);
        self.runtime.block_on(texts).map_err(|error| unsealed(&error))
    }

    /// Puts a hold on a subject.
    pub(crate) fn hold(&self, subject: &str, hold: &Hold, by: &str) -> Result<(), Failure> {
        let done = self.ledger.hold(&self.tenant, subject, hold, by);
        self.runtime.block_on(done).map(drop).map_err(|error| unrecorded(&error))
    }

    /// Lifts a hold.
    pub(crate) fn release(
        &self,
        subject: &str,
        hold: &str,
        why: &str,
        by: &str,
    ) -> Result<(), Failure> {
        let released = self.ledger.release(&self.tenant, subject, hold, why, by);
        self.runtime.block_on(released).map(drop).map_err(|error| unrecorded(&error))
    }

    /// Erases a subject.
    pub(crate) fn erase(&self, subject: &str, why: &str, by: &str) -> Result<(), Failure> {
        let erased = self.ledger.erase(&self.tenant, subject, by, why);
        self.runtime.block_on(erased).map(drop).map_err(|error| match &error {
            EraseError::Retained { subject, until } => {
                let day = Calendar::china().when(Instant(*until)).day;
                Failure::refused(format!("the subject `{subject}` is to be kept until {day}"))
            }
            EraseError::NotThere(_) | EraseError::Erased(_) | EraseError::Held { .. } => {
                Failure::refused(error.to_string())
            }
            EraseError::NoJournal => {
                Failure::refused(format!("{error}: name the folder for it with --keys"))
            }
            EraseError::Journal(_) => broken(&error),
            EraseError::Append(error) => unrecorded(error),
        })
    }

    /// Lets nothing of what was erased stay in the store's files; false when others read for so long
    /// that it has to be done again.
    pub(crate) fn scrub(&self) -> Result<bool, Failure> {
        self.runtime.block_on(self.ledger.scrub()).map_err(|error| broken(&error))
    }
}

/// Why an act isn't recorded.
pub(super) fn unrecorded(error: &AppendError) -> Failure {
    match error {
        AppendError::Vault(error) => unsealed(error),
        AppendError::Name { .. } | AppendError::Conflict { .. } => {
            Failure::refused(with_causes(error as &dyn Error))
        }
        _ => broken(error),
    }
}
