//! Facts: what the figures count of matters, read from their acts.
//!
//! Acts may come in any order. They are gathered by matter, put in time order (ties keep file
//! order) and folded by the matter's procedure, once with all acts and once with those dated up
//! to the end of the year.

pub mod catalogue;
mod fold;
mod gather;
mod rules;

use legal_clock::{Day, When};

use crate::package::Region;
use crate::package::tables::{Channel, Procedure, TicketKind};

pub use catalogue::{Catalogue, CodeId, RowId};
pub use gather::{Gatherer, Refused};
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

/// A matter, by its place among the matters read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatterId(pub u32);

/// What a matter's row says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// 办件编号
    pub id: Box<str>,
    /// Which procedure it follows.
    pub procedure: Procedure,
    /// 行政区划代码
    pub region: Region,
    /// 渠道
    pub channel: Channel,
    /// The item's code (licensing).
    pub code: Option<CodeId>,
    /// 工单类型 (tickets)
    pub ticket_kind: Option<TicketKind>,
    /// 预警模型 (warnings), as a place in [`Facts::models`].
    pub model: Option<u32>,
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
#[derive(Debug, Default)]
pub struct Facts {
    /// Every matter read and not set aside.
    pub matters: Vec<Matter>,
    /// Names of supervision models, as matters give them.
    pub models: Vec<String>,
    /// Licence cases of which something falls in the year.
    pub cases: Vec<Case>,
    /// Tickets opened in the year.
    pub tickets: Vec<Ticket>,
    /// Warnings raised in the year.
    pub warnings: Vec<Warning>,
    /// Acts of the year recorded late, by matter.
    pub recorded_late: Vec<(MatterId, u32)>,
    /// Pauses whose reason isn't given, taken as special procedures.
    pub pauses_without_reason: u64,
    /// Extensions whose days aren't given, taken as none.
    pub extensions_without_days: u64,
}

impl Facts {
    /// The matter that facts belong to.
    pub fn matter(&self, id: MatterId) -> &Matter {
        &self.matters[id.0 as usize]
    }
}
