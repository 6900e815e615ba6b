//! The agency's own text of a section (`narrative/NN.md`), which follows the computed paragraph.
//!
//! It is Markdown; raw HTML is shown as written, images by their alternative text.
//! `{{figure_id}}` becomes the figure's value with its link. Numbers that come from no figure are
//! marked, for no figure of the report is typed in.

mod digits;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};
use serde::Serialize;

/// A text rendered, and what a reader must know about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// HTML of the text: paragraphs, lists, headings of the fifth level.
    pub html: String,
    /// What the data-quality annex says about it, in reading order.
    pub marks: Vec<Mark>,
}

/// Something in a narrative that the data-quality annex names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What is the matter.
    pub kind: MarkKind,
    /// The number or the placeholder, as written.
    pub what: String,
    /// The words around it.
    pub context: String,
}

/// What is the matter with a stretch of narrative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// A placeholder that names no figure.
    UnknownFigure,
    /// Digits that come from no placeholder and are no date or document number.
    UnsourcedNumber,
}

/// Renders a narrative. `figure` gives the HTML that stands for a figure's id.
///
/// Never fails: what can't be understood is shown as written and marked.
pub fn render(text: &str, figure: impl Fn(&str) -> Option<String>) -> Rendered {
    let (events, marks) = read(text, figure);
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, keep_safe_links(events).into_iter());
    Rendered { html, marks }
}

/// The paragraphs, headings and list items of a narrative as plain text, and what a reader must
/// know about it. `figure` gives the text that stands for a figure's id.
pub fn paragraphs(text: &str, figure: impl Fn(&str) -> Option<String>) -> (Vec<String>, Vec<Mark>) {
    let (events, marks) = read(text, figure);
    let mut paragraphs = vec![String::new()];
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                if let Some(last) = paragraphs.last_mut() {
                    last.push_str(&text);
                }
            }
            Event::SoftBreak => paragraphs.last_mut().into_iter().for_each(|last| last.push(' ')),
            Event::HardBreak
            | Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::CodeBlock(_))
            | Event::End(TagEnd::Item) => paragraphs.push(String::new()),
            _ => {}
        }
    }
    let lines = paragraphs.iter().flat_map(|paragraph| paragraph.lines());
    (lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(), marks)
}

/// The text's events with its placeholders filled in, and what is to be marked.
fn read(text: &str, figure: impl Fn(&str) -> Option<String>) -> (Vec<Event<'_>>, Vec<Mark>) {
    let mut marks = Vec::new();
    let mut events = Vec::new();
    let mut after_wide = false;
    for event in TextMergeStream::new(Parser::new_ext(text, Options::empty())) {
        let event = match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                after_wide = text.chars().next_back().is_some_and(|last| !last.is_ascii());
                fill(&text, &figure, &mut events, &mut marks);
                continue;
            }
            Event::Code(code) => {
                mark_numbers(&code, &mut marks);
                Event::Code(code)
            }
            // Chinese has no space where a line is broken.
            Event::SoftBreak if after_wide => continue,
            Event::Start(tag) => match opening(tag) {
                Some(tag) => Event::Start(tag),
                None => continue,
            },
            Event::End(tag) => match closing(tag) {
                Some(tag) => Event::End(tag),
                None => continue,
            },
            other => other,
        };
        events.push(event);
    }
    (events, marks)
}

/// Headings stay below the section's own; raw HTML becomes a paragraph; images their words.
fn opening(tag: Tag<'_>) -> Option<Tag<'_>> {
    match tag {
        Tag::Heading { .. } => Some(Tag::Heading {
            level: HeadingLevel::H5,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Tag::HtmlBlock => Some(Tag::Paragraph),
        Tag::Image { .. } => None,
        tag => Some(tag),
    }
}

fn closing(tag: TagEnd) -> Option<TagEnd> {
    match tag {
        TagEnd::Heading(_) => Some(TagEnd::Heading(HeadingLevel::H5)),
        TagEnd::HtmlBlock => Some(TagEnd::Paragraph),
        TagEnd::Image => None,
        tag => Some(tag),
    }
}

/// A link to anything but a page or a mail address is shown as its words.
fn keep_safe_links(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut kept = Vec::with_capacity(events.len());
    let mut open = Vec::new();
    for event in events {
        match &event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let safe = is_safe(dest_url);
                open.push(safe);
                if !safe {
                    continue;
                }
            }
            Event::End(TagEnd::Link) if open.pop() == Some(false) => continue,
            _ => {}
        }
        kept.push(event);
    }
    kept
}

fn is_safe(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "#"].iter().any(|start| address.starts_with(start))
}

/// Replaces the placeholders of a text and marks what is unknown or unsourced.
fn fill<'a>(
    text: &CowStr<'a>,
    figure: impl Fn(&str) -> Option<String>,
    events: &mut Vec<Event<'a>>,
    marks: &mut Vec<Mark>,
) {
    let mut rest: &str = text;
    let plain = |plain: &str, events: &mut Vec<Event<'a>>, marks: &mut Vec<Mark>| {
        if !plain.is_empty() {
            mark_numbers(plain, marks);
            events.push(Event::Text(plain.to_owned().into()));
        }
    };
    while let Some((before, id, after)) = placeholder(rest) {
        plain(before, events, marks);
        if let Some(html) = figure(id.trim()) {
            events.push(Event::InlineHtml(html.into()));
        } else {
            let written = format!("{{{{{id}}}}}");
            marks.push(Mark {
                kind: MarkKind::UnknownFigure,
                what: written.clone(),
                context: digits::around(rest, before.len()..before.len() + written.len()),
            });
            events.push(Event::Text(written.into()));
        }
        rest = after;
    }
    plain(rest, events, marks);
}

/// What stands before, in and after the first `{{…}}`.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (id, after) = rest.split_once("}}")?;
    Some((before, id, after))
}

fn mark_numbers(text: &str, marks: &mut Vec<Mark>) {
    marks.extend(digits::unsourced(text).into_iter().map(|range| Mark {
        kind: MarkKind::UnsourcedNumber,
        what: text[range.clone()].to_owned(),
        context: digits::around(text, range),
    }));
}

#[cfg(test)]
mod tests;
