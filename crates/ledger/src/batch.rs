//! What a batch of appends to one tenant comes to: which are recorded, which are refused, and the
//! rows to be written. Pure: the store is read before and written after.

use std::collections::{HashMap, HashSet};

use crate::act::{Parts, cells_text, text_of};
use crate::log::Salt;
use crate::query::{Name, Tenant};
use crate::vault::references_text;
use crate::{Act, Append, AppendError, Appended, Head, References};

/// What the store knows of what a batch touches, and what the batch adds to it.
#[derive(Debug, Default)]
pub(crate) struct Batch<'a> {
    /// Whose it is.
    pub(crate) tenant: &'a str,
    /// Position of the tenant's last act, and when it was recorded.
    pub(crate) position: i64,
    pub(crate) recorded_at: i64,
    /// By register and matter.
    pub(crate) heads: HashMap<Name<'a>, Head>,
    /// Matters that were there before the batch.
    pub(crate) known: HashSet<Name<'a>>,
    /// By idempotency key.
    pub(crate) answers: HashMap<&'a str, Answer>,
    pub(crate) new: NewRows<'a>,
}

/// What was answered under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) content: String,
    pub(crate) appended: Appended,
}

/// The rows that a batch writes.
#[derive(Debug, Default)]
pub(crate) struct NewRows<'a> {
    pub(crate) acts: Vec<ActRow<'a>>,
    /// Matters whose head has changed, each once.
    pub(crate) matters: Vec<Name<'a>>,
    /// Keys with a new answer.
    pub(crate) keys: Vec<&'a str>,
}

#[derive(Debug)]
pub(crate) struct ActRow<'a> {
    pub(crate) append: &'a Append,
    pub(crate) index: usize,
    pub(crate) position: i64,
    pub(crate) version: i64,
    pub(crate) cells: String,
    /// What it refers to, and how that is stored.
    pub(crate) references: Option<&'a References>,
    pub(crate) sealed: Option<String>,
    /// What it is hashed with into the log, where one is kept.
    pub(crate) salt: Option<Salt>,
}

impl ActRow<'_> {
    /// The act as text.
    pub(crate) fn text(&self, tenant: &str, recorded_at: i64) -> String {
        let act = &self.append.acts[self.index];
        text_of(&Parts {
            tenant,
            position: self.position,
            register: &self.append.register,
            matter: &self.append.matter,
            version: self.version,
            act: &act.act,
            at: act.at,
            recorded_at,
            recorded_elsewhere: act.recorded_elsewhere,
            under: act.under.as_deref(),
            cells: &self.cells,
            sealed: self.sealed.as_deref(),
        })
    }

    /// The act as it is recorded.
    pub(crate) fn act(&self, recorded_at: i64) -> Act {
        let act = &self.append.acts[self.index];
        Act {
            position: self.position,
            register: self.append.register.clone(),
            matter: self.append.matter.clone(),
            version: self.version,
            act: act.act.clone(),
            at: act.at,
            recorded_at,
            recorded_elsewhere: act.recorded_elsewhere,
            under: act.under.clone(),
            cells: act.cells.clone(),
            sealed: self.references.cloned().unwrap_or_default(),
        }
    }
}

impl<'a> Batch<'a> {
    /// Nothing yet, for a tenant that stands there.
    pub(crate) fn on(tenant: &'a str, stands: &Tenant) -> Self {
        Self {
            tenant,
            position: stands.position,
            recorded_at: stands.recorded_at,
            ..Self::default()
        }
    }

    /// Takes the next append, as if those before it were recorded already; `references` are those
    /// of its acts, or none at all.
    pub(crate) fn take(
        &mut self,
        append: &'a Append,
        references: &'a [References],
    ) -> Result<Appended, AppendError> {
        let key = append.idempotency_key.as_deref();
        let content = key.map(|_| append.content(references));
        if let (Some(key), Some(content)) = (key, &content)
            && let Some(answer) = self.answers.get(key)
        {
            return if answer.content == *content {
                Ok(answer.appended.clone())
            } else {
                Err(AppendError::KeyReused(key.to_owned()))
            };
        }
        let name = (append.register.as_str(), append.matter.as_str());
        let head = self.heads.entry(name).or_default();
        if head.version != append.expected_version {
            return Err(AppendError::Conflict {
                matter: append.matter.clone(),
                expected: append.expected_version,
                stands: head.clone(),
            });
        }
        let first = self.position + 1;
        for (index, act) in append.acts.iter().enumerate() {
            self.position += 1;
            let references = references.get(index);
            head.take(&act.act, self.position, act.under.as_ref());
            self.new.acts.push(ActRow {
                append,
                index,
                position: self.position,
                version: head.version,
                cells: cells_text(&act.cells),
                references,
                sealed: references.and_then(references_text),
                salt: None,
            });
        }
        let appended = Appended {
            position: first,
            version: head.version,
            acts: append.acts.len() as i64,
            recorded_at: self.recorded_at,
            promises: None,
        };
        self.new.matters.push(name);
        if let (Some(key), Some(content)) = (key, content) {
            self.answers.insert(key, Answer { content, appended: appended.clone() });
            self.new.keys.push(key);
        }
        Ok(appended)
    }

    /// What is to be written, each matter once.
    pub(crate) fn finish(&mut self) {
        self.new.matters.sort_unstable();
        self.new.matters.dedup();
    }
}
