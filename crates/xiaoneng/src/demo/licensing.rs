//! The life of an application, from filing to delivery.

use legal_clock::{Day, Limit, Unit};

use super::chance::Chance;
use super::desk::Desk;
use super::matter::{Actor, Detail, Matter, Procedure, Rating};
use super::moment::{Moment, Office};
use super::registers::{Item, Pace};

/// How often things happen at an agency, in cases out of a thousand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    /// Whether everything is decided within the promise, come what may.
    pub(super) keeps_promises: bool,
    pub(super) not_accepted: u32,
    pub(super) supplement: u32,
    pub(super) never_supplemented: u32,
    pub(super) second_notice: u32,
    pub(super) window_missed: u32,
    pub(super) paused: u32,
    pub(super) consulted: u32,
    pub(super) extended: u32,
    pub(super) withdrawn: u32,
    pub(super) late: u32,
    pub(super) refused: u32,
    pub(super) unpublished: u32,
    pub(super) uncollected: u32,
    pub(super) entered_in_error: u32,
    pub(super) recorded_late: u32,
    pub(super) rated: u32,
}

/// The usual life of an application anywhere.
pub(super) const USUAL: Habits = Habits {
    keeps_promises: false,
    not_accepted: 12,
    supplement: 110,
    never_supplemented: 90,
    second_notice: 8,
    window_missed: 6,
    paused: 60,
    consulted: 25,
    extended: 40,
    withdrawn: 14,
    late: 12,
    refused: 25,
    unpublished: 15,
    uncollected: 12,
    entered_in_error: 5,
    recorded_late: 6,
    rated: 260,
};

/// Licences of the demonstration agency: no promise broken, every result published.
pub(super) const CAREFUL: Habits = Habits {
    keeps_promises: true,
    second_notice: 1,
    window_missed: 1,
    late: 0,
    unpublished: 0,
    ..USUAL
};

const SPECIAL_PROCEDURES: &[(&str, u32)] = &[
    ("expert_review", 30),
    ("inspection", 25),
    ("testing", 20),
    ("appraisal", 15),
    ("hearing", 7),
    ("quarantine", 3),
];

/// Acceptance, or another answer, is due on the 5th working day (行政许可法 art. 32).
const WINDOW_DAYS: u32 = 5;

/// An application that arrives.
pub(super) struct Application<'a, 'r> {
    pub(super) item: &'r Item,
    pub(super) region: &'r str,
    pub(super) arrival: Moment,
    /// Goes straight to a grant: no item stays without a decided case.
    pub(super) straight: bool,
    pub(super) habits: &'a Habits,
}

/// Lives an application through into `matter`.
pub(super) fn live<'r>(
    application: &Application<'_, 'r>,
    office: &Office,
    desk: &mut Desk,
    chance: &mut Chance,
    matter: &mut Matter<'r>,
) {
    let mut life = Life { application, office, chance, matter };
    let wait = desk.join(application.arrival.day, office);
    life.filed();
    if application.item.pace == Pace::Spot {
        life.decided_at_the_counter();
    } else {
        life.handled(wait);
    }
    life.erred();
}

struct Life<'a, 'b, 'r> {
    application: &'a Application<'b, 'r>,
    office: &'a Office,
    chance: &'a mut Chance,
    matter: &'a mut Matter<'r>,
}

impl Life<'_, '_, '_> {
    /// Something that may happen, unless the application goes straight.
    fn may(&mut self, per_mille: u32) -> bool {
        !self.application.straight && self.chance.happens(per_mille)
    }

    fn item(&self) -> &Item {
        self.application.item
    }

    fn now(&self) -> Moment {
        self.matter.now().unwrap_or(self.application.arrival)
    }

    /// A moment in office hours `days` working days from now, never before now.
    fn office_time(&mut self, days: u32) -> Moment {
        let now = self.now();
        let day = self.office.working_days_after(now.day, days);
        if day == now.day {
            self.shortly(now)
        } else {
            Moment::new(day, self.chance.office_second())
        }
    }

    /// Later on the same working day, or when the counters are open next.
    fn shortly(&mut self, from: Moment) -> Moment {
        let later = from.after(self.chance.between(120, 2400));
        self.office.once_open(later, self.chance)
    }

    /// On a given day, after whatever was done on it.
    fn on(&mut self, day: Day) -> Moment {
        let now = self.now();
        if day > now.day {
            Moment::new(day, self.chance.office_second())
        } else {
            now.after(self.chance.between(60, 900)).min(Moment::new(now.day, 86_399)).max(now)
        }
    }

    fn filed(&mut self) {
        let Application { item, region, arrival, .. } = *self.application;
        let rest_day = !self.office.is_working_day(arrival.day);
        let at_a_port = item.pace == Pace::Spot;
        let channel = match self.chance.weighted(&[
            ("window", 38),
            ("web", 40),
            ("app", 9),
            ("wechat", 11),
            ("letter", 2),
        ]) {
            _ if at_a_port => "window",
            "window" | "letter" if rest_day || item.trips == 0 => "web",
            channel => channel,
        };
        self.matter.begin(Procedure::Licensing, region, channel);
        self.matter.item = &item.code;
        self.matter.division = &item.division;
        self.matter.applicant =
            if self.chance.happens(item.persons) { "person" } else { "organisation" };
        let counter = Actor::Counter(self.chance.between(1, 6) as u8);
        match channel {
            "window" => {
                let at =
                    if at_a_port { arrival } else { self.office.once_open(arrival, self.chance) };
                self.matter.act("visited", at, Actor::Nobody);
                self.matter.act("received", at.after(self.chance.between(60, 480)), counter);
            }
            "letter" => {
                let at = self.office.once_open(arrival, self.chance);
                self.matter.act("received", at, counter);
            }
            _ => {
                self.matter.act("submitted", arrival, Actor::Nobody);
                let at = self.shortly(arrival);
                self.matter.act("received", at, counter);
            }
        }
    }

    /// A port visa: decided where it is asked for, in minutes.
    fn decided_at_the_counter(&mut self) {
        let counter = Actor::Counter(self.chance.between(1, 6) as u8);
        let start = self.now().after(self.chance.between(20, 150));
        self.matter.act("accepted", start, counter);
        if self.may(self.application.habits.withdrawn / 4) {
            let at = start.after(self.chance.between(60, 200));
            self.matter.act("withdrawn", at, Actor::Nobody);
            return;
        }
        let late = self.may(self.application.habits.late);
        let used = if late {
            self.chance.between(16 * 60, 38 * 60)
        } else {
            self.chance.between(4 * 60, 12 * 60)
        };
        self.matter.act("reviewed", start.after(used / 2), counter);
        let decision = start.after(used);
        if self.may(self.application.habits.refused / 2) {
            self.matter.act("refused", decision, counter);
            self.matter.act("delivered", decision.after(90), counter);
        } else {
            self.matter.act("granted", decision, counter);
            self.matter.act("delivered", decision.after(self.chance.between(30, 120)), counter);
        }
        self.rate(decision);
    }

    fn handled(&mut self, wait: u32) {
        let Some(start) = self.accepted() else { return };
        self.examined(start, wait);
    }

    /// From receipt to acceptance; gives the moment the clock starts, or nothing when it ends
    /// before.
    fn accepted(&mut self) -> Option<Moment> {
        let habits = self.application.habits;
        let received = self.now();
        let examiner = Actor::Examiner(self.chance.between(1, 4) as u8);
        let anchored_at_receipt = self.item().from_receipt;
        // A clock that runs from receipt leaves no time for asking, where the promise is kept.
        let hurried = anchored_at_receipt && habits.keeps_promises;
        let days = self.chance.mostly_low(0, if hurried { 1 } else { 4 });
        if self.may(habits.not_accepted) {
            let at = self.office_time(days);
            self.matter.act("not_accepted", at, examiner).detail =
                Detail::Text("不属于本机关职权范围");
            return None;
        }
        let mut opened = received;
        if !hurried && self.may(habits.supplement) {
            let at = self.office_time(days);
            self.matter.act("supplement_requested", at, examiner).detail =
                Detail::Text("材料不齐全");
            opened = self.supplemented()?;
            if self.may(habits.second_notice * 10) {
                let at = self.office_time(1);
                self.matter.act("supplement_requested", at, examiner).detail =
                    Detail::Text("另需补充材料");
            }
        }
        let long_enough =
            !habits.keeps_promises || (self.item().latest_promise().amount >= 10 && !hurried);
        let missed = long_enough && self.may(habits.window_missed);
        let days = if missed {
            WINDOW_DAYS + self.chance.between(1, 3)
        } else {
            self.chance.mostly_low(0, 3)
        };
        let at = if hurried { self.on(received.day) } else { self.office_time(days) };
        self.matter.act("accepted", at, examiner);
        Some(if anchored_at_receipt {
            received
        } else if missed {
            opened
        } else {
            at
        })
    }

    /// The applicant hands in what was missing, or never does.
    fn supplemented(&mut self) -> Option<Moment> {
        let habits = self.application.habits;
        if self.may(habits.never_supplemented) {
            let (act, days) =
                if self.chance.happens(600) { ("lapsed", 22) } else { ("withdrawn", 6) };
            let at = self.office_time(days);
            self.matter.act(act, at, Actor::Counter(1)).detail =
                if act == "lapsed" { Detail::Text("补正不来办结") } else { Detail::Nothing };
            return None;
        }
        let days = self.chance.mostly_low(1, 18);
        let at = self.office_time(days);
        self.matter.act("supplement_received", at, Actor::Counter(2));
        Some(at)
    }

    /// From acceptance to the decision and what follows it. `start` is when the clock starts.
    fn examined(&mut self, start: Moment, wait: u32) {
        let habits = self.application.habits;
        let examiner = Actor::Examiner(self.chance.between(1, 9) as u8);
        let promise = self.item().promise_on(start.day);
        let accepted = self.now();
        let mut pauses = Vec::new();
        if start == accepted && promise.unit == Unit::WorkingDay && promise.amount >= 5 {
            if self.may(habits.paused) {
                pauses = self.paused(examiner);
            } else if self.may(habits.consulted) {
                self.consulted(examiner);
            }
        }
        let due = self.office.due_day(start, promise, 0, &pauses);
        let mut decision = if self.item().pace == Pace::Line {
            let may_extend = promise.amount >= 5 && pauses.is_empty() && self.now().day < due;
            let extension = if may_extend { self.extended(due) } else { 0 };
            self.office.due_day(start, promise, extension, &pauses)
        } else {
            self.decision_in_hand(start, promise, wait, &pauses)
        };
        let spilt_over = wait > promise.amount + 4;
        if !habits.keeps_promises && (spilt_over || self.may(habits.late)) {
            let days = self.chance.mostly_low(1, 9);
            decision = self.office.working_days_after(due.max(decision), days);
        }
        let decision = decision.max(self.now().day);
        if self.may(habits.withdrawn) {
            let at = self.somewhere_before(decision);
            self.matter.act("withdrawn", at, Actor::Nobody);
            return;
        }
        self.worked_on(accepted, decision, examiner);
        let at = self.on(decision);
        let granted = !self.may(habits.refused);
        self.matter.act(if granted { "granted" } else { "refused" }, at, Actor::Approver);
        self.concluded(at, granted);
        self.rate(at);
    }

    /// The decision's day where the desk keeps some days in hand.
    fn decision_in_hand(
        &mut self,
        start: Moment,
        promise: Limit,
        wait: u32,
        pauses: &[(Moment, Moment)],
    ) -> Day {
        let latest = self.item().latest_promise();
        let before_line = latest.amount.saturating_sub(1).min(promise.amount);
        let work = self.chance.mostly_low(1, (before_line * 3 / 4).max(1));
        let straight = self.application.straight;
        let wait = if straight { 0 } else { wait };
        let used = if self.application.habits.keeps_promises || straight {
            (work + wait).min(before_line)
        } else {
            work + wait.min(latest.amount)
        };
        let day = self.office.due_day(start, Limit { amount: used, ..promise }, 0, pauses);
        match promise.unit {
            // The day the limit would end on may lie beyond a holiday: the desk decides before it.
            Unit::CalendarDay => {
                self.office.working_day_until((start.day + used as i32).min(day), self.now().day)
            }
            _ => day,
        }
    }

    /// A hard case may be given more days (行政许可法 art. 42), before those it has run out.
    fn extended(&mut self, due: Day) -> u32 {
        if !self.may(self.application.habits.extended) {
            return 0;
        }
        let days = self.chance.between(3, 10);
        let eve = self.office.working_day_until(due + -1, self.now().day);
        let at = self.on(eve);
        let act = self.matter.act("extended", at, Actor::Approver);
        act.days = days;
        act.detail = Detail::Text("案情复杂，经本机关负责人批准");
        days
    }

    /// One of the special procedures of article 45, sometimes two at once.
    fn paused(&mut self, examiner: Actor) -> Vec<(Moment, Moment)> {
        let reason = self.chance.weighted(SPECIAL_PROCEDURES);
        let days = self.chance.between(0, 1);
        let from = self.office_time(days);
        let act = self.matter.act("paused", from, examiner);
        act.reason = reason;
        act.detail = Detail::Text("已书面告知申请人所需时间");
        if self.chance.happens(120) {
            let second = self.office_time(1);
            self.matter.act("paused", second, examiner).reason = "hearing";
            let days = self.chance.between(2, 10);
            let first_over = self.office_time(days);
            self.matter.act("resumed", first_over, examiner);
            let days = self.chance.between(1, 5);
            let second_over = self.office_time(days);
            self.matter.act("resumed", second_over, examiner);
            return vec![(from, first_over), (second, second_over)];
        }
        let days = self.chance.mostly_low(3, 18);
        let to = self.office_time(days);
        self.matter.act("resumed", to, examiner);
        vec![(from, to)]
    }

    /// Asking another agency's opinion: a wait that stops no clock.
    fn consulted(&mut self, examiner: Actor) {
        let from = self.office_time(0);
        self.matter.act("paused", from, examiner).reason = "征求意见";
        let to = self.office_time(1);
        self.matter.act("resumed", to, examiner);
    }

    /// Examination and visits on the way to the decision.
    fn worked_on(&mut self, accepted: Moment, decision: Day, examiner: Actor) {
        let stages: &[&str] = match self.chance.between(0, 9) {
            0..=4 => &[],
            5..=7 => &["承办人审查"],
            _ => &["承办人审查", "现场核查"],
        };
        for stage in stages {
            let at = self.somewhere_before(decision);
            self.matter.act("step", at, examiner).detail = Detail::Text(stage);
        }
        let at = self.somewhere_before(decision);
        self.matter.act("reviewed", at.max(accepted), examiner);
    }

    /// A moment between now and the decision.
    fn somewhere_before(&mut self, decision: Day) -> Moment {
        let now = self.now();
        let gap = (decision - now.day).max(0) as u32;
        let day = now.day + self.chance.between(0, gap) as i32;
        let day = self.office.working_day_until(day, now.day);
        self.on(day)
    }

    /// Delivery within ten working days (行政许可法 art. 44) and publication (art. 40).
    fn concluded(&mut self, decision: Moment, granted: bool) {
        let habits = self.application.habits;
        let counter = Actor::Counter(self.chance.between(1, 6) as u8);
        if granted && !self.may(habits.unpublished) {
            let days = self.chance.mostly_low(0, 5);
            let day = self.office.working_days_after(decision.day, days);
            let at = self.on(day);
            self.matter.act("published", at, Actor::System);
        }
        if self.may(habits.uncollected) {
            return;
        }
        let slow = self.may(habits.late + 6);
        let days = if slow { self.chance.between(11, 16) } else { self.chance.mostly_low(0, 8) };
        let at = self.office.working_days_after(decision.day, days);
        let at = if days == 0 {
            decision.after(300).min(Moment::new(decision.day, 86_399))
        } else {
            Moment::new(at, self.chance.office_second())
        };
        let came_before = self.matter.channel == "window";
        if self.item().trips > 0 && granted && !came_before && self.chance.happens(850) {
            self.matter.act("visited", at, Actor::Nobody);
        }
        self.matter.act("delivered", at, counter);
    }

    fn rate(&mut self, decision: Moment) {
        if self.chance.happens(self.application.habits.rated) {
            let day = decision.day + self.chance.mostly_low(0, 9) as i32;
            let at = Moment::new(day, self.chance.day_second()).max(decision.after(600));
            let channel = self.matter.channel;
            self.matter.rating =
                Some(Rating { at, channel: if channel == "letter" { "window" } else { channel } });
        }
    }

    /// What clerks get wrong: an act entered in error and annulled, an act entered days later.
    fn erred(&mut self) {
        let habits = self.application.habits;
        if self.may(habits.entered_in_error) {
            let wrong = self.chance.weighted(&[
                ("granted", 4),
                ("refused", 3),
                ("paused", 1),
                ("delivered", 1),
                ("withdrawn", 1),
            ]);
            let at = self.matter.acts[self.matter.acts.len() / 2].at;
            let act = self.matter.act(wrong, at, Actor::Counter(3));
            let target = act.id;
            let end_of_day = Moment::new(at.day, 86_399);
            let noticed = at.after(self.chance.between(240, 3000)).min(end_of_day);
            self.matter.act("annulled", noticed, Actor::Approver).detail = Detail::Act(target);
        }
        if self.chance.happens(habits.recorded_late) {
            let n = self.chance.between(0, self.matter.acts.len() as u32 - 1) as usize;
            let at = self.matter.acts[n].at;
            let day = self.office.working_days_after(at.day, self.chance.between(1, 4));
            self.matter.acts[n].recorded_at = Some(Moment::new(day, self.chance.office_second()));
        }
    }
}
