//! The forms that tables are written in.

use clap::ValueEnum;
use efficacy::package::Form;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TableForm {
    /// `NAME.csv`, in UTF-8 and safe to open in a spreadsheet
    Csv,
    /// `NAME.parquet`, small and quick to read
    Parquet,
    /// A sheet NAME of the one `package.xlsx`, which takes up to 1,048,575 rows a table
    Xlsx,
}

impl From<TableForm> for Form {
    fn from(form: TableForm) -> Self {
        match form {
            TableForm::Csv => Self::Csv,
            TableForm::Parquet => Self::Parquet,
            TableForm::Xlsx => Self::Xlsx,
        }
    }
}
