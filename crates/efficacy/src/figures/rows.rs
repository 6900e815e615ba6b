//! A row that a figure counts, and the keys it is broken down by.

use legal_clock::Day;

use crate::facts::{Facts, Matter};
use crate::package::tables::{DataRequest, Document, Item, Rating};

/// A register row or matter in a figure.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its key: the matter's number, the item's code, the document's number …
    pub key: &'a str,
    /// How much of it counts: the numerator.
    pub counted: f64,
    /// How much it is counted over: the denominator of a rate or mean.
    pub of: f64,
    /// `counted` is added once for a key, however many rows have it.
    pub once: bool,
    /// What breakdowns ask about it.
    pub subject: Subject<'a>,
}

impl<'a> Row<'a> {
    /// One thing that counts.
    pub fn one(key: &'a str, subject: Subject<'a>) -> Self {
        Self::part(1.0, 1.0, key, subject)
    }

    /// One thing looked at, which counts or doesn't.
    pub fn one_if(counts: bool, key: &'a str, subject: Subject<'a>) -> Self {
        Self::part(f64::from(counts), 1.0, key, subject)
    }

    /// An amount over one thing, as in a mean.
    pub fn amount(counted: f64, key: &'a str, subject: Subject<'a>) -> Self {
        Self::part(counted, 1.0, key, subject)
    }

    /// An amount over another.
    pub fn part(counted: f64, of: f64, key: &'a str, subject: Subject<'a>) -> Self {
        Self { key, counted, of, once: false, subject }
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// Nothing that figures are broken down by.
    Plain,
    /// A matter, the item row it is held to, and the day that gives its month.
    Matter {
        /// All that is known.
        facts: &'a Facts,
        /// The matter.
        matter: &'a Matter,
        /// The row it is held to.
        item: Option<&'a Item<'static>>,
        /// Of the decision, opening, due day …
        day: Day,
    },
    /// An item, or the first row of a main item.
    Item(&'a Item<'static>),
    /// A document.
    Document(&'a Document<'static>),
    /// A request for data.
    DataRequest(&'a DataRequest<'static>),
    /// A rating.
    Rating(&'a Rating<'static>),
}

/// What figures are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Item code.
    Item,
    /// 实施处室
    Division,
    /// 行政区划代码
    Region,
    /// `2019-03`
    Month,
    /// 渠道
    Channel,
    /// 工单类型
    TicketKind,
    /// 预警模型
    Model,
    /// 事项类型
    Kind,
    /// Section of the report.
    Section,
    /// 需求部门的层级
    RequesterLevel,
}

impl By {
    /// Its name in `breakdowns[].by`.
    pub fn name(self) -> &'static str {
        match self {
            By::Item => "item",
            By::Division => "division",
            By::Region => "region",
            By::Month => "month",
            By::Channel => "channel",
            By::TicketKind => "ticket_kind",
            By::Model => "model",
            By::Kind => "kind",
            By::Section => "section",
            By::RequesterLevel => "requester_level",
        }
    }
}

impl Subject<'_> {
    /// Appends the key of this subject in a breakdown; nothing when it isn't given.
    pub fn write_key(self, by: By, out: &mut String) {
        let text = match (self, by) {
            (Subject::Matter { day, .. }, By::Month) => return write_month(day, out),
            (Subject::Rating(rating), By::Month) => return write_month(rating.at.day, out),
            (Subject::Matter { matter, .. }, By::Region) => {
                return write_digits(matter.head.region.0, 6, out);
            }
            (Subject::Document(document), By::Section) => {
                let digits = 1 + usize::from(document.section.0 > 9);
                return write_digits(document.section.0.into(), digits, out);
            }
            (Subject::Matter { matter, .. }, By::Channel) => matter.head.channel.code(),
            (Subject::Matter { matter, .. }, By::TicketKind) => {
                matter.head.ticket_kind.map_or("", |kind| kind.code())
            }
            (Subject::Matter { facts, matter, .. }, By::Model) => {
                matter.head.model.map_or("", |model| &facts.models[model as usize])
            }
            (Subject::Matter { item: Some(item), .. }, By::Item) => &item.item_code,
            (Subject::Matter { item: Some(item), .. } | Subject::Item(item), By::Division) => {
                item.division.as_deref().unwrap_or_default()
            }
            (Subject::Item(item), By::Kind) => item.kind.code(),
            (Subject::DataRequest(request), By::RequesterLevel) => request.requester_level.code(),
            (Subject::Rating(rating), By::Channel) => {
                rating.channel.map_or("", |channel| channel.code())
            }
            _ => "",
        };
        out.push_str(text);
    }
}

/// `2019-03`
fn write_month(day: Day, out: &mut String) {
    write_digits(day.year().unsigned_abs().into(), 4, out);
    out.push('-');
    write_digits(day.month().unsigned_abs().into(), 2, out);
}

/// The last so many digits of a number. Millions of keys are written; formatting takes longer.
fn write_digits(number: u32, digits: usize, out: &mut String) {
    for place in (0..digits as u32).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from(b'0' + digit as u8));
    }
}
