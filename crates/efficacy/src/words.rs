//! The words people read: one door for texts, plurals, dates and numbers in both languages.
//!
//! Words live in `locales/<language>/*.ftl` ([Fluent](https://projectfluent.org)), never in code
//! or templates. To add one, add its key to both languages and use it with [`Words::text`] or
//! [`Words::format`]; a test lists keys that one language lacks and keys that nothing uses.

use std::fmt;
use std::str::FromStr;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::civil::Date;

/// A value handed to [`Words::format`]: text, or a number that plurals can choose by.
pub use fluent_bundle::FluentValue as Value;

/// A language the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 简体中文, the language of the reports.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Every language, the first one the default.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The tag of BCP 47, as HTML's `lang` wants it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    const fn sources(self) -> [&'static str; 3] {
        match self {
            Self::ZhCn => [
                include_str!("../locales/zh-CN/common.ftl"),
                include_str!("../locales/zh-CN/figures.ftl"),
                include_str!("../locales/zh-CN/report.ftl"),
            ],
            Self::En => [
                include_str!("../locales/en/common.ftl"),
                include_str!("../locales/en/figures.ftl"),
                include_str!("../locales/en/report.ftl"),
            ],
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A language the program has no words in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no words in language `{0}`; known are `zh-CN` and `en`")]
pub struct UnknownLang(String);

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        match tag.split('-').next() {
            Some("zh") => Ok(Self::ZhCn),
            Some("en") => Ok(Self::En),
            _ => Err(UnknownLang(tag)),
        }
    }
}

/// The words of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The words of the report and its figures.
    pub fn new(lang: Lang) -> Self {
        Self::with(lang, &[])
    }

    /// The words of the report and, in addition, those of other Fluent texts in the same language
    /// (a program's own). A key given twice keeps its first text.
    pub fn with(lang: Lang, more: &[&str]) -> Self {
        let locale = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::ZhCn => |value, _| integer(value).map(|n| group(&n, Lang::ZhCn)),
            Lang::En => |value, _| integer(value).map(|n| group(&n, Lang::En)),
        }));
        for source in lang.sources().iter().chain(more) {
            // A text with a broken line still gives its other lines; a test finds the broken one.
            let resource = FluentResource::try_new((*source).to_owned())
                .unwrap_or_else(|(resource, _)| resource);
            _ = bundle.add_resource(resource);
        }
        Self { lang, bundle }
    }

    /// The language spoken.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text under this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The text under a key; the key itself where there is none.
    pub fn text(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// The text under a key with its variables filled in; the key itself where there is none.
    pub fn format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.format_args(key, &args)
    }

    /// As [`format`](Self::format), for variables gathered beforehand.
    pub fn format_args(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }

    /// A day with its weekday: 2019年12月31日（星期二）, Tuesday 31 December 2019.
    pub fn date(&self, day: impl Into<Date>) -> String {
        let day = day.into();
        let weekday = self.text(&format!("weekday-{}", day.weekday().to_monday_one_offset()));
        let month_name = self.month_name(day.month());
        self.format(
            "date",
            &[
                ("year", day.year().to_string().into()),
                ("month", day.month().to_string().into()),
                ("day", day.day().to_string().into()),
                ("weekday", weekday.into()),
                ("month-name", month_name.into()),
            ],
        )
    }

    /// A month of a year: 2019年3月, March 2019.
    pub fn month(&self, year: i16, month: i8) -> String {
        self.format(
            "month",
            &[
                ("year", year.to_string().into()),
                ("month", month.to_string().into()),
                ("month-name", self.month_name(month).into()),
            ],
        )
    }

    fn month_name(&self, month: i8) -> String {
        self.text(&format!("month-{month}"))
    }

    /// A number with at most two decimals, half up, thousands set apart: 1,415; 4.84.
    ///
    /// Chinese leaves numbers of four digits whole, as GB/T 15835-2011 allows.
    pub fn number(&self, number: f64) -> String {
        group(&decimal(number), self.lang)
    }

    /// A fraction of 1 in percent with at most two decimals, half up: 100%, 8.7%, 66.67%.
    pub fn percent(&self, fraction: f64) -> String {
        format!("{}%", self.number(fraction * 100.0))
    }

    /// Parts in a row: 甲、乙、丙; one, two and three.
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(&self.text("list-between"));
                format!("{first}{}{last}", self.text("list-last"))
            }
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

fn integer(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Number(number) => Some(decimal(number.value)),
        _ => None,
    }
}

/// At most two decimals, half up, without trailing zeros.
fn decimal(number: f64) -> String {
    // The tiny addition mends decimals that binary fractions store a hair too low.
    let hundredths = (number * 100.0 + 0.5 + 1e-7).floor();
    let text = format!("{:.2}", hundredths / 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.strip_prefix('-') {
        Some("0") => "0".to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text.to_owned(),
    }
}

fn group(number: &str, lang: Lang) -> String {
    let (sign, unsigned) = match number.strip_prefix('−') {
        Some(rest) => ("−", rest),
        None => ("", number),
    };
    let (whole, fraction) = match unsigned.find('.') {
        Some(point) => unsigned.split_at(point),
        None => (unsigned, ""),
    };
    let least = match lang {
        Lang::ZhCn => 5,
        Lang::En => 4,
    };
    if whole.len() < least || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut grouped = String::with_capacity(number.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests;
