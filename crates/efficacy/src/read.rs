//! From a package to a year ready to be counted.

use jiff::tz::TimeZone;
use legal_clock::Calendar;

use crate::facts::{self, Basis, Catalogue, Facts, Found, Period, Rules, catalogue};
use crate::figures::{Registers, Year};
use crate::package::tables::{Agency, CalendarName, Item, TABLES};
use crate::package::{Package, Refused, Zone};
use crate::report::{AgencyHead, DataQuality, Notice};

/// What a package is read by.
#[derive(Debug)]
pub struct Settings {
    /// The year to report on; the agency's `year` where not given.
    pub year: Option<i16>,
    /// China's calendar with the notices and corrections that the user gave; without any, the one
    /// that the data go by, else the one with the notices known.
    pub china: Option<Calendar>,
    /// The procedures.
    pub rules: Rules,
}

/// A package read: its year, and what to know of how it was read.
#[derive(Debug)]
pub struct Read {
    /// Whose year it is.
    pub agency: Option<AgencyHead>,
    /// The year, ready to be counted.
    pub year: Year,
    /// What was set aside, skipped or assumed.
    pub quality: DataQuality,
    /// How many rows of matters there are.
    pub matters: u64,
}

/// Why a package can't be read as a year.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file, or the package as a whole, is refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Neither the caller nor the agency says which year.
    #[error("the year to report on isn't given: `agency` has no `year`, so say it with `--year`")]
    NoYear,
    /// No year of the calendar.
    #[error("`{0}` is no year that can be reported on; give one from 1 to 9999")]
    NoSuchYear(i16),
}

/// Reads a package: registers, then matters, then acts, which are folded to facts.
///
/// # Errors
/// [`ReadError`]; rows that can't be used are no error but set aside in [`Read::quality`].
pub fn read(package: &Package, settings: &Settings) -> Result<Read, ReadError> {
    let mut quality = DataQuality::default();
    let opened = Opened::open(package, settings, &mut quality)?;
    let registers = Registers::read(package, &opened.zone, &mut quality)?;
    let basis = opened.basis(settings);
    // What is kept ready was made by the calendar that the data go by.
    let ready = match settings.china {
        Some(_) => None,
        None => package.ready(opened.period.year)?,
    };
    let whole = match ready {
        Some(ready) => facts::projection::read(ready, &opened.zone, basis, &mut quality)?,
        None => facts::read::<Facts>(package, &opened.zone, basis, &mut quality)?,
    };
    let facts = Facts { models: whole.models, ..whole.taken };

    let Opened { agency, calendar_name, period, calendar, catalogue, .. } = opened;
    let agency = agency.map(|agency| AgencyHead {
        name: agency.name.into_owned(),
        region: agency.region.to_string(),
        calendar: calendar_name.code().to_owned(),
        time_zone: calendar.zone().iana_name().unwrap_or("UTC").to_owned(),
    });
    let has = |table: &&'static crate::package::Table| package.has(table);
    let tables = TABLES.iter().copied().filter(has).map(|table| table.name).collect();
    let year = Year::new(period, calendar, registers, catalogue, facts, tables);
    note(&mut quality, agency.is_some(), &year, &whole.found);
    in_order(&mut quality);
    Ok(Read { agency, year, quality, matters: whole.matters })
}

/// What was found of a package that was read to the end.
#[derive(Debug)]
pub struct Checked {
    /// The calendar that its days are counted in.
    pub calendar: Calendar,
    /// Its items.
    pub catalogue: Catalogue,
    /// What was set aside or skipped.
    pub quality: DataQuality,
}

/// Reads a package and folds its matters, whatever their year, and keeps nothing of them but what is
/// wrong with their rows.
///
/// # Errors
/// As [`read`].
pub fn check(package: &Package, settings: &Settings) -> Result<Checked, ReadError> {
    let mut quality = DataQuality::default();
    let opened = Opened::open(package, settings, &mut quality)?;
    Registers::read(package, &opened.zone, &mut quality)?;
    let basis = opened.basis(settings);
    facts::read::<facts::Nothing>(package, &opened.zone, basis, &mut quality)?;
    in_order(&mut quality);
    let Opened { calendar, catalogue, .. } = opened;
    Ok(Checked { calendar, catalogue, quality })
}

/// The calendar that a package's days are counted in; `settings` name some year.
///
/// # Errors
/// As [`read`].
pub fn calendar_of(package: &Package, settings: &Settings) -> Result<Calendar, ReadError> {
    Ok(Opened::open(package, settings, &mut DataQuality::default())?.calendar)
}

/// What is known of a package before its registers, matters and acts are read.
#[derive(Debug)]
pub(crate) struct Opened {
    agency: Option<Agency<'static>>,
    calendar_name: CalendarName,
    period: Period,
    calendar: Calendar,
    pub(crate) zone: Zone,
    pub(crate) catalogue: Catalogue,
    knows_items: bool,
}

impl Opened {
    /// Reads whose year it is, how its days are counted, and its items.
    ///
    /// # Errors
    /// [`ReadError`].
    pub(crate) fn open(
        package: &Package,
        settings: &Settings,
        quality: &mut DataQuality,
    ) -> Result<Self, ReadError> {
        quality.notices.extend(package.unknown_files());
        let agency = package
            .collect::<Agency<'_>>(&Zone::new(TimeZone::UTC), quality)?
            .and_then(|rows| rows.into_iter().next())
            .map(|(_, agency)| agency);
        let year = settings
            .year
            .or(agency.as_ref().and_then(|agency| agency.year).map(|year| year.0))
            .ok_or(ReadError::NoYear)?;
        let period = Period::of(year).ok_or(ReadError::NoSuchYear(year))?;
        let time_zone = agency.as_ref().and_then(|agency| agency.time_zone.clone());
        let calendar_name =
            agency.as_ref().and_then(|agency| agency.calendar).unwrap_or(CalendarName::China);
        let china = settings.china.clone().or_else(|| package.china());
        let china = china.unwrap_or_else(Calendar::china);
        let calendar = named_calendar(calendar_name, time_zone, china);
        let zone = Zone::new(calendar.zone().clone());
        let items = package.collect::<Item<'_>>(&zone, quality)?;
        let knows_items = items.is_some();
        let rows = items.unwrap_or_default().into_iter().map(|(_, row)| row).collect();
        let catalogue = Catalogue::new(rows);
        Ok(Self { agency, calendar_name, period, calendar, zone, catalogue, knows_items })
    }

    /// The calendar that its days are counted in.
    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// By what its matters are folded.
    pub(crate) fn basis<'a>(&'a self, settings: &'a Settings) -> Basis<'a> {
        Basis {
            rules: &settings.rules,
            calendar: &self.calendar,
            catalogue: &self.catalogue,
            period: self.period,
            knows_items: self.knows_items,
        }
    }
}

fn named_calendar(name: CalendarName, zone: Option<TimeZone>, china: Calendar) -> Calendar {
    let zone = zone.unwrap_or_else(|| china.zone().clone());
    match name {
        CalendarName::China => china.with_zone(zone),
        CalendarName::Weekends => Calendar::weekends(zone),
    }
}

/// What is worth knowing of the data beside its rows.
fn note(quality: &mut DataQuality, knows_agency: bool, year: &Year, found: &Found) {
    let mut notice = |code, file: &str, count, message: String| {
        if count > 0 {
            quality.notices.push(Notice { code, file: file.to_owned(), count, message });
        }
    };
    notice(
        "agency_unknown",
        "agency",
        u64::from(!knows_agency),
        "the package doesn't say whose year it is; give its table `agency`".to_owned(),
    );
    let Found { pauses_without_reason, extensions_without_days, .. } = *found;
    notice(
        "pause_without_reason",
        "acts",
        pauses_without_reason,
        "pauses give no reason and are taken as special procedures that stop the clock".to_owned(),
    );
    notice(
        "extension_without_days",
        "acts",
        extensions_without_days,
        "extensions give no days and add none".to_owned(),
    );
    let decisions = year.facts.cases.iter().filter_map(|case| case.decision.as_ref());
    let unpromised = decisions.filter(|decision| {
        decision.row.is_some_and(|row| catalogue::promised(year.catalogue.row(row)).is_none())
    });
    notice(
        "no_promised_limit",
        "items",
        unpromised.count() as u64,
        "cases decided are held to an item without a promised limit: they count in \
         `cases_decided` and in no figure that compares with the promise"
            .to_owned(),
    );
    let of_year = year.period;
    let is_provisional = year.calendar.is_provisional(of_year.first);
    notice(
        "calendar_provisional",
        "",
        u64::from(is_provisional),
        format!(
            "the public-holiday notice for {} isn't known: working days are counted by weekends \
             alone; give the notice with `--calendars`",
            of_year.year
        ),
    );
}

/// By table in the order of the specification, then by row.
fn in_order(quality: &mut DataQuality) {
    let tables = std::mem::take(&mut quality.tables);
    let order = |file: &str| {
        let table = tables.iter().find(|read| read.file == file).map(|read| read.table);
        TABLES.iter().position(|known| Some(known.name) == table)
    };
    quality.set_aside.sort_by_cached_key(|row| (order(&row.file), row.row));
    quality.tables = tables;
    let place = |name: &str| TABLES.iter().position(|known| known.name == name);
    quality.tables.sort_by_key(|read| place(read.table));
}
