//! What standing and figures depend on, as versions: procedures, calendars, figure definitions.
//!
//! Each kind is a register, each name a matter in it, each version its act `recorded` with the
//! whole text. What was in force when is read from the acts; nothing is ever written over.

use sha2::{Digest, Sha256};

use crate::act::hex;
use crate::{Append, AppendError, Cells, Ledger, NewAct, RECORDED, ReadError};

/// The register of procedures: the cells of their versions have `hash` and `text`.
pub(crate) const PROCEDURES: &str = "procedures";

/// One version of a text that others depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// `procedures`, `calendars`, `figures`: the register.
    pub kind: String,
    /// Its name: `licensing`.
    pub name: String,
    /// The first day on which it is in force (`YYYY-MM-DD`); empty for one that always was.
    pub effective_from: String,
    /// The whole text.
    pub text: String,
}

impl Version {
    /// SHA-256 of the text in hexadecimal digits, by which matters name it.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(&self.text))
    }

    fn cells(&self) -> Cells {
        [
            ("name", self.name.clone()),
            ("effective_from", self.effective_from.clone()),
            ("hash", self.hash()),
            ("text", self.text.clone()),
        ]
        .into_iter()
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(column, cell)| (column.to_owned(), cell))
        .collect()
    }
}

/// Why a version isn't recorded.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// The versions before can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It can't be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl Ledger {
    /// Records a version, unless it is the last one recorded under its name; gives its hash.
    ///
    /// # Errors
    /// [`VersionError`]; also a conflict when somebody else records one at the same time.
    pub async fn record_version(
        &self,
        tenant: &str,
        version: &Version,
        at: i64,
    ) -> Result<String, VersionError> {
        let acts = self.read(tenant, &version.kind, &version.name).await?;
        let cells = version.cells();
        if acts.last().is_none_or(|last| last.cells != cells) {
            self.append(Append {
                tenant: tenant.to_owned(),
                register: version.kind.clone(),
                matter: version.name.clone(),
                expected_version: acts.len() as i64,
                acts: vec![NewAct { act: RECORDED.to_owned(), at, cells, ..NewAct::default() }],
                idempotency_key: None,
            })
            .await?;
        }
        Ok(version.hash())
    }
}
