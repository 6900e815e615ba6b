//! What the ledger lacks of a matter that a package has.

use std::collections::{BTreeSet, HashMap};

use ledger::{Act, Cells, NewAct, RECORDED, RETIRED, WouldRefer};

use super::{now, said_of_row};

/// What the ledger lacks of a matter: its row, if it has another, and the acts it doesn't have as
/// often as they are wanted. `refer` has for each act what its texts about persons would be; a text
/// whose subject was erased since is taken for the same.
pub(super) fn missing(
    known: &[Act],
    erased: &BTreeSet<String>,
    row: Cells,
    under: Option<String>,
    acts: Vec<NewAct>,
    refer: &[WouldRefer],
) -> Vec<NewAct> {
    let is_row = |act: &&Act| [RECORDED, RETIRED].contains(&act.act.as_str());
    let last_row = known.iter().rfind(is_row);
    let mut missing = Vec::new();
    if last_row.is_none_or(|last| last.act != RECORDED || !said_of_row(&last.cells).eq(&row)) {
        let at = acts.first().map_or_else(|| now().0, |first| first.at);
        let under = under.filter(|_| known.is_empty());
        missing.push(NewAct {
            act: RECORDED.to_owned(),
            at,
            under,
            cells: row,
            ..NewAct::default()
        });
    }
    let mut alike: HashMap<_, Vec<&Act>> = HashMap::new();
    for act in known.iter().filter(|act| !is_row(act)) {
        let what = (act.act.as_str(), act.at, act.recorded_elsewhere, &act.cells);
        alike.entry(what).or_default().push(act);
    }
    let mut is_known = vec![false; acts.len()];
    // Those that are the same to the last text first.
    for erased in [&BTreeSet::new(), erased] {
        for (place, act) in acts.iter().enumerate() {
            let what = (act.act.as_str(), act.at, act.recorded_elsewhere, &act.cells);
            let Some(alike) = alike.get_mut(&what).filter(|_| !is_known[place]) else { continue };
            let refer = refer.get(place);
            if let Some(found) = alike.iter().position(|known| is_same(known, refer, erased)) {
                alike.remove(found);
                is_known[place] = true;
            }
        }
    }
    missing.extend(acts.into_iter().zip(is_known).filter(|(_, is)| !is).map(|(act, _)| act));
    missing
}

/// Whether what the act says of persons is what the other would.
fn is_same(known: &Act, refer: Option<&WouldRefer>, erased: &BTreeSet<String>) -> bool {
    let Some(refer) = refer else { return known.sealed.is_empty() };
    let is_same = |((column, known), (other, wanted)): ((&String, &_), (&String, &Option<_>))| {
        let known: &ledger::Reference = known;
        column == other && (wanted.as_ref() == Some(known) || erased.contains(&known.subject))
    };
    known.sealed.len() == refer.len() && known.sealed.iter().zip(refer).all(is_same)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ledger::{MATTERS, Reference, References};

    use super::*;

    fn recorded(version: i64, act: &NewAct, sealed: References) -> Act {
        Act {
            position: version,
            register: MATTERS.to_owned(),
            matter: "M".to_owned(),
            version,
            act: act.act.clone(),
            at: act.at,
            recorded_at: 0,
            recorded_elsewhere: act.recorded_elsewhere,
            under: act.under.clone(),
            cells: act.cells.clone(),
            sealed,
        }
    }

    fn row(channel: Option<&str>) -> Cells {
        let channel = channel.map(|channel| ("channel".to_owned(), channel.to_owned()));
        std::iter::once(("matter_id".to_owned(), "M".to_owned())).chain(channel).collect()
    }

    #[test]
    fn an_act_that_repeats_is_recorded_as_often_as_the_package_has_it() {
        let visit = NewAct { act: "visited".to_owned(), at: 5, ..NewAct::default() };
        let wanted = vec![visit.clone(), visit.clone(), visit.clone()];
        let hash = || Some("hash".to_owned());
        let none = BTreeSet::new();
        let all = missing(&[], &none, row(None), hash(), wanted.clone(), &[]);
        assert_eq!(all.len(), 4);
        assert_eq!((all[0].act.as_str(), all[0].under.as_deref()), (RECORDED, Some("hash")));
        let recorded = |acts: &[NewAct]| -> Vec<_> {
            acts.iter().zip(1..).map(|(act, n)| recorded(n, act, References::new())).collect()
        };
        // Cut short after any of them, the rest is recorded and nothing twice.
        for done in 0..=4 {
            let known = recorded(&all[..done]);
            let rest = missing(&known, &none, row(None), hash(), wanted.clone(), &[]);
            assert_eq!(rest, all[done..]);
        }
        let renamed = row(Some("web"));
        let corrected = missing(&recorded(&all), &none, renamed.clone(), hash(), wanted, &[]);
        assert_eq!(
            (corrected.len(), &corrected[0].cells, &corrected[0].under),
            (1, &renamed, &None)
        );
    }

    #[test]
    fn a_row_is_the_same_whoever_changed_it() {
        let mut cells = row(Some("web"));
        cells.insert("changed_by".to_owned(), "somebody".to_owned());
        let act = NewAct { act: RECORDED.to_owned(), cells, ..NewAct::default() };
        let known = [recorded(1, &act, References::new())];
        let lacks =
            |row: Cells| missing(&known, &BTreeSet::new(), row, None, Vec::new(), &[]).len();
        assert_eq!((lacks(row(Some("web"))), lacks(row(Some("window")))), (0, 1));
    }

    #[test]
    fn an_act_is_known_by_what_it_refers_to_and_where_that_was_erased_by_all_else() {
        let reference = |subject: &str| Reference {
            subject: subject.to_owned(),
            commitment: format!("{subject} text"),
        };
        let actor = |subject: &str| References::from([("actor".to_owned(), reference(subject))]);
        let would = |subject: Option<&str>| {
            WouldRefer::from([("actor".to_owned(), subject.map(reference))])
        };
        let visit = NewAct { act: "visited".to_owned(), at: 5, ..NewAct::default() };
        let known = [
            recorded(
                1,
                &NewAct { act: RECORDED.to_owned(), cells: row(None), ..visit.clone() },
                BTreeMap::new(),
            ),
            recorded(2, &visit, actor("a")),
            recorded(3, &visit, actor("b")),
        ];
        let erased = BTreeSet::from(["a".to_owned()]);
        let lacks = |erased: &BTreeSet<String>, refer: &[WouldRefer]| {
            let wanted = vec![visit.clone(); refer.len()];
            missing(&known, erased, row(None), None, wanted, refer).len()
        };
        let none = BTreeSet::new();
        assert_eq!(lacks(&none, &[would(Some("a")), would(Some("b"))]), 0);
        assert_eq!(lacks(&none, &[would(Some("b")), would(Some("b"))]), 1);
        assert_eq!(lacks(&none, &[would(None), WouldRefer::new()]), 2);
        // The exact one isn't taken by another that could be the erased one too.
        assert_eq!(lacks(&erased, &[would(None), would(Some("b"))]), 0);
        assert_eq!(lacks(&erased, &[would(Some("b")), would(None)]), 0);
        assert_eq!(lacks(&erased, &[would(None), would(None)]), 1);
    }
}
