//! The demonstration's ledger: its package recorded, and its annual report published when the public
//! notice of fifteen working days was over.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use efficacy::package::Package;
use jiff::civil::Date;
use ledger::{Clock, Location};
use legal_clock::{Calendar, Instant};

use super::super::{Failure, Session, progress::Progress};
use crate::publishing::{Said, YearReport, draft};
use crate::records::{Books, Import, Keys, Retention, Tenant, import, now};
use crate::reports::settings;

/// Who does what for the report, and on which day after the year: month, day.
const STEPS: [(&str, &str, i8, i8); 5] = [
    ("drafted", "综合处", 1, 6),
    ("reviewed", "法规处", 1, 9),
    ("signed", "分管厅领导", 1, 10),
    ("announced", "综合处", 1, 13),
    ("published", "综合处", 2, 28),
];

/// Makes the ledger in a folder of `folder`, and opens it by the machine's time.
pub(super) fn make(folder: &Path, year: i16, session: &Session<'_>) -> Result<Books, Failure> {
    let progress = Progress::new(session.quiet);
    progress.say(&session.words.text("demo-progress-ledger"));
    let location = Location::Folder(folder.join("ledger"));
    let tenant = Tenant { keys: Keys::at(Some(folder.join("keys"))), ..Tenant::default() };
    let time = Arc::new(AtomicI64::new(0));
    let set = |month, day| {
        let noon = jiff::civil::Time::constant(12, 0, 0, 0);
        let day = Date::new(year + 1, month, day).unwrap_or(Date::MAX);
        time.store(Calendar::china().instant_of(day, noon).0, Ordering::SeqCst);
    };
    set(1, 2);
    let clock: Clock = {
        let time = time.clone();
        Arc::new(move || Instant(time.load(Ordering::SeqCst)))
    };
    let books = Books::making(&location, &tenant, clock)?;
    let package = Package::open(&folder.join("package"))
        .map_err(|error| Failure::refused(error.to_string()))?;
    let checked = Import::check(&package, settings(Some(year), None)?)?;
    import(&checked, &books, &[], Retention(None), |_| {})?;
    for (act, by, month, day) in STEPS {
        set(month, day);
        let said = match act {
            "announced" => Said { by, days: Some(15), notice: "公告第1号", ..Said::default() },
            _ => Said { by, ..Said::default() },
        };
        let report = YearReport::read(&books, year)?;
        match act {
            "drafted" => draft(&books, &report, act, &said)?,
            _ => report.record(&books, act, &said, ledger::Cells::new())?,
        }
    }
    books.close();
    Books::making(&location, &tenant, Arc::new(now))
}
