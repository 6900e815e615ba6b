//! The fold: from acts to where a matter stands.

use legal_clock::{Calendar, Day, Due, Instant, Limit, Pauses, When};

use crate::decide::{possible, stage_name};
use crate::procedure::{ActId, ClockId, Condition, LimitRule, MarkId, Procedure, Rule, StageId};

/// What the fold needs to know beside the acts.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The procedure the matter follows.
    pub procedure: &'a Procedure,
    /// The calendar its days are counted in.
    pub calendar: &'a Calendar,
    /// The limits the matter is held to.
    pub terms: &'a dyn Terms,
}

/// The limits a matter is held to, where its procedure leaves them to the item or the kind.
pub trait Terms {
    /// Whether the item's limit counts from receipt instead of acceptance (计时起点).
    fn counts_from_receipt(&self) -> bool {
        false
    }

    /// The limits of the item row in force on the day the clock starts.
    fn item_limits(&self, start: Day) -> ItemLimits {
        let _ = start;
        ItemLimits::default()
    }

    /// The kind of the matter, for limits by kind.
    fn kind(&self) -> &str {
        Default::default()
    }
}

/// No item and no kind: only fixed limits apply.
impl Terms for () {}

/// Limits that an item states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ItemLimits {
    /// 承诺时限
    pub promised: Option<Limit>,
    /// 法定时限
    pub statutory: Option<Limit>,
}

/// An act as the fold sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// Which act of the procedure.
    pub id: ActId,
    /// When it happened.
    pub at: When,
    /// Working days of an extension; 0 otherwise.
    pub days: u32,
    /// For a pause: whether its reason is one that stops the clock.
    pub stops_clock: bool,
}

/// A clock from its start to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Which clock.
    pub clock: ClockId,
    /// The act (or instant) it counts from; that day isn't counted.
    pub start: When,
    /// The act that ended it.
    pub end: Option<When>,
    /// Working days added by extensions.
    pub extension_days: u32,
    /// Whether an extension was made, of however many days.
    pub extended: bool,
}

/// Which of an item's limits a due day is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// 承诺时限, the promise.
    Promised,
    /// 法定时限, the law.
    Statutory,
}

#[derive(Debug, Clone, Copy)]
struct PauseSpan {
    clock: ClockId,
    from: When,
    to: Option<When>,
    stops_clock: bool,
}

/// Why an act isn't allowed where the matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAllowed {
    /// The act doesn't follow in this stage.
    NotHere,
    /// The act is allowed once only.
    Again,
    /// The act is allowed once from opening to closing only.
    AgainInRun,
    /// The statutory limit has run out.
    OutOfTime,
}

impl NotAllowed {
    /// What was wrong with `act` in `stage` and what would be possible there, in a sentence.
    pub fn explain(self, context: &Context<'_>, stage: Option<StageId>, act: ActId) -> String {
        let name = context.procedure.act_name(act);
        match self {
            NotAllowed::NotHere => format!(
                "act `{name}` doesn't follow while the matter is `{}`; possible there: {}",
                stage_name(context, stage),
                possible(context, stage)
            ),
            NotAllowed::Again => format!("act `{name}` may be done once only in a matter"),
            NotAllowed::AgainInRun => {
                format!("act `{name}` may be done once only from opening to closing")
            }
            NotAllowed::OutOfTime => {
                format!("act `{name}` is dated after the statutory limit had run out")
            }
        }
    }
}

/// Where a matter stands after its acts.
///
/// # Examples
/// ```
/// use legal_clock::{Calendar, Day};
/// use matter::{Act, Context, Procedure, Standing};
///
/// let calendar = Calendar::china();
/// let warnings = Procedure::warning();
/// let context = Context { procedure: &warnings, calendar: &calendar, terms: &() };
/// let raised = Act {
///     id: warnings.act("raised").unwrap(),
///     at: calendar.when("2019-03-01T01:00:00Z".parse::<jiff::Timestamp>().unwrap().into()),
///     days: 0,
///     stops_clock: false,
/// };
///
/// let mut standing = Standing::default();
/// standing.apply(&context, &raised).unwrap();
/// let run = standing.runs()[0];
/// let due = standing.due(&context, &run, matter::standing::Held::Promised).unwrap();
/// assert_eq!(due.day, Day::new(2019, 3, 15).unwrap());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Standing {
    stage: Option<StageId>,
    runs: Vec<Run>,
    pauses: Vec<PauseSpan>,
    marks: Vec<(MarkId, When)>,
    /// First instance and number of each act that had effect, by act; read only where `seen`.
    acts: Vec<(When, u32)>,
    seen: u64,
    latest: Option<When>,
    /// When the stage changes by itself, and which run says so.
    timer: Option<(Due, usize)>,
}

impl Standing {
    /// Back to a matter without acts, keeping the memory.
    pub fn clear(&mut self) {
        self.stage = None;
        self.runs.clear();
        self.pauses.clear();
        self.marks.clear();
        self.seen = 0;
        self.latest = None;
        self.timer = None;
    }

    /// Takes the next act in time order, after what came about by itself before it.
    ///
    /// # Errors
    /// [`NotAllowed`] when the procedure doesn't allow the act here; the matter then stands where
    /// it stood.
    pub fn apply(&mut self, context: &Context<'_>, act: &Act) -> Result<(), NotAllowed> {
        self.pass_until(context, act.at);
        let rule = self.rule(context, act)?;
        self.follow(context, rule, act.at, act);
        self.count(context.procedure, act);
        self.latest = self.latest.max(Some(act.at));
        Ok(())
    }

    /// Lets time pass to `at`: what falls due before it comes about.
    pub fn pass_until(&mut self, context: &Context<'_>, at: When) {
        self.pass(context, |due| due.missed_by(at));
    }

    /// Lets time pass to the end of `day`: what falls due by then comes about.
    pub fn pass_day(&mut self, context: &Context<'_>, day: Day) {
        self.pass(context, |due| due.over_by_end_of(day));
    }

    fn pass(&mut self, context: &Context<'_>, is_over: impl Fn(&Due) -> bool) {
        while let Some((due, run)) = self.timer.filter(|(due, _)| is_over(due)) {
            let Some((_, rule)) =
                self.stage.and_then(|s| context.procedure.stage(s).after.as_ref())
            else {
                return;
            };
            let instant = due.instant.unwrap_or_else(|| context.calendar.end_of(due.day));
            let moment = When { day: due.day, instant };
            self.runs[run].end = Some(moment);
            let as_of = self.runs[run].start;
            if let Some(mark) = rule.marks {
                self.marks.push((mark, moment));
            }
            for &clock in &rule.starts {
                self.start(context, clock, as_of);
            }
            self.enter(context, rule.to);
        }
    }

    /// The rule that an act follows here.
    ///
    /// # Errors
    /// [`NotAllowed`] when there is none, or when the conditions of none hold.
    pub(crate) fn rule<'p>(
        &self,
        context: &Context<'p>,
        act: &Act,
    ) -> Result<&'p Rule, NotAllowed> {
        let mut refusal = NotAllowed::NotHere;
        for rule in context.procedure.rules(self.stage, act.id) {
            match rule.when.iter().find_map(|condition| self.fails(context, *condition, rule, act))
            {
                None => return Ok(rule),
                Some(why) => refusal = why,
            }
        }
        Err(refusal)
    }

    fn fails(
        &self,
        context: &Context<'_>,
        condition: Condition,
        rule: &Rule,
        act: &Act,
    ) -> Option<NotAllowed> {
        let run = || rule.extends.and_then(|clock| self.running(clock));
        let (holds, otherwise) = match condition {
            Condition::First => (self.times(act.id) == 0, NotAllowed::Again),
            Condition::FirstInRun => {
                (run().is_none_or(|run| !self.runs[run].extended), NotAllowed::AgainInRun)
            }
            Condition::LastPause => {
                let open = self.pauses.iter().filter(|pause| pause.to.is_none()).count();
                (open <= 1, NotAllowed::NotHere)
            }
            Condition::InTime => {
                let due = run().and_then(|run| self.due(context, &self.runs[run], Held::Statutory));
                (due.is_none_or(|due| !due.missed_by(act.at)), NotAllowed::OutOfTime)
            }
        };
        (!holds).then_some(otherwise)
    }

    fn follow(&mut self, context: &Context<'_>, rule: &Rule, at: When, act: &Act) {
        // A clock named by both starts and ends with this act (decided on the spot).
        for &clock in rule.starts.iter().filter(|clock| rule.stops.contains(clock)) {
            self.start(context, clock, at);
        }
        for &clock in &rule.stops {
            self.stop(clock, at);
        }
        for &clock in rule.starts.iter().filter(|clock| !rule.stops.contains(clock)) {
            self.start(context, clock, at);
        }
        if let Some(clock) = rule.pauses {
            let stops_clock = act.stops_clock;
            self.pauses.push(PauseSpan { clock, from: at, to: None, stops_clock });
        }
        if let Some(clock) = rule.resumes {
            let mut open = self.pauses.iter_mut().filter(|p| p.clock == clock && p.to.is_none());
            if let Some(oldest) = open.next() {
                oldest.to = Some(at);
            }
        }
        if let Some(run) = rule.extends.and_then(|clock| self.running(clock)) {
            self.runs[run].extension_days += act.days;
            self.runs[run].extended = true;
        }
        if let Some(mark) = rule.marks {
            self.marks.push((mark, at));
        }
        self.enter(context, rule.to);
    }

    fn start(&mut self, context: &Context<'_>, clock: ClockId, as_of: When) {
        let receipt = context
            .procedure
            .clock(clock)
            .from_receipt
            .filter(|_| context.terms.counts_from_receipt())
            .and_then(|received| self.first(received));
        self.runs.push(Run {
            clock,
            start: receipt.unwrap_or(as_of),
            end: None,
            extension_days: 0,
            extended: false,
        });
    }

    fn stop(&mut self, clock: ClockId, at: When) {
        if let Some(run) = self.running(clock) {
            self.runs[run].end = Some(at);
        }
        for pause in self.pauses.iter_mut().filter(|p| p.clock == clock && p.to.is_none()) {
            pause.to = Some(at);
        }
    }

    /// Enters a stage, or stays, and sets the timer of the stage the matter is in now.
    fn enter(&mut self, context: &Context<'_>, to: Option<StageId>) {
        self.stage = to.or(self.stage);
        self.timer = self.stage.and_then(|stage| {
            let (clock, _) = context.procedure.stage(stage).after.as_ref()?;
            let run = self.running(*clock)?;
            Some((self.due(context, &self.runs[run], Held::Statutory)?, run))
        });
    }

    fn count(&mut self, procedure: &Procedure, act: &Act) {
        let index = usize::from(act.id.0);
        if self.acts.len() < procedure.acts().len() {
            self.acts.resize(procedure.acts().len(), (act.at, 0));
        }
        if self.seen & (1 << index) == 0 {
            self.seen |= 1 << index;
            self.acts[index] = (act.at, 0);
        }
        self.acts[index].1 += 1;
    }

    fn running(&self, clock: ClockId) -> Option<usize> {
        self.runs.iter().rposition(|run| run.clock == clock && run.end.is_none())
    }

    /// The stage; `None` before the first act.
    pub fn stage(&self) -> Option<StageId> {
        self.stage
    }

    /// When the first `act` that had effect happened.
    pub fn first(&self, act: ActId) -> Option<When> {
        (self.seen & (1 << act.0) != 0).then(|| self.acts[usize::from(act.0)].0)
    }

    /// How many acts of this kind had effect.
    pub fn times(&self, act: ActId) -> u32 {
        if self.seen & (1 << act.0) == 0 { 0 } else { self.acts[usize::from(act.0)].1 }
    }

    /// The first instant at which the stage has changed by itself, if no act comes before; `None`
    /// when it stays until an act changes it.
    pub fn wakes(&self, calendar: &Calendar) -> Option<Instant> {
        let (due, _) = self.timer?;
        Some(match due.instant {
            Some(instant) => Instant(instant.0 + 1),
            None => calendar.end_of(due.day),
        })
    }

    /// When the last act happened.
    pub fn latest(&self) -> Option<When> {
        self.latest
    }

    /// Every run of every clock, in the order they started.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs of one clock, in the order they started.
    pub fn runs_of(&self, clock: ClockId) -> impl DoubleEndedIterator<Item = &Run> {
        self.runs.iter().filter(move |run| run.clock == clock)
    }

    /// The marks left on the matter and when.
    pub fn marks(&self) -> &[(MarkId, When)] {
        &self.marks
    }

    /// The pauses that stop a clock, overlapping ones joined.
    pub fn pauses(&self, clock: ClockId) -> Pauses {
        Pauses::new(
            self.pauses
                .iter()
                .filter(|pause| pause.clock == clock && pause.stops_clock)
                .map(|pause| (pause.from, pause.to)),
        )
    }

    /// When a run is due by promise or by law; `None` without a limit, or while an open pause
    /// keeps it from falling due.
    pub fn due(&self, context: &Context<'_>, run: &Run, held: Held) -> Option<Due> {
        let limit = match &context.procedure.clock(run.clock).limit {
            LimitRule::Fixed(limit) => *limit,
            LimitRule::Kind(limits) => *limits.get(context.terms.kind())?,
            LimitRule::Item { statutory_default } => {
                let limits = context.terms.item_limits(run.start.day);
                match held {
                    Held::Promised => limits.promised?,
                    Held::Statutory => limits.statutory.unwrap_or(*statutory_default),
                }
            }
        };
        let pauses = self.pauses(run.clock);
        context.calendar.due(run.start, limit, run.extension_days, &pauses)
    }
}
