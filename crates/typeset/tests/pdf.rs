//! Any document becomes a PDF. What it looks like is tested where other programs open it, in
//! `xiaoneng`.

use official_document::{
    Annex, Block, Column, DocumentDate, OfficialDocument, Properties, Row, Signature, Table,
};
use proptest::prelude::*;
use typeset::{Fonts, pdf};

/// The fonts of this machine; without a Chinese one the tests are skipped, and say so.
fn fonts() -> Option<Fonts> {
    let fonts = Fonts::find(None);
    if let Err(none) = &fonts {
        eprintln!("skipped: {none}");
    }
    fonts.ok()
}

fn document(text: &str) -> OfficialDocument {
    OfficialDocument {
        language: "zh-CN".into(),
        title: vec!["某省公安厅2019年度".into(), "效能情况报告".into()],
        properties: Properties { title: text.into(), author: text.into(), program: text.into() },
        body: vec![Block::chapter("一、总体情况"), Block::section(text), Block::paragraph(text)],
        annexes_label: "附件：".into(),
        signature: Signature {
            agency: Some(text.into()),
            date: Some(DocumentDate { text: "2020年1月31日".into(), iso: "2020-01-31".into() }),
        },
        annexes: vec![Annex {
            label: "附件".into(),
            title: text.into(),
            blocks: vec![Block::Table(Table {
                caption: text.into(),
                columns: vec![Column::words(text, 3), Column::numbers("数值", 1)],
                rows: vec![
                    Row::Group { text: text.into() },
                    Row::Cells { cells: vec![text.into(), "120".into()] },
                ],
            })],
        }],
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let Some(fonts) = fonts() else { return };
    let document = document("全年办结120件");
    let [first, second] = [(); 2].map(|()| pdf(&document, &fonts).expect("a PDF"));
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(first == second);
}

#[test]
fn words_that_look_like_typst_are_words() {
    let Some(fonts) = fonts() else { return };
    for text in
        ["#panic()", "$x", "#import \"@preview/x:1.0.0\"", "= 一\n\n- *二* @三 <四>", "]", ""]
    {
        pdf(&document(text), &fonts).expect("a PDF");
    }
}

#[test]
fn a_document_without_annexes_and_signature_is_set_too() {
    let Some(fonts) = fonts() else { return };
    let mut document = document("全年办结120件");
    document.signature = Signature::default();
    document.annexes.clear();
    document.language = "en".into();
    pdf(&document, &fonts).expect("a PDF");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_text_is_set(text in any::<String>()) {
        if let Some(fonts) = fonts() {
            pdf(&document(&text), &fonts).expect("a PDF");
        }
    }
}
