//! The tags of a log as nearly all are written, told without asking the XML reader.
//!
//! Nine in ten tags of a log are `<string key="…" value="…"/>` and its like. Anything written
//! otherwise is no plain tag and left to the XML reader, so what is recognised here only decides
//! how fast a log is read, not how.

use super::value::ValueType;

/// A tag that needs no XML reader.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PlainTag<'a> {
    /// `<kind key="…" value="…"/>` without references, line breaks or tabs.
    Attribute { kind: ValueType, key: &'a [u8], value: &'a [u8] },
    /// `<trace>`
    OpenTrace,
    /// `</trace>`
    CloseTrace,
    /// `<event>`
    OpenEvent,
    /// `</event>`
    CloseEvent,
}

/// The plain tag that follows in `text` after white space at most: where it begins, where it ends,
/// and what it is.
pub(super) fn next_plain_tag(text: &[u8]) -> Option<(usize, usize, PlainTag<'_>)> {
    let start = text.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))?;
    let tag = text.get(start..)?.strip_prefix(b"<")?;
    let (tag, rest) = match tag.first()? {
        b'e' => (PlainTag::OpenEvent, tag.strip_prefix(b"event>")?),
        b't' => (PlainTag::OpenTrace, tag.strip_prefix(b"trace>")?),
        b'/' => match tag.get(1)? {
            b'e' => (PlainTag::CloseEvent, tag.strip_prefix(b"/event>")?),
            b't' => (PlainTag::CloseTrace, tag.strip_prefix(b"/trace>")?),
            _ => return None,
        },
        _ => plain_attribute(tag)?,
    };
    Some((start, text.len() - rest.len(), tag))
}

fn plain_attribute(tag: &[u8]) -> Option<(PlainTag<'_>, &[u8])> {
    let (kind, rest) = match tag.first()? {
        b's' => (ValueType::String, tag.strip_prefix(b"string key=\"")?),
        b'd' => (ValueType::Date, tag.strip_prefix(b"date key=\"")?),
        b'i' if tag.get(1) == Some(&b'n') => (ValueType::Int, tag.strip_prefix(b"int key=\"")?),
        b'i' => (ValueType::Id, tag.strip_prefix(b"id key=\"")?),
        b'f' => (ValueType::Float, tag.strip_prefix(b"float key=\"")?),
        b'b' => (ValueType::Boolean, tag.strip_prefix(b"boolean key=\"")?),
        _ => return None,
    };
    let (key, rest) = plain_text(rest)?;
    let (value, rest) = plain_text(rest.strip_prefix(b" value=\"")?)?;
    let rest = rest.strip_prefix(b"/>").or_else(|| rest.strip_prefix(b" />"))?;
    Some((PlainTag::Attribute { kind, key, value }, rest))
}

/// The text up to a quotation mark, and what follows the mark; `None` when the text holds
/// something that XML reads as something else.
fn plain_text(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text
        .iter()
        .position(|&byte| byte == b'"' || byte == b'&' || byte == b'<' || byte < b' ')?;
    (text[end] == b'"').then(|| (&text[..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_tag_is_found_behind_white_space() {
        let text = b"\n\t<int key=\"a b\" value=\"7\"/><event>";
        let tag = PlainTag::Attribute { kind: ValueType::Int, key: b"a b", value: b"7" };
        assert_eq!(next_plain_tag(text), Some((2, 28, tag)));
        assert_eq!(next_plain_tag(&text[28..]), Some((0, 7, PlainTag::OpenEvent)));
    }

    #[test]
    fn whatever_is_written_otherwise_is_left_to_the_xml_reader() {
        for text in [
            "",
            "  ",
            "x<event>",
            "<event >",
            "<events>",
            "<!-- -->",
            "<string key='a' value='b'/>",
            "<string value=\"b\" key=\"a\"/>",
            "<string key=\"a\" value=\"b\"></string>",
            "<string key=\"a\" value=\"b &amp; c\"/>",
            "<string key=\"a\" value=\"b\nc\"/>",
            "<string key=\"a\" value=\"b\" more=\"c\"/>",
            "<string key=\"a\" value=\"b",
            "<list key=\"a\" value=\"b\"/>",
        ] {
            assert_eq!(next_plain_tag(text.as_bytes()), None, "{text}");
        }
    }
}
