//! Read models: what lists, due dates and figures are read from, made of a matter's acts.
//!
//! The ledger keeps them and knows when they are to be made; what they say is said by the program
//! that opens it, through [`Models`] and [`Fold`]. They are written in the transaction of the acts
//! they are made of, and follow from those acts alone: [`Ledger::rebuild`](crate::Ledger::rebuild)
//! makes them again and compares.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::act::fault_of_name;
use crate::{Act, Cells, RegisterRow};

/// Says what read models are made of.
pub trait Models: fmt::Debug + Send + Sync {
    /// A name for how they are made: where another name made those that are there, they have to be
    /// made again.
    fn made_by(&self) -> &str;

    /// The registers whose rows they hang on, beside a matter's own acts.
    fn registers(&self) -> &'static [&'static str];

    /// What has to be made again when a row of one of these registers is recorded or, with no
    /// cells, retired.
    fn concerns(&self, register: &str, before: Option<&Cells>, after: Option<&Cells>) -> Concern;

    /// What makes them, by the rows that these registers have.
    ///
    /// # Errors
    /// What is wrong with the registers, and how to mend it.
    fn fold(&self, basis: &Basis) -> Result<Arc<dyn Fold>, String>;
}

/// What read models hang on beside a matter's own acts.
#[derive(Debug, Default)]
pub struct Basis {
    /// Rows as they stand, by register.
    pub rows: BTreeMap<&'static str, Vec<RegisterRow>>,
    /// Every version of every procedure: the cells of its act.
    pub procedures: Vec<Cells>,
    /// Whether this is how a ledger was: what the program brings itself and the registers didn't
    /// have by then doesn't count.
    pub is_past: bool,
}

/// Makes read models.
pub trait Fold: fmt::Debug + Send + Sync {
    /// What is made of each matter, given its acts in order, at this instant (microseconds since
    /// 1970). Hangs on nothing else, and on the instant only in what came about by itself before.
    fn fold(&self, matters: &[Vec<Act>], now: i64) -> Vec<Model>;
}

/// What a change of a register concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// No matter.
    Nothing,
    /// Matters of this item.
    Item(String),
    /// Every matter.
    Everything,
}

/// What is made of a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    /// The stage it is in.
    pub stage: Option<String>,
    /// The item it is about.
    pub item_code: Option<String>,
    /// The first instant at which its model is another one, if no act comes before.
    pub wakes: Option<i64>,
    /// The clocks that run, in order of their names, each once.
    pub dues: Vec<Due>,
    /// What is counted of it, in order of years.
    pub facts: Vec<Fact>,
    /// What is wrong with its acts, in order of position and code, each once.
    pub findings: Vec<Finding>,
    /// Whom it is about: identifiers of subjects, in order, each once.
    pub mentions: Vec<String>,
}

impl Model {
    /// The same as far as both stores take it: cells may hold anything, an index takes no long name,
    /// and PostgreSQL no U+0000.
    pub(crate) fn keepable(mut self) -> Self {
        let fits = |name: &str| fault_of_name(name).is_none();
        self.stage = self.stage.filter(|stage| fits(stage));
        self.item_code = self.item_code.filter(|code| fits(code));
        self.dues.retain(|due| fits(&due.clock));
        self.findings.retain(|finding| fits(&finding.code));
        self.mentions.retain(|subject| fits(subject));
        let facts = self.facts.iter_mut().map(|fact| &mut fact.facts);
        let findings = self.findings.iter_mut().flat_map(|it| [&mut it.field, &mut it.message]);
        for text in facts.chain(findings).filter(|text| text.contains('\0')) {
            *text = text.replace('\0', "\u{fffd}");
        }
        self
    }
}

/// A clock that runs on a matter. Instants are in microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The clock's name in the procedure.
    pub clock: String,
    /// The instant it counts from.
    pub started: i64,
    /// When what was promised is due.
    pub promised: Option<i64>,
    /// When the law has it due.
    pub by_law: Option<i64>,
}

impl Due {
    /// When the first of both is due.
    pub(crate) fn due(&self) -> Option<i64> {
        self.promised.into_iter().chain(self.by_law).min()
    }
}

/// What is counted of a matter in some years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The first year.
    pub year: i64,
    /// The last year.
    pub until: i64,
    /// What is counted, in a form that the program knows.
    pub facts: String,
}

/// Something wrong with a matter's row or an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Position of the act.
    pub position: i64,
    /// A name for what is wrong.
    pub code: String,
    /// Whether it is wrong with the matter's row.
    pub is_of_row: bool,
    /// The column at fault; empty for the row or act as a whole.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: String,
}
