//! Published reports computed again and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::draft::Computed;
use super::editions::{Draft, YearReport, years};
use crate::cli::Failure;
use crate::records::Books;

/// Something that a report says and that isn't computed from its acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Disagreement {
    /// The year reported on.
    pub(crate) year: i16,
    /// The edition; `None` of a report that wasn't published.
    pub(crate) edition: Option<u32>,
    /// What differs.
    pub(crate) difference: Difference,
}

/// What differs between two reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// A figure, a breakdown, a file of evidence, a version or a part of the report.
    pub(crate) what: String,
    /// What was recorded of it; `nothing` where it wasn't there.
    pub(crate) recorded: String,
    /// What comes of it when it is computed again.
    pub(crate) recomputed: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "report of {}", self.year)?;
        if let Some(edition) = self.edition {
            write!(f, ", edition {edition}")?;
        }
        write!(f, ": {}", self.difference)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, recorded, recomputed } = self;
        write!(f, "{what}: recorded {recorded}, recomputed {recomputed}")
    }
}

/// Computes every figure, breakdown and list of cases of every published edition again, as of the
/// position that it was drafted at, and gives what isn't as it was published. `progress` is told
/// each year and edition before it is computed.
pub(crate) fn check_published(
    books: &Books,
    mut progress: impl FnMut(i16, u32),
) -> Result<Vec<Disagreement>, Failure> {
    let mut disagreements = Vec::new();
    for year in years(books)? {
        let report = YearReport::read(books, year)?;
        for edition in report.editions.iter().filter(|edition| edition.is_published()) {
            progress(year, edition.number);
            let again = Computed::as_of(books, year, edition.draft.as_of)?.draft;
            let of_edition =
                |difference| Disagreement { year, edition: Some(edition.number), difference };
            disagreements.extend(differences(&edition.draft, &again).into_iter().map(of_edition));
        }
    }
    Ok(disagreements)
}

/// What isn't the same in a draft computed again.
pub(crate) fn differences(recorded: &Draft, again: &Draft) -> Vec<Difference> {
    let mut all = of_reports(&recorded.report, &again.report);
    let files = |draft: &Draft| -> BTreeMap<String, String> {
        let files = draft.evidence.iter();
        files.map(|(id, hash)| (format!("`evidence/{id}.csv`"), hash.clone())).collect()
    };
    let versions = |draft: &Draft| -> BTreeMap<String, String> {
        let mut versions: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for version in &draft.versions {
            let name = format!("version `{}/{}`", version.kind, version.name);
            versions.entry(name).or_default().push(version.hash.clone());
        }
        versions.into_iter().map(|(name, hashes)| (name, hashes.join(", "))).collect()
    };
    all.extend(unlike(&files(recorded), &files(again)));
    all.extend(unlike(&versions(recorded), &versions(again)));
    all
}

/// What isn't the same in two texts of `report.json`.
pub(crate) fn of_reports(recorded: &str, again: &str) -> Vec<Difference> {
    if recorded == again {
        return Vec::new();
    }
    let (recorded, again) = match (parts(recorded), parts(again)) {
        (Ok(recorded), Ok(again)) => (recorded, again),
        (recorded, again) => {
            let said = |parts: Result<_, serde_json::Error>| {
                parts.map_or_else(|why| why.to_string(), |_| "a report".to_owned())
            };
            let (recorded, recomputed) = (said(recorded), said(again));
            return vec![Difference { what: "`report.json`".to_owned(), recorded, recomputed }];
        }
    };
    let mut all = unlike(&recorded, &again);
    if all.is_empty() {
        all.push(Difference {
            what: "`report.json`".to_owned(),
            recorded: "the same written otherwise".to_owned(),
            recomputed: "the same".to_owned(),
        });
    }
    all
}

/// A report taken apart: what may differ by itself, each under a name that tells it.
fn parts(report: &str) -> Result<BTreeMap<String, String>, serde_json::Error> {
    let report: BTreeMap<String, Value> = serde_json::from_str(report)?;
    let mut parts = BTreeMap::new();
    for (part, value) in report {
        match (part.as_str(), value) {
            ("figures", Value::Array(figures)) => {
                for figure in figures {
                    let name = format!("figure `{}`", text(&figure["id"]));
                    parts.extend(fields(&name, figure, &["id"]));
                }
            }
            ("breakdowns", Value::Array(breakdowns)) => {
                for it in breakdowns {
                    let [figure, by, key] = ["figure", "by", "key"].map(|field| text(&it[field]));
                    let name = format!("figure `{figure}` by {by} `{key}`");
                    parts.extend(fields(&name, it, &["figure", "by", "key"]));
                }
            }
            (_, value) => leaves(&part, &value, &mut parts),
        }
    }
    Ok(parts)
}

/// Every value in a part of a report, by the way to it.
fn leaves(way: &str, value: &Value, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, it)| leaves(&format!("{way}.{name}"), it, all));
        }
        Value::Array(items) => {
            (1..).zip(items).for_each(|(number, it)| leaves(&format!("{way}.{number}"), it, all));
        }
        value => drop(all.insert(format!("`{way}`"), text(value))),
    }
}

/// The fields of a figure, its value under the figure's own name.
fn fields<'a>(
    name: &'a str,
    value: Value,
    but: &'a [&'a str],
) -> impl Iterator<Item = (String, String)> + 'a {
    let fields = match value {
        Value::Object(fields) => fields,
        _ => serde_json::Map::new(),
    };
    fields.into_iter().filter(move |(field, _)| !but.contains(&field.as_str())).map(
        move |(field, value)| {
            let name =
                if field == "value" { name.to_owned() } else { format!("{name}, `{field}`") };
            (name, text(&value))
        },
    )
}

/// A value as people are told it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "no value".to_owned(),
        other => other.to_string(),
    }
}

/// What only one of two has, or has otherwise.
fn unlike(
    recorded: &BTreeMap<String, String>,
    again: &BTreeMap<String, String>,
) -> Vec<Difference> {
    let names: BTreeSet<&String> = recorded.keys().chain(again.keys()).collect();
    let said = |of: &BTreeMap<String, String>, name: &String| {
        of.get(name).map_or_else(|| "nothing".to_owned(), |said| shortened(said))
    };
    names
        .into_iter()
        .filter(|name| recorded.get(*name) != again.get(*name))
        .map(|name| Difference {
            what: name.clone(),
            recorded: said(recorded, name),
            recomputed: said(again, name),
        })
        .collect()
}

/// So much as a message takes.
fn shortened(said: &str) -> String {
    const MOST: usize = 200;
    match said.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", &said[..end]),
        None => said.to_owned(),
    }
}
