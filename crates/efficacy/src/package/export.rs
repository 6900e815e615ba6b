//! A package written anew, in the form asked for.

use std::fs;
use std::io;
use std::path::Path;

use super::table::Row;
use super::tables::{self, EachTable};
use super::workbook::DoesNotFit;
use super::write::{Form, PackageWriter};
use super::zone::Zone;
use super::{Package, Refused};
use crate::report::DataQuality;

/// Why a package can't be written anew.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file of the package is refused whole.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A table doesn't fit the form.
    #[error("{0}")]
    DoesNotFit(String),
    /// The folder can't be written to.
    #[error("can't write the package")]
    Io(#[source] io::Error),
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|cause| cause.downcast_ref::<DoesNotFit>()) {
            Some(why) => Self::DoesNotFit(why.to_string()),
            None => Self::Io(error),
        }
    }
}

impl Package {
    /// Writes every table of the package to `folder`, which must be there, with the columns of the
    /// specification, and the narratives as they are. Read again, the tables give the same
    /// figures. `zone` is where local times are told.
    ///
    /// Rows with bad cells or a key given before are left out; they are set aside in what is
    /// returned, with the rows read of each table.
    ///
    /// # Errors
    /// [`ExportError`] when a file is refused, a table doesn't fit the form, or the folder can't be
    /// written to.
    pub fn export(
        &self,
        folder: &Path,
        form: Form,
        zone: &Zone,
    ) -> Result<DataQuality, ExportError> {
        let writer = PackageWriter::new(folder, form, zone.clone());
        let mut export = Export { package: self, writer, zone, quality: DataQuality::default() };
        tables::each(&mut export)?;
        export.writer.finish()?;
        for (section, text) in self.narratives()? {
            fs::create_dir_all(folder.join("narrative"))?;
            fs::write(folder.join(format!("narrative/{section:02}.md")), text)?;
        }
        Ok(export.quality)
    }
}

struct Export<'a> {
    package: &'a Package,
    writer: PackageWriter,
    zone: &'a Zone,
    quality: DataQuality,
}

impl EachTable for Export<'_> {
    type Error = ExportError;

    fn table<R: Row>(&mut self) -> Result<(), ExportError> {
        if !self.package.has(R::TABLE) {
            return Ok(());
        }
        let mut writer = self.writer.table::<R>()?;
        let mut outcome = Ok(());
        self.package.read::<R>(self.zone, &mut self.quality, |_, row| {
            if outcome.is_ok() {
                outcome = writer.write(&row, self.zone);
            }
            Ok(())
        })?;
        outcome?;
        writer.finish()?;
        Ok(())
    }
}
