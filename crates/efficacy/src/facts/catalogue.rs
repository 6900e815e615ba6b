//! The items (事项) as the figures see them: rows of a code over time, rows in force at year end,
//! and main items.

use foldhash::HashMap;
use legal_clock::{Day, Limit, Unit};
use matter::ItemLimits;

use crate::package::tables::{ClockAnchor, Item, ItemKind};

/// A row of the items table, by its place.
pub type RowId = u32;

/// An item code, by the order in which codes first appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeId(pub u32);

/// All item rows, found by code and day.
#[derive(Debug, Default)]
pub struct Catalogue {
    rows: Vec<Item<'static>>,
    codes: HashMap<String, CodeId>,
    /// Rows of each code by `valid_from`; empty is before every day.
    by_code: Vec<Vec<RowId>>,
    /// Code of each row.
    code_of: Vec<CodeId>,
    /// Main items in the order of their first row, and the one of each row.
    main_codes: Vec<String>,
    main_of: Vec<u32>,
}

impl Catalogue {
    /// The catalogue of these rows.
    pub fn new(rows: Vec<Item<'static>>) -> Self {
        let mut catalogue = Self::default();
        let mut mains = HashMap::default();
        for (index, row) in rows.iter().enumerate() {
            let next = CodeId(catalogue.by_code.len() as u32);
            let code = *catalogue.codes.entry(row.item_code.to_string()).or_insert(next);
            if code == next {
                catalogue.by_code.push(Vec::new());
            }
            catalogue.by_code[code.0 as usize].push(index as RowId);
            catalogue.code_of.push(code);
            let main = main_code(row);
            let known = *mains.entry(main.to_owned()).or_insert_with(|| {
                catalogue.main_codes.push(main.to_owned());
                catalogue.main_codes.len() as u32 - 1
            });
            catalogue.main_of.push(known);
        }
        for of_code in &mut catalogue.by_code {
            of_code.sort_by_key(|&row| rows[row as usize].valid_from);
        }
        catalogue.rows = rows;
        catalogue
    }

    /// Every row, in file order.
    pub fn rows(&self) -> &[Item<'static>] {
        &self.rows
    }

    /// A row by its place.
    pub fn row(&self, row: RowId) -> &Item<'static> {
        &self.rows[row as usize]
    }

    /// The code of this name.
    pub fn find(&self, code: &str) -> Option<CodeId> {
        self.codes.get(code).copied()
    }

    /// The name of a code.
    pub fn code(&self, code: CodeId) -> &str {
        &self.row(self.rows_of(code)[0]).item_code
    }

    /// How many codes there are.
    pub fn code_count(&self) -> usize {
        self.by_code.len()
    }

    /// The code of a row.
    pub fn code_of(&self, row: RowId) -> CodeId {
        self.code_of[row as usize]
    }

    /// The rows of a code, by `valid_from`.
    pub fn rows_of(&self, code: CodeId) -> &[RowId] {
        &self.by_code[code.0 as usize]
    }

    /// Codes of the main items, in the order of their first row.
    pub fn main_codes(&self) -> &[String] {
        &self.main_codes
    }

    /// The main item of a row, as a place in [`Catalogue::main_codes`].
    pub fn main_of(&self, row: RowId) -> usize {
        self.main_of[row as usize] as usize
    }

    /// The row a matter is held to: of its code's rows the one with the latest `valid_from` on or
    /// before `day`, else the one with the earliest. `valid_to` plays no part in this.
    pub fn held_row(&self, code: CodeId, day: Day) -> RowId {
        let rows = self.rows_of(code);
        let later =
            rows.partition_point(|&row| self.row(row).valid_from.is_none_or(|from| from <= day));
        rows[later.saturating_sub(1)]
    }

    /// Rows in force on `day`, in file order. `valid_to` is the last day in force.
    pub fn in_force(&self, day: Day) -> Vec<RowId> {
        (0..self.rows.len() as RowId)
            .filter(|&row| {
                let row = self.row(row);
                row.valid_from.is_none_or(|from| from <= day)
                    && row.valid_to.is_none_or(|to| to >= day)
            })
            .collect()
    }
}

/// The row's main item: its parent, or itself.
fn main_code<'a>(row: &'a Item<'static>) -> &'a str {
    row.parent_code.as_deref().unwrap_or(&row.item_code)
}

/// 承诺时限 of a row; a number without a unit is no limit.
pub fn promised(row: &Item<'_>) -> Option<Limit> {
    limit(row.promised_limit, row.promised_unit)
}

/// 法定时限 of a row.
pub fn statutory(row: &Item<'_>) -> Option<Limit> {
    limit(row.statutory_limit, row.statutory_unit)
}

pub(crate) fn limit(amount: Option<u32>, unit: Option<Unit>) -> Option<Limit> {
    Some(Limit { amount: amount?, unit: unit? })
}

/// Both limits of a row.
pub fn limits(row: &Item<'_>) -> ItemLimits {
    ItemLimits { promised: promised(row), statutory: statutory(row) }
}

/// Whether the row's limits count from receipt (计时起点: 收件).
pub fn counts_from_receipt(row: &Item<'_>) -> bool {
    row.clock_anchor == Some(ClockAnchor::Received)
}

/// Whether the row is of kind 行政许可.
pub fn is_licence(row: &Item<'_>) -> bool {
    row.kind == ItemKind::Licence
}
