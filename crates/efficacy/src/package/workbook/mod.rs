//! Tables as sheets of a workbook (Office Open XML, `package.xlsx`).

mod dates;
mod read;
mod write;

pub(crate) use read::{SheetRow, SheetRows, Workbook};
pub(super) use write::{DoesNotFit, SheetWriter, WorkbookWriter};
