//! The bench: the catalogue with what is wrong with it, made once for many visits.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ::catalogue::{Finding, Severity, lint};

use crate::portal::Shelf;

/// What is wrong with the items of a shelf.
pub(crate) struct Findings {
    of: Arc<Shelf>,
    by_code: BTreeMap<String, Vec<Finding>>,
}

/// The findings as they were made last.
#[derive(Default)]
pub(crate) struct Bench(Mutex<Option<Arc<Findings>>>);

impl Bench {
    /// What is wrong with the items of this shelf; looked for once a shelf.
    pub(super) fn findings(&self, of: &Arc<Shelf>) -> Arc<Findings> {
        // What one that panicked left is as good as any.
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = last.as_ref().filter(|found| Arc::ptr_eq(&found.of, of)) {
            return found.clone();
        }
        let mut by_code: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in lint(of.catalogue()) {
            by_code.entry(finding.item_code.clone()).or_default().push(finding);
        }
        let found = Arc::new(Findings { of: of.clone(), by_code });
        *last = Some(found.clone());
        found
    }
}

impl Findings {
    /// How many weigh so much of an item.
    pub(super) fn count(&self, code: &str, severity: Severity) -> usize {
        let found = self.by_code.get(code).into_iter().flatten();
        found.filter(|finding| finding.rule.severity == severity).count()
    }
}
