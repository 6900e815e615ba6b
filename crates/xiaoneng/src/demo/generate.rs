//! Packages of any size.

use std::path::Path;

use efficacy::package::Form;
use legal_clock::{Calendar, Day};

use super::arrivals::{APPLICATIONS, Arrivals};
use super::chance::Chance;
use super::desk::Desk;
use super::matter::Matter;
use super::moment::{Moment, Office};
use super::registers::Registers;
use super::table::{Book, Folder};
use super::year::{Desks, Span, application_on};
use super::{DemoError, licensing, ticket, warning};

/// What to generate.
#[derive(Debug, Clone, Copy)]
pub struct GenerateOptions {
    /// How many matters: applications, tickets and warnings together.
    pub cases: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// The year most of them fall in; some come in the two months before it.
    pub year: i16,
    /// The form of the tables.
    pub form: Form,
}

/// Of a thousand matters, so many are tickets and warnings; the rest are applications.
const TICKETS: u32 = 130;
const WARNINGS: u32 = 12;
/// Matters between two calls of `progress`.
const STEP: u64 = 10_000;

/// Writes a package of `options.cases` matters into `dir`, with the registers of the demonstration
/// agency and the usual mishaps everywhere: queues, supplements, pauses, late decisions, reopened
/// tickets, annulled acts. Acts lie together by matter, matters in the order they arrived. Memory
/// doesn't grow with the number of matters. `progress` is told now and then how many are written.
///
/// # Errors
/// [`DemoError::Year`] for a year outside 1900 to 9990, [`DemoError::Write`] when `dir` can't be
/// written.
pub fn generate(
    options: &GenerateOptions,
    dir: &Path,
    mut progress: impl FnMut(u64),
) -> Result<(), DemoError> {
    let span = Span::of(options.year)?;
    let folder = Folder::create(dir, options.form)?;
    let office = Office::new(Calendar::china());
    let mut chance = Chance::new(options.seed);
    let registers = Registers::for_year(options.year, &office)?;
    registers.write(&folder, &office, &mut chance)?;

    let arrivals = Arrivals::new(&office, APPLICATIONS, span.from, span.last);
    let items = Shares::new(registers.items.iter().map(|item| item.cases));
    let cases_of_a_year = options.cases as f64 * 12.0 / 14.0;
    let mut desks = Desks::sharing(&registers, &span, cases_of_a_year / items.total());
    let mut ticket_desk = Desk::new(span.from, cases_of_a_year * f64::from(TICKETS) / 1000.0);
    let mut tables = Book::create(&folder)?;
    let mut matter = Matter::new();
    for n in 0..options.cases {
        let day = arrivals.day((n as f64 + chance.fraction()) / options.cases as f64);
        let region = registers.region(&mut chance);
        match chance.between(1, 1000) {
            kind if kind <= TICKETS => {
                let opened = Moment::new(day, chance.day_second());
                let habits = &ticket::USUAL;
                ticket::live(
                    (opened, region),
                    habits,
                    &office,
                    &mut ticket_desk,
                    &mut chance,
                    &mut matter,
                );
            }
            kind if kind <= TICKETS + WARNINGS && in_use(&registers, n).1 <= day => {
                let model = in_use(&registers, n).0.as_str();
                let raised = Moment::new(day, chance.between(0, 86_399));
                let habits = warning::USUAL;
                warning::live((raised, region, model), habits, &office, &mut chance, &mut matter);
            }
            _ => {
                let item = &registers.items[items.draw(&mut chance)];
                let arrival = application_on(day, item, &office, &mut chance);
                let habits = &licensing::USUAL;
                let application =
                    licensing::Application { item, region, arrival, straight: false, habits };
                licensing::live(&application, &office, desks.of(item), &mut chance, &mut matter);
            }
        }
        matter.seal(span.extract);
        let (stars, resolved_at) = rating(&matter, &office, &mut chance);
        tables.matter(&matter, stars, resolved_at)?;
        if (n + 1) % STEP == 0 {
            progress(n + 1);
        }
    }
    progress(options.cases);
    tables.finish()?;
    folder.finish()
}

/// The models take turns; gives the name of the one whose turn it is and the day it came into use.
fn in_use(registers: &Registers, turn: u64) -> &(String, Day) {
    &registers.models[turn as usize % registers.models.len()]
}

/// The stars an applicant gives, and when what was bad about it was put right.
fn rating(
    matter: &Matter<'_>,
    office: &Office,
    chance: &mut Chance,
) -> (Option<u8>, Option<Moment>) {
    let Some(rating) = matter.rating else {
        return (None, None);
    };
    let stars = chance.weighted(&[(5, 66), (4, 22), (3, 8), (2, 3), (1, 1)]);
    let resolved = (stars <= 2 && chance.happens(900)).then(|| {
        let day = office.working_days_after(rating.at.day, chance.between(1, 12));
        Moment::new(day, chance.office_second())
    });
    (Some(stars), resolved)
}

/// Shares of a whole, drawn from by their size.
struct Shares {
    up_to: Vec<u32>,
}

impl Shares {
    fn new(sizes: impl Iterator<Item = u32>) -> Self {
        let up_to = sizes
            .scan(0, |total, size| {
                *total += size;
                Some(*total)
            })
            .collect();
        Self { up_to }
    }

    fn total(&self) -> f64 {
        self.up_to.last().copied().unwrap_or(0).into()
    }

    fn draw(&self, chance: &mut Chance) -> usize {
        let drawn = chance.between(1, self.up_to.last().copied().unwrap_or(1));
        self.up_to.partition_point(|&up_to| up_to < drawn)
    }
}
