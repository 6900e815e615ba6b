//! Matters and acts as files give them, gathered by matter and folded to facts.

use legal_clock::{Calendar, When};
use matter::annulment::Entry;
use matter::{ActId, Procedure};
use rustc_hash::{FxHashMap, FxHashSet};

use super::catalogue::Catalogue;
use super::fold::{Folder, Outcome, Record};
use super::rules::Rules;
use super::{Facts, Matter, MatterId, Period};
use crate::package::tables::{self, ActName};
use crate::package::{Code, Fault, Position};

/// Takes matters and acts row by row, then folds them.
pub struct Gatherer<'a> {
    rules: &'a Rules,
    calendar: &'a Calendar,
    catalogue: &'a Catalogue,
    period: Period,
    /// Without the table of items, no matter's item is unknown.
    knows_items: bool,
    facts: Facts,
    by_id: FxHashMap<Box<str>, MatterId>,
    models: FxHashMap<String, u32>,
    /// Matters set aside for their item, whose acts aren't listed one by one.
    of_unknown_items: FxHashSet<Box<str>>,
    recorded_late: FxHashMap<MatterId, u32>,
    acts: Vec<Gathered>,
    /// Ids of acts, and for annulments the ids they name, one after the other.
    texts: String,
    acts_by_name: ActsByName,
}

/// An act as gathered.
#[derive(Debug, Clone, Copy)]
struct Gathered {
    matter: MatterId,
    position: Position,
    at: When,
    days: u32,
    name: ActName,
    stops_clock: bool,
    id: Slice,
    detail: Slice,
}

/// A piece of the gatherer's texts.
#[derive(Debug, Clone, Copy)]
struct Slice {
    start: usize,
    length: u32,
}

/// An act that doesn't count, found when its matter was folded.
pub struct Refused {
    /// Where it stands.
    pub position: Position,
    /// Why.
    pub fault: Fault,
}

impl<'a> Gatherer<'a> {
    /// Ready for the matters of a year.
    pub fn new(
        rules: &'a Rules,
        calendar: &'a Calendar,
        catalogue: &'a Catalogue,
        period: Period,
        knows_items: bool,
    ) -> Self {
        Gatherer {
            rules,
            calendar,
            catalogue,
            period,
            knows_items,
            facts: Facts::default(),
            by_id: FxHashMap::default(),
            models: FxHashMap::default(),
            of_unknown_items: FxHashSet::default(),
            recorded_late: FxHashMap::default(),
            acts: Vec::new(),
            texts: String::new(),
            acts_by_name: ActsByName::new(rules),
        }
    }

    /// Takes a matter.
    ///
    /// # Errors
    /// `unknown_item` for a licence case whose item isn't in the register.
    pub fn matter(&mut self, row: &tables::Matter<'_>) -> Result<(), Fault> {
        let code = row.item_code.as_deref().and_then(|code| self.catalogue.find(code));
        let is_licensing = row.procedure == tables::Procedure::Licensing;
        if is_licensing && code.is_none() && self.knows_items {
            self.of_unknown_items.insert(row.matter_id.as_ref().into());
            let message = match &row.item_code {
                Some(code) => format!("`{code}` is no item code of the table `items`"),
                None => "a licence case needs the code of its item".to_owned(),
            };
            return Err(Fault::new("item_code", Code::UnknownItem, message));
        }
        let model = row.model.as_deref().map(|name| self.model(name));
        let id = MatterId(self.facts.matters.len() as u32);
        self.by_id.insert(row.matter_id.as_ref().into(), id);
        self.facts.matters.push(Matter {
            id: row.matter_id.as_ref().into(),
            procedure: row.procedure,
            region: row.region,
            channel: row.channel,
            code: code.filter(|_| is_licensing),
            ticket_kind: row.ticket_kind,
            model,
        });
        Ok(())
    }

    fn model(&mut self, name: &str) -> u32 {
        if let Some(model) = self.models.get(name) {
            return *model;
        }
        let model = self.facts.models.len() as u32;
        self.facts.models.push(name.to_owned());
        self.models.insert(name.to_owned(), model);
        model
    }

    /// Takes an act.
    ///
    /// # Errors
    /// `unknown_matter` when its matter isn't there.
    pub fn act(&mut self, position: Position, row: &tables::Act<'_>) -> Result<(), Fault> {
        let Some(&matter) = self.by_id.get(&*row.matter_id) else {
            if self.of_unknown_items.contains(&*row.matter_id) {
                return Ok(());
            }
            let message = format!("`{}` is no matter of the table `matters`", row.matter_id);
            return Err(Fault::new("matter_id", Code::UnknownMatter, message));
        };
        let reason = row.reason.as_deref().unwrap_or_default();
        let is_pause = row.act == ActName::Paused;
        self.facts.pauses_without_reason += u64::from(is_pause && reason.is_empty());
        self.facts.extensions_without_days +=
            u64::from(row.act == ActName::Extended && row.days.is_none());
        self.note_late_record(matter, row);
        let detail = row.detail.as_deref().filter(|_| row.act == ActName::Annulled);
        let gathered = Gathered {
            matter,
            position,
            at: row.at,
            days: row.days.unwrap_or(0),
            name: row.act,
            stops_clock: is_pause && self.rules.licensing.stops_clock(reason),
            id: self.keep(row.act_id.as_deref()),
            detail: self.keep(detail),
        };
        self.acts.push(gathered);
        Ok(())
    }

    fn keep(&mut self, text: Option<&str>) -> Slice {
        let text = text.unwrap_or_default();
        let start = self.texts.len();
        self.texts.push_str(text);
        Slice { start, length: text.len() as u32 }
    }

    /// An act is recorded late after the end of the first working day after its day.
    fn note_late_record(&mut self, matter: MatterId, row: &tables::Act<'_>) {
        let recorded = row.recorded_at.unwrap_or(row.at);
        let is_of_year = self.period.contains(row.at.day);
        let last_day = self.calendar.nth_working_day_after(row.at.day, 1);
        if is_of_year && last_day.is_some_and(|last| recorded.day > last) {
            *self.recorded_late.entry(matter).or_default() += 1;
        }
    }

    /// Folds every matter to its facts; `refused` is told of acts that don't count.
    pub fn fold(mut self, mut refused: impl FnMut(Refused)) -> Facts {
        let mut facts = std::mem::take(&mut self.facts);
        let mut acts = std::mem::take(&mut self.acts);
        // Ties keep file order: the sort is stable.
        acts.sort_by_key(|act| (act.matter, act.at.instant));
        let mut folder = Folder::new(self.rules, self.calendar, self.catalogue, self.period);
        let mut group = Vec::new();
        for gathered in acts.chunk_by(|a, b| a.matter == b.matter) {
            let id = gathered[0].matter;
            let matter = &facts.matters[id.0 as usize];
            let positions = self.records(gathered, matter.procedure, &mut group, &mut refused);
            let mut told = |index: usize, outcome: Outcome| {
                let position = positions[index];
                let fault = match outcome {
                    Outcome::NotAllowed(message) => Fault::new("act", Code::ActNotAllowed, message),
                    Outcome::UnknownTarget => Fault::new(
                        "detail",
                        Code::UnknownAnnulledAct,
                        "an annulment names the `act_id` of another act of its matter that is no \
                         annulment",
                    ),
                };
                refused(Refused { position, fault });
            };
            match matter.procedure {
                tables::Procedure::Licensing => {
                    facts.cases.extend(folder.case(id, matter.code, &group, &mut told));
                }
                tables::Procedure::Ticket => {
                    let kind = matter.ticket_kind.map_or("", |kind| kind.code());
                    facts.tickets.extend(folder.ticket(id, kind, &group, &mut told));
                }
                tables::Procedure::Warning => {
                    facts.warnings.extend(folder.warning(id, &group, &mut told));
                }
            }
        }
        facts.recorded_late = self.recorded_late.into_iter().collect();
        facts.recorded_late.sort_unstable();
        facts
    }

    /// A matter's acts as the fold takes them, and where each stands. An act whose id was given
    /// before in its matter is refused.
    fn records<'t>(
        &'t self,
        gathered: &[Gathered],
        procedure: tables::Procedure,
        group: &mut Vec<Record<'t>>,
        refused: &mut impl FnMut(Refused),
    ) -> Vec<Position> {
        let text = |slice: Slice| &self.texts[slice.start..slice.start + slice.length as usize];
        let mut first_of_id: FxHashMap<&str, Position> = FxHashMap::default();
        for act in gathered.iter().filter(|act| act.id.length > 0) {
            let first = first_of_id.entry(text(act.id)).or_insert(act.position);
            *first = act.position.min(*first);
        }
        group.clear();
        let mut positions = Vec::with_capacity(gathered.len());
        for act in gathered {
            let id = text(act.id);
            if let Some(first) = first_of_id.get(id).filter(|first| **first != act.position) {
                let message = format!("`{id}` is the id of an act on line {} already", first.line);
                let fault = Fault::new("act_id", Code::DuplicateKey, message);
                refused(Refused { position: act.position, fault });
                continue;
            }
            let is_annulment = act.name == ActName::Annulled;
            group.push(Record {
                act: self.acts_by_name.find(procedure, act.name),
                at: act.at,
                days: act.days,
                stops_clock: act.stops_clock,
                entry: Entry { id, annuls: is_annulment.then(|| text(act.detail)) },
            });
            positions.push(act.position);
        }
        positions
    }
}

/// The act of each procedure for each name of the code list.
struct ActsByName {
    licensing: Vec<Option<ActId>>,
    ticket: Vec<Option<ActId>>,
    warning: Vec<Option<ActId>>,
}

impl ActsByName {
    fn new(rules: &Rules) -> Self {
        let all = |procedure: &Procedure| {
            ActName::ALL.iter().map(|name| procedure.act(name.code())).collect()
        };
        ActsByName {
            licensing: all(&rules.licensing),
            ticket: all(&rules.ticket),
            warning: all(&rules.warning),
        }
    }

    fn find(&self, procedure: tables::Procedure, name: ActName) -> Option<ActId> {
        let acts = match procedure {
            tables::Procedure::Licensing => &self.licensing,
            tables::Procedure::Ticket => &self.ticket,
            tables::Procedure::Warning => &self.warning,
        };
        acts[name as usize]
    }
}
