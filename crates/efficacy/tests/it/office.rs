//! An office told in a few lines: its items, and its matters a line an act, as in
//! `accepted 2019-03-04 09:00`, `paused 2019-03-06 for=hearing`, `extended 2019-03-07 +10`,
//! `granted 2019-03-11T16:00:00Z #7` (its id), `annulled 2019-03-12 !7` (the id it names) or
//! `accepted 2019-03-04 recorded=2019-03-06`.
//!
//! The office is written to files and read as the program reads them.

use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use efficacy::facts::Rules;
use efficacy::figures::{self, write_evidence};
use efficacy::package::Package;
use efficacy::report::{Number, Report};
use efficacy::{Read, Settings, read};

static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| Settings { year: None, china: None, rules: Rules::shipped().unwrap() });

const MATTERS: &str = "matter_id,procedure,item_code,region,channel,ticket_kind,model";
const ACTS: &str = "matter_id,act,at,days,reason,detail,act_id,recorded_at";

/// A row of the table of items: a licence on application, wholly online, if nothing else is said.
#[derive(Debug, Clone)]
pub(crate) struct Item(Vec<(&'static str, String)>);

impl Item {
    pub(crate) fn new(code: &str) -> Self {
        Self(Vec::new())
            .with("item_code", code)
            .with("name", "许可")
            .with("kind", "licence")
            .with("on_application", "true")
            .with("online", "true")
            .with("online_depth", "4")
            .with("trips", "0")
    }

    /// Sets a column.
    pub(crate) fn with(mut self, column: &'static str, value: &str) -> Self {
        self.0.retain(|(known, _)| *known != column);
        self.0.push((column, value.to_owned()));
        self
    }

    pub(crate) fn of(self, main: &str) -> Self {
        self.with("parent_code", main)
    }

    pub(crate) fn kind(self, kind: &str) -> Self {
        self.with("kind", kind)
    }

    pub(crate) fn not_on_application(self) -> Self {
        self.with("on_application", "false")
    }

    /// A limit such as `5 working_day`.
    pub(crate) fn promised(self, limit: &str) -> Self {
        let (amount, unit) = limit.split_once(' ').unwrap();
        self.with("promised_limit", amount).with("promised_unit", unit)
    }

    pub(crate) fn statutory(self, limit: &str) -> Self {
        let (amount, unit) = limit.split_once(' ').unwrap();
        self.with("statutory_limit", amount).with("statutory_unit", unit)
    }

    pub(crate) fn counted_from_receipt(self) -> Self {
        self.with("clock_anchor", "received")
    }

    pub(crate) fn from(self, day: &str) -> Self {
        self.with("valid_from", day)
    }

    pub(crate) fn to(self, day: &str) -> Self {
        self.with("valid_to", day)
    }
}

const ITEM_COLUMNS: [&str; 21] = [
    "item_code",
    "parent_code",
    "name",
    "kind",
    "division",
    "level",
    "basis",
    "on_application",
    "online",
    "online_depth",
    "depth_reason",
    "trips",
    "statutory_limit",
    "statutory_unit",
    "promised_limit",
    "promised_unit",
    "clock_anchor",
    "commitment",
    "commitment_from",
    "valid_from",
    "valid_to",
];

#[derive(Debug, Clone)]
struct Matter {
    id: String,
    /// `procedure,item_code`, then `region,channel`, then `ticket_kind,model`.
    what: String,
    place: String,
    kind: String,
}

/// An office before its year is told.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    calendar: &'static str,
    zone: &'static str,
    items: Vec<Item>,
    matters: Vec<Matter>,
    acts: Vec<String>,
    tables: Vec<(&'static str, String)>,
    without: Vec<&'static str>,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self {
            calendar: "",
            zone: "",
            items: Vec::new(),
            matters: Vec::new(),
            acts: Vec::new(),
            tables: Vec::new(),
            without: Vec::new(),
        }
    }

    pub(crate) fn calendar(self, calendar: &'static str) -> Self {
        Self { calendar, ..self }
    }

    pub(crate) fn zone(self, zone: &'static str) -> Self {
        Self { zone, ..self }
    }

    pub(crate) fn item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    pub(crate) fn items(mut self, items: impl IntoIterator<Item = Item>) -> Self {
        self.items.extend(items);
        self
    }

    /// A licence case of an item.
    pub(crate) fn case(self, id: &str, item: &str, acts: &[impl AsRef<str>]) -> Self {
        self.matter(id, format!("licensing,{item}"), ",".to_owned(), acts)
    }

    pub(crate) fn ticket(self, id: &str, kind: &str, acts: &[impl AsRef<str>]) -> Self {
        self.matter(id, "ticket,".to_owned(), format!("{kind},"), acts)
    }

    pub(crate) fn warning(self, id: &str, model: &str, acts: &[impl AsRef<str>]) -> Self {
        self.matter(id, "warning,".to_owned(), format!(",{model}"), acts)
    }

    fn matter(mut self, id: &str, what: String, kind: String, acts: &[impl AsRef<str>]) -> Self {
        self.matters.push(Matter { id: id.to_owned(), what, place: "440000,web".to_owned(), kind });
        self.acts(id, acts)
    }

    /// Further rows of the table of acts.
    pub(crate) fn acts(mut self, matter: &str, acts: &[impl AsRef<str>]) -> Self {
        self.acts.extend(acts.iter().map(|act| act_row(matter, act.as_ref())));
        self
    }

    /// Where the last matter came in.
    pub(crate) fn at(mut self, region: &str, channel: &str) -> Self {
        self.matters.last_mut().unwrap().place = format!("{region},{channel}");
        self
    }

    /// A table in plain CSV.
    pub(crate) fn table(mut self, name: &'static str, header: &str, rows: &[&str]) -> Self {
        self.tables.push((name, format!("{header}\n{}\n", rows.join("\n"))));
        self
    }

    /// Leaves out a table that is otherwise always there: `items`, `matters` or `acts`.
    pub(crate) fn without(mut self, table: &'static str) -> Self {
        self.without.push(table);
        self
    }

    /// What the office's report on a year tells.
    pub(crate) fn year(&self, year: i16) -> Told {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in self.files(year) {
            if !self.without.contains(&name) {
                fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
            }
        }
        let read = read(&Package::open(folder.path()).unwrap(), &SETTINGS).unwrap();
        Told { report: Report::of(&read), read }
    }

    fn files(&self, year: i16) -> Vec<(&'static str, String)> {
        let agency = format!(
            "name,region,year,calendar,time_zone\n厅,440000,{year},{},{}\n",
            self.calendar, self.zone
        );
        let mut items = format!("{}\n", ITEM_COLUMNS.join(","));
        for Item(cells) in &self.items {
            let cell = |column: &str| {
                cells.iter().find(|(known, _)| *known == column).map_or("", |(_, value)| value)
            };
            writeln!(items, "{}", ITEM_COLUMNS.map(cell).join(",")).unwrap();
        }
        let mut matters = format!("{MATTERS}\n");
        for Matter { id, what, place, kind } in &self.matters {
            writeln!(matters, "{id},{what},{place},{kind}").unwrap();
        }
        let acts = format!("{ACTS}\n{}", self.acts.concat());
        let mut files =
            vec![("agency", agency), ("items", items), ("matters", matters), ("acts", acts)];
        files.extend(self.tables.iter().cloned());
        files
    }
}

/// A row of the table of acts from an act as told.
fn act_row(matter: &str, told: &str) -> String {
    let mut words = told.split_whitespace();
    let act = words.next().unwrap();
    let mut at = words.next().unwrap().to_owned();
    let (mut days, mut reason, mut detail, mut id, mut recorded) = ("", "", "", "", String::new());
    let mut time = if at.contains('T') { "" } else { "10:00" };
    for word in words {
        if let Some(word) = word.strip_prefix('+') {
            days = word;
        } else if let Some(word) = word.strip_prefix('#') {
            id = word;
        } else if let Some(word) = word.strip_prefix('!') {
            detail = word;
        } else if let Some(word) = word.strip_prefix("for=") {
            reason = word;
        } else if let Some(word) = word.strip_prefix("recorded=") {
            recorded = word.replace('T', " ");
        } else {
            assert!(word.contains(':'), "`{word}` in `{told}`");
            time = word;
        }
    }
    if !time.is_empty() {
        at = format!("{at} {time}");
    }
    format!("{matter},{act},{at},{days},{reason},{detail},{id},{recorded}\n")
}

/// What a report tells.
pub(crate) struct Told {
    pub(crate) report: Report,
    pub(crate) read: Read,
}

impl Told {
    /// A figure in writing: `3`, `2/3` for a rate or mean, or why there is none.
    pub(crate) fn figure(&self, id: &str) -> String {
        let figure = self.report.figures.iter().find(|figure| figure.id == id);
        let figure = figure.unwrap_or_else(|| panic!("no figure `{id}`"));
        match &figure.missing {
            Some(why) => {
                assert_eq!(figure.value, None, "{id}");
                why.clone()
            }
            None => shown(figure.value, figure.numerator, figure.denominator),
        }
    }

    /// Asserts many figures at once.
    #[track_caller]
    pub(crate) fn tells(&self, expected: &[(&str, &str)]) {
        let told: Vec<_> = expected.iter().map(|(id, _)| self.figure(id)).collect();
        let told: Vec<_> =
            expected.iter().zip(&told).map(|((id, _), value)| (*id, value.as_str())).collect();
        assert_eq!(told, expected);
    }

    /// Every figure in writing.
    pub(crate) fn all(&self) -> Vec<(&'static str, String)> {
        self.report.figures.iter().map(|figure| (figure.id, self.figure(figure.id))).collect()
    }

    /// A breakdown in writing: `2019-03 1, 2019-12 2`.
    pub(crate) fn by(&self, figure: &str, by: &str) -> String {
        let keys = self.report.breakdowns.iter().filter(|it| it.figure == figure && it.by == by);
        let shown =
            keys.map(|it| format!("{} {}", it.key, shown(it.value, it.numerator, it.denominator)));
        shown.collect::<Vec<_>>().join(", ")
    }

    /// Rows set aside: `acts 3 act_not_allowed`.
    pub(crate) fn set_aside(&self) -> Vec<String> {
        let rows = self.report.data_quality.set_aside.iter();
        rows.map(|row| format!("{} {} {}", row.file.replace(".csv", ""), row.row, row.code))
            .collect()
    }

    /// How often a notice was given.
    pub(crate) fn noticed(&self, code: &str) -> u64 {
        let notices = self.report.data_quality.notices.iter();
        notices.filter(|notice| notice.code == code).map(|notice| notice.count).sum()
    }

    /// The rows behind a figure, as its file of evidence gives them.
    pub(crate) fn evidence(&self, id: &str) -> Vec<(String, f64)> {
        let folder = tempfile::tempdir().unwrap();
        if !write_evidence(figures::find(id).unwrap(), &self.read.year, folder.path()).unwrap() {
            return Vec::new();
        }
        let mut rows = csv::Reader::from_path(folder.path().join(format!("{id}.csv"))).unwrap();
        rows.deserialize().map(Result::unwrap).collect()
    }
}

fn shown(value: Option<Number>, of: Option<Number>, over: Option<Number>) -> String {
    let Number(value) = value.unwrap();
    match (of, over) {
        (Some(Number(of)), Some(Number(over))) => {
            assert_eq!(value.to_bits(), (of / over).to_bits(), "{of}/{over} told as {value}");
            format!("{of}/{over}")
        }
        _ => value.to_string(),
    }
}
