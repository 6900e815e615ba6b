//! Publishing on both stores, with the clock in hand.

mod bundles;
#[path = "../../../ledger/tests/it/cluster.rs"]
mod cluster;
mod editions;
mod receipts;
mod samples;
mod tampering;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use efficacy::package::Package;
use jiff::civil::Date;
use ledger::{Location, LogKeeping};
use legal_clock::{Calendar, Instant};
use tempfile::TempDir;
use transparency_log::LogKey;

use super::{Said, YearReport, draft};
use crate::cli::Failure;
use crate::records::{Books, Import, Retention, Tenant, VaultKeys, import};
use crate::reports::settings;
use cluster::Cluster;

const ITEMS: &str = "\
item_code,name,kind,on_application,online,online_depth,trips,promised_limit,promised_unit,division
A,保安服务许可,licence,true,true,4,1,5,working_day,治安处
";
const MATTERS: &str = "\
matter_id,procedure,item_code,region,channel
M1,licensing,A,440000,web
M2,licensing,A,440000,window
";
/// M1 is decided on its due day, M2 a day after.
const ACTS: &str = "\
matter_id,act,at
M1,accepted,2019-09-27 10:00
M1,granted,2019-10-10 17:00
M2,accepted,2019-09-27 10:00
M2,granted,2019-10-11 09:00
";
/// A case that turns up later.
const LATER: &str = "\
matter_id,act,at
M3,accepted,2019-12-02 10:00
M3,granted,2019-12-30 10:00
";

/// A ledger whose clock stands where it is put, in noon of China's days.
struct Setting {
    location: Location,
    tenant: Tenant,
    time: Arc<AtomicI64>,
    log: LogKeeping,
    vault: VaultKeys,
    folder: TempDir,
    _cluster: Option<Cluster>,
}

impl Setting {
    /// One on each store that is to be had here.
    fn all() -> Vec<Self> {
        let cluster = Cluster::start();
        let stores = [None, cluster].into_iter().enumerate();
        let stores = stores.filter(|(place, cluster)| *place == 0 || cluster.is_some());
        stores.map(|(_, cluster)| Self::on(cluster)).collect()
    }

    fn on(cluster: Option<Cluster>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = match &cluster {
            Some(cluster) => Location::Database(cluster.address()),
            None => Location::Folder(folder.path().join("data")),
        };
        let tenant = Tenant { tenant: "police".to_owned(), ..Tenant::default() };
        let (time, log, vault) = (Arc::default(), LogKeeping::default(), VaultKeys::random());
        let setting = Self { location, tenant, time, log, vault, folder, _cluster: cluster };
        setting.is(2020, 1, 10);
        setting
    }

    /// A ledger in a folder with the package in it.
    fn in_a_folder() -> Self {
        let setting = Self::on(None);
        setting.imports(MATTERS, ACTS);
        setting
    }

    /// The same with a log, signed with this key.
    fn with_log(key: &Arc<LogKey>) -> Self {
        let mut setting = Self::on(None);
        setting.signs_with(key);
        setting.imports(MATTERS, ACTS);
        setting
    }

    fn signs_with(&mut self, key: &Arc<LogKey>) {
        self.log.keys.insert(self.tenant.tenant.clone(), key.clone());
    }

    fn is(&self, year: i16, month: i8, day: i8) {
        let noon = jiff::civil::Time::constant(12, 0, 0, 0);
        let noon = Calendar::china().instant_of(Date::constant(year, month, day), noon);
        self.time.store(noon.0, Ordering::SeqCst);
    }

    fn books(&self) -> Books {
        let time = self.time.clone();
        let clock = Arc::new(move || Instant(time.load(Ordering::SeqCst)));
        let keys = (self.log.clone(), Some(self.vault.clone()));
        Books::open_by(&self.location, &self.tenant, clock, keys).unwrap()
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Records a package of these matters and acts.
    fn imports(&self, matters: &str, acts: &str) {
        let folder = tempfile::tempdir().unwrap();
        let agency = "name,region,year\n示例厅,440000,2019\n";
        for (name, text) in
            [("agency", agency), ("items", ITEMS), ("matters", matters), ("acts", acts)]
        {
            fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
        }
        let package = Package::open(folder.path()).unwrap();
        let checked = Import::check(&package, settings(Some(2019), None).unwrap()).unwrap();
        let books = self.books();
        import(&checked, &books, &[], Retention(None), |_| {}).unwrap();
        books.close();
    }

    /// Imports the case that turns up later.
    fn imports_more(&self) {
        self.imports(&MATTERS.replace("M1", "M3"), LATER);
    }

    /// Does an act as somebody would at the command line.
    fn does(&self, act: &str) -> Result<(), String> {
        self.does_of(2019, act)
    }

    fn does_of(&self, year: i16, act: &str) -> Result<(), String> {
        let books = self.books();
        let done = YearReport::read(&books, year).and_then(|report| does(&books, &report, act));
        books.close();
        done.map_err(|failure| failure.to_string())
    }

    /// Everything up to the public notice of fifteen working days.
    fn announces(&self) {
        for act in ["reviewed", "signed", "announced"] {
            self.does(act).unwrap();
        }
    }

    /// A first edition, published on 20 March 2020.
    fn publishes(&self) {
        self.does("drafted").unwrap();
        self.announces();
        self.is(2020, 3, 20);
        self.does("published").unwrap();
    }

    fn report(&self) -> YearReport {
        let books = self.books();
        let report = YearReport::read(&books, 2019).unwrap();
        books.close();
        report
    }
}

/// Records an act, with all that it may need.
fn does(books: &Books, report: &YearReport, act: &str) -> Result<(), Failure> {
    let said = Said { by: "张三", ..Said::default() };
    let said = match act {
        "announced" => Said { days: Some(15), notice: "公告〔2020〕1号", ..said },
        "returned" | "revised" => Said { reason: "第5项说明不全", ..said },
        _ => said,
    };
    if ["drafted", "revised"].contains(&act) {
        draft(books, report, act, &said)
    } else {
        report.record(books, act, &said, ledger::Cells::new())
    }
}

/// The key of a log of this name.
fn log_key(name: &str) -> Arc<LogKey> {
    Arc::new(LogKey::generate(name).unwrap())
}

/// Changes a ledger in a folder behind the program's back.
fn change(data: &Path, statement: &str) {
    let file = rusqlite::Connection::open(data.join("ledger.sqlite3")).unwrap();
    assert_eq!(file.execute(statement, []).unwrap(), 1, "{statement}");
}
