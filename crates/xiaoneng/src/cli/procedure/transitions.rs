//! What may follow in a stage, in the words of the reader.

use efficacy::words::{Lang, Value, Words};
use legal_clock::{Limit, Unit};
use matter::procedure::{self, ClockId, Condition, LimitRule, Need, Rule, StageId};
use matter::{ActId, Procedure};

/// What leads from a stage to the next: acts with the same rule, or the end of a clock.
pub(super) struct Transition<'a> {
    /// Empty when it happens by itself.
    pub(super) acts: Vec<ActId>,
    /// The clock at the end of whose due day it happens by itself.
    pub(super) after: Option<ClockId>,
    pub(super) rule: &'a Rule,
}

/// What may follow in `stage` (`None`: before the first), acts of the same rule together.
pub(super) fn from(procedure: &Procedure, stage: Option<StageId>) -> Vec<Transition<'_>> {
    let mut transitions: Vec<Transition<'_>> = Vec::new();
    for (act, ..) in procedure.acts().filter(|(act, ..)| !procedure.anywhere().contains(act)) {
        for rule in procedure.rules(stage, act) {
            match transitions.iter_mut().find(|other| other.rule == rule) {
                Some(same) => same.acts.push(act),
                None => transitions.push(Transition { acts: vec![act], after: None, rule }),
            }
        }
    }
    if let Some((clock, rule)) = stage.and_then(|stage| procedure.stage(stage).after.as_ref()) {
        transitions.push(Transition { acts: Vec::new(), after: Some(*clock), rule });
    }
    transitions
}

/// A procedure's terms in the reader's language.
pub(super) struct Terms<'a> {
    pub(super) procedure: &'a Procedure,
    pub(super) words: &'a Words,
}

impl Terms<'_> {
    pub(super) fn text(&self, key: &str) -> String {
        self.words.text(key)
    }

    pub(super) fn name<'w>(&self, words: &'w procedure::Words) -> &'w str {
        match self.words.lang() {
            Lang::ZhCn => &words.zh,
            Lang::En => &words.en,
        }
    }

    pub(super) fn title(&self) -> String {
        format!("{} ({})", self.name(self.procedure.title()), self.procedure.name())
    }

    pub(super) fn source(&self) -> String {
        self.words.format("procedure-source", &[("source", self.procedure.source().into())])
    }

    pub(super) fn stages_and_start(&self) -> impl Iterator<Item = Option<StageId>> {
        std::iter::once(None).chain(self.procedure.stages().map(|(stage, _)| Some(stage)))
    }

    pub(super) fn stage(&self, stage: Option<StageId>) -> String {
        match stage {
            None => self.text("procedure-start"),
            Some(stage) => self.name(&self.procedure.stage(stage).title).to_owned(),
        }
    }

    /// Each clock with its limit, its source and what stops it.
    pub(super) fn clocks(&self) -> impl Iterator<Item = String> {
        self.procedure.clocks().map(|(_, clock)| {
            let mut line = self.words.format(
                "procedure-clock",
                &[
                    ("clock", self.name(&clock.title).into()),
                    ("limit", self.limit_rule(&clock.limit).into()),
                    ("source", clock.source.as_str().into()),
                ],
            );
            if !clock.stopped_by.is_empty() {
                let reasons = clock.stopped_by.iter().map(|(code, term)| match self.words.lang() {
                    Lang::ZhCn => term.clone(),
                    Lang::En => code.replace('_', " "),
                });
                line += &self.list_of("procedure-stopped-by", "reasons", reasons);
            }
            line
        })
    }

    fn limit_rule(&self, rule: &LimitRule) -> String {
        match rule {
            LimitRule::Fixed(limit) => self.limit(*limit),
            LimitRule::Item { statutory_default } => self.words.format(
                "procedure-limit-of-item",
                &[("limit", self.limit(*statutory_default).into())],
            ),
            LimitRule::Kind(limits) => {
                let limits = limits.iter().map(|(kind, limit)| {
                    format!("{} {}", self.ticket_kind(kind), self.limit(*limit))
                });
                self.words.list(&limits.collect::<Vec<_>>())
            }
        }
    }

    fn ticket_kind(&self, kind: &str) -> String {
        match kind {
            "consultation" => self.text("ticket-kind-consultation"),
            "complaint" => self.text("ticket-kind-complaint"),
            "help" => self.text("ticket-kind-help"),
            "suggestion" => self.text("ticket-kind-suggestion"),
            "report" => self.text("ticket-kind-report"),
            other => other.to_owned(),
        }
    }

    fn limit(&self, limit: Limit) -> String {
        let key = match limit.unit {
            Unit::WorkingDay => "limit-working-days",
            Unit::CalendarDay => "limit-calendar-days",
            Unit::Month => "limit-months",
            Unit::Hour => "limit-hours",
            Unit::Minute => "limit-minutes",
        };
        self.words.format(key, &[("amount", Value::from(limit.amount))])
    }

    fn clock(&self, clock: ClockId) -> String {
        self.name(&self.procedure.clock(clock).title).to_owned()
    }

    fn list_of(&self, key: &str, name: &str, parts: impl Iterator<Item = String>) -> String {
        let parts: Vec<_> = parts.collect();
        self.words.format(key, &[(name, self.words.list(&parts).into())])
    }

    /// The acts, or what happens by itself.
    pub(super) fn what(&self, transition: &Transition<'_>) -> String {
        if let Some(clock) = transition.after {
            return self
                .words
                .format("procedure-by-itself", &[("clock", self.clock(clock).into())]);
        }
        let acts = self.procedure.acts().filter(|(act, ..)| transition.acts.contains(act));
        self.words.list(&acts.map(|(.., title)| self.name(title).to_owned()).collect::<Vec<_>>())
    }

    /// The next stage.
    pub(super) fn destination(&self, transition: &Transition<'_>) -> String {
        match transition.rule.to {
            Some(stage) => self.stage(Some(stage)),
            None => self.text("procedure-stays"),
        }
    }

    /// What must hold.
    pub(super) fn conditions(&self, transition: &Transition<'_>) -> Option<String> {
        let conditions = transition.rule.when.iter().map(|condition| {
            self.text(match condition {
                Condition::First => "procedure-when-first",
                Condition::FirstInRun => "procedure-when-first-in-run",
                Condition::LastPause => "procedure-when-last-pause",
                Condition::InTime => "procedure-when-in-time",
            })
        });
        let any = !transition.rule.when.is_empty();
        any.then(|| self.list_of("procedure-when", "conditions", conditions))
    }

    /// What it does to the clocks, and the mark it leaves.
    pub(super) fn effects(&self, transition: &Transition<'_>) -> Option<String> {
        let rule = transition.rule;
        let on_clock = |key, clock| self.words.format(key, &[("clock", self.clock(clock).into())]);
        let effects: Vec<_> =
            (rule.starts.iter().map(|clock| on_clock("procedure-starts", *clock)))
                .chain(rule.stops.iter().map(|clock| on_clock("procedure-stops", *clock)))
                .chain(rule.pauses.map(|clock| on_clock("procedure-pauses", clock)))
                .chain(rule.resumes.map(|clock| on_clock("procedure-resumes", clock)))
                .chain(rule.extends.map(|clock| on_clock("procedure-extends", clock)))
                .chain(rule.marks.and_then(|mark| {
                    let (.., title) = self.procedure.marks().find(|(id, ..)| *id == mark)?;
                    let title = self.name(title);
                    Some(self.words.format("procedure-marks", &[("mark", title.into())]))
                }))
                .collect();
        (!effects.is_empty()).then(|| effects.join(&self.text("procedure-between")))
    }

    /// What a live act must bring.
    pub(super) fn needs(&self, transition: &Transition<'_>) -> Option<String> {
        let needs =
            transition.rule.needs.iter().map(|need| match (need, transition.rule.most_days) {
                (Need::Days, Some(most)) => {
                    self.words.format("procedure-needs-days-up-to", &[("most", Value::from(most))])
                }
                (Need::Days, None) => self.text("procedure-needs-days"),
                (Need::Reason, _) => self.text("procedure-needs-reason"),
                (Need::SpecialProcedure, _) => self.text("procedure-needs-special-procedure"),
                (Need::Notice, _) => self.text("procedure-needs-notice"),
                (Need::ExpectedEnd, _) => self.text("procedure-needs-expected-end"),
            });
        let any = !transition.rule.needs.is_empty();
        any.then(|| self.list_of("procedure-needs", "needs", needs))
    }

    /// The acts that are allowed in every stage.
    pub(super) fn anywhere(&self) -> String {
        let anywhere = self.procedure.anywhere();
        let acts = self.procedure.acts().filter(|(act, ..)| anywhere.contains(act));
        let names = acts.map(|(.., title)| self.name(title).to_owned());
        self.list_of("procedure-anywhere", "acts", names)
    }
}
