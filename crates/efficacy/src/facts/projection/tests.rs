//! What is kept ready is what a package of the same rows comes to, whatever the year and the time.

use legal_clock::{Limit, Unit};
use matter::annulment::{self, Entry, Fate};
use matter::{Context, Held, ItemLimits, Procedure, Standing, Terms};
use proptest::prelude::*;

use super::*;
use crate::facts::reading::Whole;
use crate::facts::sample::{Case, Done, ITEMS, Setting, case, time, with_names};
use crate::facts::{Facts, Period};
use crate::package::Table;
use crate::report::TableRead;

/// Of 2017 to 2021.
const HOURS: std::ops::Range<u32> = 0..43_800;
/// The years that are read: with those before and after, and the last.
const YEARS: [i16; 8] = [2016, 2017, 2018, 2019, 2020, 2021, 2022, FOR_GOOD];

/// Facts with the names of models in place of their numbers, counts, and rows set aside.
type Said = (Facts, Vec<Option<String>>, [u64; 3], [u64; 4], Vec<(String, u64, String, String)>);

fn cells(columns: &[(&str, &str)], table: &Table) -> TextRow {
    let cell = |name| columns.iter().find(|(column, _)| *column == name).map_or("", |it| it.1);
    table.columns.iter().map(|column| cell(column.name).to_owned()).collect()
}

/// Matters as a ledger has them: the acts of all of them were recorded in turns.
fn recorded(cases: &[Case]) -> Vec<Recorded> {
    let position = |case: usize, act: usize| (act * cases.len() + case + 1) as i64;
    let matter = |(number, case): (usize, &Case)| {
        let name = format!("办{number:04}");
        let [procedure, item, region, channel, model] = case.cells;
        let row = [
            ("matter_id", name.as_str()),
            ("procedure", procedure),
            ("item_code", item),
            ("region", region),
            ("channel", channel),
            ("model", model),
            ("ticket_kind", if procedure == "ticket" { "complaint" } else { "" }),
        ];
        let act = |(index, act): (usize, &Done)| {
            let late = act.recorded_after.map_or(String::new(), |late| time(act.at + late));
            let row = [
                ("matter_id", name.as_str()),
                ("act", act.name),
                ("at", &time(act.at)),
                ("days", act.days),
                ("reason", act.reason),
                ("detail", act.detail),
                ("act_id", act.id),
                ("recorded_at", &late),
            ];
            (position(number, index + 1), cells(&row, Act::TABLE))
        };
        Recorded {
            name: name.clone(),
            row: (position(number, 0), cells(&row, Matter::TABLE)),
            under: None,
            acts: case.acts.iter().enumerate().map(act).collect(),
        }
    };
    cases.iter().enumerate().map(matter).collect()
}

fn projector(
    setting: &Setting,
    versions: impl IntoIterator<Item = (String, Procedure)>,
) -> Projector {
    let mut rows = ITEMS.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = rows.next().unwrap();
    let items = rows.enumerate().map(|(index, row)| {
        let row: Vec<_> = names.iter().copied().zip(row).collect();
        (index as u64 + 1, cells(&row, Item::TABLE))
    });
    let settings = Settings {
        year: None,
        china: Some(setting.calendar.clone()),
        rules: setting.rules.clone(),
    };
    Projector::new(Vec::new(), Some(items.collect()), settings, versions).unwrap()
}

fn said(whole: Whole<Facts>, quality: &DataQuality) -> Said {
    let found =
        [whole.matters, whole.found.pauses_without_reason, whole.found.extensions_without_days];
    let (facts, models) = with_names(whole);
    let count = |table: &Table, of: fn(&TableRead) -> u64| {
        quality.tables.iter().find(|it| it.table == table.name).map_or(0, of)
    };
    let counts = [
        count(Matter::TABLE, |it| it.rows),
        count(Matter::TABLE, |it| it.set_aside),
        count(Act::TABLE, |it| it.rows),
        count(Act::TABLE, |it| it.set_aside),
    ];
    let mut set_aside: Vec<_> = quality
        .set_aside
        .iter()
        .map(|it| {
            (it.file.clone(), it.line, format!("{} {}", it.column, it.code), it.message.clone())
        })
        .collect();
    set_aside.sort();
    (facts, models, found, counts, set_aside)
}

/// Folds a package of the rows for a year.
fn folded(setting: &Setting, recorded: &[Recorded], year: i16) -> Said {
    let basis = Basis { period: Period::of(year).unwrap(), ..setting.basis() };
    let package = Package::from_elsewhere(Arc::new(Tables::of(recorded).0));
    let mut quality = DataQuality::default();
    let whole = crate::facts::read::<Facts>(&package, &setting.zone, basis, &mut quality).unwrap();
    said(whole, &quality)
}

/// Reads what is kept ready of the year.
fn ready(setting: &Setting, recorded: &[Recorded], made: &[Projection], year: i16) -> Said {
    let basis = Basis { period: Period::of(year).unwrap(), ..setting.basis() };
    let of_year = |it: &&OfYears| it.from <= year && year <= it.until;
    let facts = made.iter().flat_map(|it| it.facts.iter().filter(of_year));
    let acts = recorded.iter().map(|it| it.acts.len() as u64).sum();
    let counts = (recorded.len() as u64, acts);
    let ready = Ready {
        facts: Box::new(facts.map(|it| Ok(it.facts.clone()))),
        findings: Box::new(made.iter().flat_map(|it| &it.findings).cloned().map(Ok)),
        counts: Box::new(move || Ok(counts)),
    };
    let mut quality = DataQuality::default();
    let whole = read(ready, &setting.zone, basis, &mut quality).unwrap();
    said(whole, &quality)
}

/// The limits of the items: five working days, or ten calendar days from receipt.
struct OfItem<'a>(&'a str);

impl Terms for OfItem<'_> {
    fn counts_from_receipt(&self) -> bool {
        self.0 == "B"
    }

    fn item_limits(&self, _: legal_clock::Day) -> ItemLimits {
        let (amount, unit) =
            if self.0 == "B" { (10, Unit::CalendarDay) } else { (5, Unit::WorkingDay) };
        ItemLimits { promised: Some(Limit { amount, unit }), statutory: None }
    }

    fn kind(&self) -> &'static str {
        "complaint"
    }
}

/// Where a matter stands, folded act by act.
fn standing(setting: &Setting, case: &Case, now: Instant) -> Projection {
    let [_, item, _, channel, _] = case.cells;
    if channel == "nowhere" || (case.cells[0], item) == ("licensing", "unknown") {
        return Projection::default();
    }
    let procedure = match case.cells[0] {
        "licensing" => Procedure::licensing(),
        "ticket" => Procedure::ticket(),
        _ => Procedure::warning(),
    };
    let calendar = &setting.calendar;
    let terms = OfItem(item);
    let context = Context { procedure: &procedure, calendar, terms: &terms };
    let mut known = Vec::new();
    let is_new = |act: &&Done| {
        let is_new = act.id.is_empty() || !known.contains(&act.id);
        known.push(act.id);
        is_new
    };
    let readable = case.acts.iter().filter(|act| act.name != "nonsense");
    let mut acts: Vec<&Done> = readable.filter(is_new).collect();
    acts.sort_by_key(|act| act.at);
    let entry = |act: &&Done| {
        let annuls = (act.name == "annulled").then_some(act.detail);
        Entry { id: act.id, annuls }
    };
    let entries: Vec<_> = acts.iter().map(entry).collect();
    let fates = annulment::fates(&entries);
    let mut standing = Standing::default();
    for (act, fate) in acts.iter().zip(fates) {
        let Some(id) = procedure.act(act.name).filter(|_| fate == Fate::Stands) else { continue };
        let at = time(act.at).parse::<jiff::civil::DateTime>().unwrap();
        let at = calendar.when(calendar.instant_of(at.date(), at.time()));
        let days = act.days.parse().unwrap_or(0);
        let stops_clock = act.name == "paused" && setting.rules.licensing.stops_clock(act.reason);
        let _ = standing.apply(&context, &matter::Act { id, at, days, stops_clock });
    }
    standing.pass_until(&context, calendar.when(now));
    let due = |run, held| {
        let due = standing.due(&context, run, held)?;
        Some(due.instant.unwrap_or_else(|| calendar.end_of(due.day)))
    };
    let running = procedure.clocks().filter_map(|(id, clock)| {
        let run = standing.runs_of(id).rfind(|run| run.end.is_none())?;
        Some(Running {
            clock: clock.name.clone(),
            started: run.start.instant,
            promised: due(run, Held::Promised),
            by_law: due(run, Held::Statutory),
        })
    });
    Projection {
        stage: standing.stage().map(|stage| procedure.stage(stage).name.clone()),
        wakes: standing.wakes(calendar),
        dues: running.collect(),
        ..Projection::default()
    }
}

fn instant() -> impl Strategy<Value = Instant> {
    // From 2016 to 2023.
    (1_451_577_600_i64..1_704_038_400).prop_map(|second| Instant(second * 1_000_000))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_facts_of_every_year_are_those_that_a_package_of_the_same_rows_comes_to(
        cases in prop::collection::vec(case(HOURS), 0..30),
        now in instant(),
    ) {
        let setting = Setting::new();
        let recorded = recorded(&cases);
        let made = projector(&setting, []).project(&recorded, now);
        for year in YEARS {
            let ready = ready(&setting, &recorded, &made, year);
            let folded = folded(&setting, &recorded, year);
            prop_assert_eq!(ready, folded, "{}", year);
        }
    }

    #[test]
    fn a_matter_stands_where_its_acts_folded_one_by_one_leave_it(
        cases in prop::collection::vec(case(HOURS), 0..30),
        now in instant(),
    ) {
        let setting = Setting::new();
        let projector = projector(&setting, []);
        let recorded = recorded(&cases);
        let made = projector.project(&recorded, now);
        for (case, made) in cases.iter().zip(made) {
            let standing = standing(&setting, case, now);
            prop_assert_eq!(&made.stage, &standing.stage);
            prop_assert_eq!(made.wakes, standing.wakes);
            prop_assert_eq!(&made.dues, &standing.dues);
            let item = Some(case.cells[1].to_owned());
            prop_assert_eq!(made.item_code, item);
        }
    }

    #[test]
    fn nothing_changes_before_the_instant_it_is_told_to_and_something_does_then(
        cases in prop::collection::vec(case(HOURS), 1..30),
        now in instant(),
        share in 0.0..1.0_f64,
    ) {
        let setting = Setting::new();
        let projector = projector(&setting, []);
        for matter in recorded(&cases) {
            let at = |now| projector.project(std::slice::from_ref(&matter), now).remove(0);
            let made = at(now);
            let Some(wakes) = made.wakes else {
                prop_assert_eq!(&made, &at(Instant(i64::MAX)));
                continue;
            };
            prop_assert!(now < wakes, "{now:?} {wakes:?}");
            let between = now.0 + ((wakes.0 - 1 - now.0) as f64 * share) as i64;
            prop_assert_eq!(&made, &at(Instant(between)));
            prop_assert_eq!(&made, &at(Instant(wakes.0 - 1)));
            let passed = at(wakes);
            prop_assert_ne!(&made.stage, &passed.stage);
            prop_assert_eq!(&made.facts, &passed.facts, "facts hang on no instant");
            prop_assert_eq!(&made.findings, &passed.findings);
        }
    }

    #[test]
    fn a_projection_hangs_on_its_own_matter_and_the_version_it_was_opened_under_alone(
        cases in prop::collection::vec((case(HOURS), 0..4_u8), 0..30),
        now in instant(),
    ) {
        let setting = Setting::new();
        let text = include_str!("../../../../../procedures/licensing.toml");
        let longer = text.replace("limit = \"5 working_day\"", "limit = \"8 working_day\"");
        prop_assert_ne!(text, &longer);
        let versions = [("longer".to_owned(), Procedure::parse("licensing", &longer).unwrap())];
        let projector = projector(&setting, versions);
        let (cases, under): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
        let mut recorded = recorded(&cases);
        for (matter, under) in recorded.iter_mut().zip(under) {
            matter.under = ["longer", "unknown"].get(usize::from(under)).map(|it| (*it).to_owned());
        }
        let together = projector.project(&recorded, now);
        prop_assert_eq!(together.len(), recorded.len());
        for (matter, made) in recorded.iter().zip(together) {
            let alone = projector.project(std::slice::from_ref(matter), now);
            prop_assert_eq!(&alone, std::slice::from_ref(&made));
            // A ledger keeps its findings by position and code, and facts by year.
            let mut keys: Vec<_> = made.findings.iter().map(|it| (it.position, &it.code)).collect();
            let count = keys.len();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), count, "{:?}", made.findings);
            prop_assert!(made.facts.is_sorted_by(|one, next| one.until < next.from));
            prop_assert!(made.facts.iter().all(|it| it.from <= it.until));
        }
    }
}

#[test]
fn a_case_keeps_the_window_of_the_procedure_it_was_opened_under() {
    let setting = Setting::new();
    let text = include_str!("../../../../../procedures/licensing.toml");
    let longer = text.replace("limit = \"5 working_day\"", "limit = \"8 working_day\"");
    let versions = [("longer".to_owned(), Procedure::parse("licensing", &longer).unwrap())];
    let projector = projector(&setting, versions);
    let received = Done {
        name: "received",
        at: 1_737, // 2017-03-14 09:00, a Tuesday
        days: "",
        reason: "",
        detail: "",
        id: "",
        recorded_after: None,
    };
    let case = Case { cells: ["licensing", "A", "440100", "web", ""], acts: vec![received] };
    let mut recorded = recorded(&[case.clone(), case.clone(), case]);
    recorded[1].under = Some("longer".to_owned());
    recorded[2].under = Some("not recorded".to_owned());
    let wakes = projector.project(&recorded, Instant(0)).into_iter().map(|made| made.wakes);
    let end_of = |day| Some(setting.calendar.end_of(legal_clock::Day::new(2017, 3, day).unwrap()));
    assert!(wakes.eq([end_of(21), end_of(24), end_of(21)]));
}
