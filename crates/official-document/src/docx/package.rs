//! The parts around the document: types, relationships, properties, settings.

use std::io;

use super::xml::{Elements, part};
use super::{WORD, twips};
use crate::OfficialDocument;

const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const PACKAGE_TYPES: &str = "application/vnd.openxmlformats-package.";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";

pub(super) fn content_types() -> io::Result<Vec<u8>> {
    part(|xml| {
        let namespace = format!("{PACKAGE}content-types");
        xml.element("Types", &[("xmlns", &namespace)], |xml| {
            let relationships = format!("{PACKAGE_TYPES}relationships+xml");
            for (extension, kind) in [("rels", relationships.as_str()), ("xml", "application/xml")]
            {
                xml.empty("Default", &[("Extension", extension), ("ContentType", kind)])?;
            }
            let core = format!("{PACKAGE_TYPES}core-properties+xml");
            let program =
                "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned();
            for (name, kind) in [
                ("/word/document.xml", format!("{TYPES}document.main+xml")),
                ("/word/styles.xml", format!("{TYPES}styles+xml")),
                ("/word/fontTable.xml", format!("{TYPES}fontTable+xml")),
                ("/word/settings.xml", format!("{TYPES}settings+xml")),
                ("/word/footer1.xml", format!("{TYPES}footer+xml")),
                ("/word/footer2.xml", format!("{TYPES}footer+xml")),
                ("/docProps/core.xml", core),
                ("/docProps/app.xml", program),
            ] {
                xml.empty("Override", &[("PartName", name), ("ContentType", &kind)])?;
            }
            Ok(())
        })
    })
}

pub(super) fn relationships() -> io::Result<Vec<u8>> {
    related(&[
        (&format!("{OFFICE}relationships/officeDocument"), "word/document.xml"),
        (&format!("{PACKAGE}relationships/metadata/core-properties"), "docProps/core.xml"),
        (&format!("{OFFICE}relationships/extended-properties"), "docProps/app.xml"),
    ])
}

/// What the document refers to; its footers are `rId1` and `rId2`.
pub(super) fn document_relationships() -> io::Result<Vec<u8>> {
    related(&[
        (&format!("{OFFICE}relationships/footer"), "footer1.xml"),
        (&format!("{OFFICE}relationships/footer"), "footer2.xml"),
        (&format!("{OFFICE}relationships/styles"), "styles.xml"),
        (&format!("{OFFICE}relationships/fontTable"), "fontTable.xml"),
        (&format!("{OFFICE}relationships/settings"), "settings.xml"),
    ])
}

fn related(parts: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    part(|xml| {
        let namespace = format!("{PACKAGE}relationships");
        xml.element("Relationships", &[("xmlns", &namespace)], |xml| {
            for (number, (kind, target)) in (1..).zip(parts) {
                let id = format!("rId{number}");
                xml.empty("Relationship", &[("Id", &id), ("Type", kind), ("Target", target)])?;
            }
            Ok(())
        })
    })
}

pub(super) fn core_properties(document: &OfficialDocument) -> io::Result<Vec<u8>> {
    let core = format!("{PACKAGE}metadata/core-properties");
    let namespaces = [
        ("xmlns:cp", core.as_str()),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    part(|xml| {
        xml.element("cp:coreProperties", &namespaces, |xml| {
            xml.text("dc:title", &[], &document.properties.title)?;
            xml.text("dc:creator", &[], &document.properties.author)?;
            xml.text("dc:language", &[], &document.language)?;
            let Some(date) = &document.signature.date else { return Ok(()) };
            let midnight = format!("{}T00:00:00Z", date.iso);
            xml.text("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &midnight)
        })
    })
}

pub(super) fn program_properties(document: &OfficialDocument) -> io::Result<Vec<u8>> {
    part(|xml| {
        let namespace = format!("{OFFICE}extended-properties");
        xml.element("Properties", &[("xmlns", &namespace)], |xml| {
            xml.text("Application", &[], &document.properties.program)
        })
    })
}

pub(super) fn settings(document: &OfficialDocument) -> io::Result<Vec<u8>> {
    part(|xml| {
        xml.element("w:settings", &[WORD], |xml| {
            xml.empty("w:zoom", &[("w:percent", "100")])?;
            xml.value("w:defaultTabStop", &twips(21.0).to_string())?;
            xml.empty("w:evenAndOddHeaders", &[])?;
            // A full stop keeps its square, so that the line keeps its 28 characters.
            xml.value("w:characterSpacingControl", "doNotCompress")?;
            xml.element("w:compat", &[], |xml| {
                xml.empty(
                    "w:compatSetting",
                    &[
                        ("w:name", "compatibilityMode"),
                        ("w:uri", "http://schemas.microsoft.com/office/word"),
                        ("w:val", "15"),
                    ],
                )
            })?;
            let latin = if document.is_chinese() { "en-US" } else { document.language.as_str() };
            xml.empty("w:themeFontLang", &[("w:val", latin), ("w:eastAsia", "zh-CN")])
        })
    })
}
