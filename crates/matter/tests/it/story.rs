//! A matter told in a line an act: `accepted 2019-03-04 09:30`, `paused 2019-03-06 hearing`,
//! `extended 2019-03-07 +10`.

use std::sync::LazyLock;

use legal_clock::{Calendar, Day, Limit, When};
use matter::{Act, Context, Held, ItemLimits, NotAllowed, Procedure, Standing, Terms};

/// What a test's matter is held to.
#[derive(Clone, Copy, Default)]
pub(crate) struct Limits {
    pub(crate) from_receipt: bool,
    pub(crate) promised: Option<Limit>,
    pub(crate) statutory: Option<Limit>,
    pub(crate) kind: &'static str,
}

impl Terms for Limits {
    fn counts_from_receipt(&self) -> bool {
        self.from_receipt
    }

    fn item_limits(&self, _: Day) -> ItemLimits {
        ItemLimits { promised: self.promised, statutory: self.statutory }
    }

    fn kind(&self) -> &str {
        self.kind
    }
}

pub(crate) struct Story {
    pub(crate) procedure: Procedure,
    pub(crate) calendar: Calendar,
    pub(crate) terms: Limits,
    pub(crate) standing: Standing,
    /// The acts that weren't allowed, as told.
    pub(crate) refused: Vec<(String, NotAllowed)>,
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::china);
static LICENSING: LazyLock<Procedure> = LazyLock::new(Procedure::licensing);

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

impl Story {
    pub(crate) fn of(procedure: Procedure, terms: Limits) -> Self {
        Story {
            procedure,
            calendar: CALENDAR.clone(),
            terms,
            standing: Standing::default(),
            refused: Vec::new(),
        }
    }

    pub(crate) fn licensing(terms: Limits, acts: &[&str]) -> Self {
        let mut story = Self::of(LICENSING.clone(), terms);
        story.tell(acts);
        story
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context { procedure: &self.procedure, calendar: &self.calendar, terms: &self.terms }
    }

    pub(crate) fn when(&self, date: &str, time: &str) -> When {
        let stamp: jiff::Timestamp = format!("{date}T{time}:00+08:00").parse().unwrap();
        self.calendar.when(stamp.into())
    }

    pub(crate) fn tell(&mut self, acts: &[&str]) {
        for line in acts {
            let mut words = line.split(' ');
            let name = words.next().unwrap();
            let date = words.next().unwrap();
            let (mut time, mut days, mut reason) = ("09:00", 0, "");
            for word in words {
                match word.strip_prefix('+') {
                    Some(extension) => days = extension.parse().unwrap(),
                    None if word.contains(':') => time = word,
                    None => reason = word,
                }
            }
            let act = Act {
                id: self.procedure.act(name).unwrap(),
                at: self.when(date, time),
                days,
                stops_clock: self.procedure.stops_clock(reason),
            };
            let mut standing = std::mem::take(&mut self.standing);
            if let Err(why) = standing.apply(&self.context(), &act) {
                self.refused.push((name.to_owned(), why));
            }
            self.standing = standing;
        }
    }

    pub(crate) fn stage(&self) -> &str {
        self.standing.stage().map_or("", |stage| &self.procedure.stage(stage).name)
    }

    /// The due day by promise or by law of the last run of a clock.
    pub(crate) fn due(&self, clock: &str, held: Held) -> Option<Day> {
        let clock = self.procedure.find_clock(clock).unwrap();
        let run = self.standing.runs_of(clock).next_back()?;
        self.standing.due(&self.context(), run, held).map(|due| due.day)
    }

    pub(crate) fn start(&self, clock: &str) -> Option<Day> {
        let clock = self.procedure.find_clock(clock).unwrap();
        self.standing.runs_of(clock).next_back().map(|run| run.start.day)
    }

    pub(crate) fn marks(&self) -> Vec<(&str, Day)> {
        self.standing
            .marks()
            .iter()
            .map(|(mark, at)| {
                let known = self.procedure.marks().find(|(id, ..)| id == mark);
                let (_, name, _) = known.unwrap();
                (name, at.day)
            })
            .collect()
    }

    pub(crate) fn pass_day(&mut self, date: &str) {
        let mut standing = std::mem::take(&mut self.standing);
        standing.pass_day(&self.context(), day(date));
        self.standing = standing;
    }
}
