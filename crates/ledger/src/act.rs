//! Acts as they are handed in and as they are read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use legal_clock::Instant;
use sha2::{Digest, Sha256};

use crate::log::LOG_KEYS;
use crate::vault::{references_of, references_text};
use crate::{AppendError, Personal, Promises, References};

/// The longest tenant, register, matter, act or key in bytes: an index takes no longer ones.
pub(crate) const LONGEST_NAME: usize = 512;
/// The most acts of one append.
pub const MOST_ACTS: usize = 10_000;

/// What an act says beside its name and time: cells by column, as the exchange package has them.
/// A column that isn't given isn't there.
pub type Cells = BTreeMap<String, String>;

/// An act to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewAct {
    /// Its name in the procedure, or [`RECORDED`](crate::RECORDED), [`RETIRED`](crate::RETIRED).
    pub act: String,
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    /// When another system recorded it, for an imported act.
    pub recorded_elsewhere: Option<i64>,
    /// On the first act of a matter: the version of the procedure it is opened under, by hash.
    pub under: Option<String>,
    /// What else it says.
    pub cells: Cells,
    /// Texts about persons, by column: they are sealed, and the act refers to them.
    pub personal: BTreeMap<String, Personal>,
}

impl NewAct {
    /// An act that says nothing but its name and when it happened.
    pub fn new(act: impl Into<String>, at: Instant) -> Self {
        Self { act: act.into(), at: at.0, ..Self::default() }
    }

    /// The same act with these cells.
    #[must_use]
    pub fn with(mut self, cells: Cells) -> Self {
        self.cells = cells;
        self
    }
}

/// Acts of one matter, to be recorded together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The agency.
    pub tenant: String,
    /// The register the matter is of.
    pub register: String,
    /// The matter, by its name in the register.
    pub matter: String,
    /// How many acts the caller knows the matter to have; 0 opens it.
    pub expected_version: i64,
    /// The acts, in order; at least one.
    pub acts: Vec<NewAct>,
    /// By which the same append is known again.
    pub idempotency_key: Option<String>,
}

impl Append {
    /// Refuses what no store could take.
    pub(crate) fn check(&self) -> Result<(), AppendError> {
        let names = [
            ("tenant", Some(&self.tenant)),
            ("register", Some(&self.register)),
            ("matter", Some(&self.matter)),
            ("idempotency key", self.idempotency_key.as_ref()),
        ];
        for (what, name) in names.into_iter().filter_map(|(what, name)| Some((what, name?))) {
            check_name(what, name)?;
        }
        for act in &self.acts {
            check_name("act", &act.act)?;
            act.under.as_ref().map_or(Ok(()), |under| check_name("version", under))?;
        }
        if self.register == LOG_KEYS {
            return Err(AppendError::Name { what: "register", why: "is the log's own" });
        }
        if self.acts.is_empty() || self.acts.len() > MOST_ACTS {
            return Err(AppendError::Count(self.acts.len()));
        }
        Ok(())
    }

    /// A hash of what is to be recorded, whatever version it is expected on; of personal texts the
    /// references, of which there are none or one set an act.
    pub(crate) fn content(&self, references: &[References]) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        part(&self.register);
        part(&self.matter);
        for (index, act) in self.acts.iter().enumerate() {
            part(&act.act);
            part(&act.at.to_string());
            part(&act.recorded_elsewhere.map_or_else(String::new, |at| at.to_string()));
            part(act.under.as_deref().unwrap_or_default());
            let references = references.get(index).and_then(references_text);
            // JSON is one line.
            part(
                &[Some(cells_text(&act.cells)), references]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
        }
        hex(&hash.finalize())
    }
}

fn check_name(what: &'static str, name: &str) -> Result<(), AppendError> {
    fault_of_name(name).map_or(Ok(()), |why| Err(AppendError::Name { what, why }))
}

/// Why no index takes the name, if none does.
pub(crate) fn fault_of_name(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("is empty")
    } else if name.len() > LONGEST_NAME {
        Some("is longer than 512 bytes")
    } else if name.contains('\0') {
        Some("holds the character U+0000")
    } else {
        None
    }
}

/// The answer to an append: where its acts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Position of the first act; the others follow without a gap.
    pub position: i64,
    /// Version of the matter with the last act.
    pub version: i64,
    /// How many acts.
    pub acts: i64,
    /// When the store took them, in microseconds since 1970.
    pub recorded_at: i64,
    /// Signed, that the log will take them in; where a log is kept.
    pub promises: Option<Promises>,
}

/// An act as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its number in the tenant's ledger, from 1.
    pub position: i64,
    /// The register of its matter.
    pub register: String,
    /// Its matter.
    pub matter: String,
    /// Its number in its matter, from 1.
    pub version: i64,
    /// Its name.
    pub act: String,
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    /// When the store took it.
    pub recorded_at: i64,
    /// When another system had recorded it, for an imported act.
    pub recorded_elsewhere: Option<i64>,
    /// On the first act of a matter: the version of the procedure it was opened under.
    pub under: Option<String>,
    /// What else it says.
    pub cells: Cells,
    /// What it says of persons, by column: references to texts in the vault.
    pub sealed: References,
}

impl From<&Act> for NewAct {
    /// The act as it was handed in, but for what it says of persons.
    fn from(act: &Act) -> Self {
        Self {
            act: act.act.clone(),
            at: act.at,
            recorded_elsewhere: act.recorded_elsewhere,
            under: act.under.clone(),
            cells: act.cells.clone(),
            personal: BTreeMap::new(),
        }
    }
}

impl Act {
    /// The act of this tenant as text: what the log hashes, and what is shown to who checks it. JSON,
    /// its members in this order, those that aren't there left out, cells and references by the order
    /// of their columns.
    pub fn text(&self, tenant: &str) -> String {
        text_of(&Parts {
            tenant,
            position: self.position,
            register: &self.register,
            matter: &self.matter,
            version: self.version,
            act: &self.act,
            at: self.at,
            recorded_at: self.recorded_at,
            recorded_elsewhere: self.recorded_elsewhere,
            under: self.under.as_deref(),
            cells: &cells_text(&self.cells),
            sealed: references_text(&self.sealed).as_deref(),
        })
    }
}

impl Act {
    /// The act that a text is of, and whose it is.
    ///
    /// # Errors
    /// What is wrong with the text; also when it says the same in another form than
    /// [`Act::text`].
    pub fn of_text(text: &str) -> Result<(String, Self), String> {
        let mut members: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut text_of = |name: &str| match members.remove(name) {
            Some(serde_json::Value::String(text)) => Ok(text),
            _ => Err(format!("`{name}` isn't a text")),
        };
        let (tenant, register, matter, act) =
            (text_of("tenant")?, text_of("register")?, text_of("matter")?, text_of("act")?);
        let under = text_of("under").ok();
        let number = |name: &str| {
            let number = members.get(name).and_then(serde_json::Value::as_i64);
            number.ok_or_else(|| format!("`{name}` isn't a number"))
        };
        let cells = members.get("cells").map(ToString::to_string).unwrap_or_default();
        let sealed = members.get("sealed").map(ToString::to_string);
        let act = Self {
            position: number("position")?,
            register,
            matter,
            version: number("version")?,
            act,
            at: number("at")?,
            recorded_at: number("recorded_at")?,
            recorded_elsewhere: number("recorded_elsewhere").ok(),
            under,
            cells: serde_json::from_str(&cells).map_err(|error| format!("`cells`: {error}"))?,
            sealed: references_of(sealed.as_deref())?,
        };
        if act.text(&tenant) == text {
            Ok((tenant, act))
        } else {
            Err("it isn't written as the ledger writes it".to_owned())
        }
    }
}

/// What the text of an act is made of; `cells` as they are stored.
pub(crate) struct Parts<'a> {
    pub(crate) tenant: &'a str,
    pub(crate) position: i64,
    pub(crate) register: &'a str,
    pub(crate) matter: &'a str,
    pub(crate) version: i64,
    pub(crate) act: &'a str,
    pub(crate) at: i64,
    pub(crate) recorded_at: i64,
    pub(crate) recorded_elsewhere: Option<i64>,
    pub(crate) under: Option<&'a str>,
    pub(crate) cells: &'a str,
    pub(crate) sealed: Option<&'a str>,
}

/// The text of an act, whether it is about to be recorded or was.
pub(crate) fn text_of(act: &Parts<'_>) -> String {
    let mut text = String::with_capacity(256 + act.cells.len());
    let number = |text: &mut String, name: &str, number: i64| {
        // Writing to a string can't fail.
        let _ = write!(text, "\"{name}\":{number},");
    };
    let quoted = |text: &mut String, name: &str, value: &str| {
        // Nor can a string that becomes JSON.
        let value = serde_json::to_string(value).unwrap_or_default();
        let _ = write!(text, "\"{name}\":{value},");
    };
    text.push('{');
    quoted(&mut text, "tenant", act.tenant);
    number(&mut text, "position", act.position);
    quoted(&mut text, "register", act.register);
    quoted(&mut text, "matter", act.matter);
    number(&mut text, "version", act.version);
    quoted(&mut text, "act", act.act);
    number(&mut text, "at", act.at);
    number(&mut text, "recorded_at", act.recorded_at);
    if let Some(at) = act.recorded_elsewhere {
        number(&mut text, "recorded_elsewhere", at);
    }
    if let Some(under) = act.under {
        quoted(&mut text, "under", under);
    }
    text.push_str("\"cells\":");
    text.push_str(act.cells);
    if let Some(sealed) = act.sealed {
        text.push_str(",\"sealed\":");
        text.push_str(sealed);
    }
    text.push('}');
    text
}

/// Where a matter stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// How many acts it has; 0 when it isn't there.
    pub version: i64,
    /// The version that gave its present row; 0 when it has none or was retired.
    pub row_version: i64,
    /// Position of its first act.
    pub opened: i64,
    /// The version of the procedure it was opened under.
    pub under: Option<String>,
}

/// Cells as they are stored: a JSON object, its columns in order.
pub(crate) fn cells_text(cells: &Cells) -> String {
    // Strings always become JSON.
    serde_json::to_string(cells).unwrap_or_default()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
