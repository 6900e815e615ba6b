//! Procedures (程序): which acts may follow which, and the clocks they start, pause and stop.
//!
//! A procedure is declared in a TOML file, checked when it is loaded and compiled to a table from
//! (stage, act) to the rules that apply there. Nothing else in the program knows what may follow
//! what: to change a procedure, change its file.

mod check;
mod file;

use indexmap::IndexMap;
use legal_clock::Limit;

pub use check::{Problem, ProcedureError};

/// A name in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The term of the trade.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

/// An act of a procedure, by its place in [`Procedure::acts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActId(pub(crate) u8);

/// A stage of a procedure, by its place in [`Procedure::stages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub(crate) u8);

/// A clock of a procedure, by its place in [`Procedure::clocks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockId(pub(crate) u8);

/// A mark that a rule leaves on the matter, by its place in [`Procedure::marks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId(pub(crate) u8);

/// What must hold for a rule to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The matter has had no such act with effect before.
    First,
    /// The clock's present run hasn't been extended yet.
    FirstInRun,
    /// At most one pause is open.
    LastPause,
    /// The clock's statutory limit hasn't run out.
    InTime,
}

/// What a live act of this rule must bring; imported acts are taken as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Why.
    Reason,
    /// How many working days.
    Days,
    /// One of the special procedures that stop the clock, as the reason.
    SpecialProcedure,
    /// The number of the written notice to the applicant.
    Notice,
    /// The day on which the pause is expected to end.
    ExpectedEnd,
}

/// What an act does where a matter stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// All of these must hold.
    pub when: Vec<Condition>,
    /// The next stage; `None` stays.
    pub to: Option<StageId>,
    /// Clocks that begin to run, after those of `stops` when both name one: it is then a clock
    /// that starts and ends with the same act.
    pub starts: Vec<ClockId>,
    /// Clocks that end.
    pub stops: Vec<ClockId>,
    /// The clock that is paused.
    pub pauses: Option<ClockId>,
    /// The clock whose oldest open pause ends.
    pub resumes: Option<ClockId>,
    /// The clock that is extended.
    pub extends: Option<ClockId>,
    /// The mark left on the matter.
    pub marks: Option<MarkId>,
    /// What a live act must bring.
    pub needs: Vec<Need>,
    /// The most days a live act may give.
    pub most_days: Option<u32>,
}

/// Where a matter may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name in the file.
    pub name: String,
    /// Its name for people.
    pub title: Words,
    /// A matter may rest here for good.
    pub is_final: bool,
    /// What happens by itself at the end of a clock's due day.
    pub after: Option<(ClockId, Rule)>,
}

/// Where a clock's limit comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitRule {
    /// The same for every matter.
    Fixed(Limit),
    /// Promised and statutory limit of the item; the latter has a default.
    Item {
        /// Where the item states no statutory limit.
        statutory_default: Limit,
    },
    /// By the kind of the matter (a ticket's kind).
    Kind(IndexMap<String, Limit>),
}

/// A time limit (时限) of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Its name in the file.
    pub name: String,
    /// Its name for people.
    pub title: Words,
    /// The article it implements.
    pub source: String,
    /// How long.
    pub limit: LimitRule,
    /// The act from whose first instance it runs for items whose limit counts from receipt.
    pub from_receipt: Option<ActId>,
    /// Reasons that stop it, with their Chinese terms; any other pause doesn't.
    pub stopped_by: IndexMap<String, String>,
}

/// A procedure, checked and compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    name: String,
    title: Words,
    source: String,
    acts: IndexMap<String, Words>,
    stages: Vec<Stage>,
    clocks: Vec<Clock>,
    marks: IndexMap<String, Words>,
    /// Acts that change nothing and are allowed in every stage, before and after.
    anywhere: Vec<ActId>,
    /// Rules by (stage, act); row 0 is before the first stage, row n + 1 is stage n.
    table: Vec<Vec<Rule>>,
}

impl Procedure {
    /// Reads, checks and compiles the procedure in `text`; `file` is named in errors.
    ///
    /// # Errors
    /// [`ProcedureError`] lists every problem found, each with its line.
    ///
    /// # Examples
    /// ```
    /// let licensing = matter::Procedure::licensing();
    /// assert_eq!(licensing.title().zh, "行政许可");
    ///
    /// let broken = "name = \"broken\"";
    /// assert!(matter::Procedure::parse("broken.toml", broken).is_err());
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self, ProcedureError> {
        check::compile(file, text)
    }

    /// The shipped procedure of licence applications.
    pub fn licensing() -> Self {
        Self::shipped("licensing.toml", include_str!("../../procedures/licensing.toml"))
    }

    /// The shipped procedure of consultations, complaints, help, suggestions and reports.
    pub fn ticket() -> Self {
        Self::shipped("ticket.toml", include_str!("../../procedures/ticket.toml"))
    }

    /// The shipped procedure of supervision warnings.
    pub fn warning() -> Self {
        Self::shipped("warning.toml", include_str!("../../procedures/warning.toml"))
    }

    /// The shipped procedure of the annual efficiency report.
    pub fn annual_report() -> Self {
        Self::shipped("annual_report.toml", include_str!("../../procedures/annual_report.toml"))
    }

    /// The shipped procedure of a version of an item in the making.
    pub fn item_draft() -> Self {
        Self::shipped("item_draft.toml", include_str!("../../procedures/item_draft.toml"))
    }

    #[expect(clippy::panic, reason = "shipped files are checked by the tests of this crate")]
    fn shipped(file: &str, text: &str) -> Self {
        Self::parse(file, text).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Its name, such as `licensing`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name for people.
    pub fn title(&self) -> &Words {
        &self.title
    }

    /// The law it implements.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every act with its name for people, in the order of the file.
    pub fn acts(&self) -> impl ExactSizeIterator<Item = (ActId, &str, &Words)> {
        self.acts
            .iter()
            .enumerate()
            .map(|(index, (name, words))| (ActId(index as u8), name.as_str(), words))
    }

    /// The act of this name.
    pub fn act(&self, name: &str) -> Option<ActId> {
        self.acts.get_index_of(name).map(|index| ActId(index as u8))
    }

    /// The name of an act of this procedure.
    pub fn act_name(&self, act: ActId) -> &str {
        self.acts.get_index(usize::from(act.0)).map_or("", |(name, _)| name)
    }

    /// Every stage, in the order of the file.
    pub fn stages(&self) -> impl ExactSizeIterator<Item = (StageId, &Stage)> {
        self.stages.iter().enumerate().map(|(index, stage)| (StageId(index as u8), stage))
    }

    /// A stage of this procedure.
    pub fn stage(&self, stage: StageId) -> &Stage {
        &self.stages[usize::from(stage.0)]
    }

    /// The stage of this name.
    pub fn find_stage(&self, name: &str) -> Option<StageId> {
        self.stages.iter().position(|stage| stage.name == name).map(|index| StageId(index as u8))
    }

    /// Every clock, in the order of the file.
    pub fn clocks(&self) -> impl ExactSizeIterator<Item = (ClockId, &Clock)> {
        self.clocks.iter().enumerate().map(|(index, clock)| (ClockId(index as u8), clock))
    }

    /// A clock of this procedure.
    pub fn clock(&self, clock: ClockId) -> &Clock {
        &self.clocks[usize::from(clock.0)]
    }

    /// The clock of this name.
    pub fn find_clock(&self, name: &str) -> Option<ClockId> {
        self.clocks.iter().position(|clock| clock.name == name).map(|index| ClockId(index as u8))
    }

    /// The marks that rules leave, with their names for people, in the order of the file.
    pub fn marks(&self) -> impl ExactSizeIterator<Item = (MarkId, &str, &Words)> {
        self.marks
            .iter()
            .enumerate()
            .map(|(index, (name, words))| (MarkId(index as u8), name.as_str(), words))
    }

    /// The mark of this name.
    pub fn find_mark(&self, name: &str) -> Option<MarkId> {
        self.marks.get_index_of(name).map(|index| MarkId(index as u8))
    }

    /// Acts allowed everywhere, which change nothing.
    pub fn anywhere(&self) -> &[ActId] {
        &self.anywhere
    }

    /// The rules of `act` where a matter stands; `None` is before its first stage.
    pub fn rules(&self, stage: Option<StageId>, act: ActId) -> &[Rule] {
        let row = stage.map_or(0, |stage| usize::from(stage.0) + 1);
        &self.table[row * self.acts.len() + usize::from(act.0)]
    }

    /// Whether a pause for this reason stops the clock, given by its code or its Chinese term.
    ///
    /// An empty reason does: records from before reasons were kept are taken as special
    /// procedures (`spec/procedures.md`).
    pub fn stops_clock(&self, reason: &str) -> bool {
        reason.is_empty()
            || self.clocks.iter().any(|clock| {
                clock.stopped_by.contains_key(reason)
                    || clock.stopped_by.values().any(|term| term == reason)
            })
    }
}
