#![doc = include_str!("../README.md")]

mod article;
mod calendar;
mod day;
mod due;
mod explanation;
mod limit;
mod notice;
mod pauses;
mod working_days;
mod zone;

pub use article::{Article, Law};
pub use calendar::Calendar;
pub use day::{Day, Instant, NoSuchDay, When};
pub use due::Due;
pub use explanation::{ExplainedDay, Explanation, Reason, Source};
pub use limit::{Limit, Unit, UnknownUnit};
pub use notice::{Exception, Kind, Notice, NoticeError};
pub use pauses::Pauses;
