//! The statements, one text for both stores. Each names the tenant in every table it touches.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use crate::store::Either;

/// Begins a writing transaction. SQLite takes its lock at once: one that only read first could be
/// turned down when it comes to write.
pub(crate) const BEGIN_WRITING: (&str, &str) = ("begin immediate", "begin");
/// Begins a transaction that sees the ledger as it is now, whatever is written meanwhile.
pub(crate) const BEGIN_READING: (&str, &str) =
    ("begin", "begin transaction isolation level repeatable read read only");

/// Holds the tenant until the end of the transaction, and tells how far it is.
pub(crate) const HOLD_TENANT: &str =
    "update tenants set position = position where tenant = $1 returning position, recorded_at";
pub(crate) const ADD_TENANT: &str = "insert into tenants (tenant, position, recorded_at) \
     values ($1, 0, 0) on conflict (tenant) do nothing";
pub(crate) const MOVE_TENANT: &str =
    "update tenants set position = $2, recorded_at = $3 where tenant = $1";

pub(crate) const POSITION: &str = "select position from tenants where tenant = $1";

/// A statement that takes rows of parameters.
pub(crate) struct Many {
    before: &'static str,
    /// Parameters before those of the rows.
    first: usize,
    columns: usize,
    after: &'static str,
    /// For SQLite, for PostgreSQL.
    texts: [[OnceLock<Arc<str>>; PIECES.len()]; 2],
}

/// How many rows a statement takes: few texts, so that each is prepared once.
const PIECES: [usize; 4] = [512, 64, 8, 1];

impl Many {
    const fn new(before: &'static str, first: usize, columns: usize, after: &'static str) -> Self {
        Self {
            before,
            first,
            columns,
            after,
            texts: [const { [const { OnceLock::new() }; PIECES.len()] }; 2],
        }
    }

    /// Cuts rows into pieces, each with the text of its statement.
    pub(crate) fn pieces<'a, T, S, P>(
        &'static self,
        store: &Either<S, P>,
        mut rows: &'a [T],
    ) -> impl Iterator<Item = (Arc<str>, &'a [T])> + use<'a, T, S, P> {
        let is_postgres = matches!(store, Either::Postgres(_));
        std::iter::from_fn(move || {
            let place = PIECES.iter().position(|size| *size <= rows.len())?;
            let (piece, rest) = rows.split_at(PIECES[place]);
            rows = rest;
            let text = &self.texts[usize::from(is_postgres)][place];
            Some((text.get_or_init(|| self.text(piece.len(), is_postgres)).clone(), piece))
        })
    }

    /// The text for so many rows. SQLite looks numbered parameters up by name, one after the
    /// other; thousands of them must go without number.
    fn text(&self, rows: usize, is_numbered: bool) -> Arc<str> {
        let mut text = self.before.to_owned();
        if !is_numbered {
            text = text.replace("$1", "?");
        }
        let mut parameter = self.first;
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..self.columns {
                parameter += 1;
                let comma = if column == 0 { "" } else { ", " };
                text.push_str(comma);
                if is_numbered {
                    // Writing to a string can't fail.
                    let _ = write!(text, "${parameter}");
                } else {
                    text.push('?');
                }
            }
            text.push(')');
        }
        text.push_str(self.after);
        text.into()
    }
}

pub(crate) static HEADS: Many = Many::new(
    "select register, matter, version, row_version, opened, under from matters \
     where tenant = $1 and (register, matter) in (values ",
    1,
    2,
    ")",
);

pub(crate) static ANSWERS: Many = Many::new(
    "select idempotency_key, content, position, version, acts, recorded_at from answers \
     where tenant = $1 and idempotency_key in (values ",
    1,
    1,
    ")",
);

pub(crate) static ADD_ACTS: Many = Many::new(
    "insert into acts (tenant, position, register, matter, version, act, at, recorded_at, \
     recorded_elsewhere, under, cells) values ",
    0,
    11,
    "",
);

pub(crate) static SET_MATTERS: Many = Many::new(
    "insert into matters (tenant, register, matter, version, row_version, opened, under) values ",
    0,
    7,
    " on conflict (tenant, register, matter) \
     do update set version = excluded.version, row_version = excluded.row_version",
);

pub(crate) static ADD_ANSWERS: Many = Many::new(
    "insert into answers (tenant, idempotency_key, content, position, version, acts, recorded_at) \
     values ",
    0,
    7,
    "",
);

pub(crate) static ACTS_OF_MATTERS: Many = Many::new(
    "select position, register, matter, version, act, at, recorded_at, recorded_elsewhere, under, \
     cells from acts where tenant = $1 and (register, matter) in (values ",
    1,
    2,
    ") order by register, matter, version",
);

pub(crate) const TAIL: &str = "select position, register, matter, version, act, at, recorded_at, \
     recorded_elsewhere, under, cells from acts where tenant = $1 and position > $2 \
     order by position limit $3";

/// The cells of a row by a subselect, each looked up by a unique index: of a join, a planner without
/// statistics makes a search of all acts for each row.
pub(crate) const ROWS_OF_REGISTER: &str = "select opened, matter, row_version, under, \
     (select cells from acts where acts.tenant = $1 and acts.register = $2 \
     and acts.matter = matters.matter and acts.version = matters.row_version) \
     from matters where tenant = $1 and register = $2 and opened > $3 and row_version > 0 \
     order by opened limit $4";

pub(crate) const HAS_REGISTER: &str =
    "select opened from matters where tenant = $1 and register = $2 and row_version > 0 limit 1";

pub(crate) const TENANTS: &str = "select tenant from tenants order by tenant";
