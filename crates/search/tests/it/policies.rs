//! How good the search is on questions about policy notices of 2020.

use search::{Field, Index};

use crate::shared::table;

/// Characters at the beginning of a notice in which its title stands; the data has no titles.
const HEADING: usize = 150;

#[test]
fn questions_find_their_notice_at_least_as_well_as_bm25_over_pairs_of_characters() {
    let (Some(notices), Some(questions)) =
        (table("cn-search/policy_docs.csv.gz"), table("cn-search/policy_queries_a.csv"))
    else {
        return;
    };
    let mut index = Index::new(&[Field::name(1.0), Field::text(1.0)]).unwrap();
    let heading = |text: &str| text.chars().take(HEADING).collect::<String>();
    let headings: Vec<String> = notices.iter().map(|row| heading(&row[1])).collect();
    let rows = notices.iter().zip(&headings);
    index.add_all(rows.map(|(row, heading)| (&row[0], [heading.as_str(), &row[1]]))).unwrap();
    assert_eq!((index.len(), questions.len()), (599, 356));

    let (mut first_ten, mut reciprocal) = (0, 0.0);
    for row in &questions {
        let hits = index.search(&index.query(&row[2]), 10).unwrap();
        if let Some(place) = hits.iter().position(|hit| hit.id == row[1]) {
            first_ten += 1;
            reciprocal += 1.0 / (place + 1) as f64;
        }
    }
    let mean = reciprocal / questions.len() as f64;
    println!("{first_ten} of {} in the first ten, MRR {mean:.4}", questions.len());
    // The plain method: 346 of 356 (0.972), MRR 0.867.
    assert!(first_ten >= 346, "{first_ten} questions find their notice in the first ten");
    assert!(mean >= 0.885, "MRR {mean:.4}");
}
