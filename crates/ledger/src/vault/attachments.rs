//! Attachments (附件): files that belong to a matter, kept in the vault like what else is about persons.
//!
//! An attachment is a row of the register [`ATTACHMENTS`]. What kind of file it is and how long stays in
//! the act; its name, its content and who attached it are sealed by the key of its subject, and erased
//! with it.

use super::unseal::Opener;
use super::{Access, Content, Personal, Reading, Text, VaultError};
use crate::query;
use crate::statements::{FILE, ROWS_BETWEEN};
use crate::{Act, Append, AppendError, Appended, Ledger, RECORDED, ReadError};

/// The register of attachments.
pub const ATTACHMENTS: &str = "attachments";

/// How long a file may be, in bytes: 20 MiB.
pub const LARGEST_FILE: usize = 20 << 20;

const NAME: &str = "name";
const FILE_COLUMN: &str = "file";
const MATTER: &str = "matter_id";
const MEDIA_TYPE: &str = "media_type";
const BYTES: &str = "bytes";
const MATERIAL: &str = "material";

/// A file to be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The matter that it belongs to.
    pub matter: String,
    /// Whom or what it is about, by name: `person:…`, `matter:…`.
    pub subject: String,
    /// The file's name.
    pub name: String,
    /// What kind of file it is: a media type (RFC 6838).
    pub media_type: String,
    /// Which of the materials that are asked for it is, by its name, if it is one.
    pub material: Option<String>,
    /// What is in it; at most [`LARGEST_FILE`] bytes.
    pub content: Vec<u8>,
    /// Until when the law has it kept, in microseconds since 1970.
    pub retain_until: Option<i64>,
}

/// What the ledger tells of an attachment without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its name in the register.
    pub id: String,
    /// What kind of file it is.
    pub media_type: String,
    /// How long it is.
    pub bytes: u64,
    /// Which material it is, if it is one.
    pub material: Option<String>,
    /// When it was attached, in microseconds since 1970.
    pub at: i64,
}

/// Why a file isn't attached.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// It is too long.
    #[error("the file has {0} bytes, and at most {LARGEST_FILE} are taken; attach it in parts")]
    TooLong(usize),
    /// It is empty.
    #[error("the file is empty; look at it, and attach the one that was meant")]
    Empty,
    /// It can't be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl Ledger {
    /// Attaches a file to a matter; gives its name in the register.
    ///
    /// # Errors
    /// [`AttachmentError`].
    pub async fn attach(
        &self,
        tenant: &str,
        attachment: Attachment,
        by: &str,
    ) -> Result<(String, Appended), AttachmentError> {
        let Attachment { matter, subject, name, media_type, material, content, retain_until } =
            attachment;
        match content.len() {
            0 => return Err(AttachmentError::Empty),
            long if long > LARGEST_FILE => return Err(AttachmentError::TooLong(long)),
            _ => {}
        }
        let id = format!("{}{:016x}", before(&matter), fastrand::u64(..));
        let bytes = content.len().to_string();
        let cells = [
            (MATTER, Some(matter)),
            (MEDIA_TYPE, Some(media_type)),
            (BYTES, Some(bytes)),
            (MATERIAL, material),
        ];
        let cells = cells.into_iter().filter_map(|(column, cell)| Some((column.to_owned(), cell?)));
        let mut act = self.act_by(RECORDED, cells.collect(), by);
        for (column, content) in
            [(NAME, Content::Text(name)), (FILE_COLUMN, Content::File(content))]
        {
            let personal = Personal { subject: subject.clone(), content, retain_until };
            act.personal.insert(column.to_owned(), personal);
        }
        let append = Append {
            tenant: tenant.to_owned(),
            register: ATTACHMENTS.to_owned(),
            matter: id.clone(),
            expected_version: 0,
            acts: vec![act],
            idempotency_key: None,
        };
        Ok((id, self.append(append).await?))
    }

    /// The attachments of a matter, those that were erased too, in the order of their names.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn attachments_of(
        &self,
        tenant: &str,
        matter: &str,
    ) -> Result<Vec<Attached>, ReadError> {
        // After a slash comes a zero.
        let (first, last) = (before(matter), format!("{matter}0"));
        let values = [tenant.into(), ATTACHMENTS.into(), (&first).into(), (&last).into()];
        let mut snapshot = self.snapshot(tenant).await?;
        let rows: Vec<(String, i64, String)> = snapshot.tx.fetch(ROWS_BETWEEN, &values).await?;
        let names: Vec<_> = rows.iter().map(|(id, ..)| (ATTACHMENTS, id.as_str())).collect();
        let mut acts = snapshot.acts_of(&names).await?;
        let attached = |(id, ..): &(String, i64, String)| {
            let act = acts.remove(&(ATTACHMENTS.to_owned(), id.clone()))?.into_iter().next()?;
            let is_its_own = act.cells.get(MATTER).is_some_and(|of| of == matter);
            is_its_own.then(|| Attached::of(act))
        };
        Ok(rows.iter().filter_map(attached).collect())
    }

    /// The name and the content of an attachment; none where its subject was erased, or there is none
    /// of this name.
    ///
    /// # Errors
    /// As [`Ledger::unseal`](crate::Ledger::unseal).
    pub async fn attachment(
        &self,
        tenant: &str,
        id: &str,
        reading: Reading,
    ) -> Result<Option<(String, Vec<u8>)>, VaultError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        let acts = query::acts_of(&mut tx, tenant, &[(ATTACHMENTS, id)]).await;
        let acts = acts.map_err(|error| VaultError::Damaged(error.to_string()))?;
        drop(tx);
        let act = acts.into_values().flatten().next();
        let mut sealed = act.map(|act| act.sealed).unwrap_or_default();
        let (Some(name), Some(file)) = (sealed.remove(NAME), sealed.remove(FILE_COLUMN)) else {
            return Ok(None);
        };
        let vault = self.vault()?;
        let subjects = [file.subject.as_str()];
        vault.take_down(Access { tenant, reading: &reading, subjects: &subjects }).await?;
        let mut tx = self.pools.reading.begin_reading().await?;
        let opener = Opener::of(vault, &mut tx, tenant, &subjects).await?;
        let Text::Told(name) = opener.open(tenant, &name)? else { return Ok(None) };
        let values = [tenant.into(), (&file.subject).into(), (&file.commitment).into()];
        let sealed: Option<(Vec<u8>,)> = tx.fetch_optional(FILE, &values).await?;
        let content = sealed.and_then(|(sealed,)| opener.open_file(tenant, &file, &sealed));
        let damaged = || VaultError::Damaged(format!("the file isn't the one of `{file}`"));
        Ok(Some((name, content.ok_or_else(damaged)?)))
    }
}

impl Attached {
    fn of(act: Act) -> Self {
        let Act { matter, at, mut cells, .. } = act;
        let bytes = cells.get(BYTES).and_then(|bytes| bytes.parse().ok()).unwrap_or_default();
        let media_type = cells.remove(MEDIA_TYPE).unwrap_or_default();
        Self { id: matter, media_type, bytes, material: cells.remove(MATERIAL), at }
    }
}

/// What the names of a matter's attachments begin with.
fn before(matter: &str) -> String {
    format!("{matter}/")
}
