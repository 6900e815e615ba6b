//! How many seeded defects the linter finds, and how many of its findings are seeded.

use std::collections::BTreeSet;

use catalogue::{Catalogue, Finding, Item, Linter, lint};
use fastrand::Rng;

use crate::defects;
use crate::near_misses;
use crate::population::population;
use crate::rows::read;
use crate::singles::{concerned, pairs};

/// Whether two edits are about different things.
fn is_apart(about: &[&str], taken: &[&str]) -> bool {
    let is_alone = about.contains(&"*") && !taken.is_empty() || taken.contains(&"*");
    !is_alone && !about.iter().any(|word| taken.contains(word))
}

#[test]
fn seeded_defects_are_found_and_little_else() {
    let mut rng = Rng::with_seed(20_261_128);
    let mut rows = population(6, 24);
    let kinds = defects::all();
    let mut expected = BTreeSet::new();
    let mut used = BTreeSet::new();
    let (mut seeded, mut near) = (0, 0);
    for item in &mut rows {
        let mut taken: Vec<&str> = Vec::new();
        // None, or several defects on one item, with near misses between them.
        let wanted = rng.usize(0..6);
        for _ in 0..wanted * 3 {
            let defect = kinds[rng.usize(0..kinds.len())];
            let mut edited = item.clone();
            let before = edited.code();
            if is_apart(defect.about, &taken) && (defect.edit)(&mut edited, &mut rng) {
                *item = edited;
                taken.extend(defect.about);
                used.insert(defect.kind);
                seeded += 1;
                // What was seeded before moves with an item that gets another code.
                let moved: Vec<_> =
                    expected.iter().filter(|(code, _)| *code == before).cloned().collect();
                if item.code() != before {
                    for pair in moved {
                        expected.remove(&pair);
                        expected.insert((item.code(), pair.1));
                    }
                }
                expected.extend(
                    concerned(item, defect.kind).into_iter().map(|code| (code, defect.rule)),
                );
            }
            let near_misses::NearMiss(_, about, edit) =
                &near_misses::ALL[rng.usize(0..near_misses::ALL.len())];
            let mut edited = item.clone();
            if is_apart(about, &taken) && edit(&mut edited, &mut rng) {
                *item = edited;
                taken.extend(*about);
                near += 1;
            }
        }
    }
    let catalogue = read(&rows);
    let findings = lint(&catalogue);
    parts_tell_what_the_whole_does(&catalogue, &findings);
    let found = pairs(&findings);
    let hits = found.intersection(&expected).count();
    let precision = hits as f64 / found.len() as f64;
    let recall = hits as f64 / expected.len() as f64;
    println!(
        "{seeded} defects of {} kinds and {near} near misses in {} items: {} pairs of item and \
         rule expected, {} found, {hits} in both; precision {precision:.4}, recall {recall:.4}",
        used.len(),
        rows.len(),
        expected.len(),
        found.len(),
    );
    println!("not found: {:?}", expected.difference(&found).collect::<Vec<_>>());
    println!("not seeded: {:?}", found.difference(&expected).collect::<Vec<_>>());
    assert!(seeded >= 500 && used.len() >= 40, "{seeded} of {} kinds", used.len());
    assert!(near >= 200, "{near}");
    assert!(precision >= 0.98, "{precision}");
    assert!(recall >= 0.98, "{recall}");
}

/// Each code's rows with their main items and namesakes alone give the findings that the list gives of it.
fn parts_tell_what_the_whole_does(whole: &Catalogue, findings: &[Finding]) {
    let collected = Linter::new(whole).collected();
    let codes: BTreeSet<&str> = whole.items.iter().filter_map(|it| it.code.as_deref()).collect();
    for code in codes {
        let own: Vec<&Item> =
            whole.items.iter().filter(|it| it.code.as_deref() == Some(code)).collect();
        let is_beside = |item: &Item| {
            own.iter().any(|it| it.parent_code == item.code || it.name_key() == item.name_key())
        };
        let with =
            whole.items.iter().filter(|it| it.code.as_deref() == Some(code) || is_beside(it));
        let mut part = whole.clone();
        part.items = with.cloned().collect();
        let told = Linter::of_part(&part, collected).all();
        let said = |findings: &[Finding]| -> Vec<_> {
            let own = findings.iter().filter(|it| it.place.is_some() && it.item_code == code);
            own.map(|it| (it.rule.id, it.element, it.found.clone())).collect()
        };
        assert_eq!(said(&told), said(findings), "{code}");
    }
}
