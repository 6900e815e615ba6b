//! From a case of the log to the acts of a matter, as the map says.

use std::cmp::Ordering;

use super::case::Case;
use super::map::{ActRule, CaseActRule, Choice, Log};
use super::stamp::Stamp;
use crate::package::Kind;

/// The map with its names turned into places in a case's values.
#[derive(Debug)]
pub(super) struct Plan<'m> {
    pub(super) log: &'m Log,
    /// Names of the case's columns or attributes that the map uses.
    pub(super) keys: Vec<String>,
}

/// An act that follows from a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Act<'m> {
    /// The act's name in the exchange package.
    pub(super) name: &'m str,
    pub(super) at: Stamp,
    pub(super) from: From<'m>,
}

/// What an act was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From<'m> {
    /// The case's event with this index.
    Event(usize),
    /// A date of the case, by its column or attribute.
    Date(&'m str),
}

/// A date of a case that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadDate<'m> {
    pub(super) column: &'m str,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl<'m> Plan<'m> {
    pub(super) fn new(log: &'m Log) -> Self {
        let matters = &log.matters;
        let choices = [
            &matters.region,
            &matters.channel,
            &matters.item,
            &matters.ticket_kind,
            &matters.applicant_kind,
            &matters.model,
        ];
        let chosen = choices.into_iter().flatten().filter_map(|choice| choice.from.as_deref());
        let procedure = matters.procedure_from.iter().map(|from| from.get_ref().as_str());
        let dates = log.case_acts.iter().map(|rule| rule.from.as_str());
        let kinds =
            log.case_acts.iter().filter_map(|rule| Some(rule.act_by.as_ref()?.from.as_str()));
        let mut keys: Vec<String> = Vec::new();
        for key in procedure.chain(chosen).chain(dates).chain(kinds) {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        Self { log, keys }
    }

    /// Every column that a table must have.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        let source = &self.log.source;
        let optional =
            [&source.activity, &source.lifecycle, &source.time, &source.actor, &source.act];
        let optional = optional.into_iter().chain(source.kept()).flatten();
        std::iter::once(&source.case).chain(optional).chain(&self.keys)
    }

    /// What the cells of a column hold, as far as the map says; `None` for a column that it
    /// doesn't use.
    pub(super) fn kind_of(&self, column: &str) -> Option<Kind> {
        let source = &self.log.source;
        let times = [&source.time, &source.recorded_at].into_iter().flatten();
        let dates = self.log.case_acts.iter().map(|rule| &rule.from);
        if times.chain(dates).any(|date| date == column) {
            return Some(Kind::Instant);
        }
        self.columns().any(|used| used == column).then_some(Kind::Text)
    }

    /// The case's value of a column or attribute that the map uses.
    pub(super) fn value<'c>(&self, case: &'c Case, key: &str) -> Option<&'c str> {
        let at = self.keys.iter().position(|known| known == key)?;
        case.value(at).map(str::trim).filter(|value| !value.is_empty())
    }

    /// What a column of `matters` is for the case.
    ///
    /// # Errors
    /// The column or attribute and its value, when the map has no answer.
    pub(super) fn choose<'c>(
        &self,
        case: &'c Case,
        choice: Option<&'m Choice>,
    ) -> Result<Option<&'c str>, (&'m str, Option<&'c str>)>
    where
        'm: 'c,
    {
        let Some(choice) = choice else {
            return Ok(None);
        };
        let from = choice.from.as_deref().unwrap_or_default();
        let value = self.value(case, from);
        let default = choice.default.as_ref().map(|default| default.get_ref().as_str());
        match value {
            Some(value) if choice.values.is_empty() => Ok(Some(value)),
            Some(value) => match choice.values.get(value) {
                Some(meaning) => Ok(Some(meaning.get_ref())),
                None => default.map(Some).ok_or((from, Some(value))),
            },
            None => default.map(Some).ok_or((from, None)),
        }
    }

    /// The acts of the case in time order; at one time the dates that open a case come before
    /// its events, and those that must not precede an act (`not_before`) after them.
    pub(super) fn acts(
        &self,
        case: &Case,
        rules: &[Option<usize>],
        bad: &mut Vec<BadDate<'m>>,
    ) -> Vec<Act<'m>> {
        let mut events = self.acts_of_events(case, rules);
        let mut dates = self.acts_of_dates(case, &events, bad);
        self.drop_misdated(&mut dates, &events, bad);
        self.make_steps_of_late_events(case, rules, &dates, &mut events);
        let is_opening = |act: &Act<'m>| match act.from {
            From::Date(column) => self
                .log
                .case_acts
                .iter()
                .any(|rule| rule.from == column && rule.not_before.is_empty()),
            From::Event(_) => false,
        };
        let (opening, closing): (Vec<_>, Vec<_>) = dates.into_iter().partition(is_opening);
        let mut acts = opening;
        acts.append(&mut events);
        acts.extend(closing);
        acts.sort_by_key(|act| act.at);
        acts
    }

    fn rule_of(&self, activity: usize, rules: &[Option<usize>]) -> Option<&'m ActRule> {
        self.log.acts.get(rules.get(activity).copied().flatten()?)
    }

    fn acts_of_events(&self, case: &Case, rules: &[Option<usize>]) -> Vec<Act<'m>> {
        let mut acts: Vec<Act<'m>> =
            Vec::with_capacity(case.events.len() + self.log.case_acts.len());
        let mut seen = Vec::new();
        // `first` is told by time, and by the order of the file within one time.
        let mut order: Vec<usize> = (0..case.events.len()).collect();
        order.sort_by_key(|&n| case.events[n].at);
        for n in order {
            let event = &case.events[n];
            let name = match (event.act, self.rule_of(event.activity, rules)) {
                (Some(act), _) => act.code(),
                (None, Some(rule)) if rule.first && seen.contains(&event.activity) => "step",
                (None, Some(rule)) => {
                    seen.push(event.activity);
                    rule.act.get_ref().as_str()
                }
                (None, None) => "step",
            };
            acts.push(Act { name, at: event.at, from: From::Event(n) });
        }
        acts
    }

    fn acts_of_dates(
        &self,
        case: &Case,
        events: &[Act<'m>],
        bad: &mut Vec<BadDate<'m>>,
    ) -> Vec<Act<'m>> {
        let mut dates = Vec::new();
        for rule in &self.log.case_acts {
            let Some(text) = self.value(case, &rule.from) else {
                continue;
            };
            let is_barred =
                |act: &Act<'m>| rule.unless.iter().any(|name| name.get_ref() == act.name);
            if events.iter().any(is_barred) {
                continue;
            }
            let column = rule.from.as_str();
            let Some(stamp) = self.log.stamps.read(text) else {
                let message = format!("`{text}` is no date in the forms the map gives");
                bad.push(BadDate { column, code: "bad_date", message });
                continue;
            };
            let at = if rule.whole_day { self.log.stamps.start_of_day(stamp) } else { stamp };
            match self.act_of_date(case, rule) {
                Ok(name) => dates.push(Act { name, at, from: From::Date(column) }),
                Err(fault) => bad.push(fault),
            }
        }
        dates
    }

    fn act_of_date(&self, case: &Case, rule: &'m CaseActRule) -> Result<&'m str, BadDate<'m>> {
        if let Some(act) = &rule.act {
            return Ok(act.get_ref());
        }
        let Some(by) = &rule.act_by else {
            return Ok("step");
        };
        let column = by.from.as_str();
        let Some(value) = self.value(case, column) else {
            let message = format!("`{}` is given, but not which act it is", rule.from);
            return Err(BadDate { column, code: "missing_value", message });
        };
        by.values.get(value).map(|act| act.get_ref().as_str()).ok_or_else(|| {
            let known: Vec<&str> = by.values.keys().map(String::as_str).collect();
            let message = format!("`{value}` isn't one of {}; add it to the map", known.join(", "));
            BadDate { column, code: "bad_value", message }
        })
    }

    /// Takes out dates that stand in the wrong order to an act of the case.
    fn drop_misdated(
        &self,
        dates: &mut Vec<Act<'m>>,
        events: &[Act<'m>],
        bad: &mut Vec<BadDate<'m>>,
    ) {
        if dates.is_empty() {
            return;
        }
        let all: Vec<Act<'m>> = dates.iter().chain(events).copied().collect();
        dates.retain(|date| {
            let From::Date(column) = date.from else { return true };
            let Some(rule) = self.log.case_acts.iter().find(|rule| rule.from == column) else {
                return true;
            };
            for (names, wrong, words) in [
                (&rule.not_before, Ordering::Less, "earlier"),
                (&rule.not_after, Ordering::Greater, "later"),
            ] {
                let clashing = all.iter().find(|other| {
                    date.at.cmp(&other.at) == wrong
                        && names.iter().any(|name| name.get_ref() == other.name)
                });
                if let Some(other) = clashing {
                    let message = format!(
                        "{} is {words} than the act `{}` of the case on {}; one of the dates is wrong",
                        self.log.stamps.write_local(date.at),
                        other.name,
                        self.log.stamps.write_local(other.at),
                    );
                    bad.push(BadDate { column, code: "act_not_allowed", message });
                    return false;
                }
            }
            true
        });
    }

    fn make_steps_of_late_events(
        &self,
        case: &Case,
        rules: &[Option<usize>],
        dates: &[Act<'m>],
        events: &mut [Act<'m>],
    ) {
        for n in 0..events.len() {
            let From::Event(event) = events[n].from else {
                continue;
            };
            let Some(rule) = self.rule_of(case.events[event].activity, rules) else {
                continue;
            };
            if case.events[event].act.is_some() {
                continue;
            }
            let bars =
                |other: &Act<'m>| rule.unless_after.iter().any(|name| name.get_ref() == other.name);
            let at = events[n].at;
            let is_late = events[..n].iter().any(bars)
                || dates.iter().any(|date| bars(date) && date.at <= at);
            if is_late {
                events[n].name = "step";
            }
        }
    }
}
