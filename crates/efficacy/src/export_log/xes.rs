//! IEEE 1849-2016 (XES): a log a procedure, a trace a matter, an event an act.

use std::io::{self, Write};
use std::path::Path;

use super::file::WholeFile;
use super::{Exported, Log};
use crate::package::tables::{Act, ActName, ApplicantKind, Matter, Procedure, TicketKind};
use crate::package::{Cell, ExportError, Package, Position, Zone};

/// Writes the matters of each procedure to `folder/PROCEDURE.xes`; a procedure without matters
/// has no file.
///
/// The logs are valid against the schema of IEEE 1849-2016. An event's `concept:name` is the
/// act's code, or the name of the step; `act` is the code in any case. `maps/xiaoneng-xes.toml`
/// reads the logs back.
///
/// # Errors
/// [`ExportError`] when a file of the package is refused or the folder can't be written to.
pub fn to_xes(package: &Package, folder: &Path, zone: &Zone) -> Result<Exported, ExportError> {
    let mut exported = Exported::default();
    let mut logs = Logs { folder, zone, files: Default::default(), open: 0 };
    super::write(package, zone, folder, &mut logs, &mut exported)?;
    for mut file in logs.files.into_iter().flatten() {
        file.write_all(b"</log>\n")?;
        exported.files.push(file.finish()?);
    }
    Ok(exported)
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
    <string key="procedure" value=""/>
    <string key="region" value=""/>
    <string key="channel" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
    <string key="act" value=""/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="Act" scope="event" keys="act"/>
  <string key="lifecycle:model" value="standard"/>
"#;

struct Logs<'a> {
    folder: &'a Path,
    zone: &'a Zone,
    /// By procedure.
    files: [Option<WholeFile>; Procedure::ALL.len()],
    /// The procedure of the matter begun last.
    open: usize,
}

impl Logs<'_> {
    /// The log of the matter begun last, which is begun with its first matter.
    fn log(&mut self) -> io::Result<&mut WholeFile> {
        let file = &mut self.files[self.open];
        if let Some(file) = file {
            return Ok(file);
        }
        let procedure = Procedure::ALL[self.open].code();
        let begun = file.insert(WholeFile::create(self.folder, &format!("{procedure}.xes"))?);
        begun.write_all(HEAD.as_bytes())?;
        attribute(begun, "  ", "string", "concept:name", procedure)?;
        Ok(begun)
    }
}

impl Log for Logs<'_> {
    fn matter(&mut self, row: &Matter<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        out.push(Procedure::ALL.iter().position(|known| *known == row.procedure).unwrap_or(0) as u8);
        let region = row.region.to_string();
        for (key, value) in [
            ("concept:name", Some(&*row.matter_id)),
            ("procedure", Some(row.procedure.code())),
            ("item_code", row.item_code.as_deref()),
            ("region", Some(region.as_str())),
            ("channel", Some(row.channel.code())),
            ("applicant_kind", row.applicant_kind.map(ApplicantKind::code)),
            ("ticket_kind", row.ticket_kind.map(TicketKind::code)),
            ("model", row.model.as_deref()),
        ] {
            if let Some(value) = value {
                attribute(out, "    ", "string", key, value)?;
            }
        }
        Ok(())
    }

    fn act(&mut self, row: &Act<'_>, _: Position, out: &mut Vec<u8>) {
        let code = row.act.code();
        let detail = row.detail.as_deref();
        let name = if row.act == ActName::Step { detail.unwrap_or(code) } else { code };
        let instant = |when: legal_clock::When| {
            let mut text = String::new();
            when.write(self.zone, &mut text);
            text
        };
        let days = row.days.map(|days| days.to_string());
        let recorded_at = row.recorded_at.map(instant);
        for (kind, key, value) in [
            ("string", "concept:name", Some(name)),
            ("string", "lifecycle:transition", Some("complete")),
            ("date", "time:timestamp", Some(instant(row.at).as_str())),
            ("string", "org:resource", row.actor.as_deref()),
            ("string", "act", Some(code)),
            ("int", "days", days.as_deref()),
            ("string", "reason", row.reason.as_deref()),
            ("string", "detail", detail),
            ("id", "act_id", row.act_id.as_deref()),
            ("date", "recorded_at", recorded_at.as_deref()),
        ] {
            if let Some(value) = value {
                // Memory takes it.
                let _ = attribute(out, "      ", kind, key, value);
            }
        }
    }

    fn begin(&mut self, matter: &[u8]) -> io::Result<()> {
        let (procedure, attributes) = matter.split_first().unwrap_or((&0, &[]));
        self.open = usize::from(*procedure);
        let log = self.log()?;
        log.write_all(b"  <trace>\n")?;
        log.write_all(attributes)
    }

    fn act_of_matter(&mut self, _: &[u8], act: &[u8]) -> io::Result<()> {
        let log = self.log()?;
        log.write_all(b"    <event>\n")?;
        log.write_all(act)?;
        log.write_all(b"    </event>\n")
    }

    fn end(&mut self) -> io::Result<()> {
        self.log()?.write_all(b"  </trace>\n")
    }
}

fn attribute(
    out: &mut impl Write,
    indent: &str,
    kind: &str,
    key: &str,
    value: &str,
) -> io::Result<()> {
    write!(out, "{indent}<{kind} key=\"{key}\" value=\"")?;
    let mut rest = value;
    while let Some(at) = rest.find(is_special) {
        let (plain, special) = rest.split_at(at);
        out.write_all(plain.as_bytes())?;
        let mut characters = special.chars();
        match characters.next().unwrap_or_default() {
            '&' => out.write_all(b"&amp;")?,
            '<' => out.write_all(b"&lt;")?,
            '>' => out.write_all(b"&gt;")?,
            '"' => out.write_all(b"&quot;")?,
            white @ ('\t' | '\n' | '\r') => write!(out, "&#{};", white as u32)?,
            _ => out.write_all("\u{fffd}".as_bytes())?,
        }
        rest = characters.as_str();
    }
    out.write_all(rest.as_bytes())?;
    out.write_all(b"\"/>\n")
}

/// What an attribute's value can't hold as it is: mark-up, white space that XML reads as blanks,
/// and what XML 1.0 has no place for.
fn is_special(character: char) -> bool {
    matches!(character, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}') || character < ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_hold_anything_that_a_cell_holds() {
        let mut out = Vec::new();
        attribute(&mut out, "", "string", "k", "甲 & \"<b>\"\r\n\t\u{ffff}'").unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<string key=\"k\" value=\"甲 &amp; &quot;&lt;b&gt;&quot;&#13;&#10;&#9;\u{fffd}'\"/>\n"
        );
    }
}
