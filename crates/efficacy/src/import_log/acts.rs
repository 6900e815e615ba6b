//! From a case's events and dates to the rows of its acts.

use super::case::{Case, More};
use super::fault::{Fault, shown, unfit};
use super::map::KEPT;
use super::rules::{Act, From};
use super::write::ActRow;
use super::{ImportError, Importer};
use crate::package::tables::ActName;

impl<'m> Importer<'m> {
    pub(super) fn write_acts(&mut self, case: &Case, acts: &[Act<'m>]) -> Result<(), ImportError> {
        let log = self.plan.log;
        for act in acts {
            let mut row = ActRow { matter: &case.id, act: act.name, ..ActRow::default() };
            let at;
            match act.from {
                From::Event(n) => {
                    let event = &case.events[n];
                    self.imported.events += 1;
                    self.is_taken[event.activity] = true;
                    at = log.stamps.write(act.at, case.text_of(event));
                    row.actor = event.actor.map_or("", |actor| self.actors.name(actor));
                    row.detail = self.activities.name(event.activity);
                    if let Some([days, reason, detail, act_id, recorded_at]) = case.more(n) {
                        row.detail = if log.source.detail.is_some() { detail } else { row.detail };
                        row = ActRow { days, reason, act_id, recorded_at, ..row };
                    }
                }
                From::Date(_) => {
                    self.imported.case_acts += 1;
                    at = log.stamps.write_local(act.at).into();
                }
            }
            row.at = &at;
            *self.act_counts.entry(act.name).or_default() += 1;
            let written = self.package.act(&row);
            written.map_err(|cause| self.unwritable(cause))?;
        }
        Ok(())
    }

    /// The act that an event's own attribute names; none where the map has no such attribute.
    pub(super) fn named_act(&self, code: &str) -> Result<Option<ActName>, Fault<'m>> {
        let Some(from) = self.plan.log.source.act.as_deref() else {
            return Ok(None);
        };
        match ActName::ALL.iter().find(|act| act.code() == code) {
            Some(act) => Ok(Some(*act)),
            None if code.is_empty() => Ok(None),
            None => {
                let message = format!("`{}` is the code of no act", shown(code));
                Err((from, "bad_value", message))
            }
        }
    }

    /// The further cells of an event's act; `value` gives those of the log.
    pub(super) fn more<'c>(
        &self,
        value: impl Fn(usize) -> Option<&'c str>,
    ) -> Result<Option<More<'c>>, Fault<'m>> {
        let source = &self.plan.log.source;
        if !source.keeps_more() {
            return Ok(None);
        }
        let mut more = More::default();
        let kept = source.kept().into_iter().zip(KEPT).zip(&mut more).enumerate();
        for (n, ((from, column), cell)) in kept {
            let (Some(from), Some(text)) = (from.as_deref(), value(n)) else {
                continue;
            };
            let text = if matches!(column, "days" | "recorded_at") { text.trim() } else { text };
            if text.is_empty() {
                continue;
            }
            if let Some((code, what)) = unfit(text) {
                return Err((from, code, format!("the value {what}")));
            }
            *cell = match column {
                "days" => {
                    let days: u32 = text.parse().map_err(|_| {
                        let message = format!("`{}` is no whole number of days", shown(text));
                        (from, "bad_number", message)
                    })?;
                    days.to_string().into()
                }
                "recorded_at" => {
                    let stamps = &self.plan.log.stamps;
                    let stamp = stamps.read(text).ok_or_else(|| {
                        let message =
                            format!("`{}` is no date in the forms the map gives", shown(text));
                        (from, "bad_date", message)
                    })?;
                    stamps.write(stamp, text)
                }
                _ => text.into(),
            };
        }
        Ok(Some(more))
    }
}
