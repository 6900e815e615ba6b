//! The demonstration year.

use std::path::Path;

use efficacy::package::Form;
use legal_clock::{Calendar, Day};

use super::arrivals::{APPLICATIONS, Arrivals, CROSSINGS, TICKETS, WARNINGS};
use super::chance::Chance;
use super::desk::Desk;
use super::matter::{Matter, Procedure};
use super::moment::{Moment, Office};
use super::registers::{Item, Pace, Registers};
use super::table::{Book, Folder};
use super::{DemoError, licensing, ticket, warning};

/// The demonstration's seed: the same year is the same package, byte for byte.
const SEED: u64 = 0x7869_616f_6e65_6e67;

/// Tickets opened in the year, and in the weeks before it.
const TICKETS_OF_THE_YEAR: u32 = 1415;
const TICKETS_BEFORE: u32 = 46;
/// Warnings raised by each supervision model in the year.
const WARNINGS_OF_EACH_MODEL: [u32; 2] = [64, 37];

/// Licences are handled with care, other powers as anywhere, if with few mishaps.
const OTHER_POWERS: licensing::Habits = licensing::Habits {
    late: 9,
    unpublished: 0,
    second_notice: 1,
    window_missed: 2,
    ..licensing::USUAL
};

/// A year and what is known around it.
pub(super) struct Span {
    /// Applications that are still open when the year begins came in from here on.
    pub(super) from: Day,
    pub(super) first: Day,
    pub(super) last: Day,
    /// The extract is made on this day: nothing later is known.
    pub(super) extract: Day,
}

impl Span {
    pub(super) fn of(year: i16) -> Result<Self, DemoError> {
        if !(1900..=9990).contains(&year) {
            return Err(DemoError::Year { year });
        }
        let day = |year, month, day| Day::new(year, month, day).ok_or(DemoError::Year { year });
        Ok(Self {
            from: day(year - 1, 11, 1)?,
            first: day(year, 1, 1)?,
            last: day(year, 12, 31)?,
            extract: day(year + 1, 2, 28)?,
        })
    }
}

/// What will arrive.
#[derive(Clone, Copy)]
enum Arrival {
    Application { item: usize, straight: bool },
    Ticket,
    Warning { model: usize },
}

/// Writes the demonstration agency's package for `year` into `dir`: its registers and a year of
/// acts, the same bytes each time.
///
/// # Errors
/// [`DemoError::Year`] for a year outside 1900 to 9990, [`DemoError::Write`] when `dir` can't be
/// written.
pub fn write(dir: &Path, year: i16) -> Result<(), DemoError> {
    let span = Span::of(year)?;
    let folder = Folder::create(dir, Form::Csv)?;
    let office = Office::new(Calendar::china());
    let mut chance = Chance::new(SEED);
    let registers = Registers::for_year(year, &office)?;
    registers.write(&folder, &office, &mut chance)?;
    let matters = simulate(&registers, &span, &office, &mut chance);
    let stars = stars_of_the_year(&matters, year, &mut chance);
    let mut tables = Book::create(&folder)?;
    for (matter, stars) in matters.iter().zip(stars) {
        tables.matter(matter, stars, None)?;
    }
    tables.finish()?;
    folder.finish()
}

/// Everything that happens, in the order it began.
fn simulate<'r>(
    registers: &'r Registers,
    span: &Span,
    office: &Office,
    chance: &mut Chance,
) -> Vec<Matter<'r>> {
    let clearing = office.working_day_until(span.last, span.first);
    let careful_tickets =
        ticket::Habits { keeps_limits: true, cleared_by: Some(clearing), late: 0, ..ticket::USUAL };
    let mut desks = Desks::new(registers, span);
    let mut ticket_desk = Desk::new(span.from, f64::from(TICKETS_OF_THE_YEAR));
    let mut matters = Vec::new();
    let mut matter = Matter::new();
    for (at, arrival) in arrivals(registers, span, clearing, office, chance) {
        let region = registers.region(chance);
        match arrival {
            Arrival::Application { item, straight } => {
                let item = &registers.items[item];
                let habits = if item.is_licence { &licensing::CAREFUL } else { &OTHER_POWERS };
                let application =
                    licensing::Application { item, region, arrival: at, straight, habits };
                licensing::live(&application, office, desks.of(item), chance, &mut matter);
            }
            Arrival::Ticket => {
                ticket::live(
                    (at, region),
                    &careful_tickets,
                    office,
                    &mut ticket_desk,
                    chance,
                    &mut matter,
                );
            }
            Arrival::Warning { model } => {
                let model = registers.models[model].0.as_str();
                warning::live((at, region, model), warning::USUAL, office, chance, &mut matter);
            }
        }
        matter.seal(span.extract);
        matters.push(matter.clone());
    }
    matters.sort_by_key(Matter::begun);
    matters
}

/// All arrivals in order.
fn arrivals(
    registers: &Registers,
    span: &Span,
    clearing: Day,
    office: &Office,
    chance: &mut Chance,
) -> Vec<(Moment, Arrival)> {
    let applications = Arrivals::new(office, APPLICATIONS, span.from, span.last);
    let crossings = Arrivals::new(office, CROSSINGS, span.from, span.last);
    let mut all = Vec::new();
    for (n, item) in registers.items.iter().enumerate() {
        let rhythm = if item.pace == Pace::Spot { &crossings } else { &applications };
        // Fourteen months of arrivals for a year's cases, and one that goes straight to its
        // decision in the year.
        for day in rhythm.spread(item.cases * 14 / 12 - 1, chance) {
            all.push((
                application_on(day, item, office, chance),
                Arrival::Application { item: n, straight: false },
            ));
        }
        let day = office.working_day_from(span.first + chance.between(20, 150) as i32);
        all.push((
            application_on(day, item, office, chance),
            Arrival::Application { item: n, straight: true },
        ));
    }
    let before =
        Arrivals::new(office, TICKETS, span.from, span.first + -1).spread(TICKETS_BEFORE, chance);
    let within =
        Arrivals::new(office, TICKETS, span.first, clearing).spread(TICKETS_OF_THE_YEAR, chance);
    for day in before.into_iter().chain(within) {
        let second = chance.day_second();
        // On the day the year's work is cleared, the desk takes what it can still answer.
        let second = if day == clearing { second.min(15 * 3600 + second % 1800) } else { second };
        all.push((Moment::new(day, second), Arrival::Ticket));
    }
    for (model, (&n, (_, since))) in
        WARNINGS_OF_EACH_MODEL.iter().zip(&registers.models).enumerate()
    {
        for day in Arrivals::new(office, WARNINGS, *since, span.last).spread(n, chance) {
            all.push((Moment::new(day, chance.between(0, 86_399)), Arrival::Warning { model }));
        }
    }
    all.sort_by_key(|&(at, _)| at);
    all
}

/// When on `day` an application for `item` is filed.
pub(super) fn application_on(
    day: Day,
    item: &Item,
    office: &Office,
    chance: &mut Chance,
) -> Moment {
    let at_leisure = item.pace == Pace::Spot || !office.is_working_day(day) || chance.happens(180);
    Moment::new(day, if at_leisure { chance.day_second() } else { chance.office_second() })
}

/// A desk for each division.
pub(super) struct Desks<'r> {
    divisions: Vec<(&'r str, Desk)>,
}

impl<'r> Desks<'r> {
    pub(super) fn new(registers: &'r Registers, span: &Span) -> Self {
        Self::sharing(registers, span, 1.0)
    }

    /// Desks that handle `times` the cases of the demonstration year.
    pub(super) fn sharing(registers: &'r Registers, span: &Span, times: f64) -> Self {
        let mut cases: Vec<(&str, u32)> = Vec::new();
        for item in &registers.items {
            match cases.iter_mut().find(|(division, _)| *division == item.division) {
                Some((_, n)) => *n += item.cases,
                None => cases.push((&item.division, item.cases)),
            }
        }
        let divisions = cases
            .into_iter()
            .map(|(division, n)| (division, Desk::new(span.from, f64::from(n) * times)))
            .collect();
        Self { divisions }
    }

    pub(super) fn of(&mut self, item: &Item) -> &mut Desk {
        let n = self.divisions.iter().position(|(division, _)| *division == item.division);
        &mut self.divisions[n.unwrap_or(0)].1
    }
}

/// Out of twenty applicants who rate, thirteen are very satisfied, five satisfied and two on the
/// whole satisfied. Ratings of the year count in whole panels of twenty; nobody else rated.
const PANEL: [u8; 20] = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 3, 3];

/// The stars given to each matter's handling, where it was rated.
fn stars_of_the_year(matters: &[Matter<'_>], year: i16, chance: &mut Chance) -> Vec<Option<u8>> {
    let rated: Vec<usize> = (0..matters.len())
        .filter(|&n| matters[n].rating.is_some_and(|rating| rating.at.day.year() == year))
        .collect();
    let mut stars = vec![None; matters.len()];
    for panel in rated.chunks_exact(PANEL.len()) {
        let mut given = PANEL;
        chance.shuffle(&mut given);
        for (&n, stars_given) in panel.iter().zip(given) {
            stars[n] = Some(stars_given);
        }
    }
    // Some rated in the next year, or were asked in the year before.
    for (n, matter) in matters.iter().enumerate() {
        if matter.procedure != Procedure::Warning
            && matter.rating.is_some_and(|rating| rating.at.day.year() != year)
        {
            stars[n] = Some(5);
        }
    }
    stars
}
