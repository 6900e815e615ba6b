//! What a table is: declared once, and read, checked and written from that declaration.

use super::Fault;
use super::cell::{Wrong, without_guard};
use super::parquet::Batch;
use super::records::{LONGEST_CELL, Record};
use super::rows::has_control_character;
use super::value::{Kind, Value};
use super::workbook::SheetRow;
use super::zone::Zone;

/// A table of the exchange package.
#[derive(Debug)]
pub struct Table {
    /// The name its file bears.
    pub name: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// Its columns, in the order of the exchange specification.
    pub columns: &'static [Column],
    /// The columns by which a row is told from the others: `None` where rows may repeat, none
    /// where there is one row at most.
    pub key: Option<&'static [&'static str]>,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Its English name.
    pub name: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// Whether a file must have it, and each row a value in it.
    pub required: bool,
    /// What its cells hold.
    pub kind: Kind,
    /// The terms of its code list, each with its Chinese name; none where it has none.
    pub terms: &'static [(&'static str, &'static str)],
    /// What they may say of persons.
    pub privacy: Privacy,
}

/// What a column's cells may say of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Nothing.
    Open,
    /// Who somebody is.
    Name,
    /// Whatever somebody wrote.
    FreeText,
}

impl Table {
    /// The index of a column, by its English or Chinese name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| [column.name, column.chinese].contains(&name))
    }
}

/// Where a row stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// 1 is the first data row; blank lines are no rows.
    pub row: u64,
    /// Physical line where the row begins; the header is line 1. In a workbook the row of the
    /// sheet; in Parquet, which has no lines, the row and one.
    pub line: u64,
}

/// A typed row of a table.
///
/// Implemented for each row struct of [`tables`](super::tables) by its declaration.
pub trait Row {
    /// This row, its texts borrowed for `'a`.
    type Of<'a>: Row;
    /// The table's declaration.
    const TABLE: &'static Table;

    /// Reads a row from its cells.
    ///
    /// # Errors
    /// What is wrong with some cell.
    fn read<'a>(cells: &Cells<'a>, zone: &Zone) -> Result<Self::Of<'a>, Wrong>;

    /// Checks a cell of the column with this index.
    ///
    /// # Errors
    /// What is wrong with the cell.
    fn check(column: usize, cell: Value<'_>, zone: &Zone) -> Result<(), Wrong>;

    /// What is wrong with the row as a whole, though each of its cells could be read.
    fn fault(&self) -> Option<Fault> {
        None
    }

    /// Writes each cell in the order of the columns: appended to the text, which `end_cell` takes.
    fn write(&self, zone: &Zone, end_cell: &mut dyn FnMut(&mut String));

    /// The row without a borrow.
    fn into_owned(row: Self::Of<'_>) -> Self::Of<'static>;
}

/// The cells of one row, by the columns of its table, wherever they came from.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    raw: RawRow<'a>,
    /// By the table's columns: the cell's place in the file.
    places: &'a [Option<usize>],
}

impl<'a> Cells<'a> {
    pub(super) fn new(raw: RawRow<'a>, places: &'a [Option<usize>]) -> Self {
        Self { raw, places }
    }

    /// The cell of the column with this index; empty where the file doesn't have the column.
    pub fn get(&self, column: usize) -> Value<'a> {
        self.places[column].map_or(Value::EMPTY, |place| self.raw.cell(place))
    }
}

/// A row as its file has it.
#[derive(Debug, Clone, Copy)]
pub(super) enum RawRow<'a> {
    Csv(Record<'a>),
    /// A row of the batch, and its number in the file, from 0.
    Parquet(&'a Batch, usize, u64),
    Sheet(&'a SheetRow),
    /// A row from elsewhere, and its line.
    Text(&'a [String], u64),
}

impl<'a> RawRow<'a> {
    /// The line it begins on; the header is line 1.
    pub(super) fn line(self) -> u64 {
        match self {
            Self::Csv(record) => record.line,
            Self::Parquet(_, _, number) => number + 2,
            Self::Sheet(row) => row.line,
            Self::Text(_, line) => line,
        }
    }

    /// The cell in this place of the file.
    #[inline]
    pub(super) fn cell(self, place: usize) -> Value<'a> {
        match self {
            Self::Csv(record) => Value::Text(without_guard(record.cell(place))),
            Self::Parquet(batch, row, _) => batch.columns[place].value(row),
            Self::Sheet(row) => row.value(place),
            Self::Text(cells, _) => Value::Text(cells.get(place).map_or("", String::as_str)),
        }
    }

    /// Whether no cell is too long or holds a control character.
    pub(super) fn is_clean(self) -> bool {
        match self {
            Self::Csv(record) => record.too_long.is_empty() && !has_control_character(record.text),
            Self::Parquet(batch, ..) => batch.is_clean,
            Self::Sheet(row) => row.is_clean,
            Self::Text(cells, _) => !cells.iter().any(|cell| has_control_character(cell)),
        }
    }

    /// Whether the cell is longer than any cell may be.
    pub(super) fn is_too_long(self, place: usize) -> bool {
        match self {
            Self::Csv(record) => record.too_long.contains(&place),
            _ => matches!(self.cell(place), Value::Text(text) if text.len() > LONGEST_CELL),
        }
    }
}

/// Declares tables: for each the row struct, its columns and its key.
///
/// A field's type says what its cells hold, and whether they may be empty (`Option`); the string
/// is the column's Chinese name, after which stands `name` or `free_text` where its cells may say
/// something of persons. To add a column, add a field. Where cells of a row must go together,
/// `held_to` names the function that finds the fault of those that don't.
macro_rules! table {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident<$life:lifetime> is $table:literal $chinese:literal,
            $keyed:ident($($key:ident),*) $(, held_to($rule:path))? {
            $($(#[$field_meta:meta])* $field:ident: $type:ty =
                $field_chinese:literal $($privacy:ident)?,)+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name<$life> {
            $(#[doc = $field_chinese] #[doc = ""] $(#[$field_meta])* pub $field: $type,)+
        }

        impl<$life> $name<$life> {
            const COLUMNS: &'static [$crate::package::Column] = &[$($crate::package::Column {
                name: stringify!($field),
                chinese: $field_chinese,
                required: <$type as $crate::package::Cell<$life>>::REQUIRED,
                kind: <$type as $crate::package::Cell<$life>>::KIND,
                terms: <$type as $crate::package::Cell<$life>>::TERMS,
                privacy: $crate::package::table::privacy!($($privacy)?),
            }),+];
        }

        impl $crate::package::Row for $name<'_> {
            type Of<$life> = $name<$life>;

            const TABLE: &'static $crate::package::Table = &$crate::package::Table {
                name: $table,
                chinese: $chinese,
                columns: $name::COLUMNS,
                key: $crate::package::table::key!($keyed $($key)*),
            };

            #[inline]
            fn read<$life>(
                cells: &$crate::package::Cells<$life>,
                zone: &$crate::package::Zone,
            ) -> Result<Self::Of<$life>, $crate::package::Wrong> {
                let mut columns = 0..;
                Ok($name {$(
                    $field: $crate::package::Cell::read(
                        cells.get(columns.next().unwrap_or_default()),
                        zone,
                    )?,
                )+})
            }

            fn check(
                column: usize,
                cell: $crate::package::Value<'_>,
                zone: &$crate::package::Zone,
            ) -> Result<(), $crate::package::Wrong> {
                fn checked<$life>(
                    column: usize,
                    cell: $crate::package::Value<$life>,
                    zone: &$crate::package::Zone,
                ) -> Result<(), $crate::package::Wrong> {
                    match $name::COLUMNS[column].name {
                        $(stringify!($field) => {
                            <$type as $crate::package::Cell<$life>>::read(cell, zone).map(drop)
                        })+
                        _ => Ok(()),
                    }
                }
                checked(column, cell, zone)
            }

            $(fn fault(&self) -> Option<$crate::package::Fault> {
                $rule(self)
            })?

            fn write(&self, zone: &$crate::package::Zone, end_cell: &mut dyn FnMut(&mut String)) {
                let mut text = String::new();
                $(
                    $crate::package::Cell::write(&self.$field, zone, &mut text);
                    end_cell(&mut text);
                )+
            }

            fn into_owned(row: Self::Of<'_>) -> Self::Of<'static> {
                $name {$($field: $crate::package::Cell::into_owned(row.$field),)+}
            }
        }
    )+};
}
pub(super) use table;

macro_rules! key {
    (key $($column:ident)*) => { Some(&[$(stringify!($column)),*]) };
    (keyless) => { None };
}
pub(super) use key;

macro_rules! privacy {
    () => {
        $crate::package::Privacy::Open
    };
    (name) => {
        $crate::package::Privacy::Name
    };
    (free_text) => {
        $crate::package::Privacy::FreeText
    };
}
pub(super) use privacy;
