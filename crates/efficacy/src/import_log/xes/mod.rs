//! Event logs in IEEE XES (1849-2016, and the 1.0 dialects in use), trace by trace.
//!
//! The reader asks for the attributes it is told to keep and steps over the rest, so it holds
//! one trace and a window of the file at a time, whatever the file's size. It reads logs with and
//! without a namespace, nested, list and container attributes, and events outside any trace;
//! document type declarations and entities of their own are refused.

mod log;
mod tag;
mod value;
mod window;

use std::io::{self, Read};

use self::log::{Log, Stop};
use self::window::Window;

/// How much text and how many values one trace may keep.
const LARGEST_TRACE_BYTES: usize = 256 << 20;

/// Why a file can't be read as an XES log; the file is refused whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum XesError {
    /// The source couldn't be read, or its compressed stream is broken.
    #[error("can't be read beyond line {line}: {cause}")]
    Read {
        /// The line reached.
        line: u64,
        /// What the source said.
        cause: io::Error,
    },
    /// The file isn't well-formed XML.
    #[error("line {line}: not well-formed XML: {what}")]
    NotWellFormed {
        /// Where.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The file ends inside the log.
    #[error("line {line}: the file ends before the log does; it was cut off, export it again")]
    EndsEarly {
        /// The last line.
        line: u64,
    },
    /// A document type declaration.
    #[error("line {line}: document type declarations are not accepted; remove the `<!DOCTYPE …>`")]
    DocumentType {
        /// Where.
        line: u64,
    },
    /// A reference to an entity that XML doesn't define itself.
    #[error("line {line}: entities are not accepted; write the text itself")]
    Entity {
        /// Where.
        line: u64,
    },
    /// An element or attribute where the standard has none.
    #[error("line {line}: not an XES log: {what}")]
    Misplaced {
        /// Where.
        line: u64,
        /// What stands there and what belongs there.
        what: String,
    },
    /// A value that isn't of its attribute's type, before the first trace.
    #[error("line {line}: `{value}` is not a value of the type {expected} (attribute `{key}`)")]
    WrongValue {
        /// Where.
        line: u64,
        /// The attribute's key.
        key: String,
        /// The value as written.
        value: String,
        /// The type its element names.
        expected: &'static str,
    },
    /// A tag, comment or trace that is larger than any real log holds.
    #[error("line {line}: {what}; the limit is {limit} bytes")]
    TooLarge {
        /// Where.
        line: u64,
        /// What is too large.
        what: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
}

/// Something a strict reader would refuse and this one reads past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was met.
    pub what: &'static str,
    /// Where it was met first.
    pub line: u64,
    /// How often.
    pub count: u64,
}

/// One case of the log with the attributes asked for; reused from trace to trace.
#[derive(Debug, Default)]
pub struct Trace {
    /// Line of its start tag; of the event for an event outside any trace.
    line: u64,
    /// Whether this is a lone event outside any trace.
    is_loose: bool,
    text: String,
    own: Vec<Span>,
    events: Vec<u64>,
    event_values: Vec<Span>,
    keys_an_event: usize,
}

/// Where a value lies in a trace's text.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

const ABSENT: Span = Span { start: u32::MAX, end: u32::MAX };

impl Trace {
    /// Line of the trace's start tag.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether this is one event that stands in the log outside any trace.
    pub fn is_loose(&self) -> bool {
        self.is_loose
    }

    /// The trace's value of the `n`-th trace key asked for.
    pub fn value(&self, n: usize) -> Option<&str> {
        self.own.get(n).and_then(|&span| self.text_of(span))
    }

    /// How many events the trace has.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether the trace has no event.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Line of the start tag of event `event` (0 is the first).
    pub fn event_line(&self, event: usize) -> u64 {
        self.events.get(event).copied().unwrap_or(self.line)
    }

    /// The value of the `n`-th event key asked for in event `event`.
    pub fn event_value(&self, event: usize, n: usize) -> Option<&str> {
        if n >= self.keys_an_event {
            return None;
        }
        self.event_values.get(event * self.keys_an_event + n).and_then(|&span| self.text_of(span))
    }

    fn text_of(&self, span: Span) -> Option<&str> {
        self.text.get(span.start as usize..span.end as usize)
    }

    fn clear(&mut self, keys: &Keys) {
        self.line = 0;
        self.is_loose = false;
        self.text.clear();
        self.own.clear();
        self.own.resize(keys.trace.len(), ABSENT);
        self.events.clear();
        self.event_values.clear();
        self.keys_an_event = keys.event.len();
    }

    fn open_event(&mut self, line: u64) {
        self.events.push(line);
        self.event_values.resize(self.events.len() * self.keys_an_event, ABSENT);
    }

    fn keep_of_trace(&mut self, key: usize, value: &[u8]) {
        self.own[key] = self.keep(value);
    }

    /// Keeps a value of the last event.
    fn keep_of_event(&mut self, key: usize, value: &[u8]) {
        let span = self.keep(value);
        if let Some(first) = self.events.len().checked_sub(1) {
            self.event_values[first * self.keys_an_event + key] = span;
        }
    }

    /// The window has been checked to be UTF-8; anything else would be left out here.
    fn keep(&mut self, value: &[u8]) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(std::str::from_utf8(value).unwrap_or_default());
        Span { start, end: self.text.len() as u32 }
    }

    fn bytes_kept(&self) -> usize {
        self.text.len()
            + self.events.len() * size_of::<u64>()
            + self.event_values.len() * size_of::<Span>()
    }
}

/// The attributes a reader keeps.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Keys of trace attributes.
    pub trace: Vec<String>,
    /// Keys of event attributes.
    pub event: Vec<String>,
}

/// Reads a log trace by trace.
#[derive(Debug)]
pub struct XesReader<R> {
    window: Window<R>,
    log: Log,
}

impl<R: Read> XesReader<R> {
    /// A reader of `source`, which holds UTF-8, that keeps the attributes of `keys`.
    pub fn new(source: R, keys: Keys) -> Self {
        Self { window: Window::new(source), log: Log::new(keys) }
    }

    /// Reads the next trace, or the next event outside any trace, into `trace`; `false` at the
    /// end of the log.
    ///
    /// # Errors
    /// [`XesError`] when the file is no XES log, is cut off or can't be read; what was read
    /// before it shouldn't be kept then.
    pub fn next_trace(&mut self, trace: &mut Trace) -> Result<bool, XesError> {
        trace.clear(&self.log.keys);
        loop {
            let step = self.log.read(self.window.whole_tags(), self.window.at_end(), trace)?;
            self.window.consume(step.used);
            match step.stop {
                Stop::Trace => return Ok(true),
                Stop::EndOfLog => return Ok(false),
                Stop::WindowEnd => self.fill()?,
            }
        }
    }

    /// What a strict reader would have refused so far.
    pub fn warnings(&self) -> &[Warning] {
        &self.log.warnings
    }

    fn fill(&mut self) -> Result<(), XesError> {
        let line = self.log.line;
        if self.window.at_end() {
            return Err(XesError::EndsEarly { line });
        }
        if self.window.is_full() {
            let what = "a tag or comment is too long";
            return Err(XesError::TooLarge { line, what, limit: Window::<R>::LARGEST });
        }
        self.window.fill().map_err(|cause| XesError::Read { line, cause })?;
        match self.window.text_before_damage() {
            None => Ok(()),
            Some(text) => {
                let breaks = memchr::memchr_iter(b'\n', text).count() as u64;
                let what = "the text isn't UTF-8; state its encoding in the XML declaration";
                Err(XesError::NotWellFormed { line: line + breaks, what: what.to_owned() })
            }
        }
    }
}
