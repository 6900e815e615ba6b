//! One case of a log, whatever kind of log it came from.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::HashMap;

use super::map::KEPT;
use super::stamp::Stamp;
use crate::package::tables::ActName;

/// Where something stands in a log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Index of the file among those given.
    pub(super) file: usize,
    /// 1 is the first data row, event or trace.
    pub(super) row: u64,
    /// Physical line, the first is 1.
    pub(super) line: u64,
}

/// A case with what the map asks of it. All its texts lie in one, so that a case that is used again
/// for the next one takes no new memory.
#[derive(Debug, Default)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) place: Place,
    pub(super) events: Vec<Event>,
    /// Values of the case's columns or attributes, in the order of the plan.
    values: Vec<Option<Span>>,
    /// Further cells of each event's act, where the log has them.
    more: Vec<[Span; KEPT.len()]>,
    text: String,
}

/// Where a text lies in a case's.
type Span = Range<usize>;

/// Cells of an act in the order of [`KEPT`]; empty is not given.
pub(super) type More<'a> = [Cow<'a, str>; KEPT.len()];

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
    /// The time as the log writes it.
    text: Span,
}

/// An event as a log gives it.
#[derive(Debug)]
pub(super) struct NewEvent<'a> {
    pub(super) activity: usize,
    pub(super) actor: Option<usize>,
    pub(super) at: Stamp,
    pub(super) act: Option<ActName>,
    /// Of each event or of none.
    pub(super) more: Option<More<'a>>,
}

impl Case {
    /// Begins a case of which nothing is known yet; `values` is how many the plan asks for.
    pub(super) fn begin(&mut self, id: &str, place: Place, values: usize) {
        self.id.clear();
        self.id.push_str(id);
        self.place = place;
        self.events.clear();
        self.values.clear();
        self.values.resize(values, None);
        self.more.clear();
        self.text.clear();
    }

    /// The value in this place of the plan.
    pub(super) fn value(&self, n: usize) -> Option<&str> {
        self.values.get(n)?.clone().map(|span| &self.text[span])
    }

    pub(super) fn set_value(&mut self, n: usize, value: &str) {
        let span = self.keep(value);
        if let Some(place) = self.values.get_mut(n) {
            *place = Some(span);
        }
    }

    /// Adds an event whose time the log writes as `text`.
    pub(super) fn push(&mut self, event: NewEvent<'_>, text: &str) {
        let NewEvent { activity, actor, at, act, more } = event;
        let text = self.keep(text);
        self.events.push(Event { activity, actor, act, at, text });
        if let Some(more) = more {
            let more = more.each_ref().map(|cell| self.keep(cell));
            self.more.push(more);
        }
    }

    fn keep(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// The event's time as the log writes it.
    pub(super) fn text_of(&self, event: &Event) -> &str {
        &self.text[event.text.clone()]
    }

    /// Further cells of the act of the event with this index.
    pub(super) fn more(&self, event: usize) -> Option<[&str; KEPT.len()]> {
        Some(self.more.get(event)?.each_ref().map(|span| &self.text[span.clone()]))
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
