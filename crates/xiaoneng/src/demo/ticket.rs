//! The life of a ticket (工单): a question, a complaint, a call for help.

use legal_clock::Day;

use super::chance::Chance;
use super::desk::Desk;
use super::matter::{Actor, Detail, Matter, Procedure, Rating};
use super::moment::{Moment, Office};

/// Kinds with their share and the working days a run may take (`procedures/ticket.toml`).
const KINDS: &[((&str, u32), u32)] = &[
    (("consultation", 2), 56),
    (("complaint", 15), 16),
    (("help", 10), 14),
    (("suggestion", 10), 7),
    (("report", 15), 7),
];

const CHANNELS: &[(&str, u32)] =
    &[("hotline", 44), ("web", 25), ("wechat", 14), ("app", 9), ("letter", 5), ("visit", 3)];

/// How tickets fare, in tickets out of a thousand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    /// Answered within the limit, come what may.
    pub(super) keeps_limits: bool,
    /// Everything is closed by the end of this day.
    pub(super) cleared_by: Option<Day>,
    pub(super) merged: u32,
    pub(super) transferred: u32,
    pub(super) extended: u32,
    pub(super) reopened: u32,
    pub(super) late: u32,
    pub(super) entered_in_error: u32,
    pub(super) rated: u32,
}

/// The usual life of a ticket anywhere.
pub(super) const USUAL: Habits = Habits {
    keeps_limits: false,
    cleared_by: None,
    merged: 20,
    transferred: 90,
    extended: 12,
    reopened: 25,
    late: 15,
    entered_in_error: 3,
    rated: 120,
};

/// Lives a ticket opened at `opened` through into `matter`.
pub(super) fn live<'r>(
    (opened, region): (Moment, &'r str),
    habits: &Habits,
    office: &Office,
    desk: &mut Desk,
    chance: &mut Chance,
    matter: &mut Matter<'r>,
) {
    let (kind, limit) = chance.weighted(KINDS);
    let channel = chance.weighted(CHANNELS);
    matter.begin(Procedure::Ticket, region, channel);
    matter.division = "综合服务";
    matter.ticket_kind = kind;
    matter.applicant = if chance.happens(820) { "person" } else { "organisation" };
    let clerk = Actor::Hotline(chance.between(1, 12) as u8);
    matter.act("opened", opened, clerk);
    let wait = desk.join(opened.day, office);
    let mut run = Run { limit, clerk, habits, office, chance };
    if run.chance.happens(habits.merged) {
        let at = run.by_clearing(opened, opened.after(900));
        matter.act("merged", at, clerk).detail = Detail::Text("与在办工单诉求相同");
        return;
    }
    let mut closed = run.answered(opened, wait, matter);
    if run.chance.happens(habits.entered_in_error) {
        let act = matter.act("closed", opened.after(30), clerk);
        let target = act.id;
        matter.act("annulled", opened.after(200), Actor::Approver).detail = Detail::Act(target);
    }
    if run.chance.happens(380) {
        let at = run.later(closed, 2);
        matter.act("followed_up", at, clerk);
        closed = closed.max(at);
    }
    let reopened = run.later(closed, 3);
    let in_time = habits.cleared_by.is_none_or(|day| reopened.day < day);
    if in_time && run.chance.happens(habits.reopened) {
        matter.act("reopened", reopened, clerk).detail = Detail::Text("诉求人不满意");
        closed = run.answered(reopened, 0, matter);
    }
    if run.chance.happens(habits.rated) {
        let at = closed.after(run.chance.between(600, 200_000));
        matter.rating = Some(Rating { at, channel });
    }
}

/// One run of a ticket, from opening or reopening to its close.
struct Run<'a> {
    limit: u32,
    clerk: Actor,
    habits: &'a Habits,
    office: &'a Office,
    chance: &'a mut Chance,
}

impl Run<'_> {
    /// Answers and closes; gives when it was closed.
    fn answered(&mut self, opened: Moment, wait: u32, matter: &mut Matter<'_>) -> Moment {
        let mut limit = self.limit;
        let work = self.chance.mostly_low(0, limit);
        let late = !self.habits.keeps_limits
            && (wait > limit + 4 || self.chance.happens(self.habits.late));
        let days =
            if late { limit + self.chance.mostly_low(1, 7) } else { (work + wait).min(limit) };
        let mut close = Moment::new(
            self.office.working_days_after(opened.day, days),
            self.chance.office_second(),
        );
        if close <= opened {
            // Rung at night, or answered at once.
            close =
                opened.after(self.chance.between(300, 1500)).min(Moment::new(opened.day, 86_398));
        }
        close = self.by_clearing(opened, close);
        let accepted = self.part_way(opened, close, 50);
        matter.act("accepted", accepted, self.clerk);
        if limit > 2 || self.chance.happens(350) {
            let at = self.part_way(accepted, close, 150);
            matter.act("assigned", at, self.clerk);
            if self.chance.happens(self.habits.transferred) {
                let at = self.part_way(at, close, 300);
                matter.act("transferred", at, Actor::Local);
            }
        }
        let before = matter.now().unwrap_or(opened);
        if limit > 2 && self.chance.happens(self.habits.extended) {
            limit = self.chance.between(3, 5);
            let at = self.part_way(before, close, 400);
            let act = matter.act("extended", at, Actor::Approver);
            act.days = limit;
            act.detail = Detail::Text("需会同有关单位核实");
        }
        let before = matter.now().unwrap_or(opened);
        let answered = self.part_way(before, close, 950);
        matter.act("answered", answered, Actor::Examiner(self.chance.between(1, 5) as u8));
        matter.act("closed", close, self.clerk);
        close
    }

    /// Where the year's work must be cleared, what would end after that day ends on it.
    fn by_clearing(&mut self, from: Moment, planned: Moment) -> Moment {
        let Some(day) = self.habits.cleared_by else {
            return planned;
        };
        let end = Moment::new(day, 17 * 3600 + 1800);
        if planned <= end { planned } else { self.part_way(from, end, 900).max(from) }
    }

    /// A moment `per_mille` of the way from one to another.
    fn part_way(&mut self, from: Moment, to: Moment, per_mille: i64) -> Moment {
        let seconds =
            i64::from(to.day - from.day) * 86_400 + i64::from(to.second) - i64::from(from.second);
        if seconds <= 0 {
            return from;
        }
        let at = from.after((seconds * per_mille / 1000) as u32);
        // What people do, they do while the office is open, if that is soon enough.
        self.office.once_open(at, self.chance).min(to)
    }

    /// Some working days later, in office hours.
    fn later(&mut self, from: Moment, most: u32) -> Moment {
        let days = self.chance.between(1, most);
        Moment::new(self.office.working_days_after(from.day, days), self.chance.office_second())
    }
}
