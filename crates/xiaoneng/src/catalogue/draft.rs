//! A draft of an item: its acts, where it stands, and what may follow.

use std::collections::{BTreeMap, BTreeSet};

use ::catalogue::{Item, Material};
use authority::Resource;
use ledger::{Act, Append, AppendError, Cells, NewAct, Version};
use legal_clock::{Calendar, Day, Instant};
use matter::{Command, Context, Procedure, Refusal, Standing, decide};

use crate::cli::Failure;
use crate::records::{Books, broken};

/// The register of drafts: one matter an item, by its code.
pub(super) const DRAFTS: &str = "item_drafts";

/// The text of the procedure as the program has it.
const PROCEDURE: &str = include_str!("../../procedures/item_draft.toml");

/// The cell in which the materials of a draft stand.
const MATERIALS: &str = "materials";

/// A draft as its acts tell it.
#[derive(Debug)]
pub(super) struct Draft {
    /// The item's code.
    pub(super) code: String,
    /// The stage by its name in the procedure; `None` where nothing was drafted yet.
    pub(super) stage: Option<String>,
    /// What it says, while it is neither published nor given up.
    pub(super) item: Option<Item>,
    /// The accounts that wrote it.
    writers: BTreeSet<String>,
    /// From which day on it is to be in force, once that is approved.
    pub(super) from: Option<Day>,
    /// Why it was sent back, if it was.
    pub(super) sent_back: Option<String>,
    standing: Standing,
    version: i64,
}

/// Why an act about a draft isn't recorded.
#[derive(Debug, thiserror::Error)]
pub(super) enum DraftError {
    /// It doesn't follow here, or says too little.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else was quicker.
    #[error("somebody else has just changed the draft")]
    Conflict,
    /// The ledger can't take it.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Draft {
    pub(super) fn read(books: &Books, code: &str) -> Result<Self, Failure> {
        let found = books.ask(async |it| it.acts_of(&[(DRAFTS, code)]).await)?;
        Self::of(code, found.into_values().next().unwrap_or_default())
    }

    fn of(code: &str, acts: Vec<Act>) -> Result<Self, Failure> {
        let mut draft = Self {
            code: code.to_owned(),
            stage: None,
            item: None,
            writers: BTreeSet::new(),
            from: None,
            sent_back: None,
            standing: Standing::default(),
            version: acts.len() as i64,
        };
        let (procedure, calendar) = (Procedure::item_draft(), Calendar::china());
        acts.into_iter().try_for_each(|act| draft.take(&procedure, &calendar, &act))?;
        let stage = draft.standing.stage().map(|stage| procedure.stage(stage).name.clone());
        draft.stage = stage;
        Ok(draft)
    }

    fn take(
        &mut self,
        procedure: &Procedure,
        calendar: &Calendar,
        act: &Act,
    ) -> Result<(), Failure> {
        let damaged =
            |what: String| Failure::Broken(format!("act {} of `{DRAFTS}`: {what}", act.position));
        let id = procedure.act(&act.act);
        let id = id.ok_or_else(|| damaged(format!("its procedure has no act `{}`", act.act)))?;
        let context = Context { procedure, calendar, terms: &() };
        let at = calendar.when(Instant(act.at));
        let taken = matter::Act { id, at, days: 0, stops_clock: false };
        let stage = self.standing.stage();
        let applied = self.standing.apply(&context, &taken);
        applied.map_err(|why| damaged(why.explain(&context, stage, id)))?;
        match act.act.as_str() {
            "drafted" => {
                self.item = Some(item_of(&act.cells).map_err(|why| damaged(why.to_string()))?);
                self.writers.extend(act.cells.get("changed_by").cloned());
                self.sent_back = None;
            }
            "returned" => self.sent_back = act.cells.get("reason").cloned(),
            "approved" => {
                let from = act.cells.get("valid_from").and_then(|day| day.parse().ok());
                self.from = Some(from.ok_or_else(|| damaged("it names no day".to_owned()))?);
            }
            "published" | "discarded" => {
                self.writers.clear();
                (self.item, self.from, self.sent_back) = (None, None, None);
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether it is being written or checked.
    pub(super) fn is_open(&self) -> bool {
        self.item.is_some()
    }

    /// As what somebody asks about: the item's division, and who wrote the draft; of several who did it
    /// is each one's own.
    pub(super) fn resource(&self, item: &Item, tenant: &str, who: &str) -> Resource {
        let own = self.writers.get(who).or_else(|| self.writers.first());
        Resource {
            agency: tenant.to_owned(),
            division: item.division.clone(),
            owner: own.cloned(),
            ..Resource::default()
        }
    }

    /// Saves what the item is to be.
    pub(super) fn save(&self, books: &Books, item: &Item, by: &str) -> Result<(), DraftError> {
        let mut cells = cells_of(item)?;
        cells.insert("changed_by".to_owned(), by.to_owned());
        self.record(books, "drafted", "", cells)
    }

    /// Records an act that says who did it, and perhaps why or from which day on.
    pub(super) fn act(
        &self,
        books: &Books,
        act: &str,
        by: &str,
        more: (&str, &str),
    ) -> Result<(), DraftError> {
        let cells = [("changed_by", by), more].into_iter().filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(column, cell)| (column.to_owned(), cell.to_owned())).collect();
        let reason = if more.0 == "reason" { more.1 } else { "" };
        self.record(books, act, reason, cells)
    }

    /// Whether an act may follow now.
    pub(super) fn allows(&self, books: &Books, act: &str, reason: &str) -> Result<(), Refusal> {
        let (procedure, calendar) = (Procedure::item_draft(), Calendar::china());
        let context = Context { procedure: &procedure, calendar: &calendar, terms: &() };
        let now = calendar.when(books.now());
        let command =
            Command { act, happened: now, reason, days: None, notice: "", expected_end: None };
        decide(&self.standing, &context, &command, now).map(drop)
    }

    fn record(
        &self,
        books: &Books,
        act: &str,
        reason: &str,
        cells: Cells,
    ) -> Result<(), DraftError> {
        self.allows(books, act, reason)?;
        let under = if self.version == 0 { Some(record_procedure(books)?) } else { None };
        let append = Append {
            tenant: books.tenant().to_owned(),
            register: DRAFTS.to_owned(),
            matter: self.code.clone(),
            expected_version: self.version,
            acts: vec![NewAct { under, ..NewAct::new(act, books.now()) }.with(cells)],
            idempotency_key: None,
        };
        books.append(append).map(drop).map_err(|error| match error {
            AppendError::Conflict { .. } => DraftError::Conflict,
            other => DraftError::Failed(broken(&other)),
        })
    }
}

/// Every draft that is being written or checked, by the item's code.
pub(super) fn open_drafts(books: &Books) -> Result<BTreeMap<String, Draft>, Failure> {
    let opened = books.ask(async |it| it.opened(DRAFTS).await)?;
    let mut drafts = BTreeMap::new();
    for matters in opened.chunks(200) {
        let names: Vec<_> = matters.iter().map(|it| (DRAFTS, it.matter.as_str())).collect();
        for ((_, code), acts) in books.ask(async |it| it.acts_of(&names).await)? {
            let draft = Draft::of(&code, acts)?;
            if draft.is_open() {
                drafts.insert(code, draft);
            }
        }
    }
    Ok(drafts)
}

fn record_procedure(books: &Books) -> Result<String, Failure> {
    books.record_version(&Version {
        kind: "procedures".to_owned(),
        name: "item_draft".to_owned(),
        effective_from: String::new(),
        text: PROCEDURE.to_owned(),
    })
}

/// Elements by name, and the materials as rows of such.
fn cells_of(item: &Item) -> Result<Cells, Failure> {
    let given =
        |cells: &mut dyn Iterator<Item = (&'static ::catalogue::Element, Option<String>)>| {
            cells
                .filter_map(|(element, cell)| Some((element.name.to_owned(), cell?)))
                .collect::<Cells>()
        };
    let mut cells = given(&mut item.cells());
    let materials: Vec<Cells> = item.materials.iter().map(|it| given(&mut it.cells())).collect();
    let materials = serde_json::to_string(&materials).map_err(|error| broken(&error))?;
    cells.insert(MATERIALS.to_owned(), materials);
    Ok(cells)
}

fn item_of(cells: &Cells) -> Result<Item, serde_json::Error> {
    let pairs = |cells: &Cells| -> Vec<(String, String)> {
        cells.iter().map(|(name, cell)| (name.clone(), cell.clone())).collect()
    };
    let own = pairs(cells);
    let own = own.iter().map(|(name, cell)| (name.as_str(), cell.as_str()));
    let mut item = Item::read(own.filter(|(name, _)| ![MATERIALS, "changed_by"].contains(name)));
    let materials = cells.get(MATERIALS).map(|text| serde_json::from_str::<Vec<Cells>>(text));
    item.materials = materials
        .transpose()?
        .unwrap_or_default()
        .iter()
        .map(|row| Material::read(row.iter().map(|(name, cell)| (name.as_str(), cell.as_str()))))
        .collect();
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_back_as_it_was_written() {
        let mut item = Item::read([
            ("item_code", "A"),
            ("name", "保安服务许可"),
            ("kind", "licence"),
            ("promised_limit", "10"),
            ("accept_condition", "一、\n二、"),
        ]);
        item.materials = vec![Material::read([("name", "申请表"), ("copies", "2")])];
        let read = item_of(&cells_of(&item).unwrap()).unwrap();
        assert_eq!(read, item);
    }
}
