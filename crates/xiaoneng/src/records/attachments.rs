//! Files that belong to matters.

use ledger::{Attached, Attachment, AttachmentError, MATTERS, Reading};

use super::subjects::unrecorded;
use super::{Books, broken, unsealed};
use crate::cli::Failure;

impl Books {
    /// Attaches a file to a matter that is there; gives its identifier.
    pub(crate) fn attach(&self, attachment: Attachment, by: &str) -> Result<String, Failure> {
        let name = (MATTERS, attachment.matter.as_str());
        if self.ask(async |snapshot| snapshot.heads(&[name]).await)?.is_empty() {
            return Err(Failure::refused(format!(
                "there is no matter `{}` in the ledger; give the number of one that is",
                attachment.matter
            )));
        }
        let attached = self.ledger.attach(&self.tenant, attachment, by);
        self.runtime.block_on(attached).map(|(id, _)| id).map_err(|error| match &error {
            AttachmentError::Append(error) => unrecorded(error),
            _ => Failure::refused(error.to_string()),
        })
    }

    /// The attachments of a matter.
    pub(crate) fn attachments_of(&self, matter: &str) -> Result<Vec<Attached>, Failure> {
        let found = self.ledger.attachments_of(&self.tenant, matter);
        self.runtime.block_on(found).map_err(|error| broken(&error))
    }

    /// The name and the content of an attachment, if it is there.
    pub(crate) fn attachment(
        &self,
        id: &str,
        reading: Reading,
    ) -> Result<Option<(String, Vec<u8>)>, Failure> {
        let matter = id.rsplit_once('/').map(|(matter, _)| matter.to_owned());
        let found = self.ledger.attachment(&self.tenant, id, Reading { matter, ..reading });
        self.runtime.block_on(found).map_err(|error| unsealed(&error))
    }
}
