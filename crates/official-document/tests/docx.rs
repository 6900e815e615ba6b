//! What the DOCX of a small document is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use official_document::{
    Annex, Block, Column, DocumentDate, OfficialDocument, Properties, Row, Signature, Table, docx,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

fn report() -> OfficialDocument {
    OfficialDocument {
        language: "zh-CN".into(),
        title: vec!["某省公安厅2019年度".into(), "效能情况报告".into()],
        properties: Properties {
            title: "某省公安厅2019年度效能情况报告".into(),
            author: "某省公安厅".into(),
            program: "xiaoneng".into(),
        },
        body: vec![
            Block::chapter("一、行政审批效能情况"),
            Block::section("（一）事项实施情况"),
            Block::paragraph("1.按时办结情况。全年办结120件，“零超期”。"),
        ],
        annexes_label: "附件：".into(),
        signature: Signature {
            agency: Some("某省公安厅".into()),
            date: Some(DocumentDate { text: "2020年1月31日".into(), iso: "2020-01-31".into() }),
        },
        annexes: vec![annex("附件1", "数据口径"), annex("附件2", "数据质量")],
    }
}

fn annex(label: &str, title: &str) -> Annex {
    let cells = |cells: [&str; 2]| Row::Cells { cells: cells.map(str::to_owned).to_vec() };
    Annex {
        label: label.into(),
        title: title.into(),
        blocks: vec![Block::Table(Table {
            caption: "全部数据".into(),
            columns: vec![Column::words("数据", 3), Column::numbers("数值", 1)],
            rows: vec![
                Row::Group { text: "按时办结情况".into() },
                cells(["办结件数", "120"]),
                cells(["超期件数", "0"]),
            ],
        })],
    }
}

fn bytes(document: &OfficialDocument) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    docx(document, &mut out).expect("memory can be written to");
    out.into_inner()
}

/// The parts by name.
fn parts(document: &OfficialDocument) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes(document))).expect("an archive");
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            (part.name().expect("a name").into_owned(), text)
        })
        .collect()
}

/// The values of an attribute in a part, read to its end: a part that isn't well-formed fails.
fn attributes(part: &str, wanted: &str) -> Vec<String> {
    let mut values = Vec::new();
    for_each_event(part, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            for attribute in tag.attributes() {
                let attribute = attribute.expect("an attribute");
                if attribute.key.as_ref() == wanted {
                    values.push(attribute.value.into_owned());
                }
            }
        }
    });
    values
}

fn for_each_event(part: &str, mut see: impl FnMut(&Event<'_>)) {
    let mut reader = Reader::from_str(part);
    let mut depth = 0_i32;
    loop {
        let event = reader.read_event().expect("well-formed XML");
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
        see(&event);
    }
    assert_eq!(depth, 0, "every element is closed");
}

/// One element a line.
fn indented(part: &str) -> String {
    part.replace("><", ">\n<")
}

#[test]
fn a_document_is_written_in_the_order_of_the_standard() {
    insta::assert_snapshot!(indented(&parts(&report())["word/document.xml"]));
}

#[test]
fn the_styles_name_the_fonts_of_the_standard() {
    insta::assert_snapshot!(indented(&parts(&report())["word/styles.xml"]));
}

#[test]
fn page_numbers_stand_at_the_outer_edge() {
    let parts = parts(&report());
    insta::assert_snapshot!(indented(&parts["word/footer1.xml"]));
    assert!(parts["word/footer2.xml"].contains(r#"<w:jc w:val="left"/>"#));
    assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn every_part_is_typed_and_every_relationship_leads_to_one() {
    let parts = parts(&report());
    let typed: BTreeSet<_> =
        attributes(&parts["[Content_Types].xml"], "PartName").into_iter().collect();
    let others = ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"];
    for (name, part) in &parts {
        attributes(part, "");
        let is_typed = typed.contains(&format!("/{name}"));
        assert!(is_typed || others.contains(&name.as_str()), "`{name}` has no content type");
    }
    for name in &typed {
        assert!(parts.contains_key(name.trim_start_matches('/')), "`{name}` isn't there");
    }
    for target in attributes(&parts["_rels/.rels"], "Target") {
        assert!(parts.contains_key(&target), "`{target}` isn't there");
    }
    let relationships = &parts["word/_rels/document.xml.rels"];
    for target in attributes(relationships, "Target") {
        assert!(parts.contains_key(&format!("word/{target}")), "`{target}` isn't there");
    }
    let ids = attributes(relationships, "Id");
    for id in attributes(&parts["word/document.xml"], "r:id") {
        assert!(ids.contains(&id), "`{id}` isn't a relationship");
    }
}

#[test]
fn every_style_that_is_used_is_there() {
    let parts = parts(&report());
    let styles = attributes(&parts["word/styles.xml"], "w:styleId");
    let mut used = Vec::new();
    for_each_event(&parts["word/document.xml"], |event| {
        if let Event::Empty(tag) = event
            && matches!(tag.name().as_ref(), "w:pStyle" | "w:tblStyle")
        {
            used.extend(tag.attributes().flatten().map(|a| a.value.into_owned()));
        }
    });
    assert!(used.len() > 20);
    for style in used {
        assert!(styles.contains(&style), "`{style}` isn't a style");
    }
}

#[test]
fn the_grid_of_characters_is_that_of_chinese_alone() {
    let mut document = report();
    let grid = |document: &OfficialDocument| {
        let xml = parts(document)["word/document.xml"].clone();
        xml[xml.find("<w:docGrid").expect("a grid")..].to_owned()
    };
    assert!(grid(&document).contains(r#"w:type="linesAndChars""#));
    document.language = "en".into();
    assert!(grid(&document).contains(r#"w:type="lines" w:linePitch="579"/>"#));
    assert!(!parts(&document)["word/styles.xml"].contains(r#"<w:spacing w:val="-6"/>"#));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(bytes(&report()), bytes(&report()));
}

#[test]
fn a_document_without_a_day_tells_none() {
    let mut document = report();
    document.signature.date = None;
    let parts = parts(&document);
    assert!(!parts["docProps/core.xml"].contains("dcterms:created"));
    assert!(!parts["word/document.xml"].contains("2020"));
}

#[test]
fn a_short_table_stays_whole_and_a_long_one_is_broken() {
    let table = |rows: usize, text: &str| Table {
        caption: String::new(),
        columns: vec![Column::words("数据", 3), Column::words("口径", 1)],
        rows: vec![Row::Cells { cells: vec!["件数".into(), text.into()] }; rows],
    };
    assert!(table(12, "一月").is_short());
    assert!(!table(40, "一月").is_short());
    assert!(!table(12, "本年内作出决定的办件中的一部分").is_short());
}

#[test]
fn a_signature_stays_with_the_list_of_annexes() {
    let xml = parts(&report())["word/document.xml"].clone();
    let last = &xml[xml.find("附件：").expect("the list")..xml.find("2020年").expect("the day")];
    // The second annex, the blank line and the agency, each with what follows.
    assert_eq!(last.matches("<w:keepNext/>").count(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_written_so_that_it_can_be_read(text in any::<String>()) {
        let mut document = report();
        document.body = vec![Block::paragraph(&text)];
        document.properties.title.clone_from(&text);
        for part in parts(&document).values() {
            attributes(part, "");
        }
    }
}
