//! Event logs in IEEE XES (1849-2016, and the 1.0 dialects in use), trace by trace.
//!
//! The reader asks for the attributes it is told to keep and steps over the rest, so it holds
//! one trace and a window of the file at a time, whatever the file's size. It reads logs with and
//! without a namespace, nested, list and container attributes, and events outside any trace;
//! document type declarations and entities of their own are refused.

use std::io::{self, Read};

use quick_xml::XmlVersion;
use quick_xml::errors::{Error as XmlError, SyntaxError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::window::Window;
use super::xes_value::{ValueType, is_value_of};

/// How deep attributes may be nested in attributes.
const DEEPEST: usize = 64;

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

    fn keep(&mut self, value: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(value);
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
        self.window.fill().map_err(|cause| XesError::Read { line, cause })
    }
}

/// How far a step through the window got.
struct Step {
    used: usize,
    stop: Stop,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Trace,
    EndOfLog,
    WindowEnd,
}

/// An element of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Log,
    Extension,
    Global,
    Classifier,
    Trace,
    Event,
    Values,
    Attribute(ValueType),
}

impl Element {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::Attribute(ValueType::String),
            "date" => Self::Attribute(ValueType::Date),
            "int" => Self::Attribute(ValueType::Int),
            "float" => Self::Attribute(ValueType::Float),
            "boolean" => Self::Attribute(ValueType::Boolean),
            "id" => Self::Attribute(ValueType::Id),
            "list" => Self::Attribute(ValueType::List),
            "container" => Self::Attribute(ValueType::Container),
            "event" => Self::Event,
            "trace" => Self::Trace,
            "values" => Self::Values,
            "log" => Self::Log,
            "extension" => Self::Extension,
            "global" => Self::Global,
            "classifier" => Self::Classifier,
            _ => return None,
        })
    }
}

/// Where the reader stands in the log.
#[derive(Debug)]
struct Log {
    keys: Keys,
    open: Vec<Element>,
    has_begun: bool,
    has_cases: bool,
    /// The furthest part of the header seen: 1 extensions, 2 globals, 3 classifiers, 4 attributes.
    header_part: u8,
    /// Line at the start of the window.
    line: u64,
    warnings: Vec<Warning>,
}

impl Log {
    fn new(keys: Keys) -> Self {
        Self {
            keys,
            open: Vec::new(),
            has_begun: false,
            has_cases: false,
            header_part: 0,
            line: 1,
            warnings: Vec::new(),
        }
    }

    /// Reads tags of the window until a trace is whole or the window is used up.
    fn read(&mut self, window: &[u8], at_end: bool, trace: &mut Trace) -> Result<Step, XesError> {
        let mut place = Place { window, counted: 0, line: self.line };
        let mut reader = Reader::from_reader(window);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let (used, stop) = loop {
            let before = reader.buffer_position() as usize;
            let stop = match reader.read_event() {
                Ok(Event::Empty(tag)) => {
                    self.open_element(&tag, before, &mut place, trace)?;
                    self.close_innermost(trace)
                }
                Ok(Event::Start(tag)) => {
                    self.open_element(&tag, before, &mut place, trace)?;
                    None
                }
                Ok(Event::End(tag)) => {
                    self.check_end(tag.local_name().as_ref(), before, &mut place)?;
                    self.close_innermost(trace)
                }
                Ok(Event::GeneralRef(entity)) => {
                    let is_known = entity.is_char_ref()
                        || matches!(entity.as_ref(), "lt" | "gt" | "amp" | "quot" | "apos");
                    if !is_known {
                        return Err(XesError::Entity { line: place.line_of(before) });
                    }
                    None
                }
                Ok(
                    Event::Text(_)
                    | Event::CData(_)
                    | Event::Comment(_)
                    | Event::PI(_)
                    | Event::Decl(_),
                ) => None,
                Ok(Event::Eof) if at_end && self.has_begun && self.open.is_empty() => {
                    Some(Stop::EndOfLog)
                }
                Ok(Event::Eof) => Some(Stop::WindowEnd),
                Ok(Event::DocType(_)) | Err(XmlError::Syntax(SyntaxError::UnclosedDoctype)) => {
                    return Err(XesError::DocumentType { line: place.line_of(before) });
                }
                Err(XmlError::Syntax(_)) if !at_end => break (before, Stop::WindowEnd),
                Err(XmlError::Syntax(error)) if error != SyntaxError::InvalidBangMarkup => {
                    return Err(XesError::EndsEarly { line: place.line_of(window.len()) });
                }
                Err(error) => {
                    let line = place.line_of(before);
                    return Err(XesError::NotWellFormed { line, what: error.to_string() });
                }
            };
            if let Some(stop) = stop {
                break (reader.buffer_position() as usize, stop);
            }
        };
        self.line = place.line_of(used);
        Ok(Step { used, stop })
    }

    fn open_element(
        &mut self,
        tag: &BytesStart<'_>,
        at: usize,
        place: &mut Place<'_>,
        trace: &mut Trace,
    ) -> Result<(), XesError> {
        let name = tag.local_name();
        let Some(element) = Element::named(name.as_ref()) else {
            let what = format!("there is no element `{}`", printable(name.as_ref()));
            return Err(XesError::Misplaced { line: place.line_of(at), what });
        };
        match (self.open.last().copied(), element) {
            (None, Element::Log) if !self.has_begun => self.has_begun = true,
            (Some(Element::Log), Element::Trace) => {
                self.has_cases = true;
                trace.line = place.line_of(at);
            }
            (Some(Element::Log), Element::Event) => {
                self.has_cases = true;
                trace.line = place.line_of(at);
                trace.is_loose = true;
                trace.open_event(trace.line);
            }
            (Some(Element::Trace), Element::Event) => {
                trace.open_event(place.line_of(at));
                if trace.bytes_kept() > LARGEST_TRACE_BYTES {
                    let line = trace.line;
                    let what = "a trace is too large";
                    return Err(XesError::TooLarge { line, what, limit: LARGEST_TRACE_BYTES });
                }
            }
            (Some(Element::Log), Element::Attribute(kind)) if !self.has_cases => {
                self.take_header_part(4, at, place);
                self.take_value(kind, tag, at, place, None)?;
            }
            (Some(Element::Log), Element::Extension) if !self.has_cases => {
                self.take_header_part(1, at, place);
            }
            (Some(Element::Log), Element::Global) if !self.has_cases => {
                self.take_header_part(2, at, place);
                check_scope(tag, place.line_of(at))?;
            }
            (Some(Element::Log), Element::Classifier) if !self.has_cases => {
                self.take_header_part(3, at, place);
                check_scope(tag, place.line_of(at))?;
            }
            (Some(Element::Trace | Element::Event), Element::Attribute(kind)) => {
                self.take_value(kind, tag, at, place, Some(trace))?;
            }
            (Some(Element::Global), Element::Attribute(kind)) => {
                self.take_value(kind, tag, at, place, None)?;
            }
            // What is nested in an attribute is stepped over.
            (Some(Element::Attribute(_) | Element::Values), Element::Attribute(_))
            | (Some(Element::Attribute(ValueType::List)), Element::Values) => {}
            (outer, _) => {
                let what = misplaced(outer, name.as_ref(), self.has_begun, self.has_cases);
                return Err(XesError::Misplaced { line: place.line_of(at), what });
            }
        }
        if self.open.len() >= DEEPEST {
            let what = format!("attributes are nested more than {DEEPEST} deep");
            return Err(XesError::Misplaced { line: place.line_of(at), what });
        }
        self.open.push(element);
        Ok(())
    }

    fn check_end(&self, name: &str, at: usize, place: &mut Place<'_>) -> Result<(), XesError> {
        if self.open.last().copied() == Element::named(name) {
            return Ok(());
        }
        let what = format!("`</{}>` closes nothing that is open", printable(name));
        Err(XesError::NotWellFormed { line: place.line_of(at), what })
    }

    /// Leaves the innermost element; says so when that completes a trace.
    fn close_innermost(&mut self, trace: &Trace) -> Option<Stop> {
        match (self.open.pop(), self.open.last()) {
            (Some(Element::Trace), _) => Some(Stop::Trace),
            (Some(Element::Event), Some(Element::Log)) if trace.is_loose => Some(Stop::Trace),
            _ => None,
        }
    }

    /// Checks an attribute's value and keeps it when its key was asked for.
    fn take_value(
        &mut self,
        kind: ValueType,
        tag: &BytesStart<'_>,
        at: usize,
        place: &mut Place<'_>,
        trace: Option<&mut Trace>,
    ) -> Result<(), XesError> {
        let Some((key, value)) = key_and_value(tag).map_err(|what| what.at(place.line_of(at)))?
        else {
            return self.take_unusual_value(kind, tag, at, place, trace);
        };
        self.take_plain_value(kind, key, value, at, place, trace)
    }

    /// As [`Log::take_value`] for a tag that isn't `key="…" value="…"`: attributes in another
    /// order or surplus ones, references to be resolved, lists and containers without a value.
    fn take_unusual_value(
        &mut self,
        kind: ValueType,
        tag: &BytesStart<'_>,
        at: usize,
        place: &mut Place<'_>,
        trace: Option<&mut Trace>,
    ) -> Result<(), XesError> {
        let line = place.line_of(at);
        let (mut key, mut value) = (None, None);
        for attribute in tag.attributes() {
            let attribute = attribute
                .map_err(|error| XesError::NotWellFormed { line, what: error.to_string() })?;
            let target = match attribute.key.as_ref() {
                "key" => &mut key,
                "value" => &mut value,
                _ => continue,
            };
            let text = attribute.normalized_value(XmlVersion::Implicit1_0);
            *target = Some(text.map_err(|_| XesError::Entity { line })?);
        }
        let Some(key) = key else {
            let what = "an attribute has no `key`".to_owned();
            return Err(XesError::Misplaced { line, what });
        };
        match value {
            Some(value) => self.take_plain_value(kind, &key, &value, at, place, trace),
            None if matches!(kind, ValueType::List | ValueType::Container) => Ok(()),
            None => {
                let what = format!("the attribute `{key}` has no `value`");
                Err(XesError::Misplaced { line, what })
            }
        }
    }

    fn take_plain_value(
        &mut self,
        kind: ValueType,
        key: &str,
        value: &str,
        at: usize,
        place: &mut Place<'_>,
        trace: Option<&mut Trace>,
    ) -> Result<(), XesError> {
        if !is_value_of(kind, value) {
            if trace.is_none() {
                let (key, value) = (key.to_owned(), value.chars().take(60).collect());
                let line = place.line_of(at);
                return Err(XesError::WrongValue { line, key, value, expected: kind.name() });
            }
            self.warn("a value isn't of its attribute's type", at, place);
        }
        let Some(trace) = trace else { return Ok(()) };
        if matches!(self.open.last(), Some(Element::Event)) {
            if let Some(n) = self.keys.event.iter().position(|wanted| wanted == key) {
                let span = trace.keep(value);
                let first = (trace.events.len() - 1) * trace.keys_an_event;
                trace.event_values[first + n] = span;
            }
        } else if let Some(n) = self.keys.trace.iter().position(|wanted| wanted == key) {
            trace.own[n] = trace.keep(value);
        }
        Ok(())
    }

    /// Notes a part of the header that stands after a later one.
    fn take_header_part(&mut self, part: u8, at: usize, place: &mut Place<'_>) {
        if part < self.header_part {
            self.warn("the log's header isn't in the order of the standard", at, place);
        }
        self.header_part = self.header_part.max(part);
    }

    fn warn(&mut self, what: &'static str, at: usize, place: &mut Place<'_>) {
        if let Some(known) = self.warnings.iter_mut().find(|warning| warning.what == what) {
            known.count += 1;
        } else {
            self.warnings.push(Warning { what, line: place.line_of(at), count: 1 });
        }
    }
}

/// Counts lines of the window up to a place, going forward only.
struct Place<'a> {
    window: &'a [u8],
    counted: usize,
    line: u64,
}

impl Place<'_> {
    fn line_of(&mut self, at: usize) -> u64 {
        if let Some(passed) = self.window.get(self.counted..at) {
            self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.counted = at;
        }
        self.line
    }
}

/// What is wrong inside a tag, before its line is known.
struct InTag(String);

impl InTag {
    fn at(self, line: u64) -> XesError {
        XesError::NotWellFormed { line, what: self.0 }
    }
}

/// Key and value of a tag written as nearly all are: ` key="…" value="…"`, nothing to resolve.
fn key_and_value<'a>(tag: &'a BytesStart<'_>) -> Result<Option<(&'a str, &'a str)>, InTag> {
    let attributes = tag.attributes_raw();
    let Some(rest) = attributes.strip_prefix(" key=\"") else {
        return Ok(None);
    };
    let Some(key_end) = memchr::memchr(b'"', rest.as_bytes()) else {
        return Err(InTag("an attribute isn't closed".to_owned()));
    };
    let (key, rest) = rest.split_at(key_end);
    let Some(rest) = rest.strip_prefix("\" value=\"") else {
        return Ok(None);
    };
    let Some(value_end) = memchr::memchr(b'"', rest.as_bytes()) else {
        return Err(InTag("an attribute isn't closed".to_owned()));
    };
    let (value, after) = rest.split_at(value_end);
    let is_plain = after[1..].trim_ascii().is_empty()
        && memchr::memchr2(b'&', b'<', key.as_bytes()).is_none()
        && memchr::memchr2(b'&', b'<', value.as_bytes()).is_none()
        && memchr::memchr3(b'\n', b'\r', b'\t', value.as_bytes()).is_none();
    Ok(is_plain.then_some((key, value)))
}

/// Refuses a scope that is neither `trace` nor `event`.
fn check_scope(tag: &BytesStart<'_>, line: u64) -> Result<(), XesError> {
    for attribute in tag.attributes() {
        let attribute =
            attribute.map_err(|error| XesError::NotWellFormed { line, what: error.to_string() })?;
        if attribute.key.as_ref() == "scope" && !matches!(&*attribute.value, "trace" | "event") {
            let scope = &attribute.value;
            let what = format!("`{scope}` is no scope; it is `trace` or `event`");
            return Err(XesError::Misplaced { line, what });
        }
    }
    Ok(())
}

fn misplaced(outer: Option<Element>, name: &str, has_begun: bool, has_cases: bool) -> String {
    let name = printable(name);
    match outer {
        None if has_begun => format!("`<{name}>` stands after the end of the log"),
        None => format!("the outermost element is `{name}`, not `log`"),
        Some(Element::Log) if has_cases => format!("`<{name}>` stands after the first trace"),
        Some(_) => format!("`<{name}>` doesn't belong where it stands"),
    }
}

fn printable(name: &str) -> String {
    name.chars().take(60).collect()
}
