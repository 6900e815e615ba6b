//! What holds of every package: checked on small ones made at random.

use std::collections::BTreeMap;

use efficacy::figures::{self, Sum};
use efficacy::report::Number;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::office::{Item, Office, Told};

const PROMISES: [&str; 6] =
    ["1 working_day", "5 working_day", "20 calendar_day", "1 month", "8 hour", "90 minute"];
const CODES: [&str; 3] = ["A", "B", "C"];
const DAYS: [&str; 12] = [
    "2018-12-28",
    "2018-12-31",
    "2019-01-01",
    "2019-01-02",
    "2019-02-02",
    "2019-04-28",
    "2019-09-30",
    "2019-10-08",
    "2019-12-17",
    "2019-12-24",
    "2019-12-31",
    "2020-01-02",
];
const LICENSING: [&str; 12] = [
    "submitted",
    "received",
    "supplement_requested",
    "supplement_received",
    "accepted",
    "visited",
    "paused",
    "resumed",
    "extended",
    "granted",
    "delivered",
    "published",
];
const TICKET: [&str; 6] = ["opened", "extended", "closed", "reopened", "closed", "followed_up"];
const WARNING: [&str; 4] = ["raised", "notified", "rectified", "verified"];
/// Acts that come in between, allowed or not.
const STRAY: [&str; 8] =
    ["accepted", "paused", "granted", "refused", "withdrawn", "closed", "merged", "dismissed"];
const KINDS: [&str; 6] = ["", "consultation", "complaint", "help", "suggestion", "report"];
const PLACES: [(&str, &str); 3] = [("440000", "web"), ("440100", "window"), ("440300", "hotline")];

fn item() -> impl Strategy<Value = Item> {
    (
        (select(&CODES[..]), select(&["", "P", "A"][..])),
        select(&["licence", "licence", "filing", "other_power"][..]),
        (any::<bool>(), any::<bool>(), any::<bool>(), 1..=4_u8),
        proptest::option::of(select(&PROMISES[..])),
        proptest::option::of(select(&PROMISES[..])),
        (proptest::option::of(select(&DAYS[..])), proptest::option::of(select(&DAYS[..]))),
        select(&["", "一处", "二处"][..]),
    )
        .prop_map(|((code, main), kind, flags, promised, statutory, (from, to), division)| {
            let (on_application, online, from_receipt, depth) = flags;
            let item = Item::new(code).of(main).kind(kind).with("division", division);
            let item = item
                .with("on_application", if on_application { "true" } else { "false" })
                .with("online", if online { "true" } else { "false" })
                .with("online_depth", &depth.to_string());
            let item = if from_receipt { item.counted_from_receipt() } else { item };
            let item = promised.into_iter().fold(item, Item::promised);
            let item = statutory.into_iter().fold(item, Item::statutory);
            let item = from.into_iter().fold(item, Item::from);
            to.into_iter().fold(item, Item::to)
        })
}

/// Most acts of a story in its order, and perhaps a stray one, each at a second of its own and with
/// an id.
fn acts(story: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let kept = subsequence(story, story.len() - 3..=story.len());
    let stray = proptest::option::of((select(&STRAY[..]), any::<Index>()));
    let act = (select(&DAYS[..]), 0..24_u8, any::<bool>(), 0..4_u8);
    (kept, stray, vec(act, story.len() + 1)).prop_map(|(mut acts, stray, mut moments)| {
        if let Some((act, place)) = stray {
            acts.insert(place.index(acts.len()), act);
        }
        moments.truncate(acts.len());
        moments.sort_unstable_by_key(|(day, hour, ..)| (*day, *hour));
        let told = |(index, (act, (day, hour, late, days)))| {
            let extra = match act {
                "extended" => format!("+{days}"),
                "paused" => ["for=hearing", "for=other", "", "for=招标"][usize::from(days)].into(),
                _ => String::new(),
            };
            let recorded = if late { "recorded=2020-06-01T09:00" } else { "" };
            format!("{act} {day} {hour:02}:00:{index:02} #{index} {extra} {recorded}")
        };
        acts.into_iter().zip(moments).enumerate().map(told).collect()
    })
}

#[derive(Debug, Clone)]
enum Matter {
    Case(&'static str, Vec<String>),
    Ticket(&'static str, Vec<String>),
    Warning(&'static str, Vec<String>),
}

impl Matter {
    fn acts(&mut self) -> &mut Vec<String> {
        let (Self::Case(_, acts) | Self::Ticket(_, acts) | Self::Warning(_, acts)) = self;
        acts
    }
}

type Placed = (Matter, (&'static str, &'static str));

fn matter() -> impl Strategy<Value = Placed> {
    let matter = prop_oneof![
        3 => (select(&CODES[..]), acts(&LICENSING)).prop_map(|(code, it)| Matter::Case(code, it)),
        1 => (select(&KINDS[..]), acts(&TICKET)).prop_map(|(kind, it)| Matter::Ticket(kind, it)),
        1 => (select(&["", "超时"][..]), acts(&WARNING))
            .prop_map(|(model, it)| Matter::Warning(model, it)),
    ];
    (matter, select(&PLACES[..]))
}

fn table(name: &'static str) -> impl Strategy<Value = (&'static str, String)> {
    let row = match name {
        "materials" => (0..3_usize, 0..4_u8)
            .prop_map(|(it, copies)| {
                let exempt = ["", "licence", "data_sharing"][it];
                format!("{},其他材料,{copies},{exempt},L{copies}", CODES[it])
            })
            .boxed(),
        "activities" => (0..5_usize, 0..3_usize, select(&DAYS[..]), 0..9_u8)
            .prop_map(|(kind, level, day, targets)| {
                let kinds = [
                    "random_inspection",
                    "joint_inspection",
                    "joint_meeting",
                    "campaign",
                    "bulletin",
                ];
                let level = ["province,", "city,440100", "county,440300"][level];
                format!("{},{level},{day},{targets},{}", kinds[kind], targets / 2)
            })
            .boxed(),
        "ratings" => (1..=5_u8, select(&DAYS[..]), select(&["", "web", "app"][..]))
            .prop_map(|(stars, day, channel)| format!("{stars},{day} 09:00,{channel}"))
            .boxed(),
        "documents" => (1..=18_u8, select(&DAYS[..]), select(&["issued", "drafting"][..]))
            .prop_map(|(section, day, status)| format!("文,plan,{section},{day},{status}"))
            .boxed(),
        "licence_counts" => (select(&["甲", "乙", "丙"][..]), 0..50_u8)
            .prop_map(|(it, issued)| format!("{it},2019,{issued},{}", it == "甲"))
            .boxed(),
        _ => (select(&["甲", "乙"][..]), select(&["province", "city"][..]), any::<bool>())
            .prop_map(|(who, level, met)| format!("{who},{level},2019-06-01,{met}"))
            .boxed(),
    };
    let is_keyed = !["materials", "licence_counts"].contains(&name);
    vec(row, 0..8).prop_map(move |rows| {
        let rows = rows.into_iter().enumerate();
        let keyed =
            rows.map(|(id, row)| if is_keyed { format!("{id},{row}\n") } else { row + "\n" });
        (name, keyed.collect())
    })
}

const TABLES: [(&str, &str); 6] = [
    ("materials", "item_code,name,copies,exempt_by,licence_type"),
    ("activities", "activity_id,kind,level,region,held_on,targets,problems"),
    ("ratings", "rating_id,stars,at,channel"),
    ("documents", "document_no,title,kind,section,issued_on,status"),
    ("licence_counts", "department,year,issued,own"),
    ("data_requests", "request_id,requester,requester_level,requested_on,met"),
];

fn matters() -> impl Strategy<Value = Vec<Placed>> {
    vec(matter(), 1..8)
}

fn office() -> impl Strategy<Value = (Office, Vec<Placed>)> {
    let tables = TABLES.map(|(name, _)| table(name));
    let items = vec(item(), 1..6);
    (items, Vec::from(tables), matters()).prop_map(|(items, tables, matters)| {
        let office = tables
            .into_iter()
            .zip(TABLES)
            .fold(Office::new().items(items), |office, ((name, rows), (_, header))| {
                office.table(name, header, &[rows.trim_end()])
            });
        (office, matters)
    })
}

fn with(office: &Office, matters: &[Placed]) -> Office {
    matters.iter().enumerate().fold(office.clone(), |office, (id, (matter, (region, channel)))| {
        let id = id.to_string();
        let office = match matter {
            Matter::Case(code, acts) => office.case(&id, code, acts),
            Matter::Ticket(kind, acts) => office.ticket(&id, kind, acts),
            Matter::Warning(model, acts) => office.warning(&id, model, acts),
        };
        office.at(region, channel)
    })
}

/// Numerator and denominator of each breakdown, added up.
fn sums_of_breakdowns(told: &Told) -> BTreeMap<(&'static str, &'static str), (f64, f64)> {
    let mut sums = BTreeMap::new();
    for part in &told.report.breakdowns {
        let (counted, of): &mut (f64, f64) = sums.entry((part.figure, part.by)).or_default();
        *counted += part.numerator.or(part.value).unwrap().0;
        *of += part.denominator.map_or(0.0, |of| of.0);
    }
    sums
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn breakdowns_add_up_to_their_figure((office, matters) in office()) {
        let told = with(&office, &matters).year(2019);
        let sums = sums_of_breakdowns(&told);
        for (figure, definition) in told.report.figures.iter().zip(figures::all()) {
            let id = figure.id;
            let amount = |number: Option<Number>| number.map_or(0.0, |Number(amount)| amount);
            let whole = amount(figure.numerator.or(figure.value));
            let over = amount(figure.denominator);
            for by in definition.by {
                let (counted, of) = sums.get(&(id, by.name())).copied().unwrap_or_default();
                prop_assert!(is_near(of, over), "{id} by {}: over {of}, not {over}", by.name());
                // A code of two kinds or divisions has its copies in both.
                if id != "materials_exempted_mean" {
                    prop_assert!(is_near(counted, whole), "{id} by {}: {counted}", by.name());
                }
            }
        }
    }

    #[test]
    fn evidence_adds_up_to_its_figure((office, matters) in office()) {
        let told = with(&office, &matters).year(2019);
        for figure in &told.report.figures {
            let evidence = told.evidence(figure.id);
            let counted: f64 = evidence.iter().map(|(_, counted)| counted).sum();
            let Some(value) = figure.value else {
                prop_assert!(is_near(counted, 0.0), "{}", figure.id);
                continue;
            };
            let expected = match figures::find(figure.id).unwrap().sum {
                Sum::Count => value.0,
                Sum::Ratio => figure.numerator.unwrap().0,
                Sum::Rank => value.0 - 1.0,
                Sum::Percentile(_) => {
                    prop_assert!(evidence.iter().any(|(_, used)| is_near(*used, value.0)));
                    continue;
                }
            };
            prop_assert!(is_near(counted, expected), "{}: {counted}, not {expected}", figure.id);
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter((office, matters) in office(), seed in any::<u64>()) {
        let mut shuffled = matters.clone();
        for (index, (matter, _)) in shuffled.iter_mut().enumerate() {
            let acts = matter.acts();
            let shift = (seed >> index) as usize % acts.len();
            acts.rotate_left(shift);
        }
        let (told, other) = (with(&office, &matters).year(2019), with(&office, &shuffled).year(2019));
        prop_assert_eq!(told.all(), other.all());
        prop_assert_eq!(told.set_aside().len(), other.set_aside().len());
    }

    #[test]
    fn an_act_annulled_at_once_is_as_one_never_recorded(
        (office, matters) in office(),
        which in any::<(Index, Index)>(),
    ) {
        let (mut annulled, mut deleted) = (matters.clone(), matters.clone());
        let matter = which.0.index(matters.len());
        let act = which.1.index(annulled[matter].0.acts().len());
        let gone = deleted[matter].0.acts().remove(act);
        let mut words = gone.split_whitespace().skip(1);
        let at = [words.next().unwrap(), words.next().unwrap()].join(" ");
        annulled[matter].0.acts().push(format!("annulled {at} !{act}"));
        let told = |matters: &[Placed]| {
            let mut figures = with(&office, matters).year(2019).all();
            figures.retain(|(id, _)| *id != "acts_recorded_late");
            figures
        };
        prop_assert_eq!(told(&annulled), told(&deleted), "without `{}`", gone);
    }
}
