//! One case of a log, whatever kind of log it came from.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::HashMap;

use super::map::KEPT;
use super::stamp::Stamp;
use crate::package::tables::ActName;

/// Where something stands in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Index of the file among those given.
    pub(super) file: usize,
    /// 1 is the first data row, event or trace.
    pub(super) row: u64,
    /// Physical line, the first is 1.
    pub(super) line: u64,
}

/// A case with what the map asks of it.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) place: Place,
    /// Values of the case's columns or attributes, in the order of the plan.
    pub(super) values: Vec<Option<String>>,
    pub(super) events: Vec<Event>,
    /// Further cells of each event's act, where the log has them.
    pub(super) more: Vec<More>,
    /// The times of the events as the log writes them.
    text: String,
}

/// Cells of an act in the order of [`KEPT`].
pub(super) type More = [Option<String>; KEPT.len()];

/// An event that has an activity and a time.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// Index among the log's activities.
    pub(super) activity: usize,
    /// Index among the log's actors.
    pub(super) actor: Option<usize>,
    /// The act, where the log names it itself.
    pub(super) act: Option<ActName>,
    pub(super) at: Stamp,
    text: Range<u32>,
}

/// An event as a log gives it.
#[derive(Debug)]
pub(super) struct NewEvent {
    pub(super) activity: usize,
    pub(super) actor: Option<usize>,
    pub(super) at: Stamp,
    pub(super) act: Option<ActName>,
    /// Of each event or of none.
    pub(super) more: Option<More>,
}

impl Case {
    pub(super) fn new(id: String, place: Place, values: Vec<Option<String>>) -> Self {
        Self { id, place, values, events: Vec::new(), more: Vec::new(), text: String::new() }
    }

    /// Adds an event whose time the log writes as `text`.
    pub(super) fn push(&mut self, event: NewEvent, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let text = start..self.text.len() as u32;
        let NewEvent { activity, actor, at, act, more } = event;
        self.events.push(Event { activity, actor, act, at, text });
        self.more.extend(more);
    }

    /// The event's time as the log writes it.
    pub(super) fn text_of(&self, event: &Event) -> &str {
        &self.text[event.text.start as usize..event.text.end as usize]
    }
}

/// Names that occur again and again, each kept once.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Box<str>>,
    by_name: HashMap<u64, Vec<u32>>,
}

impl Names {
    /// The number of the name, and whether it is new.
    pub(super) fn number(&mut self, name: &str) -> (usize, bool) {
        let hash = self.by_name.hasher().hash_one(name);
        let alike = self.by_name.entry(hash).or_default();
        if let Some(&known) = alike.iter().find(|&&n| &*self.names[n as usize] == name) {
            return (known as usize, false);
        }
        alike.push(self.names.len() as u32);
        self.names.push(name.into());
        (self.names.len() - 1, true)
    }

    pub(super) fn name(&self, number: usize) -> &str {
        &self.names[number]
    }
}
