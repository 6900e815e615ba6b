//! Facts: what the figures count of matters, read from their acts.
//!
//! Acts may come in any order. They are gathered by matter, or come so, are put in time order
//! (ties keep file order) and folded by the matter's procedure, once with all acts and once with
//! those dated up to the end of the year.

pub mod catalogue;
mod fold;
mod gather;
mod given;
pub mod projection;
mod reading;
mod rules;
#[cfg(test)]
mod sample;
mod stream;

use legal_clock::{Day, When};

use crate::package::tables::Procedure;

pub use catalogue::{Catalogue, CodeId, RowId};
pub(crate) use fold::{Folder, Outcome, Records};
pub use given::Head;
pub(crate) use given::{Basis, Found, Matter as GivenMatter, Take};
pub(crate) use reading::read;
pub use rules::{MissingName, Rules};

/// The year reported on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The calendar year.
    pub year: i16,
    /// 1 January.
    pub first: Day,
    /// 31 December.
    pub last: Day,
}

impl Period {
    /// The year from 1 January to 31 December; `None` outside the years 1 to 9999.
    pub fn of(year: i16) -> Option<Self> {
        (1..=9999)
            .contains(&year)
            .then(|| {
                Some(Self { year, first: Day::new(year, 1, 1)?, last: Day::new(year, 12, 31)? })
            })
            .flatten()
    }

    /// Whether a day falls in the year.
    pub fn contains(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A matter, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatterId(pub u32);

/// A matter that figures tell of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// 办件编号
    pub id: Box<str>,
    /// What its row says beside.
    pub head: Head,
}

/// A licence case of which something falls in the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Whose facts these are.
    pub matter: MatterId,
    /// Its decision, when made in the year.
    pub decision: Option<Decision>,
    /// When accepted, not ended and past its promise at year end.
    pub open_overdue: Option<OpenOverdue>,
    /// Acceptance windows passed and further notices of the year.
    pub violations: u32,
}

/// A case accepted and not ended whose promise ran out by year end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOverdue {
    /// The promised due day.
    pub due_day: Day,
    /// The item row it is held to.
    pub row: Option<RowId>,
}

/// The decision of a licence case, with all that follows from all its acts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Decision {
    /// When.
    pub at: When,
    /// The item row it is held to.
    pub row: Option<RowId>,
    /// 准予, not 不予许可.
    pub is_granted: bool,
    /// Later than promised; `None` when held to a row without a promise.
    pub is_late: Option<bool>,
    /// Later than the law allows.
    pub is_late_by_law: bool,
    /// Whether a supplement was asked for (补正告知).
    pub is_supplemented: bool,
    /// Working days used, less those paused.
    pub working_days: i32,
    /// Time used, in the unit of the promise; `None` without a promise.
    pub used: Option<Used>,
    /// When the licence was delivered.
    pub delivered: Option<When>,
    /// The tenth working day after a grant (行政许可法 art. 44).
    pub deliver_by: Option<Day>,
    /// Whether the decision was published, whenever that was.
    pub is_published: bool,
    /// How often the applicant came in person.
    pub visits: u32,
}

/// Time used, less pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// Of a promise in working days.
    WorkingDays(i32),
    /// Of a promise in calendar days or months.
    CalendarDays(i32),
    /// Of a promise in hours or minutes.
    Microseconds(i64),
}

/// A ticket opened in the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Whose facts these are.
    pub matter: MatterId,
    /// When it was opened.
    pub opened: When,
    /// Closed at year end.
    pub is_closed: bool,
    /// One of its runs ended late, or is open and past due at year end.
    pub is_late: bool,
}

/// A warning raised in the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Whose facts these are.
    pub matter: MatterId,
    /// When it was raised.
    pub raised: When,
    /// Verified or dismissed by year end.
    pub is_closed: bool,
    /// Ended late, or open and past due at year end.
    pub is_late: bool,
}

/// The facts of a year.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Matters of which something falls in the year, in the order of their rows.
    pub matters: Vec<Matter>,
    /// Licence cases of which something falls in the year.
    pub cases: Vec<Case>,
    /// Tickets opened in the year.
    pub tickets: Vec<Ticket>,
    /// Warnings raised in the year.
    pub warnings: Vec<Warning>,
    /// Acts of the year recorded late, by matter.
    pub recorded_late: Vec<(MatterId, u32)>,
    /// Names of supervision models, as matters give them.
    pub models: Vec<String>,
}

impl Facts {
    /// The matter that facts belong to.
    pub fn matter(&self, id: MatterId) -> &Matter {
        &self.matters[id.0 as usize]
    }
}

impl Take for Facts {
    const IN_ORDER: bool = true;

    fn take(
        &mut self,
        folder: &mut Folder<'_>,
        matter: given::Matter<'_>,
        acts: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) {
        let given::Matter { id: number, head, recorded_late } = matter;
        let id = MatterId(self.matters.len() as u32);
        let is_of_year = match head.procedure {
            Procedure::Licensing => {
                let case = folder.case(id, head.code, acts, refused);
                keep(&mut self.cases, case)
            }
            Procedure::Ticket => {
                let kind = head.ticket_kind.map_or("", |kind| kind.code());
                let ticket = folder.ticket(id, kind, acts, refused);
                keep(&mut self.tickets, ticket)
            }
            Procedure::Warning => {
                let warning = folder.warning(id, acts, refused);
                keep(&mut self.warnings, warning)
            }
        };
        let late = (recorded_late > 0).then_some((id, recorded_late));
        if keep(&mut self.recorded_late, late) || is_of_year {
            self.matters.push(Matter { id: number.into(), head });
        }
    }

    fn append(&mut self, later: Self) {
        let before = self.matters.len() as u32;
        let place = |id: MatterId| MatterId(id.0 + before);
        self.matters.extend(later.matters);
        let cases = later.cases.into_iter();
        self.cases.extend(cases.map(|case| Case { matter: place(case.matter), ..case }));
        let tickets = later.tickets.into_iter();
        self.tickets.extend(tickets.map(|it| Ticket { matter: place(it.matter), ..it }));
        let warnings = later.warnings.into_iter();
        self.warnings.extend(warnings.map(|it| Warning { matter: place(it.matter), ..it }));
        let late = later.recorded_late.into_iter();
        self.recorded_late.extend(late.map(|(id, acts)| (place(id), acts)));
    }
}

/// Takes matters for what is wrong with their acts alone.
#[derive(Debug, Default)]
pub(crate) struct Nothing;

impl Take for Nothing {
    const IN_ORDER: bool = false;

    fn take(
        &mut self,
        folder: &mut Folder<'_>,
        matter: given::Matter<'_>,
        acts: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) {
        Facts::default().take(folder, matter, acts, refused);
    }

    fn append(&mut self, _: Self) {}
}

/// Adds what there is; says whether there was something.
fn keep<T>(all: &mut Vec<T>, one: Option<T>) -> bool {
    let is_there = one.is_some();
    all.extend(one);
    is_there
}
