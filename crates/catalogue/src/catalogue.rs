//! The items of an agency with what they are held against.

use std::collections::HashMap;

use legal_clock::Day;

use crate::{
    Divisions, Fee, IntermediaryService, Item, LicenceType, Material, PeerItem, PowerChange, Proof,
    Question, Step,
};

/// How an agency's codes are made. Lengths differ, so a code is held to its own profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeProfile {
    /// The agency's own codes: nothing is said about their lengths.
    #[default]
    Local,
    /// ZWFW C0109.1-2018: basic code 12, implementing code 31 (agency 18, level 1, basic code
    /// 12), handling item 33.
    C0109,
    /// GB/T 39046-2020: basic code 10, implementing code 24.
    Gbt39046,
}

impl CodeProfile {
    /// Characters of a basic code (基本编码).
    pub fn catalog_code_length(self) -> Option<usize> {
        match self {
            Self::Local => None,
            Self::C0109 => Some(12),
            Self::Gbt39046 => Some(10),
        }
    }

    /// Characters of an implementing code (实施编码).
    pub fn task_code_length(self) -> Option<usize> {
        match self {
            Self::Local => None,
            Self::C0109 => Some(31),
            Self::Gbt39046 => Some(24),
        }
    }
}

/// Items, the registers beside them, and the day on which they are looked at.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The items, in their order.
    pub items: Vec<Item>,
    /// The day on which they are looked at.
    pub on: Day,
    /// How codes are made.
    pub profile: CodeProfile,
    /// Known divisions; none are held against nothing.
    pub divisions: Divisions,
    /// Proofs no longer asked for.
    pub proofs: Vec<Proof>,
    /// Powers delegated, devolved, cancelled or added.
    pub power_changes: Vec<PowerChange>,
    /// Intermediary services.
    pub intermediaries: Vec<IntermediaryService>,
    /// What other provinces promise and ask for.
    pub peers: Vec<PeerItem>,
    /// Kinds of electronic licences.
    pub licence_types: Vec<LicenceType>,
    /// Rows that name an item which isn't there: the row's table and the code it names.
    pub(crate) orphans: Vec<(&'static str, String)>,
}

impl Catalogue {
    /// A catalogue of these items alone, looked at on a day.
    pub fn new(items: impl IntoIterator<Item = Item>, on: Day) -> Self {
        Self {
            items: items.into_iter().collect(),
            on,
            profile: CodeProfile::default(),
            divisions: Divisions::default(),
            proofs: Vec::new(),
            power_changes: Vec::new(),
            intermediaries: Vec::new(),
            peers: Vec::new(),
            licence_types: Vec::new(),
            orphans: Vec::new(),
        }
    }

    /// Gives each item its materials: every row of its code gets them.
    #[must_use]
    pub fn with_materials(mut self, rows: impl IntoIterator<Item = Material>) -> Self {
        self.attach(
            "materials",
            rows,
            |row| row.item_code.as_deref(),
            |item, row| {
                item.materials.push(row);
            },
        );
        self
    }

    /// Gives each item its charges.
    #[must_use]
    pub fn with_fees(mut self, rows: impl IntoIterator<Item = Fee>) -> Self {
        self.attach("fees", rows, |row| row.item_code.as_deref(), |item, row| item.fees.push(row));
        self
    }

    /// Gives each item the steps of its process.
    #[must_use]
    pub fn with_steps(mut self, rows: impl IntoIterator<Item = Step>) -> Self {
        self.attach(
            "steps",
            rows,
            |row| row.item_code.as_deref(),
            |item, row| {
                item.steps.push(row);
            },
        );
        self
    }

    /// Gives each item its questions.
    #[must_use]
    pub fn with_questions(mut self, rows: impl IntoIterator<Item = Question>) -> Self {
        self.attach(
            "questions",
            rows,
            |row| row.item_code.as_deref(),
            |item, row| {
                item.questions.push(row);
            },
        );
        self
    }

    fn attach<R: Clone>(
        &mut self,
        table: &'static str,
        rows: impl IntoIterator<Item = R>,
        code_of: impl Fn(&R) -> Option<&str>,
        push: impl Fn(&mut Item, R),
    ) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, item) in self.items.iter().enumerate() {
            if let Some(code) = &item.code {
                places.entry(code.clone()).or_default().push(place);
            }
        }
        for row in rows {
            let code = code_of(&row).unwrap_or_default();
            match places.get(code) {
                Some(places) => {
                    for place in places {
                        push(&mut self.items[*place], row.clone());
                    }
                }
                None => self.orphans.push((table, code.to_owned())),
            }
        }
    }
}
