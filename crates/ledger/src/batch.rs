//! What a batch of appends to one tenant comes to: which are recorded, which are refused, and the
//! rows to be written. Pure: the store is read before and written after.

use std::collections::HashMap;

use crate::act::cells_text;
use crate::{Append, AppendError, Appended, Head, RECORDED, RETIRED};

/// What the store knows of what a batch touches, and what the batch adds to it.
#[derive(Debug, Default)]
pub(crate) struct Batch<'a> {
    /// Position of the tenant's last act, and when it was recorded.
    pub(crate) position: i64,
    pub(crate) recorded_at: i64,
    /// By register and matter.
    pub(crate) heads: HashMap<(&'a str, &'a str), Head>,
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
    pub(crate) matters: Vec<(&'a str, &'a str)>,
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
}

impl<'a> Batch<'a> {
    /// Takes the next append, as if those before it were recorded already.
    pub(crate) fn take(&mut self, append: &'a Append) -> Result<Appended, AppendError> {
        let key = append.idempotency_key.as_deref();
        let content = key.map(|_| append.content());
        if let (Some(key), Some(content)) = (key, &content)
            && let Some(answer) = self.answers.get(key)
        {
            return if answer.content == *content {
                Ok(answer.appended)
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
            head.version += 1;
            match act.act.as_str() {
                RECORDED => head.row_version = head.version,
                RETIRED => head.row_version = 0,
                _ => {}
            }
            if head.version == 1 {
                head.opened = self.position;
                head.under.clone_from(&act.under);
            }
            self.new.acts.push(ActRow {
                append,
                index,
                position: self.position,
                version: head.version,
                cells: cells_text(&act.cells),
            });
        }
        let appended = Appended {
            position: first,
            version: head.version,
            acts: append.acts.len() as i64,
            recorded_at: self.recorded_at,
        };
        self.new.matters.push(name);
        if let (Some(key), Some(content)) = (key, content) {
            self.answers.insert(key, Answer { content, appended });
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
