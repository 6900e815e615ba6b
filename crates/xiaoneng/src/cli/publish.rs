//! `xiaoneng publish`: the annual report from its draft to its publication, and its new editions.

use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use efficacy::figures;
use efficacy::report::{FigureWords, Number};
use efficacy::words::{Lang, Value, Words};
use ledger::Act;

use super::progress::Progress;
use super::verify::tell_edition;
use super::{Failure, Session, reading_for};
use crate::publishing::{
    Bundle, Changed, Edition, Recorded, Said, Step, YearReport, changed, check_published, draft,
    years,
};
use crate::records::{Books, Place, Tenant, package_of};
use crate::reports::{PackageYear, settings};

const EXAMPLES: &str = "\
Examples:
  xiaoneng publish draft --data data --year 2019 --by 综合处
  xiaoneng publish review --data data --year 2019 --by 法规处
  xiaoneng publish return --data data --year 2019 --by 法规处 --reason 第5项说明不全
  xiaoneng publish sign --data data --year 2019 --by 分管厅领导
  xiaoneng publish announce --data data --year 2019 --by 综合处 --days 15 --notice 公告〔2020〕1号
  xiaoneng publish publish --data data --year 2019 --by 综合处
  xiaoneng publish revise --data data --year 2019 --by 综合处 --reason 补录12月办件
  xiaoneng publish show --data data --year 2019
  xiaoneng publish check --data data
  xiaoneng publish check --bundle 2019.zip

Each is an act of the procedure that `xiaoneng procedure show annual_report` prints, recorded with the
time of the machine. A draft is computed from the ledger as it stands; what is published stays as it
was drafted. A report is published when the days of its public notice are over.";

/// Draft, review, sign, announce, publish and revise the annual report; show its editions.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compute the report of a year and record it as a draft
    Draft(Doing),
    /// Record that the draft was reviewed
    Review(Doing),
    /// Return what isn't published yet for revision
    Return {
        #[command(flatten)]
        doing: Doing,

        /// What is to be revised
        #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
        reason: String,
    },
    /// Record that the reviewed report was signed
    Sign(Doing),
    /// Record that the signed report is displayed to the public
    Announce {
        #[command(flatten)]
        doing: Doing,

        /// Term of the public notice in working days, as the notice gives it
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=250))]
        days: u32,

        /// Number of the public notice
        #[arg(long, value_name = "NUMBER", value_parser = NonEmptyStringValueParser::new())]
        notice: String,
    },
    /// Publish the report once its public notice is over: its figures are frozen
    Publish(Doing),
    /// Compute a published report anew and record it as the draft of a new edition
    Revise {
        #[command(flatten)]
        doing: Doing,

        /// Why there is a new edition
        #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
        reason: String,
    },
    /// Compute what was published again, from the acts of its time, and name what differs
    Check {
        #[command(flatten)]
        place: Place,

        #[command(flatten)]
        tenant: Tenant,

        /// A bundle instead of a ledger: the file that `xiaoneng report --bundle` wrote
        #[arg(long, value_name = "FILE.zip", conflicts_with = "Place")]
        bundle: Option<PathBuf>,
    },
    /// Show the editions: where they stand, who did what, and what has changed since
    Show {
        #[command(flatten)]
        place: Place,

        #[command(flatten)]
        tenant: Tenant,

        /// Only this year's
        #[arg(long)]
        year: Option<i16>,

        /// Why it is read who did what for which reason; without it that isn't shown
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
}

/// What every act needs.
#[derive(Debug, Args)]
struct Doing {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,

    /// The year reported on
    #[arg(long)]
    year: i16,

    /// Who does it
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

impl Doing {
    fn said(&self) -> Said<'_> {
        Said { by: &self.by, ..Said::default() }
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let (act, doing, said) = match &arguments.command {
        Command::Show { place, tenant, year, why } => {
            return show(place, tenant, *year, why.as_deref(), session);
        }
        Command::Check { place, tenant, bundle } => {
            return check(place, tenant, bundle.as_deref(), session);
        }
        Command::Draft(doing) => ("drafted", doing, doing.said()),
        Command::Review(doing) => ("reviewed", doing, doing.said()),
        Command::Return { doing, reason } => ("returned", doing, Said { reason, ..doing.said() }),
        Command::Sign(doing) => ("signed", doing, doing.said()),
        Command::Announce { doing, days, notice } => {
            ("announced", doing, Said { days: Some(*days), notice, ..doing.said() })
        }
        Command::Publish(doing) => ("published", doing, doing.said()),
        Command::Revise { doing, reason } => ("revised", doing, Said { reason, ..doing.said() }),
    };
    let books = Books::recording_existing(&doing.place.required()?, &doing.tenant, session)?;
    let report = YearReport::read(&books, doing.year)?;
    if ["drafted", "revised"].contains(&act) {
        let progress = Progress::new(session.quiet);
        progress.say(&session.words.text("publish-progress"));
        draft(&books, &report, act, &said)?;
    } else {
        report.record(&books, act, &said, ledger::Cells::new())?;
    }
    let report = YearReport::read(&books, doing.year)?;
    let teller = Teller { report: &report, words: &session.words };
    let lines = report.editions.last().map(|edition| teller.head(edition)).unwrap_or_default();
    books.close();
    lines.iter().try_for_each(|line| writeln!(session.out, "{line}")).map_err(Failure::Write)
}

fn show(
    place: &Place,
    tenant: &Tenant,
    year: Option<i16>,
    why: Option<&str>,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let books = Books::open_existing(&place.required()?, tenant)?;
    let wanted = years(&books)?.into_iter().filter(|it| year.is_none_or(|year| year == *it));
    let mut lines = Vec::new();
    for year in wanted {
        let mut report = YearReport::read(&books, year)?;
        if let Some(why) = why {
            report.tell(&books, &reading_for(why))?;
        }
        let teller = Teller { report: &report, words: &session.words };
        let now = report.published().map(|_| now(&books, year, session)).transpose()?;
        for edition in &report.editions {
            lines.extend(teller.head(edition));
            lines.extend(edition.steps.iter().map(|step| teller.step(step)));
            if let Some(now) = now.as_ref().filter(|_| edition.is_published()) {
                lines.extend(teller.changes(&changed(&edition.draft, now)?));
            }
        }
    }
    books.close();
    if lines.is_empty() {
        lines.push(session.words.text("publish-none"));
    }
    lines.iter().try_for_each(|line| writeln!(session.out, "{line}")).map_err(Failure::Write)
}

fn check(
    place: &Place,
    tenant: &Tenant,
    bundle: Option<&Path>,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let (disagreements, recorded) = if let Some(file) = bundle {
        let bundle = Bundle::open(file, &mut |acts| {
            let values = [("acts", Value::from(acts))];
            progress.say(&session.words.format("rebuild-progress", &values));
        })?;
        (bundle.check()?, bundle.recorded(&[])?)
    } else {
        let books = Books::open_existing(&place.required()?, tenant)?;
        let checked = check_published(&books, |year, edition| {
            let values = [("year", year.to_string().into()), ("edition", edition.into())];
            progress.say(&session.words.format("publish-progress-edition", &values));
        })?;
        (checked, Recorded::Untold)
    };
    drop(progress);
    for disagreement in &disagreements {
        writeln!(session.out, "{disagreement}").map_err(Failure::Write)?;
    }
    let (unlike, edition) = tell_edition(&recorded, session)?;
    let found = disagreements.len() as u64 + unlike;
    if found > 0 {
        return Err(Failure::Broken(format!(
            "{found} differences between what was published and what its acts say"
        )));
    }
    if let Some(line) = edition {
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    writeln!(session.out, "{}", session.words.text("publish-checked")).map_err(Failure::Write)
}

/// The report of a year as it is now.
fn now(
    books: &Books,
    year: i16,
    session: &Session<'_>,
) -> Result<efficacy::report::Report, Failure> {
    let progress = Progress::new(session.quiet);
    progress.say(&session.words.text("publish-progress"));
    let package = package_of(books, None)?;
    Ok(PackageYear::of(&package, &settings(Some(year), None)?)?.report())
}

/// The values of a figure that has changed, as people read them: then and now.
pub(super) fn values(changed: &Changed, words: &Words) -> [String; 2] {
    let unit = figures::find(&changed.id).map(|definition| definition.unit);
    let shown = FigureWords::new(words);
    let text = |value: Option<Number>| match unit {
        Some(unit) => shown.number(value, unit),
        None => value.map_or_else(|| "—".to_owned(), |value| words.number(value.0)),
    };
    [text(changed.then), text(changed.now)]
}

/// Tells of the editions of a report.
struct Teller<'a> {
    report: &'a YearReport,
    words: &'a Words,
}

impl Teller<'_> {
    fn head(&self, edition: &Edition) -> Vec<String> {
        let stage = self.title(&edition.stage);
        let values = [
            ("year", self.report.year.to_string().into()),
            ("edition", edition.number.to_string().into()),
            ("stage", stage.into()),
        ];
        let position = [("position", Value::from(edition.draft.as_of.to_string()))];
        let mut lines = vec![
            self.words.format("publish-edition", &values),
            format!("  {}", self.words.format("publish-as-of", &position)),
        ];
        let runs = ["announced", "displayed"].contains(&edition.stage.as_str());
        if let Some(day) = self.report.notice_ends().filter(|_| runs) {
            let day = [("day", self.words.date(day).into())];
            lines.push(format!("  {}", self.words.format("publish-notice-ends", &day)));
        }
        lines
    }

    fn step(&self, step: &Step) -> String {
        let Act { act, cells, .. } = &step.act;
        let cell = |name: &str| cells.get(name).map_or("", String::as_str);
        let said: Vec<_> = [
            ("reason", "publish-said-reason"),
            ("days", "publish-said-days"),
            ("notice", "publish-said-notice"),
        ]
        .into_iter()
        .filter(|(name, _)| !cell(name).is_empty())
        .map(|(name, key)| {
            let days = cell(name).parse::<u32>().ok().filter(|_| name == "days");
            let value = days.map_or_else(|| cell(name).into(), Value::from);
            self.words.format(key, &[(name, value)])
        })
        .collect();
        let said = if said.is_empty() {
            String::new()
        } else {
            self.words.format("publish-said", &[("said", self.words.list(&said).into())])
        };
        let by = match cell("actor") {
            "" => self.words.text("publish-sealed"),
            by => by.to_owned(),
        };
        let values = [
            ("day", self.words.date(step.at.day).into()),
            ("act", self.act(act).into()),
            ("by", by.into()),
            ("said", said.into()),
        ];
        format!("  {}", self.words.format("publish-step", &values))
    }

    fn changes(&self, changed: &[Changed]) -> Vec<String> {
        if changed.is_empty() {
            return vec![format!("  {}", self.words.text("publish-unchanged"))];
        }
        let shown = FigureWords::new(self.words);
        let line = |changed: &Changed| {
            let [then, now] = values(changed, self.words);
            let values = [
                ("id", changed.id.as_str().into()),
                ("name", shown.name(&changed.id).into()),
                ("then", then.into()),
                ("now", now.into()),
            ];
            format!("    {}", self.words.format("publish-changed-figure", &values))
        };
        let head = format!("  {}", self.words.text("publish-changed"));
        std::iter::once(head).chain(changed.iter().map(line)).collect()
    }

    /// A stage by its name for people.
    fn title(&self, stage: &str) -> String {
        self.in_words(self.report.title(stage), stage)
    }

    fn act(&self, act: &str) -> String {
        self.in_words(self.report.act_title(act), act)
    }

    fn in_words(&self, words: Option<&matter::procedure::Words>, otherwise: &str) -> String {
        let words = words.map(|words| match self.words.lang() {
            Lang::ZhCn => &words.zh,
            Lang::En => &words.en,
        });
        words.map_or(otherwise, String::as_str).to_owned()
    }
}
