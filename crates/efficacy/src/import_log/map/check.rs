//! What a map must hold beyond its form.

use std::ops::Range;

use jiff::tz::TimeZone;
use toml::Spanned;

use super::{ActRule, Agency, Choice, Item, Kind, Log, LogFile, Map, MapFile, Matters, Source};
use crate::import_log::stamp::Stamps;
use crate::import_log::vocabulary;

/// The line of a place in the map's text.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Something wrong at a place in the map's text.
pub(super) struct Fault(pub(super) Range<usize>, pub(super) String);

impl Fault {
    fn at<T>(place: &Spanned<T>, message: impl Into<String>) -> Self {
        Self(place.span(), message.into())
    }
}

/// Checks what the form alone doesn't, and prepares the forms of dates.
pub(super) fn check_map(map: MapFile) -> Result<Map, Fault> {
    let MapFile { agency, items, source, matters, acts, case_acts, logs } = map;
    check_agency(&agency)?;
    items.iter().try_for_each(check_item)?;
    let nowhere = |message: &str| Fault(0..0, message.to_owned());
    let logs = match (source, matters) {
        (Some(source), Some(matters)) if logs.is_empty() => {
            vec![check_log(LogFile { source, matters, acts, case_acts }, &agency, &items)?]
        }
        (None, None) if !logs.is_empty() && acts.is_empty() && case_acts.is_empty() => logs
            .into_iter()
            .map(|log| check_log(log.into_inner(), &agency, &items))
            .collect::<Result<_, _>>()?,
        (None, _) if logs.is_empty() => return Err(nowhere("the table `source` is missing")),
        (_, None) if logs.is_empty() => return Err(nowhere("the table `matters` is missing")),
        _ => {
            let message = "with `[[logs]]`, each has `source`, `matters`, `acts` and `case_acts` \
                           of its own; they don't stand beside it";
            return Err(Fault::at(&logs[0], message));
        }
    };
    Ok(Map { agency, items, logs })
}

fn check_log(map: LogFile, agency: &Agency, items: &[Item]) -> Result<Log, Fault> {
    check_source(&map.source, map.case_acts.is_empty(), map.acts.is_empty())?;
    let acts = check_matters(&map.matters, items)?;
    let known = |name: &Spanned<String>| {
        if acts.contains(name.get_ref()) {
            return Ok(());
        }
        let acts = acts.join(", ");
        let name_given = name.as_ref();
        let message = match &map.matters.procedure {
            Some(procedure) => {
                let procedure = procedure.as_ref();
                format!(
                    "`{name_given}` is no act of the procedure `{procedure}`; its acts are {acts}"
                )
            }
            None => format!("`{name_given}` is no act; the acts are {acts}"),
        };
        Err(Fault::at(name, message))
    };
    for rule in &map.acts {
        known(&rule.act)?;
        rule.unless_after.iter().try_for_each(known)?;
        if rule.lifecycle.is_some() && map.source.lifecycle.is_none() {
            let message = "a rule asks for the life cycle, but `source.lifecycle` isn't given";
            return Err(Fault::at(&rule.act, message));
        }
    }
    for (n, rule) in map.acts.iter().enumerate() {
        let is_same =
            |other: &ActRule| other.activity == rule.activity && other.lifecycle == rule.lifecycle;
        if map.acts[..n].iter().any(is_same) {
            let activity = &rule.activity;
            return Err(Fault::at(&rule.act, format!("the activity `{activity}` has two rules")));
        }
    }
    for rule in &map.case_acts {
        match (&rule.act, &rule.act_by) {
            (Some(act), None) => known(act)?,
            (None, Some(by)) => by.values.values().try_for_each(known)?,
            _ => {
                let message = format!("`{}` needs either `act` or `act_by`", rule.from);
                return Err(Fault::at(&map.source.kind, message));
            }
        }
        let named = rule.not_before.iter().chain(&rule.not_after).chain(&rule.unless);
        named.into_iter().try_for_each(known)?;
    }
    let stamps = stamps(&map.source, agency)?;
    let LogFile { source, matters, acts, case_acts } = map;
    Ok(Log { source, matters, acts, case_acts, stamps })
}

fn check_source(source: &Source, no_case_acts: bool, no_acts: bool) -> Result<(), Fault> {
    let kind = *source.kind.get_ref();
    let message = match kind {
        Kind::Cases if source.activity.is_some() || source.time.is_some() || !no_acts => {
            "a case table has no `activity`, `time` or `[[acts]]`; use `[[case_acts]]`"
        }
        Kind::Cases if no_case_acts => "a case table needs `[[case_acts]]`, one for each date",
        Kind::Xes | Kind::Events if source.activity.is_none() || source.time.is_none() => {
            "`activity` and `time` are needed, the names of a column or event attribute"
        }
        Kind::Cases if source.act.is_some() || source.keeps_more() => {
            "a case table has no `act`, `days`, `reason`, `detail`, `act_id` or `recorded_at`"
        }
        _ => return Ok(()),
    };
    Err(Fault::at(&source.kind, message))
}

fn check_agency(agency: &Agency) -> Result<(), Fault> {
    one_of(&agency.calendar, &vocabulary::calendars())?;
    check_region(&agency.region)?;
    if let Some(year) = &agency.year
        && !(1900..=2200).contains(year.get_ref())
    {
        return Err(Fault::at(year, "the year lies outside 1900 to 2200"));
    }
    zone(&agency.time_zone).map(|_| ())
}

fn check_region(region: &Spanned<String>) -> Result<(), Fault> {
    if vocabulary::is_region(region.as_ref()) {
        return Ok(());
    }
    Err(Fault::at(region, "a region is six digits (GB/T 2260); `000000` is outside China"))
}

/// Checks the columns of `matters`; gives the acts of its procedure.
fn check_matters(matters: &Matters, items: &[Item]) -> Result<Vec<String>, Fault> {
    let (named, procedures) = match (&matters.procedure, &matters.procedure_from) {
        (Some(procedure), None) => {
            one_of(procedure, &vocabulary::procedures())?;
            (procedure, vec![procedure.as_ref().as_str()])
        }
        (None, Some(from)) => (from, vocabulary::procedures()),
        (Some(twice), Some(_)) => {
            let message = "`procedure` says it for all matters, `procedure_from` where the log \
                           says it; keep one of the two";
            return Err(Fault::at(twice, message));
        }
        (None, None) => {
            return Err(Fault(0..0, "`matters.procedure` is needed".to_owned()));
        }
    };
    let needs = |what: &str| Fault::at(named, format!("`matters.{what}` is needed"));
    check_choice(matters.channel.as_ref().ok_or_else(|| needs("channel"))?, |value| {
        one_of(value, &vocabulary::channels())
    })?;
    if let Some(region) = &matters.region {
        check_choice(region, check_region)?;
    }
    if procedures.contains(&"ticket") {
        let kind = matters.ticket_kind.as_ref().ok_or_else(|| needs("ticket_kind"))?;
        check_choice(kind, |value| one_of(value, &vocabulary::ticket_kinds()))?;
    }
    if procedures.contains(&"licensing") {
        let item = matters.item.as_ref().ok_or_else(|| needs("item"))?;
        check_choice(item, |code| {
            if items.is_empty() || items.iter().any(|item| item.code.as_ref() == code.as_ref()) {
                return Ok(());
            }
            let message = format!("the item `{}` isn't among `[[items]]`", code.as_ref());
            Err(Fault::at(code, message))
        })?;
    }
    if let Some(kind) = &matters.applicant_kind {
        check_choice(kind, |value| one_of(value, &vocabulary::applicant_kinds()))?;
    }
    let mut acts: Vec<String> = Vec::new();
    for act in procedures.into_iter().flat_map(vocabulary::acts_of) {
        if !acts.contains(&act) {
            acts.push(act);
        }
    }
    Ok(acts)
}

fn check_choice(
    choice: &Choice,
    check: impl Fn(&Spanned<String>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    choice.values.values().chain(&choice.default).try_for_each(check)
}

fn check_item(item: &Item) -> Result<(), Fault> {
    one_of(&item.kind, &vocabulary::item_kinds())?;
    if let Some(level) = &item.level {
        one_of(level, &vocabulary::levels())?;
    }
    if let Some(anchor) = &item.clock_anchor {
        one_of(anchor, &vocabulary::clock_anchors())?;
    }
    if !(1..=4).contains(item.online_depth.get_ref()) {
        return Err(Fault::at(&item.online_depth, "the online depth is 1, 2, 3 or 4"));
    }
    for limit in item.statutory.iter().chain(&item.promised) {
        one_of(&limit.unit, &vocabulary::units())?;
        if limit.source.as_ref().trim().is_empty() {
            let message = "say where the limit is laid down; without a source leave it out";
            return Err(Fault::at(&limit.source, message));
        }
    }
    Ok(())
}

fn one_of(value: &Spanned<String>, list: &[&str]) -> Result<(), Fault> {
    if list.contains(&value.as_ref().as_str()) {
        return Ok(());
    }
    let message = format!("`{}` isn't one of {}", value.as_ref(), list.join(", "));
    Err(Fault::at(value, message))
}

fn zone(name: &Spanned<String>) -> Result<TimeZone, Fault> {
    TimeZone::get(name.as_ref()).map_err(|_| {
        let message =
            format!("`{}` is no time zone; use a name such as Asia/Shanghai", name.as_ref());
        Fault::at(name, message)
    })
}

fn stamps(source: &Source, agency: &Agency) -> Result<Stamps, Fault> {
    let default = zone(source.zone.as_ref().unwrap_or(&agency.time_zone))?;
    let out = zone(&agency.time_zone)?;
    let mut stamps = Stamps::new(default, out);
    for format in &source.formats {
        stamps.add(format.as_ref()).map_err(|message| Fault::at(format, message))?;
    }
    Ok(stamps)
}
