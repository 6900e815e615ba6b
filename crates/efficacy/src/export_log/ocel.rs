//! OCEL 2.0 in JSON: matters, items, divisions and regions are objects, acts are events.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::file::WholeFile;
use super::{Exported, Log};
use crate::package::tables::{Act, ApplicantKind, Item, Matter, TicketKind};
use crate::package::{Cell, ExportError, Package, Position, Region, Zone};

/// The name of the file.
const NAME: &str = "log.jsonocel";

/// An object's attributes that hold from the beginning, as OCEL 2.0 writes it.
const ALWAYS: &str = "1970-01-01T00:00:00Z";

/// Writes all matters of the package to `folder/log.jsonocel`.
///
/// Objects are matters, items, divisions and regions: a matter relates to its item and region, an
/// item to its division. An event's type is the code of its act; it relates to its matter and to
/// the objects of its matter. An object's number has its type before it (`matter:2019-0042`), an
/// event's is `act:` and the row of the table `acts`.
///
/// # Errors
/// [`ExportError`] when a file of the package is refused or the folder can't be written to.
pub fn to_ocel(package: &Package, folder: &Path, zone: &Zone) -> Result<Exported, ExportError> {
    let mut exported = Exported::default();
    let mut log = Ocel::begin(folder, zone)?;
    log.items(package, &mut exported)?;
    super::write(package, zone, folder, &mut log, &mut exported)?;
    exported.files.push(log.finish()?);
    Ok(exported)
}

struct Ocel<'a> {
    zone: &'a Zone,
    file: WholeFile,
    /// The item codes that are objects, each with its division.
    items: BTreeMap<String, Option<String>>,
    regions: BTreeSet<Region>,
    /// The attributes met, by type.
    object_types: BTreeMap<&'static str, BTreeSet<&'static str>>,
    event_types: BTreeMap<&'static str, BTreeSet<&'static str>>,
    has_objects: bool,
    has_events: bool,
}

#[derive(Serialize)]
struct Object<'a> {
    id: String,
    r#type: &'static str,
    attributes: Vec<Attribute<'a>>,
    relationships: &'a [Relationship<'a>],
}

#[derive(Serialize)]
struct Attribute<'a> {
    name: &'static str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'static str>,
}

#[derive(Serialize)]
struct Relationship<'a> {
    #[serde(rename = "objectId")]
    object: String,
    qualifier: &'a str,
}

impl Relationship<'_> {
    fn to(kind: &'static str, name: &str) -> Self {
        Relationship { object: format!("{kind}:{name}"), qualifier: kind }
    }
}

#[derive(Serialize)]
struct Type<'a> {
    name: &'a str,
    attributes: Vec<Declared<'a>>,
}

#[derive(Serialize)]
struct Declared<'a> {
    name: &'a str,
    r#type: &'static str,
}

impl<'a> Ocel<'a> {
    fn begin(folder: &Path, zone: &'a Zone) -> io::Result<Self> {
        let mut file = WholeFile::create(folder, NAME)?;
        file.write_all(b"{\"objects\":[")?;
        Ok(Self {
            zone,
            file,
            items: BTreeMap::new(),
            regions: BTreeSet::new(),
            object_types: BTreeMap::new(),
            event_types: BTreeMap::new(),
            has_objects: false,
            has_events: false,
        })
    }

    /// Writes the items as objects, of each code the row named last, and their divisions.
    fn items(&mut self, package: &Package, exported: &mut Exported) -> Result<(), ExportError> {
        let rows = package.collect::<Item<'_>>(self.zone, &mut exported.quality)?;
        let rows = rows.unwrap_or_default();
        let by_code: BTreeMap<&str, _> =
            rows.iter().map(|(_, row)| (&*row.item_code, row)).collect();
        let mut divisions = BTreeSet::new();
        for (code, row) in by_code {
            let division = row.division.as_deref();
            divisions.extend(division);
            let limit = |amount: Option<u32>, unit: Option<legal_clock::Unit>| {
                Some(format!("{} {}", amount?, unit?.name()))
            };
            let statutory = limit(row.statutory_limit, row.statutory_unit);
            let promised = limit(row.promised_limit, row.promised_unit);
            let attributes = [
                ("name", Some(&*row.name)),
                ("kind", Some(row.kind.code())),
                ("parent_code", row.parent_code.as_deref()),
                ("statutory_limit", statutory.as_deref()),
                ("promised_limit", promised.as_deref()),
            ];
            let division: Vec<_> =
                division.into_iter().map(|name| Relationship::to("division", name)).collect();
            self.object("item", code, &attributes, &division)?;
            self.items.insert(code.to_owned(), row.division.as_deref().map(str::to_owned));
        }
        for division in divisions {
            self.object("division", division, &[("name", Some(division))], &[])?;
        }
        Ok(())
    }

    fn object(
        &mut self,
        kind: &'static str,
        name: &str,
        attributes: &[(&'static str, Option<&str>)],
        relationships: &[Relationship<'_>],
    ) -> io::Result<()> {
        let given = attributes.iter().filter_map(|(name, value)| {
            Some(Attribute { name, value: (*value)?, time: Some(ALWAYS) })
        });
        let attributes: Vec<_> = given.collect();
        let declared = self.object_types.entry(kind).or_default();
        declared.extend(attributes.iter().map(|attribute| attribute.name));
        let object =
            Object { id: format!("{kind}:{name}"), r#type: kind, attributes, relationships };
        let comma = if std::mem::replace(&mut self.has_objects, true) { ",\n" } else { "\n" };
        self.file.write_all(comma.as_bytes())?;
        Ok(serde_json::to_writer(&mut self.file, &object)?)
    }

    fn finish(mut self) -> io::Result<std::path::PathBuf> {
        if !self.has_events {
            self.end_objects()?;
        }
        let types = |met: &BTreeMap<&'static str, BTreeSet<&'static str>>| {
            let types = met.iter().map(|(name, attributes)| Type {
                name,
                attributes: attributes
                    .iter()
                    .map(|name| Declared { name, r#type: type_of(name) })
                    .collect(),
            });
            serde_json::to_string(&types.collect::<Vec<_>>())
        };
        let (objects, events) = (types(&self.object_types)?, types(&self.event_types)?);
        write!(self.file, "\n],\n\"objectTypes\":{objects},\n\"eventTypes\":{events}}}\n")?;
        self.file.finish()
    }

    /// Writes the regions, which are known when all matters have been, and begins the events.
    fn end_objects(&mut self) -> io::Result<()> {
        for region in std::mem::take(&mut self.regions) {
            let code = region.to_string();
            self.object("region", &code, &[("code", Some(&code))], &[])?;
        }
        self.file.write_all(b"\n],\n\"events\":[")
    }
}

fn type_of(attribute: &str) -> &'static str {
    match attribute {
        "days" => "integer",
        "recorded_at" => "time",
        _ => "string",
    }
}

impl Log for Ocel<'_> {
    fn matter(&mut self, row: &Matter<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        self.regions.insert(row.region);
        let mut relationships = Vec::with_capacity(4);
        if let Some(code) = row.item_code.as_deref()
            && let Some(division) = self.items.get(code)
        {
            relationships.push(Relationship::to("item", code));
            let division = division.as_deref();
            relationships.extend(division.map(|name| Relationship::to("division", name)));
        }
        relationships.push(Relationship::to("region", &row.region.to_string()));
        let attributes = [
            ("procedure", Some(row.procedure.code())),
            ("item_code", row.item_code.as_deref()),
            ("channel", Some(row.channel.code())),
            ("applicant_kind", row.applicant_kind.map(ApplicantKind::code)),
            ("ticket_kind", row.ticket_kind.map(TicketKind::code)),
            ("model", row.model.as_deref()),
        ];
        self.object("matter", &row.matter_id, &attributes, &relationships)?;
        relationships.insert(0, Relationship::to("matter", &row.matter_id));
        Ok(serde_json::to_writer(out, &relationships)?)
    }

    fn act(&mut self, row: &Act<'_>, at: Position, out: &mut Vec<u8>) {
        let code = row.act.code();
        let instant = |when: legal_clock::When| {
            let mut text = String::new();
            when.write(self.zone, &mut text);
            text
        };
        let days = row.days.map(|days| days.to_string());
        let recorded_at = row.recorded_at.map(instant);
        let given = [
            ("actor", row.actor.as_deref()),
            ("days", days.as_deref()),
            ("reason", row.reason.as_deref()),
            ("detail", row.detail.as_deref()),
            ("act_id", row.act_id.as_deref()),
            ("recorded_at", recorded_at.as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some(Attribute { name, value: value?, time: None }));
        let attributes: Vec<_> = given.collect();
        let declared = self.event_types.entry(code).or_default();
        declared.extend(attributes.iter().map(|attribute| attribute.name));
        let number = at.row;
        let attributes = serde_json::to_string(&attributes).unwrap_or_default();
        let time = instant(row.at);
        // Memory takes it.
        let _ = write!(
            out,
            "{{\"id\":\"act:{number}\",\"type\":\"{code}\",\"time\":\"{time}\",\
             \"attributes\":{attributes},\"relationships\":"
        );
    }

    fn begin(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn act_of_matter(&mut self, matter: &[u8], act: &[u8]) -> io::Result<()> {
        if std::mem::replace(&mut self.has_events, true) {
            self.file.write_all(b",\n")?;
        } else {
            self.end_objects()?;
            self.file.write_all(b"\n")?;
        }
        self.file.write_all(act)?;
        self.file.write_all(matter)?;
        self.file.write_all(b"}")
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
