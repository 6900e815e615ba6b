//! From a case to its matter's row.

use super::case::Case;
use super::fault::{Fault, fault_of_value, shown, unfit};
use super::map::{Choice, Kind};
use super::write::MatterRow;
use super::{ImportError, Importer, vocabulary};

/// The columns of `matters` that the map chooses, in the order of [`MatterRow`].
const CHOSEN: [&str; 6] =
    ["item_code", "region", "channel", "applicant_kind", "ticket_kind", "model"];

impl<'m> Importer<'m> {
    /// Writes a case as a matter with its acts, or sets it aside.
    pub(super) fn take(&mut self, case: &Case) -> Result<(), ImportError> {
        if !self.is_new(case) {
            return Ok(());
        }
        let mut bad = Vec::new();
        let acts = self.plan.acts(case, &self.rules, &mut bad);
        let is_one_row = *self.plan.log.source.kind.get_ref() == Kind::Cases;
        let is_set_aside = is_one_row && !bad.is_empty();
        for fault in bad {
            self.set_aside(case.place, fault.column, fault.code, fault.message);
            if is_one_row {
                break;
            }
        }
        if is_set_aside || !self.write_matter(case)? {
            self.imported.events_of_cases_set_aside += case.events.len() as u64;
            return Ok(());
        }
        self.write_acts(case, &acts)
    }

    fn is_new(&mut self, case: &Case) -> bool {
        let key = &self.plan.log.source.case;
        if let Some((code, what)) = unfit(&case.id) {
            let message = format!("the case's name {what}");
            self.set_aside(case.place, key, code, message);
        } else if let Some(first) = self.seen.get(&case.id) {
            let message = format!(
                "`{}` is the name of another case, on line {} of `{}`; its {} events are not taken",
                case.id,
                first.line,
                self.name_of(first.file),
                case.events.len(),
            );
            self.set_aside(case.place, key, "duplicate_key", message);
        } else {
            self.seen.insert(case.id.clone(), case.place);
            return true;
        }
        self.imported.events_of_cases_set_aside += case.events.len() as u64;
        false
    }

    /// Writes the matter's row; false when the map has no answer for one of its columns.
    fn write_matter(&mut self, case: &Case) -> Result<bool, ImportError> {
        let matters = &self.plan.log.matters;
        let mut cells = [""; CHOSEN.len()];
        let procedure = match self.procedure(case) {
            Ok(procedure) => procedure,
            Err((from, code, message)) => {
                self.set_aside(case.place, from, code, message);
                return Ok(false);
            }
        };
        let choices = [
            &matters.item,
            &matters.region,
            &matters.channel,
            &matters.applicant_kind,
            &matters.ticket_kind,
            &matters.model,
        ];
        for (cell, (column, choice)) in cells.iter_mut().zip(CHOSEN.into_iter().zip(choices)) {
            match self.choose(case, procedure, column, choice.as_ref()) {
                Ok(value) => *cell = value,
                Err((from, code, message)) => {
                    self.set_aside(case.place, from, code, message);
                    return Ok(false);
                }
            }
        }
        let [item, region, channel, applicant_kind, ticket_kind, model] = cells;
        let region = if region.is_empty() { self.map.agency.region.as_ref() } else { region };
        let id = &case.id;
        let row = MatterRow { id, item, region, channel, applicant_kind, ticket_kind, model };
        let written = self.package.matter(procedure, &row);
        written.map_err(|cause| self.unwritable(cause))?;
        self.imported.cases += 1;
        Ok(true)
    }

    /// The procedure of a case's matter.
    fn procedure(&self, case: &Case) -> Result<&'static str, Fault<'m>> {
        let matters = &self.plan.log.matters;
        let (from, named) = match (&matters.procedure, &matters.procedure_from) {
            (Some(procedure), _) => ("procedure", Some(procedure.as_ref().as_str())),
            (None, Some(from)) => (from.as_ref().as_str(), self.plan.value(case, from.as_ref())),
            (None, None) => ("procedure", None),
        };
        let named = named.ok_or_else(|| {
            (from, "missing_value", "nothing says which `procedure` it is".to_owned())
        })?;
        let known = vocabulary::procedures();
        known.iter().copied().find(|known| *known == named).ok_or_else(|| {
            let message = format!("`{}` isn't one of {}", shown(named), known.join(", "));
            (from, "bad_value", message)
        })
    }

    /// A cell of the matter's row. Where the log says nothing, a cell that the procedure doesn't
    /// ask for stays empty.
    fn choose<'c>(
        &self,
        case: &'c Case,
        procedure: &str,
        column: &'static str,
        choice: Option<&'m Choice>,
    ) -> Result<&'c str, Fault<'m>>
    where
        'm: 'c,
    {
        let is_needed = match column {
            "item_code" => procedure == "licensing",
            "ticket_kind" => procedure == "ticket",
            "channel" => true,
            _ => false,
        };
        match self.plan.choose(case, choice) {
            Ok(value) => {
                let value = value.unwrap_or_default();
                let from = choice.and_then(|choice| choice.from.as_deref()).unwrap_or(column);
                match fault_of_value(self.map, column, value) {
                    Some((code, message)) => Err((from, code, message)),
                    None => Ok(value),
                }
            }
            Err((from, Some(value))) => {
                let value = shown(value);
                let message =
                    format!("the map doesn't say which `{column}` the value `{value}` is");
                Err((from, "bad_value", message))
            }
            Err((_, None)) if !is_needed => Ok(""),
            Err((from, None)) => {
                Err((from, "missing_value", format!("nothing says which `{column}` it is")))
            }
        }
    }
}
