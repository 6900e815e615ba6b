//! A row that a figure counts, and the keys it is broken down by.

use std::borrow::Cow;

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

impl<'a> Subject<'a> {
    /// The key of this subject in a breakdown; empty when not given.
    pub fn key(self, by: By) -> Cow<'a, str> {
        match (self, by) {
            (Subject::Matter { day, .. }, By::Month) => month(day),
            (Subject::Rating(rating), By::Month) => month(rating.at.day),
            (Subject::Matter { matter, .. }, By::Region) => matter.head.region.to_string().into(),
            (Subject::Matter { matter, .. }, By::Channel) => matter.head.channel.code().into(),
            (Subject::Matter { matter, .. }, By::TicketKind) => {
                matter.head.ticket_kind.map_or("", |kind| kind.code()).into()
            }
            (Subject::Matter { facts, matter, .. }, By::Model) => {
                matter.head.model.map_or("", |model| &facts.models[model as usize]).into()
            }
            (Subject::Matter { item: Some(item), .. }, By::Item) => (&*item.item_code).into(),
            (Subject::Matter { item: Some(item), .. } | Subject::Item(item), By::Division) => {
                item.division.as_deref().unwrap_or_default().into()
            }
            (Subject::Item(item), By::Kind) => item.kind.code().into(),
            (Subject::Document(document), By::Section) => document.section.0.to_string().into(),
            (Subject::DataRequest(request), By::RequesterLevel) => {
                request.requester_level.code().into()
            }
            (Subject::Rating(rating), By::Channel) => {
                rating.channel.map_or("", |channel| channel.code()).into()
            }
            _ => "".into(),
        }
    }
}

fn month(day: Day) -> Cow<'static, str> {
    format!("{:04}-{:02}", day.year(), day.month()).into()
}
