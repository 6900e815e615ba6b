//! The report of a year as its acts tell it: where it stands, its editions, and what may follow.

use std::collections::BTreeMap;

use ledger::{Act, Append, AppendError, Cells, NewAct, Personal, Reading, Text, Version};
use legal_clock::{Calendar, Day, Instant, When};
use matter::{Command, Context, Procedure, Refusal, Standing, decide};

use super::REPORTS;
use crate::cli::Failure;
use crate::records::{Books, package_of};
use crate::reports::settings;

/// The text of the procedure as the program has it.
const PROCEDURE: &str = include_str!("../../procedures/annual_report.toml");

/// The command that records each act of the procedure.
const COMMANDS: [(&str, &str); 7] = [
    ("drafted", "draft"),
    ("reviewed", "review"),
    ("returned", "return"),
    ("signed", "sign"),
    ("announced", "announce"),
    ("published", "publish"),
    ("revised", "revise"),
];

/// Who does an act, and what it says.
#[derive(Debug, Default)]
pub(crate) struct Said<'a> {
    /// Who does it.
    pub(crate) by: &'a str,
    /// Why.
    pub(crate) reason: &'a str,
    /// Working days of the public notice.
    pub(crate) days: Option<u32>,
    /// Number of the public notice (公告文号).
    pub(crate) notice: &'a str,
}

impl Said<'_> {
    /// What is sealed of it: the name as the person's, the reason as the report's, since nobody knows
    /// whom it is about.
    fn personal(&self, year: i16) -> BTreeMap<String, Personal> {
        let texts = [
            ("actor", self.by, format!("person:{}", self.by)),
            ("reason", self.reason, format!("matter:{REPORTS}/{year}")),
        ];
        let given = texts.into_iter().filter(|(_, text, _)| !text.is_empty());
        given
            .map(|(column, text, subject)| (column.to_owned(), Personal::new(subject, text)))
            .collect()
    }
}

/// The report of a year.
#[derive(Debug)]
pub(crate) struct YearReport {
    /// The year reported on.
    pub(crate) year: i16,
    /// In order; the last may not be published yet.
    pub(crate) editions: Vec<Edition>,
    version: i64,
    procedure: Procedure,
    calendar: Calendar,
    standing: Standing,
    /// When it was read; what is recorded is dated then.
    now: When,
}

/// An edition of the report.
#[derive(Debug)]
pub(crate) struct Edition {
    /// 1 is the first.
    pub(crate) number: u32,
    /// The stage it is in, by its name in the procedure.
    pub(crate) stage: String,
    /// Position of the act that recorded what it says.
    pub(crate) position: i64,
    /// What was done, in order.
    pub(crate) steps: Vec<Step>,
    /// What it says, by its last draft.
    pub(crate) draft: Draft,
}

/// An act, as people are told of it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) at: When,
    /// Without what a draft holds.
    pub(crate) act: Act,
}

/// What a draft holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Position of the last act that it was computed from.
    pub(crate) as_of: i64,
    /// The text of `report.json`.
    pub(crate) report: String,
    /// The versions it was computed by.
    pub(crate) versions: Vec<NamedHash>,
    /// SHA-256 of `evidence/FIGURE.csv` by figure, in hexadecimal digits.
    pub(crate) evidence: BTreeMap<String, String>,
}

/// A version of a procedure, a calendar or the definition of a figure, by the hash of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct NamedHash {
    /// The register it is in.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) hash: String,
}

/// Every year that a report was drafted for.
pub(crate) fn years(books: &Books) -> Result<Vec<i16>, Failure> {
    let opened = books.ask(async |snapshot| snapshot.opened(REPORTS).await)?;
    let mut years: Vec<i16> = opened.iter().filter_map(|it| it.matter.parse().ok()).collect();
    years.sort_unstable();
    Ok(years)
}

impl YearReport {
    /// Reads what was done for the report of a year, which may be nothing yet.
    pub(crate) fn read(books: &Books, year: i16) -> Result<Self, Failure> {
        let matter = year.to_string();
        let found = books.ask(async |it| it.acts_of(&[(REPORTS, &matter)]).await)?;
        let acts = found.into_values().next().unwrap_or_default();
        let procedure = match acts.first() {
            Some(first) => opened_under(books, first)?,
            None => Procedure::annual_report(),
        };
        let package = package_of(books, None)?;
        let calendar = efficacy::calendar_of(&package, &settings(Some(year), None)?)
            .map_err(|error| Failure::refused(error.to_string()))?;
        let mut report = Self {
            year,
            editions: Vec::new(),
            version: acts.len() as i64,
            procedure,
            standing: Standing::default(),
            now: calendar.when(books.now()),
            calendar,
        };
        acts.into_iter().try_for_each(|act| report.take(act))?;
        report.pass();
        Ok(report)
    }

    /// Has the steps say who did them and why, as far as it is still there.
    pub(crate) fn tell(&mut self, books: &Books, reading: &Reading) -> Result<(), Failure> {
        for edition in &mut self.editions {
            let acts: Vec<Act> = edition.steps.iter().map(|step| step.act.clone()).collect();
            let told = books.unseal(&acts, &["actor", "reason"], reading)?;
            for (step, texts) in edition.steps.iter_mut().zip(told) {
                for (column, text) in texts {
                    if let Text::Told(text) = text {
                        step.act.cells.insert(column, text);
                    }
                }
            }
        }
        Ok(())
    }

    /// The edition that counts for the public: the last one published.
    pub(crate) fn published(&self) -> Option<&Edition> {
        self.editions.iter().rfind(|edition| edition.is_published())
    }

    /// The published edition of this number.
    pub(crate) fn edition(&self, number: u32) -> Result<&Edition, Failure> {
        let year = self.year;
        match self.editions.iter().find(|edition| edition.number == number) {
            Some(edition) if edition.is_published() => Ok(edition),
            Some(edition) => Err(Failure::refused(format!(
                "edition {number} of the report of {year} is {} and not published; `xiaoneng \
                 publish show` tells what comes next",
                edition.stage
            ))),
            None => Err(Failure::refused(format!(
                "the report of {year} has no edition {number}; `xiaoneng publish show` lists them"
            ))),
        }
    }

    /// The number of the edition that the next draft is of.
    pub(crate) fn next_edition(&self) -> u32 {
        let last = self.editions.last();
        last.map_or(1, |last| if last.is_published() { last.number + 1 } else { last.number })
    }

    /// The last day of the public notice that runs or ran last.
    pub(crate) fn notice_ends(&self) -> Option<Day> {
        let context = self.context();
        let run = self.standing.runs_of(self.procedure.find_clock("notice")?).next_back()?;
        let due = self.standing.due(&context, run, matter::Held::Statutory)?;
        Some(due.day)
    }

    /// The name of a stage for people.
    pub(crate) fn title(&self, stage: &str) -> Option<&matter::procedure::Words> {
        self.procedure.find_stage(stage).map(|id| &self.procedure.stage(id).title)
    }

    /// The name of an act for people.
    pub(crate) fn act_title(&self, name: &str) -> Option<&matter::procedure::Words> {
        self.procedure.acts().find(|(_, act, _)| *act == name).map(|(.., words)| words)
    }

    /// Says whether an act may be recorded now.
    ///
    /// # Errors
    /// [`Failure::Refused`] with what may be done instead.
    pub(crate) fn allows(&self, act: &str, said: &Said<'_>) -> Result<(), Failure> {
        self.decide(act, said).map_err(|why| self.refusal(act, &why))
    }

    /// Records an act, with these cells beside what is said.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the procedure doesn't allow it, or somebody was quicker.
    pub(crate) fn record(
        &self,
        books: &Books,
        act: &str,
        said: &Said<'_>,
        cells: Cells,
    ) -> Result<(), Failure> {
        self.allows(act, said)?;
        let days = said.days.map(|days| days.to_string()).unwrap_or_default();
        let mut all = cells;
        let given = [("days", days), ("notice", said.notice.to_owned())].into_iter();
        let given = given.filter(|(_, text)| !text.is_empty());
        all.extend(given.map(|(column, text)| (column.to_owned(), text)));
        let under = if self.version == 0 { Some(record_procedure(books)?) } else { None };
        let personal = said.personal(self.year);
        let act = NewAct { under, personal, ..NewAct::new(act, self.now.instant) }.with(all);
        let append = Append {
            tenant: books.tenant().to_owned(),
            register: REPORTS.to_owned(),
            matter: self.year.to_string(),
            expected_version: self.version,
            acts: vec![act],
            idempotency_key: None,
        };
        books.append(append).map(drop).map_err(|error| match error {
            AppendError::Conflict { .. } => Failure::refused(format!(
                "somebody else recorded an act of the report of {} at the same time; look at it \
                 with `xiaoneng publish show` and decide anew",
                self.year
            )),
            other => crate::records::broken(&other),
        })
    }

    fn decide(&self, act: &str, said: &Said<'_>) -> Result<(), Refusal> {
        let command = Command {
            act,
            happened: self.now,
            reason: said.reason,
            days: said.days,
            notice: said.notice,
            expected_end: None,
        };
        decide(&self.standing, &self.context(), &command, self.now).map(drop)
    }

    /// Why an act isn't possible, with the commands that are.
    fn refusal(&self, act: &str, why: &Refusal) -> Failure {
        let Refusal::NotHere { stage, .. } = why else {
            return Failure::refused(format!("the report of {}: {why}", self.year));
        };
        let full = Said { by: "somebody", reason: "any", days: Some(1), notice: "any" };
        let possible = COMMANDS.iter().filter(|(act, _)| self.decide(act, &full).is_ok());
        let possible: Vec<_> =
            possible.map(|(_, command)| format!("`xiaoneng publish {command}`")).collect();
        let command = COMMANDS.iter().find(|(name, _)| *name == act).map_or(act, |(_, it)| it);
        let until = self.notice_ends().filter(|_| stage == "announced");
        let until = until.map_or_else(String::new, |day| {
            format!("; its public notice runs to the end of {day}")
        });
        Failure::refused(format!(
            "`xiaoneng publish {command}` isn't possible while the report of {} is {stage}{until}; \
             possible now: {}",
            self.year,
            possible.join(", ")
        ))
    }

    fn context(&self) -> Context<'_> {
        Context { procedure: &self.procedure, calendar: &self.calendar, terms: &() }
    }

    /// Lets time pass to now.
    fn pass(&mut self) {
        let context = Context { procedure: &self.procedure, calendar: &self.calendar, terms: &() };
        self.standing.pass_until(&context, self.now);
        let stage = self.standing.stage().map(|stage| &self.procedure.stage(stage).name);
        if let (Some(edition), Some(stage)) = (self.editions.last_mut(), stage) {
            edition.stage.clone_from(stage);
        }
    }

    /// Takes the next act that was recorded.
    fn take(&mut self, act: Act) -> Result<(), Failure> {
        let damaged = |what: String| {
            Failure::Broken(format!("act {} of the report of {}: {what}", act.position, self.year))
        };
        let unknown = || damaged(format!("its procedure has no act `{}`", act.act));
        let id = self.procedure.act(&act.act).ok_or_else(unknown)?;
        let at = self.calendar.when(Instant(act.at));
        let days = act.cells.get("days").and_then(|days| days.parse().ok()).unwrap_or(0);
        let context = Context { procedure: &self.procedure, calendar: &self.calendar, terms: &() };
        let taken = matter::Act { id, at, days, stops_clock: false };
        let stage = self.standing.stage();
        self.standing
            .apply(&context, &taken)
            .map_err(|why| damaged(why.explain(&context, stage, id)))?;
        let number = self.next_edition();
        if ["drafted", "revised"].contains(&act.act.as_str()) {
            let draft = Draft::of(&act.cells).map_err(damaged)?;
            match self.editions.last_mut().filter(|last| last.number == number) {
                Some(edition) => (edition.draft, edition.position) = (draft, act.position),
                None => self.editions.push(Edition {
                    number,
                    position: act.position,
                    stage: String::new(),
                    steps: Vec::new(),
                    draft,
                }),
            }
        }
        let at_once = self.standing.stage().map(|it| self.procedure.stage(it).name.clone());
        if let Some(edition) = self.editions.last_mut() {
            edition.stage = at_once.unwrap_or_default();
            let mut act = act;
            act.cells
                .retain(|name, _| !["report", "versions", "evidence"].contains(&name.as_str()));
            edition.steps.push(Step { at, act });
        }
        Ok(())
    }
}

impl Edition {
    /// Whether it is frozen.
    pub(crate) fn is_published(&self) -> bool {
        self.published_on().is_some()
    }

    /// The day on which it was published.
    pub(crate) fn published_on(&self) -> Option<Day> {
        self.steps.iter().find(|step| step.act.act == "published").map(|step| step.at.day)
    }
}

impl Draft {
    /// The cells that say it.
    pub(crate) fn cells(&self, year: i16, edition: u32) -> Cells {
        // Names and hashes always become JSON.
        let json = |value: Result<String, _>| value.unwrap_or_default();
        let mut cells = vec![
            ("year", year.to_string()),
            ("edition", edition.to_string()),
            ("as_of", self.as_of.to_string()),
            ("report", self.report.clone()),
            ("versions", json(serde_json::to_string(&self.versions))),
            ("evidence", json(serde_json::to_string(&self.evidence))),
        ];
        if edition > 1 {
            cells.push(("revises", (edition - 1).to_string()));
        }
        cells.into_iter().map(|(column, cell)| (column.to_owned(), cell)).collect()
    }

    /// The draft that the cells of an act say.
    pub(super) fn of(cells: &Cells) -> Result<Self, String> {
        let cell = |name: &str| cells.get(name).ok_or_else(|| format!("it has no `{name}`"));
        let unreadable = |name: &str, why: &dyn std::fmt::Display| format!("its `{name}`: {why}");
        Ok(Self {
            as_of: cell("as_of")?.parse().map_err(|why| unreadable("as_of", &why))?,
            report: cell("report")?.clone(),
            versions: serde_json::from_str(cell("versions")?)
                .map_err(|why| unreadable("versions", &why))?,
            evidence: serde_json::from_str(cell("evidence")?)
                .map_err(|why| unreadable("evidence", &why))?,
        })
    }
}

/// The version of the procedure that a report was opened under.
fn opened_under(books: &Books, first: &Act) -> Result<Procedure, Failure> {
    let damaged =
        |what: &str| Failure::Broken(format!("act {} of `{REPORTS}`: {what}", first.position));
    let hash = first.under.as_deref().ok_or_else(|| damaged("it names no procedure"))?;
    let name = ("procedures", "annual_report");
    let found = books.ask(async |it| it.acts_of(&[name]).await)?;
    let of_hash = |act: &&Act| act.cells.get("hash").is_some_and(|known| known == hash);
    let text = found.values().flatten().find(of_hash).and_then(|act| act.cells.get("text"));
    let text = text.ok_or_else(|| damaged("its procedure isn't in the ledger"))?;
    Procedure::parse("annual_report.toml", text).map_err(|error| damaged(&error.to_string()))
}

/// Records the procedure as the program has it; gives its hash.
fn record_procedure(books: &Books) -> Result<String, Failure> {
    books.record_version(&Version {
        kind: "procedures".to_owned(),
        name: "annual_report".to_owned(),
        effective_from: String::new(),
        text: PROCEDURE.to_owned(),
    })
}
