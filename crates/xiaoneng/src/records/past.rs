//! A ledger as it was, read as a package: facts and findings are made of the acts of that time, by
//! the fold that makes what is kept ready, so that the same report comes of it to the letter.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use efficacy::facts::projection::Ready;
use ledger::{Act, Finding, Fold, Leaf, MATTERS, Past, RECORDED, TakeOverError};
use xiaoneng::models::is_of_row;

use super::package::{Tables, View, found, unreadable};
use super::{Books, broken};
use crate::cli::Failure;

/// Matters folded at a time.
const TOGETHER: usize = 1024;

impl Books {
    /// Hands each act up to a position to `each`, in order.
    pub(crate) fn each_leaf(
        &self,
        as_of: i64,
        mut each: impl FnMut(Leaf) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut after = 0;
        while after < as_of {
            let acts = self.ask(async |snapshot| snapshot.leaves(after, TOGETHER).await)?;
            let Some(last) = acts.last() else { return Ok(()) };
            after = last.position;
            acts.into_iter().filter(|act| act.position <= as_of).try_for_each(&mut each)?;
        }
        Ok(())
    }

    /// Takes over the next acts as they were recorded elsewhere.
    pub(crate) fn take_over(&self, acts: &[Act]) -> Result<(), Failure> {
        let taken = self.runtime.block_on(self.ledger.take_over(&self.tenant, acts));
        taken.map_err(|error| match error {
            TakeOverError::OutOfOrder { .. } => Failure::refused(error.to_string()),
            _ => broken(&error),
        })
    }

    /// The ledger as it was when it stood at a position.
    pub(super) fn past(&self, position: i64) -> Result<Past, Failure> {
        let past = self.ledger.past(&self.tenant, position);
        let past = self.runtime.block_on(past).map_err(|error| broken(&error))?;
        past.ok_or_else(|| {
            Failure::refused(format!(
                "the ledger has no act at position {position}; give one from 1 to its last"
            ))
        })
    }
}

/// What is seen of matters while their facts are told.
#[derive(Debug, Default)]
struct Seen {
    findings: Vec<(String, Finding)>,
    matters: u64,
    acts: u64,
}

impl Seen {
    fn add(&mut self, acts: &[Act], findings: Vec<Finding>) {
        let row = acts.iter().rfind(|act| is_of_row(act));
        if row.is_some_and(|row| row.act == RECORDED) {
            self.matters += 1;
            self.acts += acts.iter().filter(|act| !is_of_row(act)).count() as u64;
            let matter = &acts[0].matter;
            self.findings.extend(findings.into_iter().map(|it| (matter.clone(), it)));
        }
    }
}

impl Tables {
    /// The facts of a year folded from the acts, a few matters at a time.
    pub(super) fn folded(&self, fold: Arc<dyn Fold>, now: i64, year: i64) -> Ready<'_> {
        let seen = Rc::new(RefCell::new(Seen::default()));
        let (of_findings, of_counts) = (seen.clone(), seen.clone());
        let mut after = 0;
        let mut told = VecDeque::new();
        let facts = std::iter::from_fn(move || {
            while told.is_empty() {
                let page = self.ask(async |view| match view {
                    View::Then(past) => past.matters(MATTERS, after, TOGETHER).await,
                    View::Now(_) => Ok(Vec::new()),
                });
                let matters = match page {
                    Ok(matters) => matters,
                    Err(error) => return Some(Err(unreadable(MATTERS, &error))),
                };
                after = matters.last()?.first()?.position;
                for (acts, model) in matters.iter().zip(fold.fold(&matters, now)) {
                    seen.borrow_mut().add(acts, model.findings);
                    let mut facts = model.facts.into_iter();
                    let of_year = facts.find(|it| it.year <= year && year <= it.until);
                    told.extend(of_year.map(|it| it.facts));
                }
            }
            told.pop_front().map(Ok)
        });
        let findings = std::iter::once_with(move || {
            let mut findings = std::mem::take(&mut of_findings.borrow_mut().findings);
            findings.sort_by(|(a, one), (b, other)| {
                (a, one.position, &one.code).cmp(&(b, other.position, &other.code))
            });
            findings.into_iter().map(|(_, finding)| Ok(found(finding)))
        });
        Ready {
            facts: Box::new(facts),
            findings: Box::new(findings.flatten()),
            counts: Box::new(move || {
                let seen = of_counts.borrow();
                Ok((seen.matters, seen.acts))
            }),
        }
    }
}
