//! Beside an item's guide: how it compares with other provinces, and what changed from version to
//! version.

use ::catalogue::{Aspect, Change, Item, Standing, changes, compare};
use efficacy::words::{Lang, Words};

use super::terms::Terms;
use crate::shelf::OnFile;

/// An item against the best of other provinces in one respect.
pub(super) struct Compared {
    pub(super) aspect: String,
    pub(super) ours: String,
    pub(super) best: String,
    pub(super) province: String,
    pub(super) standing: String,
}

/// What changed on a day.
pub(super) struct Changed {
    pub(super) day: String,
    pub(super) changes: Vec<String>,
}

pub(super) fn compared(file: &OnFile, words: &Words) -> Vec<Compared> {
    let Some(item) = file.newest() else { return Vec::new() };
    let line = |compared: ::catalogue::Comparison| {
        let (key, amount): (_, &dyn Fn(u32) -> String) = match compared.aspect {
            Aspect::Promise => ("catalogue-promise", &|amount| {
                let unit = item.promised().map(|limit| limit.unit);
                unit.map_or_else(String::new, |unit| {
                    Terms(words).limit(legal_clock::Limit { amount, unit })
                })
            }),
            Aspect::Materials => ("catalogue-materials", &|amount| amount.to_string()),
            Aspect::Trips => ("catalogue-trips", &|amount| amount.to_string()),
            Aspect::Depth => ("catalogue-depth", &|amount| amount.to_string()),
        };
        let standing = match compared.standing {
            Standing::Ahead => "catalogue-ahead",
            Standing::Level => "catalogue-level",
            Standing::Behind => "catalogue-behind",
        };
        Compared {
            aspect: words.text(key),
            ours: amount(compared.ours),
            best: amount(compared.best),
            province: compared.province,
            standing: words.text(standing),
        }
    };
    compare(item, &file.peers).into_iter().map(line).collect()
}

/// The last change first. The days from and to which a version counts are what tells them apart, and no
/// change of their own.
pub(super) fn changed(file: &OnFile, words: &Words) -> Vec<Changed> {
    let between = |pair: &[Item]| {
        let [before, after] = pair else { return None };
        let day = words.date(after.valid_from?);
        let said = changes(before, after).elements;
        let said = said.iter().filter(|it| !["valid_from", "valid_to"].contains(&it.element));
        let changes: Vec<String> = said.map(|change| sentence(change, words)).collect();
        (!changes.is_empty()).then_some(Changed { day, changes })
    };
    file.versions.windows(2).rev().filter_map(between).collect()
}

fn sentence(change: &Change, words: &Words) -> String {
    let name = match words.lang() {
        Lang::ZhCn => change.chinese.to_owned(),
        Lang::En => change.element.replace('_', " "),
    };
    let none = || words.text("portal-guide-not-given");
    let values = [
        ("element", name.into()),
        ("before", change.before.clone().unwrap_or_else(none).into()),
        ("after", change.after.clone().unwrap_or_else(none).into()),
    ];
    words.format("portal-guide-change", &values)
}
