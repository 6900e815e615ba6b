//! Rows of the registers beside the items, held against the rules that are about them.

use super::{Check, Finding, Linter, Tell, rules};
use crate::{
    Activity, Document, Interface, IntermediaryService, KnowledgeEntry, LicenceType, Model, Proof,
    System,
};

/// Declares the registers whose rows have rules: by the name of the table.
macro_rules! registers {
    ($($table:literal $row:ident $kind:ty,)+) => {
        /// A row of a register beside the items.
        #[derive(Debug, Clone, Copy)]
        pub(super) enum Beside<'a> {
            $($row(&'a $kind),)+
        }

        impl Linter<'_> {
            /// What rules find wrong with a row of a register beside the items, as it is or as it is to be;
            /// nothing where no rule is about the register. `register` is the table's name in the exchange
            /// package, the element of a finding `table.column`.
            pub fn row<'c>(
                &self,
                register: &str,
                cells: impl IntoIterator<Item = (&'c str, &'c str)>,
            ) -> Vec<Finding> {
                match register {
                    $($table => self.judge_row(Beside::$row(&<$kind>::read(cells))),)+
                    _ => Vec::new(),
                }
            }
        }
    };
}

registers! {
    "intermediary_services" Service IntermediaryService,
    "proofs" Proof Proof,
    "documents" Document Document,
    "systems" System System,
    "models" Model Model,
    "activities" Activity Activity,
    "interfaces" Interface Interface,
    "licence_types" LicenceType LicenceType,
    "knowledge" Knowledge KnowledgeEntry,
}

impl Linter<'_> {
    fn judge_row(&self, row: Beside<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for rule in rules() {
            if let Check::Beside(check) = rule.check {
                let findings = &mut findings;
                check(row, self, &mut Tell { rule, place: None, item_code: "", findings });
            }
        }
        findings
    }
}
