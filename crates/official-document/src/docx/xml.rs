//! A thin hand on the XML writer: elements by name, and text that XML can hold.

use std::io;

use quick_xml::events::BytesText;

/// A part of the package being written.
pub(super) type Part = quick_xml::Writer<Vec<u8>>;

/// Writing, which can't fail in memory but for the writer's signature.
pub(super) type Written = io::Result<()>;

/// An attribute.
pub(super) type Attribute<'a> = (&'a str, &'a str);

/// Elements in the order in which the schema wants them.
pub(super) trait Elements {
    /// An element with others inside.
    fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        inner: impl FnOnce(&mut Part) -> Written,
    ) -> Written;

    /// An element without contents.
    fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) -> Written;

    /// An element whose only attribute is its value, as most properties of Word are.
    fn value(&mut self, name: &str, value: &str) -> Written {
        self.empty(name, &[("w:val", value)])
    }

    /// An element with text inside.
    fn text(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) -> Written;
}

impl Elements for Part {
    fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        inner: impl FnOnce(&mut Part) -> Written,
    ) -> Written {
        self.create_element(name)
            .with_attributes(attributes.iter().copied())
            .write_inner_content(inner)?;
        Ok(())
    }

    fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) -> Written {
        self.create_element(name).with_attributes(attributes.iter().copied()).write_empty()?;
        Ok(())
    }

    fn text(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) -> Written {
        self.create_element(name)
            .with_attributes(attributes.iter().copied())
            .write_text_content(BytesText::new(&legal(text)))?;
        Ok(())
    }
}

/// The text without the characters that XML 1.0 has no way to write.
fn legal(text: &str) -> String {
    let is_legal = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(is_legal).collect()
}

/// A part begun with its declaration.
pub(super) fn part(write: impl FnOnce(&mut Part) -> Written) -> io::Result<Vec<u8>> {
    let declaration = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    let mut part = Part::new(declaration.to_vec());
    write(&mut part)?;
    Ok(part.into_inner())
}
