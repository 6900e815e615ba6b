//! Sections 8 to 10: inspections, campaigns, warnings and models.

use foldhash::HashSet;

use super::{By, Definition, Row, Subject, Year};
use crate::facts::Warning;
use crate::package::tables::{Activity, ActivityKind, LocalLevel};

const WARNINGS: &[&str] = &["matters", "acts"];
const WARNING_BREAKDOWNS: &[By] = &[By::Model, By::Region, By::Month];

/// The figures of sections 8 to 10, and the bulletins of section 13.
pub(super) const FIGURES: &[Definition] = &[
    Definition::count("random_inspections", 8, &["activities"], |year, count| {
        of_kind(year, ActivityKind::RandomInspection, count);
    }),
    Definition::count("joint_inspections", 8, &["activities"], |year, count| {
        of_kind(year, ActivityKind::JointInspection, count);
    }),
    Definition::count("joint_meetings", 8, &["activities"], |year, count| {
        of_kind(year, ActivityKind::JointMeeting, count);
    }),
    Definition::rate("inspection_results_published_rate", 8, &["activities"], |year, count| {
        let inspections = [ActivityKind::RandomInspection, ActivityKind::JointInspection];
        for activity in held(year).filter(|activity| inspections.contains(&activity.kind)) {
            let is_published = activity.result_published_on.is_some();
            count(Row::one_if(is_published, &activity.activity_id, Subject::Plain));
        }
    }),
    Definition::rate("joint_cadence_met_rate", 8, &["activities"], joint_cadence),
    Definition::count("campaigns", 9, &["activities"], |year, count| {
        of_kind(year, ActivityKind::Campaign, count);
    }),
    Definition::count("inspection_targets", 9, &["activities"], |year, count| {
        for activity in inspected(year) {
            let targets = f64::from(activity.targets.unwrap_or(0));
            count(Row::amount(targets, &activity.activity_id, Subject::Plain));
        }
    }),
    Definition::rate("inspection_problem_rate", 9, &["activities"], |year, count| {
        for activity in inspected(year) {
            let problems = f64::from(activity.problems.unwrap_or(0));
            let targets = f64::from(activity.targets.unwrap_or(0));
            count(Row::part(problems, targets, &activity.activity_id, Subject::Plain));
        }
    }),
    Definition::count("warnings_raised", 10, WARNINGS, |year, count| {
        warnings(year, count, |_| true);
    })
    .by(WARNING_BREAKDOWNS),
    Definition::rate("warnings_closed_rate", 10, WARNINGS, |year, count| {
        warnings(year, count, |warning| warning.is_closed);
    }),
    Definition::count("warnings_overdue", 10, WARNINGS, |year, count| {
        warnings(year, count, |warning| warning.is_late);
    })
    .by(WARNING_BREAKDOWNS),
    Definition::count("supervision_models", 10, &["models"], |year, count| {
        let last = year.period.last;
        for model in &year.registers.models {
            let is_retired = model.retired_on.is_some_and(|on| on <= last);
            if model.in_use_from <= last && !is_retired {
                count(Row::one(&model.name, Subject::Plain));
            }
        }
    }),
    Definition::count("acts_recorded_late", 10, &["matters", "acts"], |year, count| {
        for &(matter, acts) in &year.facts.recorded_late {
            count(Row::amount(f64::from(acts), &year.facts.matter(matter).id, Subject::Plain));
        }
    }),
    Definition::count("service_bulletins", 13, &["activities"], |year, count| {
        of_kind(year, ActivityKind::Bulletin, count);
    }),
];

fn held(year: &Year) -> impl Iterator<Item = &Activity<'static>> {
    year.registers.activities.iter().filter(|activity| year.period.contains(activity.held_on))
}

fn of_kind(year: &Year, kind: ActivityKind, count: &mut dyn FnMut(Row<'_>)) {
    for activity in held(year).filter(|activity| activity.kind == kind) {
        count(Row::one(&activity.activity_id, Subject::Plain));
    }
}

/// Activities that look at targets: random and joint inspections and campaigns.
fn inspected(year: &Year) -> impl Iterator<Item = &Activity<'static>> {
    let kinds =
        [ActivityKind::RandomInspection, ActivityKind::JointInspection, ActivityKind::Campaign];
    held(year).filter(move |activity| kinds.contains(&activity.kind))
}

/// A joint meeting or joint inspection each half-year in the province and each quarter in every
/// city and county that the table knows ([R2019 §8]).
fn joint_cadence(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    let joint = [ActivityKind::JointMeeting, ActivityKind::JointInspection];
    let mut met = HashSet::default();
    for activity in held(year).filter(|activity| joint.contains(&activity.kind)) {
        let month = activity.held_on.month();
        match (activity.level, activity.region) {
            (Some(LocalLevel::Province), _) => {
                met.insert((LocalLevel::Province, None, (month - 1) / 6));
            }
            (Some(level), Some(region)) => {
                met.insert((level, Some(region), (month - 1) / 3));
            }
            _ => {}
        }
    }
    let mut regions: Vec<_> = year
        .registers
        .activities
        .iter()
        .filter_map(|activity| Some((activity.level?, activity.region?)))
        .filter(|(level, _)| *level != LocalLevel::Province)
        .collect();
    regions.sort_unstable();
    regions.dedup();
    let province = (0..2).map(|half| (LocalLevel::Province, None, half));
    let others = regions
        .into_iter()
        .flat_map(|(level, region)| (0..4).map(move |quarter| (level, Some(region), quarter)));
    for (level, region, part) in province.chain(others) {
        let place = region.map_or_else(String::new, |region| format!(" {region}"));
        let letter = if region.is_none() { 'H' } else { 'Q' };
        let key = format!("{}{place} {}-{letter}{}", level.code(), year.period.year, part + 1);
        count(Row::one_if(met.contains(&(level, region, part)), &key, Subject::Plain));
    }
}

fn warnings(year: &Year, count: &mut dyn FnMut(Row<'_>), counts: impl Fn(&Warning) -> bool) {
    let facts = &year.facts;
    for warning in &facts.warnings {
        let matter = facts.matter(warning.matter);
        let subject = Subject::Matter { facts, matter, item: None, day: warning.raised.day };
        count(Row::one_if(counts(warning), &matter.id, subject));
    }
}
