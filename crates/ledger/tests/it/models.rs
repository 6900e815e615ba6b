//! Read models as simple as can be that hang on all that read models may hang on.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::{
    Act, Basis, Cells, Concern, Due, Fact, Finding, Fold, Model, Models, RECORDED, RETIRED,
};

/// The register that the models hang on: `item` and its `limit`.
pub(crate) const ITEMS: &str = "items";
/// The year of the acts of a matter; a year has a thousand microseconds.
pub(crate) const YEAR: i64 = 1000;
/// The last year.
pub(crate) const FOR_GOOD: i64 = 9999;

/// - The stage is the last act with the limit of the matter's item; after the instant in the cell
///   `wakes` of that act it is `passed`.
/// - A cell `due` starts a clock of the act's name.
/// - What is counted is how many acts there are in each year; the last count holds for good.
/// - An act `wrong` is a finding, with the cell `said` as its message if it has one.
#[derive(Debug)]
pub(crate) struct Simple(pub(crate) &'static str);

/// The models that all tests use.
pub(crate) fn models() -> Arc<dyn Models> {
    Arc::new(Simple("simple"))
}

impl Models for Simple {
    fn made_by(&self) -> &str {
        self.0
    }

    fn registers(&self) -> &'static [&'static str] {
        &[ITEMS]
    }

    fn concerns(&self, _: &str, before: Option<&Cells>, after: Option<&Cells>) -> Concern {
        match after.or(before).and_then(|row| row.get("item")) {
            Some(item) => Concern::Item(item.clone()),
            None => Concern::Everything,
        }
    }

    fn fold(&self, basis: &Basis) -> Result<Arc<dyn Fold>, String> {
        let limit = |cells: &Cells| Some((cells.get("item")?.clone(), cells.get("limit")?.clone()));
        let limits = basis.rows[ITEMS].iter().filter_map(|row| limit(&row.cells)).collect();
        Ok(Arc::new(Limits(limits)))
    }
}

#[derive(Debug)]
struct Limits(BTreeMap<String, String>);

impl Fold for Limits {
    fn fold(&self, matters: &[Vec<Act>], now: i64) -> Vec<Model> {
        matters.iter().map(|acts| self.model(acts, now)).collect()
    }
}

impl Limits {
    fn model(&self, acts: &[Act], now: i64) -> Model {
        let item_code = acts.iter().find_map(|act| act.cells.get("item")).cloned();
        let limit = item_code.as_ref().and_then(|item| self.0.get(item));
        let mut model = Model { item_code, ..Model::default() };
        let mut years: BTreeMap<i64, u32> = BTreeMap::new();
        for act in acts.iter().filter(|act| ![RECORDED, RETIRED].contains(&act.act.as_str())) {
            let number = |cell: &str| act.cells.get(cell).and_then(|cell| cell.parse().ok());
            let limit = limit.map_or(String::new(), |limit| format!(" within {limit}"));
            model.stage = Some(format!("{}{limit}", act.act));
            model.wakes = number("wakes");
            if let Some(due) = number("due") {
                model.dues.retain(|it: &Due| it.clock != act.act);
                let (promised, by_law) = (Some(due), Some(due + 10));
                model.dues.push(Due { clock: act.act.clone(), started: act.at, promised, by_law });
            }
            if act.act == "wrong" {
                model.findings.push(Finding {
                    position: act.position,
                    code: "wrong_act".to_owned(),
                    is_of_row: false,
                    field: "act".to_owned(),
                    message: act.cells.get("said").map_or("do something else", |it| it).to_owned(),
                });
            }
            *years.entry(act.at / YEAR).or_default() += 1;
        }
        if model.wakes.is_some_and(|wakes| wakes <= now) {
            (model.stage, model.wakes) = (Some("passed".to_owned()), None);
        }
        model.dues.sort_by(|a, b| a.clock.cmp(&b.clock));
        let last = years.last_key_value().map(|(year, _)| *year);
        let fact = |(year, count): (i64, u32)| Fact {
            year,
            until: if Some(year) == last { FOR_GOOD } else { year },
            facts: count.to_string(),
        };
        model.facts = years.into_iter().map(fact).collect();
        model
    }
}
