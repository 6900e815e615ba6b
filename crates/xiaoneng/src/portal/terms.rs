//! How values are said to the public: limits, kinds, levels, the names of tables and columns.

use ::catalogue::{Depth, Exemption, Item};
use efficacy::package::Column;
use efficacy::words::{Lang, Value, Words};
use legal_clock::{Limit, Unit};

use crate::shelf::Usual;

/// Says values in a language.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a>(pub(crate) &'a Words);

impl Terms<'_> {
    pub(super) fn is_chinese(self) -> bool {
        self.0.lang() == Lang::ZhCn
    }

    /// A term that has a Chinese name and an English code.
    pub(crate) fn term(self, chinese: &str, code: &str) -> String {
        if self.is_chinese() { chinese.to_owned() } else { code.replace('_', " ") }
    }

    /// Why a material needn't be handed in.
    pub(super) fn exemption(self, exemption: Exemption) -> String {
        let key = match exemption {
            Exemption::Licence => "portal-exempt-licence",
            Exemption::DataSharing => "portal-exempt-sharing",
            Exemption::Commitment => "portal-exempt-commitment",
            Exemption::Abolished => "portal-exempt-abolished",
        };
        self.0.text(key)
    }

    /// A limit: 5个工作日, 5 working days.
    pub(super) fn limit(self, limit: Limit) -> String {
        let key = match limit.unit {
            Unit::WorkingDay => "portal-working-days",
            Unit::CalendarDay => "portal-calendar-days",
            Unit::Month => "portal-months",
            Unit::Hour => "portal-hours",
            Unit::Minute => "portal-minutes",
        };
        self.0.format(key, &[("amount", limit.amount.into())])
    }

    /// Working days used; none is the day on which it was begun.
    pub(super) fn working_days(self, days: i32) -> String {
        if days == 0 {
            return self.0.text("portal-same-day");
        }
        self.0.format("portal-working-days", &[("amount", Value::from(days))])
    }

    /// How long an item took in a year, and of how many cases that is told.
    pub(super) fn usual(self, usual: Usual, year: i16) -> String {
        let values = [
            ("year", Value::from(year.to_string())),
            ("cases", Value::from(usual.cases)),
            ("median", self.working_days(usual.median).into()),
            ("most", self.working_days(usual.most).into()),
        ];
        self.0.format("portal-guide-usual-of", &values)
    }

    /// How often an applicant must come in person.
    pub(super) fn trips(self, trips: u32) -> String {
        self.0.format("portal-trips", &[("trips", trips.into())])
    }

    /// How far an item is done online, 4 being all of it.
    pub(super) fn depth(self, item: &Item) -> String {
        let key = match (item.online == Some(true), item.online_depth) {
            (true, Some(Depth::FULL)) => "portal-depth-4",
            (true, Some(Depth::ONE_VISIT)) => "portal-depth-3",
            (true, _) => "portal-depth-less",
            (false, _) => "portal-depth-none",
        };
        self.0.text(key)
    }

    /// The name of a column.
    pub(crate) fn column(self, column: &Column) -> String {
        if self.is_chinese() {
            return column.chinese.to_owned();
        }
        let words = column.name.replace('_', " ");
        let mut letters = words.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// What a cell of a register says.
    pub(crate) fn cell(self, column: &Column, cell: &str) -> String {
        match cell {
            "true" => return self.0.text("portal-yes"),
            "false" => return self.0.text("portal-no"),
            _ => {}
        }
        let known = column.terms.iter().find(|(code, _)| *code == cell);
        known.map_or_else(|| cell.to_owned(), |(code, chinese)| self.term(chinese, code))
    }
}
