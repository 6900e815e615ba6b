//! The articles the clock follows.

use std::fmt;

/// A law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Law {
    /// 行政许可法 (2003, amended 2019-04-23).
    AdministrativeLicensing,
    /// 民法典 (2020).
    CivilCode,
}

impl Law {
    /// Its name in Chinese.
    pub const fn name(self) -> &'static str {
        match self {
            Law::AdministrativeLicensing => "行政许可法",
            Law::CivilCode => "民法典",
        }
    }
}

/// An article of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Article {
    /// Which law.
    pub law: Law,
    /// Number of the article.
    pub number: u16,
}

impl Article {
    /// Extension of the limit by its working days, once.
    pub const EXTENSION: Article = Article::licensing(42);
    /// Time of a special procedure isn't counted.
    pub const PAUSE: Article = Article::licensing(45);
    /// Limits are counted in working days, without statutory holidays.
    pub const WORKING_DAYS: Article = Article::licensing(82);
    /// Days are counted from the day after; hours from the instant itself.
    pub const BEGINNING: Article = Article::civil(201);
    /// A limit of months ends on the same day number or the month's last day.
    pub const MONTHS: Article = Article::civil(202);
    /// A limit that would end on a day of rest ends after it.
    pub const LAST_DAY: Article = Article::civil(203);

    const fn licensing(number: u16) -> Self {
        Article { law: Law::AdministrativeLicensing, number }
    }

    const fn civil(number: u16) -> Self {
        Article { law: Law::CivilCode, number }
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} art. {}", self.law.name(), self.number)
    }
}
