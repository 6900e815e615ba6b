//! A package into the ledger: what is there already isn't recorded again, so an import that was
//! cut short is simply done again.
//!
//! Registers go first, then each matter with its acts, in appends of one matter each. What a matter
//! lacks is found by content: its row, where the ledger has another one, and those of its acts that
//! the ledger doesn't have as often.

use std::collections::{BTreeSet, HashMap};
use std::io;

use efficacy::export_log::{WholeMatter, each_matter};
use efficacy::package::tables::{self, Act as ActRow, Agency, EachTable, Matter as MatterRow};
use efficacy::package::{ExportError, Package, Refused, Row, Table, Zone};
use efficacy::report::DataQuality;
use efficacy::{Checked, Settings};
use ledger::{Append, AppendError, Appended, Cells, MATTERS, MOST_ACTS, NewAct, WouldRefer};
use legal_clock::Calendar;
use tokio::task::JoinHandle;
use xiaoneng::models::{TABLES_GIVEN, sha256 as hash};

use super::missing::missing;
use super::personal::{Personals, Retention};
use super::versions::record_versions;
use super::{Books, NARRATIVES, broken, now};
use crate::cli::Failure;

/// Rows or matters looked up and recorded together.
const TOGETHER: usize = 512;
/// The longest name that is recorded as it is; a longer one by its hash.
const LONGEST_NAME: usize = 400;

/// What was recorded.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Imported {
    /// Acts that the ledger didn't have.
    pub(crate) recorded: u64,
    /// Rows and acts that it had.
    pub(crate) known: u64,
}

/// A package that was checked and can be recorded.
pub(crate) struct Import<'a> {
    package: &'a Package,
    checked: Checked,
}

impl<'a> Import<'a> {
    /// Reads the whole package, so that nothing is recorded of one that is refused.
    pub(crate) fn check(package: &'a Package, mut settings: Settings) -> Result<Self, Failure> {
        let refused = |error: &dyn std::error::Error| Failure::refused(error.to_string());
        let china = settings.china.clone().unwrap_or_else(Calendar::china);
        let agency = package
            .collect::<Agency<'_>>(&Zone::new(china.zone().clone()), &mut DataQuality::default())
            .map_err(|error| refused(&error))?
            .and_then(|rows| rows.into_iter().next());
        // Which acts count doesn't hang on the year; any will do where the agency names none.
        let named = agency.and_then(|(_, agency)| agency.year).map(|year| year.0);
        let this_year = china.when(now()).day.year();
        settings.year = settings.year.or(named).or(Some(this_year));
        let checked = efficacy::check(package, &settings).map_err(|error| refused(&error))?;
        Ok(Self { package, checked })
    }

    /// What was read, and the rows that don't count. Acts among them that could be read are recorded
    /// all the same: a procedure, not the import, says that they aren't allowed.
    pub(crate) fn quality(&self) -> &DataQuality {
        &self.checked.quality
    }
}

/// Records a package, with notices and corrections given to its calendar; `progress` is told how
/// much was looked at.
pub(crate) fn import(
    import: &Import<'_>,
    books: &Books,
    calendars: &[(String, String)],
    retention: Retention,
    mut progress: impl FnMut(u64),
) -> Result<Imported, Failure> {
    let package = import.package;
    let zone = Zone::new(import.checked.calendar.zone().clone());
    let procedures = record_versions(books, calendars)?;
    let mut recorder = Recorder {
        books,
        personals: Personals::new(retention)?,
        waiting: Vec::new(),
        on_the_way: None,
        imported: Imported::default(),
        progress: &mut progress,
    };
    for (section, text) in package.narratives().map_err(|error| refused(&error))? {
        let cells = [("section", section.to_string()), ("text", text)];
        recorder.row(NARRATIVES, format!("{section:02}"), cells_of(cells))?;
    }
    let mut registers = Registers { package, zone: &zone, recorder: &mut recorder };
    tables::each(&mut registers)?;

    let knows_items = package.has(tables::Item::TABLE);
    let catalogue = &import.checked.catalogue;
    let folder = std::env::temp_dir();
    let mut failure = None;
    let done = each_matter(package, &zone, &folder, &mut |matter| {
        let cells = named(MatterRow::TABLE, &matter.cells);
        let cell = |name: &str| cells.get(name).map_or("", String::as_str);
        let is_of_unknown_item = cell("procedure") == tables::Procedure::Licensing.code()
            && knows_items
            && catalogue.find(cell("item_code")).is_none();
        if is_of_unknown_item {
            return Ok(());
        }
        let under = procedures.get(cell("procedure")).cloned();
        recorder.matter(cells, under, matter).map_err(|error| {
            failure = Some(error);
            io::Error::other("not recorded")
        })
    });
    if let Some(failure) = failure {
        return Err(failure);
    }
    done.map_err(|error| match error {
        ExportError::Io(source) => Failure::write(folder, source),
        ExportError::Refused(error) => refused(&error),
        ExportError::DoesNotFit(why) => Failure::Broken(why),
    })?;
    recorder.settle()?;
    recorder.arrive()?;
    Ok(recorder.imported)
}

fn refused(error: &Refused) -> Failure {
    Failure::refused(error.to_string())
}

/// Records the rows of every register.
struct Registers<'a, 'b> {
    package: &'a Package,
    zone: &'a Zone,
    recorder: &'a mut Recorder<'b>,
}

impl EachTable for Registers<'_, '_> {
    type Error = Failure;

    fn table<R: Row>(&mut self) -> Result<(), Failure> {
        let table = R::TABLE;
        if !self.package.has(table) {
            return Ok(());
        }
        let given = cells_of([("table", table.name.to_owned())]);
        self.recorder.row(TABLES_GIVEN, table.name.to_owned(), given)?;
        if [MatterRow::TABLE.name, ActRow::TABLE.name].contains(&table.name) {
            return Ok(());
        }
        let mut times: HashMap<String, u32> = HashMap::new();
        let mut outcome = Ok(());
        let quality = &mut DataQuality::default();
        let read = self.package.read::<R>(self.zone, quality, |_, row| {
            let cells = named(table, &texts(&row, self.zone));
            let name = name_of(table, &cells, &mut times);
            if outcome.is_ok() {
                outcome = self.recorder.row(table.name, name, cells);
            }
            Ok(())
        });
        read.map_err(|error| refused(&error))?;
        outcome
    }
}

/// The row's cells as text.
fn texts(row: &impl Row, zone: &Zone) -> Vec<String> {
    let mut texts = Vec::new();
    row.write(zone, &mut |cell| texts.push(std::mem::take(cell)));
    texts
}

/// Cells by column; those that aren't given left out.
fn named(table: &Table, texts: &[String]) -> Cells {
    let columns = table.columns.iter().map(|column| column.name);
    cells_of(columns.zip(texts.iter().cloned()))
}

fn cells_of<'a>(cells: impl IntoIterator<Item = (&'a str, String)>) -> Cells {
    cells
        .into_iter()
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(column, cell)| (column.to_owned(), cell))
        .collect()
}

/// A row's name in its register: its key, or where rows may repeat a hash of all its cells and how
/// often these have come.
pub(super) fn name_of(table: &Table, cells: &Cells, times: &mut HashMap<String, u32>) -> String {
    let cell = |column: &&str| cells.get(*column).map_or("", String::as_str);
    match table.key {
        Some([]) => table.name.to_owned(),
        Some([column]) => short(cell(column)),
        Some(columns) => short(&json(&columns.iter().map(cell).collect::<Vec<_>>())),
        None => {
            let hash = hash(&json(&cells.iter().collect::<Vec<_>>()));
            let times = times.entry(hash.clone()).or_default();
            *times += 1;
            format!("{hash}-{times}")
        }
    }
}

/// The name, or its hash where it is too long for an index.
fn short(name: &str) -> String {
    if name.len() <= LONGEST_NAME { name.to_owned() } else { hash(name) }
}

fn json(value: &impl serde::Serialize) -> String {
    // Strings always become JSON.
    serde_json::to_string(value).unwrap_or_default()
}

/// A matter as the package has it.
struct Wanted {
    register: &'static str,
    matter: String,
    row: Cells,
    under: Option<String>,
    acts: Vec<NewAct>,
}

/// Takes matters and records what the ledger lacks of them, many together.
struct Recorder<'a> {
    books: &'a Books,
    personals: Personals,
    waiting: Vec<Wanted>,
    on_the_way: Option<JoinHandle<Vec<Result<Appended, AppendError>>>>,
    imported: Imported,
    progress: &'a mut dyn FnMut(u64),
}

impl Recorder<'_> {
    fn row(&mut self, register: &'static str, matter: String, row: Cells) -> Result<(), Failure> {
        self.take(Wanted { register, matter, row, under: None, acts: Vec::new() })
    }

    fn matter(
        &mut self,
        row: Cells,
        under: Option<String>,
        whole: WholeMatter,
    ) -> Result<(), Failure> {
        let id = row.get("matter_id").cloned().unwrap_or_default();
        let matter = short(&id);
        let acts = whole.acts.into_iter().map(|act| {
            let mut cells = named(ActRow::TABLE, &act.cells);
            let name = cells.remove("act").unwrap_or_default();
            for column in ["at", "recorded_at"] {
                cells.remove(column);
            }
            if matter == id {
                cells.remove("matter_id");
            }
            let recorded_elsewhere = Some(act.recorded_at.unwrap_or(act.at).0);
            let personal = self.personals.take(&mut cells, &name, act.at, &id);
            NewAct {
                act: name,
                at: act.at.0,
                recorded_elsewhere,
                cells,
                personal,
                ..NewAct::default()
            }
        });
        let acts = acts.collect();
        self.take(Wanted { register: MATTERS, matter, row, under, acts })
    }

    fn take(&mut self, wanted: Wanted) -> Result<(), Failure> {
        // A matter is looked up before it is recorded: it may wait once only.
        let is_waiting =
            |other: &Wanted| (other.register, &other.matter) == (wanted.register, &wanted.matter);
        if self.waiting.len() == TOGETHER || self.waiting.last().is_some_and(is_waiting) {
            self.settle()?;
        }
        self.waiting.push(wanted);
        Ok(())
    }

    /// Waits until what was handed in is recorded.
    fn arrive(&mut self) -> Result<(), Failure> {
        let Some(on_the_way) = self.on_the_way.take() else { return Ok(()) };
        let answers = self.books.runtime.block_on(on_the_way).map_err(|error| broken(&error))?;
        answers.into_iter().try_for_each(|it| it.map(drop)).map_err(|error| broken(&error))
    }

    /// Hands in what the ledger lacks of the matters that wait. While it is recorded the next ones
    /// are read.
    fn settle(&mut self) -> Result<(), Failure> {
        self.arrive()?;
        let Books { runtime, ledger, tenant, .. } = self.books;
        let waiting = std::mem::take(&mut self.waiting);
        let names: Vec<_> =
            waiting.iter().map(|wanted| (wanted.register, wanted.matter.as_str())).collect();
        let mut known = runtime
            .block_on(async { ledger.snapshot(tenant).await?.acts_of(&names).await })
            .map_err(|error| broken(&error))?;
        let of_known = waiting.iter().filter(|wanted| {
            known.contains_key(&(wanted.register.to_owned(), wanted.matter.clone()))
        });
        let acts: Vec<&NewAct> = of_known.flat_map(|wanted| &wanted.acts).collect();
        let refer = runtime.block_on(ledger.would_refer(tenant, &acts));
        let mut refer = refer.map_err(|error| broken(&error))?.into_iter();
        let references = known.values().flatten().flat_map(|act| act.sealed.values());
        let subjects: BTreeSet<&str> = references.map(|it| it.subject.as_str()).collect();
        let erased = runtime.block_on(ledger.erased_of(tenant, &subjects));
        let erased = erased.map_err(|error| broken(&error))?;
        let mut appends = Vec::new();
        for wanted in waiting {
            let name = (wanted.register.to_owned(), wanted.matter);
            let known = known.remove(&name);
            let refer = known.as_ref().map(|_| refer.by_ref().take(wanted.acts.len()));
            let refer: Vec<WouldRefer> = refer.into_iter().flatten().collect();
            let known = known.unwrap_or_default();
            let total = wanted.acts.len() as u64 + 1;
            let missing = missing(&known, &erased, wanted.row, wanted.under, wanted.acts, &refer);
            self.imported.recorded += missing.len() as u64;
            self.imported.known += total - missing.len() as u64;
            appends.extend(appends_of(tenant, name, known.len(), &missing));
        }
        // In this order: matters are told in the order in which they were opened.
        let ledger = ledger.clone();
        let on_the_way = async move { ledger.append_in_order(appends).await };
        self.on_the_way = Some(runtime.spawn(on_the_way));
        (self.progress)(self.imported.recorded + self.imported.known);
        Ok(())
    }
}

/// Acts of a matter, as many at a time as an append has.
fn appends_of(
    tenant: &str,
    (register, matter): (String, String),
    known: usize,
    acts: &[NewAct],
) -> impl Iterator<Item = Append> + use<> {
    let parts: Vec<Vec<NewAct>> = acts.chunks(MOST_ACTS).map(<[NewAct]>::to_vec).collect();
    let tenant = tenant.to_owned();
    parts.into_iter().enumerate().map(move |(number, acts)| Append {
        tenant: tenant.clone(),
        register: register.clone(),
        matter: matter.clone(),
        expected_version: (known + number * MOST_ACTS) as i64,
        acts,
        idempotency_key: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_key_are_told_apart_by_content_and_number() {
        let mut times = HashMap::new();
        let table = tables::Material::TABLE;
        let row = |name: &str| cells_of([("item_code", "A".to_owned()), ("name", name.to_owned())]);
        let names: Vec<_> = ["form", "form", "photo"]
            .iter()
            .map(|name| name_of(table, &row(name), &mut times))
            .collect();
        assert!(names[0].ends_with("-1") && names[1].ends_with("-2") && names[2].ends_with("-1"));
        assert_eq!(names[0][..71], names[1][..71]);
        assert_ne!(names[0][..71], names[2][..71]);

        let peers = tables::PeerItem::TABLE;
        let peer = |code: &str, province: &str| {
            let cells = [("item_code", code.to_owned()), ("province", province.to_owned())];
            name_of(peers, &cells_of(cells), &mut HashMap::new())
        };
        assert_ne!(peer("a|b", "c"), peer("a", "b|c"));
        assert_eq!(peer(&"长".repeat(400), "c").len(), 71);
    }
}
