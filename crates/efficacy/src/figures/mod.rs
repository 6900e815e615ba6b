//! The figures of the annual report.
//!
//! A figure is declared in one place: its id, section, unit, the tables it needs, what it is
//! broken down by, and the rows it counts. A row says which register row or matter it is, how
//! much of it counts (`counted`), and how much it is counted over (`of`); value, numerator,
//! denominator, breakdowns and the list of cases behind the figure all follow from the rows. To
//! add a figure, add a declaration to the file of its part and its words to
//! `locales/*/figures.ftl`.

mod cases;
mod evidence;
mod items;
mod powers;
mod registers;
mod rows;
mod satisfaction;
mod sharing;
mod supervision;
mod time;
mod year;

use foldhash::{HashMap, HashSet};

use crate::report::{Breakdown, Figure, Number, Unit};

pub use evidence::{has_evidence, write_evidence, write_evidence_to};
pub use registers::Registers;
pub use rows::{By, Row, Subject};
pub use year::{MainItem, Year};

/// How a figure is made of the rows it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// All that is counted; no numerator or denominator.
    Count,
    /// What is counted over what it is counted over: a rate or a mean.
    Ratio,
    /// The row at this percentage of all, by nearest rank (50 is the median).
    Percentile(u8),
    /// One more than what is counted: a place in an order.
    Rank,
}

/// The declaration of a figure.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// Its name in the exchange specification.
    pub id: &'static str,
    /// Section of the report, 1 to 18.
    pub section: u8,
    /// What its value is counted in.
    pub unit: Unit,
    /// How it is made of its rows.
    pub sum: Sum,
    /// Tables without which it can't be told.
    pub needs: &'static [&'static str],
    /// What it is broken down by.
    pub by: &'static [By],
    /// The rows it counts.
    pub rows: Rows,
}

/// Gives each row that a figure counts to the function.
pub type Rows = fn(&Year, &mut dyn FnMut(Row<'_>));

impl Definition {
    const fn new(
        id: &'static str,
        section: u8,
        unit: Unit,
        sum: Sum,
        needs: &'static [&'static str],
        rows: Rows,
    ) -> Self {
        Self { id, section, unit, sum, needs, by: &[], rows }
    }

    /// A number of things.
    const fn count(
        id: &'static str,
        section: u8,
        needs: &'static [&'static str],
        rows: Rows,
    ) -> Self {
        Self::new(id, section, Unit::Count, Sum::Count, needs, rows)
    }

    /// A part of a whole.
    const fn rate(
        id: &'static str,
        section: u8,
        needs: &'static [&'static str],
        rows: Rows,
    ) -> Self {
        Self::new(id, section, Unit::Rate, Sum::Ratio, needs, rows)
    }

    /// A mean, in some unit.
    const fn mean(
        id: &'static str,
        section: u8,
        unit: Unit,
        needs: &'static [&'static str],
        rows: Rows,
    ) -> Self {
        Self::new(id, section, unit, Sum::Ratio, needs, rows)
    }

    const fn by(self, by: &'static [By]) -> Self {
        Self { by, ..self }
    }

    /// The figure for a year.
    pub fn figure(&self, year: &Year) -> Figure {
        let mut figure = Figure {
            id: self.id,
            section: self.section,
            value: None,
            numerator: None,
            denominator: None,
            unit: self.unit,
            missing: None,
        };
        if let Some(table) = self.missing_table(year) {
            figure.missing = Some(format!("the package has no table `{table}`"));
            return figure;
        }
        let mut total = Total::new(self.sum);
        (self.rows)(year, &mut |row| total.add(&row));
        let told = total.told();
        if told.value.is_none() {
            figure.missing = Some("nothing to count".to_owned());
        }
        Figure {
            value: told.value,
            numerator: told.numerator,
            denominator: told.denominator,
            ..figure
        }
    }

    /// The figure by each of its breakdowns, in the order of their keys. A key for which a rate
    /// has nothing to count is left out.
    pub fn breakdowns(&self, year: &Year) -> Vec<Breakdown> {
        if self.missing_table(year).is_some() {
            return Vec::new();
        }
        let mut groups: Vec<HashMap<String, Total>> = vec![HashMap::default(); self.by.len()];
        let mut key = String::new();
        if !self.by.is_empty() {
            (self.rows)(year, &mut |row| {
                for (group, by) in groups.iter_mut().zip(self.by) {
                    key.clear();
                    row.subject.write_key(*by, &mut key);
                    if let Some(total) = group.get_mut(&key) {
                        total.add(&row);
                    } else {
                        let mut total = Total::new(self.sum);
                        total.add(&row);
                        group.insert(key.clone(), total);
                    }
                }
            });
        }
        let by_key = |(by, group): (&By, HashMap<String, Total>)| {
            let by = by.name();
            let mut told: Vec<_> =
                group.into_iter().map(|(key, total)| (by, key, total.told())).collect();
            told.sort_unstable_by(|(_, key, _), (_, other, _)| key.cmp(other));
            told
        };
        self.by
            .iter()
            .zip(groups)
            .flat_map(by_key)
            .filter(|(.., told)| told.value.is_some())
            .map(|(by, key, told)| Breakdown {
                figure: self.id,
                by,
                key,
                value: told.value,
                numerator: told.numerator,
                denominator: told.denominator,
            })
            .collect()
    }

    /// The first table it needs and the package doesn't have.
    pub fn missing_table(&self, year: &Year) -> Option<&'static str> {
        self.needs.iter().find(|table| !year.has(table)).copied()
    }
}

/// Every figure, in the order of the exchange specification.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    let mut all: Vec<&Definition> = [
        powers::FIGURES,
        supervision::FIGURES,
        sharing::FIGURES,
        items::FIGURES,
        cases::FIGURES,
        time::FIGURES,
        satisfaction::FIGURES,
    ]
    .into_iter()
    .flatten()
    .collect();
    // Stable: within a section, the order above.
    all.sort_by_key(|definition| definition.section);
    all.into_iter()
}

/// The declaration of this id.
pub fn find(id: &str) -> Option<&'static Definition> {
    all().find(|definition| definition.id == id)
}

/// What rows come to.
#[derive(Debug, Clone)]
struct Total {
    sum: Sum,
    counted: f64,
    of: f64,
    values: Vec<f64>,
    /// Keys whose amount was added and isn't added again.
    once: HashSet<String>,
}

/// A value with what it is made of.
struct Told {
    value: Option<Number>,
    numerator: Option<Number>,
    denominator: Option<Number>,
}

impl Total {
    fn new(sum: Sum) -> Self {
        Self { sum, counted: 0.0, of: 0.0, values: Vec::new(), once: HashSet::default() }
    }

    fn add(&mut self, row: &Row<'_>) {
        if !row.once || self.once.insert(row.key.to_owned()) {
            self.counted += row.counted;
        }
        self.of += row.of;
        if matches!(self.sum, Sum::Percentile(_)) {
            self.values.push(row.counted);
        }
    }

    fn told(mut self) -> Told {
        let alone = |value| Told { value, numerator: None, denominator: None };
        match self.sum {
            Sum::Count => alone(Some(Number(self.counted))),
            Sum::Rank => alone((self.of > 0.0).then_some(Number(self.counted + 1.0))),
            Sum::Percentile(percent) => {
                self.values.sort_by(f64::total_cmp);
                let rank = (self.values.len() * usize::from(percent)).div_ceil(100);
                alone(self.values.get(rank.saturating_sub(1)).map(|value| Number(*value)))
            }
            Sum::Ratio => Told {
                value: (self.of > 0.0).then(|| Number(self.counted / self.of)),
                numerator: Some(Number(self.counted)),
                denominator: Some(Number(self.of)),
            },
        }
    }
}
