//! Reading what is made of matters: what falls due, what figures count, what is wrong.

use crate::models::{Due, Finding};
use crate::statements::{COUNTS, FACTS_FROM_YEAR, FACTS_OF_YEAR, FALLS_DUE, FINDINGS, STANDING};
use crate::{MATTERS, ReadError, Snapshot};

/// Where a matter of a procedure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many acts it has.
    pub version: i64,
    /// The stage it is in; `None` before an act had effect.
    pub stage: Option<String>,
    /// The item it is about.
    pub item_code: Option<String>,
    /// The first instant at which it has moved on by itself, in microseconds since 1970. Where that
    /// is past, what this says is out of date until the next [`Ledger::sweep`](crate::Ledger::sweep).
    pub wakes: Option<i64>,
}

/// Facts of a matter: the position of its first act, and what is counted.
pub type OpenedFacts = (i64, String);

type StandingRow = (i64, Option<String>, Option<String>, Option<i64>);
type DueRow = (String, String, i64, Option<i64>, Option<i64>);

impl Snapshot {
    /// Where a matter stands.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn standing(&mut self, matter: &str) -> Result<Option<Standing>, ReadError> {
        let found: Option<StandingRow> = self
            .tx
            .fetch_optional(STANDING, &[(&self.tenant).into(), MATTERS.into(), matter.into()])
            .await?;
        let standing =
            |(version, stage, item_code, wakes)| Standing { version, stage, item_code, wakes };
        Ok(found.map(standing))
    }

    /// At most `limit` clocks that are due by an instant, the first due first, each with its
    /// matter; those after `last`, where to read on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn due_by(
        &mut self,
        instant: i64,
        last: Option<&(String, Due)>,
        limit: usize,
    ) -> Result<Vec<(String, Due)>, ReadError> {
        let (due, matter, clock) = last.map_or((i64::MIN, "", ""), |(matter, due)| {
            (due.due().unwrap_or(i64::MIN), matter.as_str(), due.clock.as_str())
        });
        let found: Vec<DueRow> = self
            .tx
            .fetch(
                FALLS_DUE,
                &[
                    (&self.tenant).into(),
                    instant.into(),
                    due.into(),
                    matter.into(),
                    clock.into(),
                    limit.into(),
                ],
            )
            .await?;
        let due = |(matter, clock, started, promised, by_law)| {
            (matter, Due { clock, started, promised, by_law })
        };
        Ok(found.into_iter().map(due).collect())
    }

    /// How many matters follow a procedure, and how many acts they have beside their rows.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn counts(&mut self) -> Result<(i64, i64), ReadError> {
        let values = [(&self.tenant).into(), MATTERS.into()];
        let counted: Option<(i64, i64)> = self.tx.fetch_optional(COUNTS, &values).await?;
        let (matters, versions) = counted.unwrap_or_default();
        Ok((matters, versions - matters))
    }

    /// At most `limit` facts that tell of this year and of none after it, of matters opened after
    /// this position, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn facts_of(
        &mut self,
        year: i64,
        opened: i64,
        limit: usize,
    ) -> Result<Vec<OpenedFacts>, ReadError> {
        Ok(self
            .tx
            .fetch(
                FACTS_OF_YEAR,
                &[(&self.tenant).into(), year.into(), opened.into(), limit.into()],
            )
            .await?)
    }

    /// At most `limit` facts that tell of this year and of later ones, each with the last year it
    /// tells of; those after `last`, where to read on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn facts_from(
        &mut self,
        year: i64,
        last: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Vec<(i64, i64, String)>, ReadError> {
        let (until, opened) = last.unwrap_or((year, i64::MAX));
        Ok(self
            .tx
            .fetch(
                FACTS_FROM_YEAR,
                &[(&self.tenant).into(), year.into(), until.into(), opened.into(), limit.into()],
            )
            .await?)
    }

    /// At most `limit` findings, each with its matter; those after `last`, where to read on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn findings(
        &mut self,
        last: Option<&(String, Finding)>,
        limit: usize,
    ) -> Result<Vec<(String, Finding)>, ReadError> {
        let (matter, position, code) = last.map_or(("", 0, ""), |(matter, finding)| {
            (matter.as_str(), finding.position, finding.code.as_str())
        });
        let found: Vec<(String, i64, String, bool, String, String)> = self
            .tx
            .fetch(
                FINDINGS,
                &[(&self.tenant).into(), matter.into(), position.into(), code.into(), limit.into()],
            )
            .await?;
        let finding = |(matter, position, code, is_of_row, field, message)| {
            (matter, Finding { position, code, is_of_row, field, message })
        };
        Ok(found.into_iter().map(finding).collect())
    }
}
