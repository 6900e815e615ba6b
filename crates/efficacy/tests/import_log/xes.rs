//! What the reader of XES logs takes and refuses.

use std::io::Read;

use efficacy::import_log::xes::{Keys, Trace, XesError, XesReader};
use proptest::prelude::*;

/// Gives its text a few bytes at a time, so that tags are cut anywhere.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(out.len()).min(self.0.len());
        out[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn keys() -> Keys {
    Keys {
        trace: vec!["concept:name".to_owned(), "channel".to_owned()],
        event: vec!["concept:name".to_owned(), "time:timestamp".to_owned()],
    }
}

/// Each trace as `name/channel@line: activity@line …`.
fn read(text: impl AsRef<[u8]>) -> Result<Vec<String>, XesError> {
    let mut reader = XesReader::new(Trickle(text.as_ref(), 7), keys());
    let mut trace = Trace::default();
    let mut traces = Vec::new();
    while reader.next_trace(&mut trace)? {
        let events: Vec<String> = (0..trace.len())
            .map(|n| format!("{}@{}", trace.event_value(n, 0).unwrap_or("-"), trace.event_line(n)))
            .collect();
        let own = format!("{}/{}", trace.value(0).unwrap_or("-"), trace.value(1).unwrap_or("-"));
        let name = if trace.is_loose() { "loose".to_owned() } else { own };
        traces.push(format!("{name}@{}: {}", trace.line(), events.join(" ")));
    }
    Ok(traces)
}

#[track_caller]
fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn a_trace_gives_its_attributes_and_events_with_their_lines() {
    let log = r#"<?xml version="1.0"?>
<log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="x"/>
  <global scope="event"><string key="concept:name" value="?"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <trace>
    <string key="concept:name" value="1"/>
    <string key='channel' value='a &amp; "b"'/>
    <event>
      <string key="concept:name" value="收件 &lt;1&gt;"/>
      <date key="time:timestamp" value="2019-01-01T00:00:00+08:00"/></event>
    <event><string value="last" key="concept:name"></string></event>
  </trace>
  <trace/>
</log>
"#;
    assert_eq!(read(log).unwrap(), ["1/a & \"b\"@6: 收件 <1>@9 last@12", "-/-@14: ",]);
}

#[test]
fn nested_list_and_container_attributes_are_stepped_over() {
    let log = r#"<log><trace>
<string key="concept:name" value="1"><string key="concept:name" value="not this"/></string>
<list key="parts"><values><string key="concept:name" value="nor this"/></values></list>
<list key="old"><string key="concept:name" value="nor this"/></list>
<container key="box"><int key="n" value="1"/></container>
<event><string key="concept:name" value="a"><event-less/></string></event></trace></log>"#;
    assert_eq!(refused(log), "line 6: not an XES log: there is no element `event-less`");
    let log = log.replace("<event-less/>", "<id key=\"concept:name\" value=\"b\"/>");
    assert_eq!(read(log).unwrap(), ["1/-@1: a@6"]);
}

#[test]
fn a_namespace_may_be_given_in_any_form_or_none() {
    for root in [
        "<log>",
        r#"<log xmlns="http://www.xes-standard.org">"#,
        r#"<log xmlns="http://www.xes-standard.org/">"#,
    ] {
        assert_eq!(read(format!("{root}<trace/></log>")).unwrap(), ["-/-@1: "], "{root}");
    }
    let prefixed = r#"<x:log xmlns:x="http://www.xes-standard.org/"><x:trace/></x:log>"#;
    assert_eq!(read(prefixed).unwrap(), ["-/-@1: "]);
}

#[test]
fn an_event_outside_any_trace_is_given_as_such() {
    let log = "<log><trace/>\n<event><string key=\"concept:name\" value=\"c\"/></event></log>";
    assert_eq!(read(log).unwrap(), ["-/-@1: ", "loose@2: c@2"]);
}

#[test]
fn comments_and_character_data_may_hold_anything() {
    let log = "<log><!-- </trace> > <trace> --><trace><![CDATA[</trace>]]>\n\
               <string key=\"concept:name\" value=\"a > b\"/></trace></log>";
    assert_eq!(read(log).unwrap(), ["a > b/-@1: "]);
}

#[test]
fn document_types_and_entities_are_refused() {
    let message = "line 1: document type declarations are not accepted; remove the `<!DOCTYPE …>`";
    assert_eq!(refused("<!DOCTYPE log [<!ENTITY a \"b\">]><log/>"), message);
    assert_eq!(refused("<!DOCTYPE log [ never closed"), message);
    let message = "line 2: entities are not accepted; write the text itself";
    assert_eq!(refused("<log><trace>\n<string key=\"a\" value=\"&b;\"/></trace></log>"), message);
    assert_eq!(refused("<log>\n&b;</log>"), message);
}

#[test]
fn what_is_no_log_is_refused_with_its_line() {
    for (text, message) in [
        ("", "line 1: the file ends before the log does; it was cut off, export it again"),
        (
            "<log>\n<trace>",
            "line 2: the file ends before the log does; it was cut off, export it again",
        ),
        (
            "<log>\n<trace",
            "line 2: the file ends before the log does; it was cut off, export it again",
        ),
        ("\n<html/>", "line 2: not an XES log: there is no element `html`"),
        ("<trace/>", "line 1: not an XES log: the outermost element is `trace`, not `log`"),
        ("<log/><log/>", "line 1: not an XES log: `<log>` stands after the end of the log"),
        (
            "<log><trace>\n</log>",
            "line 2: not well-formed XML: `</log>` closes nothing that is open",
        ),
        (
            "<log><trace/>\n<string key=\"a\" value=\"b\"/></log>",
            "line 2: not an XES log: `<string>` stands after the first trace",
        ),
        (
            "<log><event><event/></event></log>",
            "line 1: not an XES log: `<event>` doesn't belong where it stands",
        ),
        ("<log><string value=\"b\"/></log>", "line 1: not an XES log: an attribute has no `key`"),
        (
            "<log><string key=\"b\"/></log>",
            "line 1: not an XES log: the attribute `b` has no `value`",
        ),
        (
            "<log><global scope=\"log\"/></log>",
            "line 1: not an XES log: `log` is no scope; it is `trace` or `event`",
        ),
        (
            "<log>\n<int key=\"n\" value=\"13.37\"/></log>",
            "line 2: `13.37` is not a value of the type int (attribute `n`)",
        ),
    ] {
        assert_eq!(refused(text), message, "{text}");
    }
}

#[test]
fn text_that_is_no_utf_8_is_refused_with_its_line() {
    let log = b"<log>\n<trace>\n<string key=\"unused\" value=\"\xff\"/></trace></log>";
    assert_eq!(
        read(log).unwrap_err().to_string(),
        "line 3: not well-formed XML: the text isn't UTF-8; state its encoding in the XML declaration"
    );
}

#[test]
fn attributes_nested_too_deep_are_refused() {
    let deep = "<string key=\"a\" value=\"b\">".repeat(10_000);
    assert_eq!(
        refused(&format!("<log>{deep}")),
        "line 1: not an XES log: attributes are nested more than 64 deep"
    );
}

#[test]
fn a_tag_without_end_is_refused_before_it_fills_the_memory() {
    let endless = std::io::repeat(b'a').take(1 << 40);
    let mut reader = XesReader::new("<log><string key=\"".as_bytes().chain(endless), keys());
    let error = reader.next_trace(&mut Trace::default()).unwrap_err();
    assert!(matches!(error, XesError::TooLarge { line: 1, .. }), "{error}");
}

#[test]
fn a_value_of_the_wrong_type_in_a_trace_is_read_past_and_counted() {
    let log = "<log><trace><int key=\"concept:name\" value=\"x\"/>\n<int key=\"n\" value=\"y\"/></trace></log>";
    let mut reader = XesReader::new(log.as_bytes(), keys());
    let mut trace = Trace::default();
    assert!(reader.next_trace(&mut trace).unwrap());
    assert_eq!(trace.value(0), Some("x"));
    assert_eq!((reader.warnings()[0].line, reader.warnings()[0].count), (1, 2));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(bytes);
    }

    #[test]
    fn no_order_of_tags_makes_the_reader_panic(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "<log>", "</log>", "<trace>", "</trace>", "<event>", "</event>", "<event/>", "<trace/>",
            "<string key=\"concept:name\" value=\"x\"/>", "<list key=\"l\">", "</list>", "<values>",
            "</values>", "<global scope=\"event\">", "</global>", "&amp;", "&", "\"", "<!--", "-->",
            "<", ">", "<![CDATA[", "]]>", "<?x", "?>", "<!DOCTYPE", "\n", "<string key=\"a\">",
        ]), 0..40),
        piece in 1..50_usize,
    ) {
        let text = parts.concat();
        let whole = outline(Trickle(text.as_bytes(), usize::MAX));
        // However the text arrives, the outcome is the same.
        prop_assert_eq!(whole, outline(Trickle(text.as_bytes(), piece)));
    }
}

/// The numbers of events of the traces read, and how it ended.
fn outline(source: Trickle<'_>) -> (Vec<usize>, String) {
    let mut reader = XesReader::new(source, keys());
    let mut trace = Trace::default();
    let mut events = Vec::new();
    loop {
        match reader.next_trace(&mut trace) {
            Ok(true) => events.push(trace.len()),
            Ok(false) => return (events, "end".to_owned()),
            Err(error) => return (events, error.to_string()),
        }
    }
}
