//! Where a reader stands in a log, tag by tag.

use quick_xml::XmlVersion;
use quick_xml::errors::{Error as XmlError, SyntaxError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::tag::{PlainTag, next_plain_tag};
use super::value::{ValueType, is_value_of};
use super::{Keys, LARGEST_TRACE_BYTES, Trace, Warning, XesError};

/// How deep attributes may be nested in attributes.
const DEEPEST: usize = 64;

/// How far a step through the window got.
pub(super) struct Step {
    pub(super) used: usize,
    pub(super) stop: Stop,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
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
    /// Its place in the order of the log's header.
    fn header_part(self) -> Option<u8> {
        match self {
            Self::Extension => Some(1),
            Self::Global => Some(2),
            Self::Classifier => Some(3),
            Self::Attribute(_) => Some(4),
            _ => None,
        }
    }

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

/// Whose attribute it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    OfEvent,
    OfTrace,
    /// Of the log or of a global declaration.
    OfHeader,
    /// Nobody's that is read, or no attribute.
    None,
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Where the reader stands in the log.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) keys: Keys,
    open: Vec<Element>,
    has_begun: bool,
    has_cases: bool,
    /// The furthest part of the header seen: 1 extensions, 2 globals, 3 classifiers, 4 attributes.
    header_part: u8,
    /// Line at the start of the window.
    pub(super) line: u64,
    pub(super) warnings: Vec<Warning>,
}

impl Log {
    pub(super) fn new(keys: Keys) -> Self {
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
    pub(super) fn read(
        &mut self,
        window: &[u8],
        at_end: bool,
        trace: &mut Trace,
    ) -> Result<Step, XesError> {
        let mut place = Place { window, counted: 0, line: self.line };
        let mut used = 0;
        let stop = loop {
            let (length, stop) = match next_plain_tag(&window[used..]) {
                Some((start, end, tag)) => {
                    (end, self.take_plain_tag(&tag, used + start, &mut place, trace)?)
                }
                None => self.take_any(used, at_end, &mut place, trace)?,
            };
            used += length;
            if let Some(stop) = stop {
                break stop;
            }
        };
        self.line = place.line_of(used);
        Ok(Step { used, stop })
    }

    fn take_plain_tag(
        &mut self,
        tag: &PlainTag<'_>,
        at: usize,
        place: &mut Place<'_>,
        trace: &mut Trace,
    ) -> Result<Option<Stop>, XesError> {
        match *tag {
            PlainTag::Attribute { kind, key, value } => {
                let role = self.enter(Element::Attribute(kind), kind.name(), at, place, trace)?;
                self.take_value(role, kind, key, value, at, place, trace)?;
                self.open.pop();
                Ok(None)
            }
            PlainTag::OpenTrace => {
                self.enter(Element::Trace, "trace", at, place, trace)?;
                Ok(None)
            }
            PlainTag::OpenEvent => {
                self.enter(Element::Event, "event", at, place, trace)?;
                Ok(None)
            }
            PlainTag::CloseTrace => self.leave("trace", at, place, trace),
            PlainTag::CloseEvent => self.leave("event", at, place, trace),
        }
    }

    /// Takes whatever follows at `at`; gives its length.
    fn take_any(
        &mut self,
        at: usize,
        at_end: bool,
        place: &mut Place<'_>,
        trace: &mut Trace,
    ) -> Result<(usize, Option<Stop>), XesError> {
        let rest = &place.window[at..];
        if rest.starts_with(BYTE_ORDER_MARK) {
            return Ok((BYTE_ORDER_MARK.len(), None));
        }
        let mut reader = Reader::from_reader(rest);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let stop = match reader.read_event() {
            Ok(Event::Empty(tag)) => {
                self.open_element(&tag, at, place, trace)?;
                self.leave_innermost(trace)
            }
            Ok(Event::Start(tag)) => {
                self.open_element(&tag, at, place, trace)?;
                None
            }
            Ok(Event::End(tag)) => self.leave(tag.local_name().as_ref(), at, place, trace)?,
            Ok(Event::DocType(_)) | Err(XmlError::Syntax(SyntaxError::UnclosedDoctype)) => {
                return Err(XesError::DocumentType { line: place.line_of(at) });
            }
            Ok(Event::GeneralRef(entity)) => {
                let is_known = entity.is_char_ref()
                    || matches!(entity.as_ref(), "lt" | "gt" | "amp" | "quot" | "apos");
                if !is_known {
                    return Err(XesError::Entity { line: place.line_of(at) });
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
            Err(XmlError::Syntax(_)) if !at_end => return Ok((0, Some(Stop::WindowEnd))),
            Err(XmlError::Syntax(error)) if error != SyntaxError::InvalidBangMarkup => {
                return Err(XesError::EndsEarly { line: place.line_of(place.window.len()) });
            }
            Err(error) => {
                let line = place.line_of(at);
                return Err(XesError::NotWellFormed { line, what: error.to_string() });
            }
        };
        Ok((reader.buffer_position() as usize, stop))
    }

    /// Enters the element of a tag that isn't plain.
    fn open_element(
        &mut self,
        tag: &BytesStart<'_>,
        at: usize,
        place: &mut Place<'_>,
        trace: &mut Trace,
    ) -> Result<(), XesError> {
        let name = tag.local_name();
        let name = name.as_ref();
        let Some(element) = Element::named(name) else {
            let what = format!("there is no element `{}`", printable(name));
            return Err(XesError::Misplaced { line: place.line_of(at), what });
        };
        let role = self.enter(element, name, at, place, trace)?;
        match element {
            Element::Attribute(kind) => self.take_unusual_value(role, kind, tag, at, place, trace),
            Element::Global | Element::Classifier => check_scope(tag, place.line_of(at)),
            _ => Ok(()),
        }
    }

    /// Enters an element where the standard allows it; tells whose an attribute is.
    fn enter(
        &mut self,
        element: Element,
        name: &str,
        at: usize,
        place: &mut Place<'_>,
        trace: &mut Trace,
    ) -> Result<Role, XesError> {
        let outer = self.open.last().copied();
        let role = match (outer, element) {
            (Some(Element::Event), Element::Attribute(_)) => Role::OfEvent,
            (Some(Element::Trace), Element::Attribute(_)) => Role::OfTrace,
            (Some(Element::Trace), Element::Event) => {
                trace.open_event(place.line_of(at));
                if trace.bytes_kept() > LARGEST_TRACE_BYTES {
                    let (line, what) = (trace.line, "a trace is too large");
                    return Err(XesError::TooLarge { line, what, limit: LARGEST_TRACE_BYTES });
                }
                Role::None
            }
            (Some(Element::Log), Element::Trace | Element::Event) => {
                self.has_cases = true;
                trace.line = place.line_of(at);
                trace.is_loose = element == Element::Event;
                if trace.is_loose {
                    trace.open_event(trace.line);
                }
                Role::None
            }
            // What is nested in an attribute is stepped over.
            (Some(Element::Attribute(_) | Element::Values), Element::Attribute(_))
            | (Some(Element::Attribute(ValueType::List)), Element::Values) => Role::None,
            (Some(Element::Global), Element::Attribute(_)) => Role::OfHeader,
            (None, Element::Log) if !self.has_begun => {
                self.has_begun = true;
                Role::None
            }
            (Some(Element::Log), _) if !self.has_cases && element.header_part().is_some() => {
                self.take_header_part(element, at, place);
                Role::OfHeader
            }
            _ => {
                let what = misplaced(outer, name, self.has_begun, self.has_cases);
                return Err(XesError::Misplaced { line: place.line_of(at), what });
            }
        };
        if self.open.len() >= DEEPEST {
            let what = format!("attributes are nested more than {DEEPEST} deep");
            return Err(XesError::Misplaced { line: place.line_of(at), what });
        }
        self.open.push(element);
        Ok(role)
    }

    /// Leaves the innermost element, which an end tag names.
    fn leave(
        &mut self,
        name: &str,
        at: usize,
        place: &mut Place<'_>,
        trace: &Trace,
    ) -> Result<Option<Stop>, XesError> {
        if self.open.is_empty() || self.open.last().copied() != Element::named(name) {
            let what = format!("`</{}>` closes nothing that is open", printable(name));
            return Err(XesError::NotWellFormed { line: place.line_of(at), what });
        }
        Ok(self.leave_innermost(trace))
    }

    /// Leaves the innermost element; says so when that completes a trace.
    fn leave_innermost(&mut self, trace: &Trace) -> Option<Stop> {
        match (self.open.pop(), self.open.last()) {
            (Some(Element::Trace), _) => Some(Stop::Trace),
            (Some(Element::Event), Some(Element::Log)) if trace.is_loose => Some(Stop::Trace),
            _ => None,
        }
    }

    /// Takes the value of a tag that isn't plain: attributes in another order or surplus ones,
    /// references to be resolved, lists and containers without a value.
    fn take_unusual_value(
        &mut self,
        role: Role,
        kind: ValueType,
        tag: &BytesStart<'_>,
        at: usize,
        place: &mut Place<'_>,
        trace: &mut Trace,
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
            Some(value) => {
                let (key, value) = (key.as_bytes(), value.as_bytes());
                self.take_value(role, kind, key, value, at, place, trace)
            }
            None if matches!(kind, ValueType::List | ValueType::Container) => Ok(()),
            None => {
                let what = format!("the attribute `{key}` has no `value`");
                Err(XesError::Misplaced { line, what })
            }
        }
    }

    /// Checks an attribute's value and keeps it when its key was asked for.
    #[expect(clippy::too_many_arguments, reason = "an attribute, its place and its trace")]
    fn take_value(
        &mut self,
        role: Role,
        kind: ValueType,
        key: &[u8],
        value: &[u8],
        at: usize,
        place: &mut Place<'_>,
        trace: &mut Trace,
    ) -> Result<(), XesError> {
        if !is_value_of(kind, value) {
            if role == Role::OfHeader {
                let text = |bytes| String::from_utf8_lossy(bytes).chars().take(60).collect();
                let (line, key, value) = (place.line_of(at), text(key), text(value));
                return Err(XesError::WrongValue { line, key, value, expected: kind.name() });
            }
            self.warn("a value isn't of its attribute's type", at, place);
        }
        match role {
            Role::OfEvent => {
                if let Some(n) = position_of(key, &self.keys.event) {
                    trace.keep_of_event(n, value);
                }
            }
            Role::OfTrace => {
                if let Some(n) = position_of(key, &self.keys.trace) {
                    trace.keep_of_trace(n, value);
                }
            }
            Role::OfHeader | Role::None => {}
        }
        Ok(())
    }

    /// Notes a part of the header that stands after a later one.
    fn take_header_part(&mut self, element: Element, at: usize, place: &mut Place<'_>) {
        let part = element.header_part().unwrap_or_default();
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

fn position_of(key: &[u8], keys: &[String]) -> Option<usize> {
    keys.iter().position(|wanted| wanted.as_bytes() == key)
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
