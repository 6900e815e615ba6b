//! The statements, one text for both stores. Each names the tenant in every table it touches, and
//! its parameters first appear in the order of their numbers.

use std::sync::{Arc, OnceLock};

/// Begins a writing transaction. SQLite takes its lock at once: one that only read first could be
/// turned down when it comes to write.
pub(crate) const BEGIN_WRITING: (&str, &str) = ("begin immediate", "begin");
/// Begins a transaction that sees the ledger as it is now, whatever is written meanwhile.
pub(crate) const BEGIN_READING: (&str, &str) =
    ("begin", "begin transaction isolation level repeatable read read only");

/// Holds the tenant until the end of the transaction, and tells how far it is.
pub(crate) const HOLD_TENANT: &str = "update tenants set position = position where tenant = $1 \
     returning position, recorded_at, basis, models, log_key";
pub(crate) const ADD_TENANT: &str = "insert into tenants (tenant, position, recorded_at, models) \
     values ($1, 0, 0, $2) on conflict (tenant) do nothing";
pub(crate) const MOVE_TENANT: &str =
    "update tenants set position = $1, recorded_at = $2, basis = $3 where tenant = $4";
pub(crate) const SET_MODELS: &str =
    "update tenants set models = $1, basis = position where tenant = $2";

pub(crate) const SET_LOG_KEY: &str = "update tenants set log_key = $1 where tenant = $2";

pub(crate) const TENANT: &str =
    "select position, recorded_at, basis, models, log_key from tenants where tenant = $1";

/// A statement that takes rows of parameters.
pub(crate) struct Many {
    before: &'static str,
    /// Parameters before those of the rows.
    first: usize,
    columns: usize,
    after: &'static str,
    /// For so many rows as [`SIZES`] says.
    texts: [OnceLock<Arc<str>>; SIZES.len()],
}

/// How many rows a statement takes: few texts, so that each is prepared once, and few statements for
/// any number of rows.
const SIZES: [usize; 21] =
    [512, 256, 128, 64, 32, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

impl Many {
    const fn new(before: &'static str, first: usize, columns: usize, after: &'static str) -> Self {
        Self { before, first, columns, after, texts: [const { OnceLock::new() }; SIZES.len()] }
    }

    /// Cuts rows into pieces, each with the text of its statement.
    pub(crate) fn pieces<'a, T>(
        &'static self,
        mut rows: &'a [T],
    ) -> impl Iterator<Item = (Arc<str>, &'a [T])> + use<'a, T> {
        std::iter::from_fn(move || {
            let place = SIZES.iter().position(|size| *size <= rows.len())?;
            let (piece, rest) = rows.split_at(SIZES[place]);
            rows = rest;
            Some((self.text(place).clone(), piece))
        })
    }

    /// The statement for one row.
    pub(crate) fn of_one(&'static self) -> &'static str {
        self.text(SIZES.len() - 1)
    }

    fn text(&'static self, place: usize) -> &'static Arc<str> {
        self.texts[place].get_or_init(|| {
            let row = |row: usize| {
                let first = self.first + row * self.columns;
                let parameters: Vec<_> =
                    (1..=self.columns).map(|column| format!("${}", first + column)).collect();
                format!("({})", parameters.join(", "))
            };
            let rows: Vec<_> = (0..SIZES[place]).map(row).collect();
            format!("{}{}{}", self.before, rows.join(", "), self.after).into()
        })
    }
}

pub(crate) static HEADS: Many = Many::new(
    "select matter, version, row_version, opened, under from matters \
     where tenant = $1 and register = $2 and matter in (",
    2,
    1,
    ")",
);

pub(crate) static ANSWERS: Many = Many::new(
    "select idempotency_key, content, position, version, acts, recorded_at from answers \
     where tenant = $1 and idempotency_key in (",
    1,
    1,
    ")",
);

pub(crate) static ADD_ACTS: Many = Many::new(
    "insert into acts (tenant, position, register, matter, version, act, at, recorded_at, \
     recorded_elsewhere, under, cells, sealed, salt) values ",
    0,
    13,
    "",
);

pub(crate) static SET_MATTERS: Many = Many::new(
    "insert into matters (tenant, register, matter, version, row_version, opened, under, stage, \
     item_code, wakes) values ",
    0,
    10,
    " on conflict (tenant, register, matter) do update set version = excluded.version, \
     row_version = excluded.row_version, opened = excluded.opened, under = excluded.under, \
     stage = excluded.stage, item_code = excluded.item_code, wakes = excluded.wakes",
);

pub(crate) static DROP_MATTERS: Many =
    Many::new("delete from matters where tenant = $1 and register = $2 and matter in (", 2, 1, ")");

/// Matters by where they were opened.
pub(crate) const DROP_OPENED: &str =
    "delete from matters where tenant = $1 and register = $2 and opened = $3";

pub(crate) static DROP_DUES: Many =
    Many::new("delete from dues where tenant = $1 and matter in (", 1, 1, ")");
pub(crate) static ADD_DUES: Many = Many::new(
    "insert into dues (tenant, matter, clock, started, promised, by_law, due) values ",
    0,
    7,
    "",
);

pub(crate) static DROP_FACTS: Many =
    Many::new("delete from facts where tenant = $1 and matter in (", 1, 1, ")");
pub(crate) static ADD_FACTS: Many =
    Many::new("insert into facts (tenant, matter, year, until, opened, facts) values ", 0, 6, "");

pub(crate) static DROP_FINDINGS: Many =
    Many::new("delete from findings where tenant = $1 and matter in (", 1, 1, ")");
pub(crate) static ADD_FINDINGS: Many = Many::new(
    "insert into findings (tenant, matter, position, code, is_of_row, field, message) values ",
    0,
    7,
    "",
);

pub(crate) static DROP_MENTIONS: Many =
    Many::new("delete from mentions where tenant = $1 and matter in (", 1, 1, ")");
pub(crate) static ADD_MENTIONS: Many =
    Many::new("insert into mentions (tenant, matter, subject) values ", 0, 3, "");

pub(crate) static ADD_ANSWERS: Many = Many::new(
    "insert into answers (tenant, idempotency_key, content, position, version, acts, recorded_at) \
     values ",
    0,
    7,
    "",
);

pub(crate) static ACTS_OF_MATTERS: Many = Many::new(
    "select position, register, matter, version, act, at, recorded_at, recorded_elsewhere, under, \
     cells, sealed from acts where tenant = $1 and register = $2 and matter in (",
    2,
    1,
    ") order by matter, version",
);

pub(crate) const TAIL: &str = "select position, register, matter, version, act, at, recorded_at, \
     recorded_elsewhere, under, cells, sealed from acts where tenant = $1 and position > $2 \
     order by position limit $3";

/// Acts as the log takes them in.
pub(crate) const TO_LOG: &str = "select position, register, matter, version, act, at, recorded_at, \
     recorded_elsewhere, under, cells, sealed, salt from acts where tenant = $1 and position > $2 \
     order by position limit $3";

/// The same from a position on: whatever numbers somebody gave, none is passed over.
pub(crate) const TO_VERIFY: &str = "select position, register, matter, version, act, at, \
     recorded_at, recorded_elsewhere, under, cells, sealed, salt from acts where tenant = $1 \
     and position >= $2 order by position limit $3";

/// Marks an act that no key had marked when it was recorded.
pub(crate) const SET_SALT: &str =
    "update acts set salt = $1 where tenant = $2 and position = $3 and salt is null";

pub(crate) const ADD_LOG: &str = "insert into logs (tenant, size, leased_until) values ($1, 0, 0) \
     on conflict (tenant) do nothing";
/// What a log that is begun anew leaves behind.
pub(crate) const END_LOG: &str = "delete from logs where tenant = $1";
pub(crate) const FORGET_TILES: &str = "delete from tiles where tenant = $1";
pub(crate) const FORGET_CHECKPOINTS: &str = "delete from checkpoints where tenant = $1";
pub(crate) const FORGET_COSIGNATURES: &str = "delete from cosignatures where tenant = $1";
pub(crate) const FORGET_SALTS: &str = "update acts set salt = null where tenant = $1";
pub(crate) const LOG: &str = "select size, leased_by, leased_until from logs where tenant = $1";
/// Moves the log on, unless another moved it or holds the lease.
pub(crate) const MOVE_LOG: &str = "update logs set size = $1, leased_by = $2, leased_until = $3 \
     where tenant = $4 and size = $5 and (leased_by is null or leased_by = $2 \
     or leased_until < $6) returning size";
pub(crate) const END_LEASE: &str =
    "update logs set leased_by = null where tenant = $1 and leased_by = $2";

pub(crate) static SET_TILES: Many = Many::new(
    "insert into tiles (tenant, level, place, hashes) values ",
    0,
    4,
    " on conflict (tenant, level, place) do update set hashes = excluded.hashes",
);
pub(crate) const TILE: &str =
    "select hashes from tiles where tenant = $1 and level = $2 and place = $3";
/// Tiles in the order of their levels and places.
pub(crate) const TILES: &str = "select level, place, hashes from tiles where tenant = $1 \
     and (level, place) >= ($2, $3) order by level, place limit $4";

pub(crate) const ADD_CHECKPOINT: &str = "insert into checkpoints (tenant, size, signed_at, note) \
     values ($1, $2, $3, $4) on conflict (tenant, size) do nothing";
pub(crate) const CHECKPOINTS: &str = "select size, signed_at, note from checkpoints \
     where tenant = $1 and size >= $2 order by size limit $3";
/// The last checkpoint, and the first that takes in so many acts.
pub(crate) const LAST_CHECKPOINT: &str = "select size, signed_at, note from checkpoints \
     where tenant = $1 and size > 0 order by size desc limit 1";
pub(crate) const FIRST_CHECKPOINT: &str = "select size, signed_at, note from checkpoints \
     where tenant = $1 and size >= $2 order by size limit 1";

/// Answers in the order of their keys.
pub(crate) const ANSWERS_AFTER: &str = "select idempotency_key, content, position, version, acts, \
     recorded_at from answers where tenant = $1 and idempotency_key > $2 \
     order by idempotency_key limit $3";

pub(crate) const ADD_COSIGNATURE: &str = "insert into cosignatures (tenant, size, witness, line) \
     values ($1, $2, $3, $4) on conflict (tenant, size, witness) do update set line = excluded.line";
pub(crate) const COSIGNATURES: &str =
    "select line from cosignatures where tenant = $1 and size = $2 order by witness";

/// Acts matter by matter.
pub(crate) const ACTS_BY_MATTER: &str = "select position, register, matter, version, act, at, \
     recorded_at, recorded_elsewhere, under, cells, sealed from acts where tenant = $1 \
     and (register, matter, version) > ($2, $3, $4) order by register, matter, version limit $5";

/// The cells of a row by a subselect, each looked up by a unique index: of a join, a planner without
/// statistics makes a search of all acts for each row.
pub(crate) const ROWS_OF_REGISTER: &str = "select opened, matter, row_version, under, \
     (select cells from acts where acts.tenant = $1 and acts.register = $2 \
     and acts.matter = matters.matter and acts.version = matters.row_version) \
     from matters where tenant = $1 and register = $2 and opened > $3 and row_version > 0 \
     order by opened limit $4";

/// Rows of a register that were opened at these positions.
pub(crate) static ROWS_AT: Many = Many::new(
    "select opened, matter, row_version, under, \
     (select cells from acts where acts.tenant = $1 and acts.register = $2 \
     and acts.matter = matters.matter and acts.version = matters.row_version) \
     from matters where tenant = $1 and register = $2 and row_version > 0 and opened in (",
    2,
    1,
    ") order by opened",
);

/// First acts of a register's matters, after a name.
pub(crate) const OPENED: &str = "select matter, position from acts where tenant = $1 \
     and register = $2 and matter > $3 and version = 1 order by matter limit $4";

pub(crate) const VERSIONS_OF: &str = "select position, cells from acts where tenant = $1 \
     and register = $2 order by matter, version";

pub(crate) const HAS_REGISTER: &str =
    "select opened from matters where tenant = $1 and register = $2 and row_version > 0 limit 1";

pub(crate) const COUNT_ROWS: &str =
    "select count(*) from matters where tenant = $1 and register = $2 and row_version > 0";

pub(crate) const TENANTS: &str = "select tenant from tenants order by tenant";

/// Tenants whose read models weren't made this way.
pub(crate) const STALE: &str =
    "select tenant from tenants where models is null or models <> $1 order by tenant";

/// Matters of an item, and every matter of a register.
pub(crate) const MATTERS_OF_ITEM: &str = "select matter from matters where tenant = $1 \
     and item_code = $2 and matter > $3 order by matter limit $4";
pub(crate) const MATTERS_OF_REGISTER: &str = "select matter from matters where tenant = $1 \
     and register = $2 and matter > $3 order by matter limit $4";

pub(crate) const STANDING: &str = "select version, stage, item_code, wakes from matters \
     where tenant = $1 and register = $2 and matter = $3";

pub(crate) const WAKING: &str = "select wakes, matter from matters where tenant = $1 \
     and wakes <= $2 and (wakes, matter) > ($3, $4) order by wakes, matter limit $5";

pub(crate) const FALLS_DUE: &str = "select matter, clock, started, promised, by_law from dues \
     where tenant = $1 and due <= $2 and (due, matter, clock) > ($3, $4, $5) \
     order by due, matter, clock limit $6";

/// Matters that have a row, and their acts with their first row but without those given anew, which
/// few matters have: they alone are looked into.
pub(crate) const COUNTS: &str = "select count(*), cast(coalesce(sum(version), 0) as bigint) - \
     (select count(*) from matters as anew cross join acts where anew.tenant = $1 \
     and anew.register = $2 and anew.row_version > 1 and acts.tenant = $1 \
     and acts.register = anew.register and acts.matter = anew.matter and acts.version > 1 \
     and acts.act in ('recorded', 'retired')) \
     from matters where tenant = $1 and register = $2 and row_version > 0";

/// Facts of matters that tell of this year and none after it, in the order of their matters.
pub(crate) const FACTS_OF_YEAR: &str = "select opened, facts from facts where tenant = $1 \
     and until = $2 and opened > $3 order by opened limit $4";
/// Facts that tell of this year and of later ones.
pub(crate) const FACTS_FROM_YEAR: &str = "select until, opened, facts from facts \
     where tenant = $1 and year <= $2 and (until, opened) > ($3, $4) \
     order by until, opened limit $5";

pub(crate) const FINDINGS: &str = "select matter, position, code, is_of_row, field, message \
     from findings where tenant = $1 and (matter, position, code) > ($2, $3, $4) \
     order by matter, position, code limit $5";

/// Matters about a subject before one of them, the last first.
pub(crate) const MENTIONS_BEFORE: &str = "select matter from mentions where tenant = $1 \
     and subject = $2 and matter < $3 order by matter desc limit $4";
/// Matters of a register before one of them, the last first.
pub(crate) const MATTERS_BEFORE: &str = "select matter from matters where tenant = $1 \
     and register = $2 and matter < $3 order by matter desc limit $4";

/// Read models between two matters, without the first and with the last.
pub(crate) const MATTERS_BETWEEN: &str = "select register, matter, version, row_version, opened, \
     under, stage, item_code, wakes from matters where tenant = $1 \
     and (register, matter) > ($2, $3) and (register, matter) <= ($4, $5)";
pub(crate) const DUES_BETWEEN: &str = "select matter, clock, started, promised, by_law, due \
     from dues where tenant = $1 and matter > $2 and matter <= $3";
pub(crate) const FACTS_BETWEEN: &str = "select matter, year, until, opened, facts from facts \
     where tenant = $1 and matter > $2 and matter <= $3";
pub(crate) const MENTIONS_BETWEEN: &str = "select matter, subject from mentions \
     where tenant = $1 and matter > $2 and matter <= $3";
pub(crate) const FINDINGS_BETWEEN: &str = "select matter, position, code, is_of_row, field, \
     message from findings where tenant = $1 and matter > $2 and matter <= $3";

/// How a tenant's index of subjects is wrapped.
pub(crate) const VAULT: &str = "select master, index_key from vaults where tenant = $1";
pub(crate) const ADD_VAULT: &str =
    "insert into vaults (tenant, master, index_key) values ($1, $2, $3)";

/// Subjects that aren't erased, by their names.
pub(crate) static SUBJECTS_BY_BLIND: Many = Many::new(
    "select blind, subject, master, wrapped_key, retain_until from subjects \
     where tenant = $1 and blind is not null and blind in (",
    1,
    1,
    ")",
);
/// Subjects and their keys, of those erased without.
pub(crate) static SUBJECT_KEYS: Many = Many::new(
    "select subject, master, wrapped_key from subjects where tenant = $1 and subject in (",
    1,
    1,
    ")",
);
pub(crate) static ADD_SUBJECTS: Many = Many::new(
    "insert into subjects (tenant, subject, blind, master, wrapped_key, opened_at, retain_until) \
     values ",
    0,
    7,
    "",
);
pub(crate) const RETAIN_SUBJECT: &str =
    "update subjects set retain_until = $1 where tenant = $2 and subject = $3";

pub(crate) static TEXTS_OF_SUBJECTS: Many = Many::new(
    "select subject, commitment, sealed from vault where tenant = $1 and subject in (",
    1,
    1,
    ")",
);
pub(crate) static ADD_TEXTS: Many = Many::new(
    "insert into vault (tenant, subject, commitment, sealed) values ",
    0,
    4,
    " on conflict (tenant, subject, commitment) do nothing",
);
pub(crate) static ADD_FILES: Many = Many::new(
    "insert into files (tenant, subject, commitment, sealed) values ",
    0,
    4,
    " on conflict (tenant, subject, commitment) do nothing",
);
pub(crate) const FILE: &str =
    "select sealed from files where tenant = $1 and subject = $2 and commitment = $3";

/// A subject, and subjects in the order in which they were opened.
pub(crate) const SUBJECT: &str = "select subject, opened_at, retain_until, erased_at \
     from subjects where tenant = $1 and subject = $2";
pub(crate) const SUBJECTS: &str = "select subject, opened_at, retain_until, erased_at \
     from subjects where tenant = $1 and subject > $2 order by subject limit $3";

pub(crate) const ERASE_SUBJECT: &str = "update subjects set blind = null, master = null, \
     wrapped_key = null, erased_at = $1 where tenant = $2 and subject = $3";
pub(crate) const DROP_TEXTS: &str = "delete from vault where tenant = $1 and subject = $2";
pub(crate) const DROP_FILES: &str = "delete from files where tenant = $1 and subject = $2";

/// Rows of a register, by the beginning of their names and what comes after it.
pub(crate) const ROWS_BETWEEN: &str = "select matter, opened, (select cells from acts \
     where acts.tenant = $1 and acts.register = $2 and acts.matter = matters.matter \
     and acts.version = matters.row_version) from matters where tenant = $1 and register = $2 \
     and matter > $3 and matter < $4 and row_version > 0 order by matter";

pub(crate) const WRAPPED_KEYS: &str = "select subject, master, wrapped_key from subjects \
     where tenant = $1 and subject > $2 and wrapped_key is not null order by subject limit $3";
pub(crate) const REWRAP_SUBJECT: &str =
    "update subjects set master = $1, wrapped_key = $2 where tenant = $3 and subject = $4";
pub(crate) const REWRAP_VAULT: &str =
    "update vaults set master = $1, index_key = $2 where tenant = $3";

/// What is kept under a name, by one owner, and all of a kind, unless its time is over.
pub(crate) const KEPT: &str = "select name, owner, until, sealed from kept \
     where tenant = $1 and kind = $2 and name = $3 and (until is null or until > $4)";
pub(crate) const KEPT_OF_OWNER: &str = "select name, owner, until, sealed from kept \
     where tenant = $1 and kind = $2 and owner = $3 and (until is null or until > $4)";
pub(crate) const KEPT_OF_KIND: &str = "select name, owner, until, sealed from kept \
     where tenant = $1 and kind = $2 and (until is null or until > $3)";
pub(crate) const KEEP: &str = "insert into kept (tenant, kind, name, owner, until, sealed) \
     values ($1, $2, $3, $4, $5, $6) on conflict (tenant, kind, name) \
     do update set owner = excluded.owner, until = excluded.until, sealed = excluded.sealed";
pub(crate) const FORGET: &str = "delete from kept where tenant = $1 and kind = $2 and name = $3";
pub(crate) const FORGET_OF_OWNER: &str =
    "delete from kept where tenant = $1 and kind = $2 and owner = $3";
pub(crate) const FORGET_KIND: &str = "delete from kept where tenant = $1 and kind = $2";
pub(crate) const FORGET_UNTIL: &str = "delete from kept where tenant = $1 and until <= $2";
