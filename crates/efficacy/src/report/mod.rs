//! The annual report as data: what `report.json` holds and every rendering shows.

mod breakdowns;
mod charts;
mod document;
mod figure_words;
mod html;
pub mod narrative;
pub mod prose;
mod quality;

use serde::Serialize;

use crate::cores::on_all_cores;
use crate::figures;
use crate::read::Read;

pub use self::document::official_document;
pub use self::figure_words::FigureWords;
pub use self::html::{Basis, Labels, Rendering, Since, html};
pub use self::quality::{LISTED, data_quality_csv};

/// A year of an agency's work in figures (`report.json` of the exchange specification).
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Whose report it is; `None` when the package has no usable `agency` table.
    pub agency: Option<AgencyHead>,
    /// The calendar year reported on.
    pub year: i16,
    /// Every figure of the specification, in its order.
    pub figures: Vec<Figure>,
    /// The figures by item, division, region, month and so on.
    pub breakdowns: Vec<Breakdown>,
    /// What was set aside, skipped, assumed or not known.
    pub data_quality: DataQuality,
}

impl Report {
    /// Computes every figure and breakdown of a year.
    pub fn of(read: &Read) -> Self {
        let all: Vec<_> = figures::all().collect();
        let told = on_all_cores(all.len(), |index| {
            (all[index].figure(&read.year), all[index].breakdowns(&read.year))
        });
        let (figures, breakdowns): (_, Vec<_>) = told.into_iter().unzip();
        Report {
            agency: read.agency.clone(),
            year: read.year.period.year,
            figures,
            breakdowns: breakdowns.into_iter().flatten().collect(),
            data_quality: read.quality.clone(),
        }
    }
}

/// The agency as the head of its report names it.
#[derive(Debug, Clone, Serialize)]
pub struct AgencyHead {
    /// 机构名称
    pub name: String,
    /// 行政区划代码, six digits; `000000` is outside China.
    pub region: String,
    /// `CN` or `weekends`.
    pub calendar: String,
    /// IANA name of the zone in which days are counted.
    pub time_zone: String,
}

/// One figure of the report.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Its name in the exchange specification.
    pub id: &'static str,
    /// Section of the report, 1 to 18.
    pub section: u8,
    /// The figure, a rate as a fraction of 1; `None` when it can't be told.
    pub value: Option<Number>,
    /// What a rate or mean is taken of.
    pub numerator: Option<Number>,
    /// What a rate or mean is taken over.
    pub denominator: Option<Number>,
    /// What the value is counted in.
    pub unit: Unit,
    /// Why there is no value.
    pub missing: Option<String>,
}

/// A figure for one key of a breakdown.
#[derive(Debug, Clone, Serialize)]
pub struct Breakdown {
    /// The figure broken down.
    pub figure: &'static str,
    /// By what: `item`, `division`, `region`, `month`, `channel`, …
    pub by: &'static str,
    /// The item code, division, region …; empty when not given.
    pub key: String,
    /// As in [`Figure`].
    pub value: Option<Number>,
    /// As in [`Figure`].
    pub numerator: Option<Number>,
    /// As in [`Figure`].
    pub denominator: Option<Number>,
}

/// What a figure's value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Things counted (件, 项, 个 …).
    Count,
    /// A fraction of 1; pages show percent.
    Rate,
    /// Working days (工作日).
    WorkingDays,
    /// Minutes (分钟).
    Minutes,
    /// Copies of a document (份).
    Copies,
    /// Visits in person (次).
    Visits,
    /// Points out of ten (分).
    Points,
    /// A place in an order, 1 is the first (名).
    Rank,
}

/// A number that is written as an integer when it is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// What a reader must know before trusting the figures.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DataQuality {
    /// Rows read from each table of the package, in the order of the specification.
    pub tables: Vec<TableRead>,
    /// Rows set aside, in file and row order.
    pub set_aside: Vec<SetAside>,
    /// What is worth knowing and no fault of a row: unknown columns, pauses without reason,
    /// cases without a promised limit, days beyond the known calendars.
    pub notices: Vec<Notice>,
}

/// How a table was read.
#[derive(Debug, Clone, Serialize)]
pub struct TableRead {
    /// The table's name.
    pub table: &'static str,
    /// The file it came from, as named in the package.
    pub file: String,
    /// Data rows in the file.
    pub rows: u64,
    /// Rows that repeat an earlier row to the letter and were skipped.
    pub identical: u64,
    /// Rows set aside.
    pub set_aside: u64,
}

/// A row that counts in no figure, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// The file, as named in the package.
    pub file: String,
    /// 1 is the first data row.
    pub row: u64,
    /// Physical line where the row begins; the header is line 1.
    pub line: u64,
    /// The column at fault, by its English name; empty when the row as a whole is.
    pub column: String,
    /// Code of the exchange specification, such as `bad_date`.
    pub code: &'static str,
    /// What was wrong and how to mend it.
    pub message: String,
}

/// Something worth knowing about the data that sets no row aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// A stable code, such as `unknown_column`.
    pub code: &'static str,
    /// The file or table concerned; empty for the package as a whole.
    pub file: String,
    /// How many times.
    pub count: u64,
    /// The notice in a sentence.
    pub message: String,
}
