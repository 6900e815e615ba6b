//! What a list shows is what may be opened row by row.

use authority::{Action, Authority, Principal, Resource, Role};
use proptest::prelude::*;

use super::Place;
use crate::accounts::Directory;
use crate::records::NewRow;
use crate::shelf::Shown;

const AGENCIES: [&str; 2] = ["agency", "other"];
const DIVISIONS: [Option<&str>; 3] = [None, Some("治安处"), Some("出入境处")];

fn principal() -> impl Strategy<Value = Principal> {
    let roles = proptest::collection::btree_set(prop::sample::select(Role::ALL), 0..4);
    let agency = prop::sample::select(&AGENCIES[..]);
    let division = prop::sample::select(&DIVISIONS[..]);
    (roles, agency, division, any::<bool>()).prop_map(|(roles, agency, division, second_factor)| {
        Principal {
            id: "asker".to_owned(),
            agency: agency.to_owned(),
            division: division.map(str::to_owned),
            roles,
            second_factor,
            ..Principal::default()
        }
    })
}

/// Each list's action with what its rows are to the policies.
fn lists(place: &Place) -> Vec<(Action, Vec<Resource>)> {
    for (number, division) in DIVISIONS.iter().cycle().take(9).enumerate() {
        let agency = Some("other").filter(|_| number % 4 == 3);
        place.person(&format!("person-{number}"), &[Role::ALL[number]], agency, *division);
        let code = format!("XK{number}");
        let cells = [("item_code", code.as_str()), ("division", division.unwrap_or_default())];
        let cells = cells.into_iter().filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect();
        let row = NewRow { register: "items", key: code, cells: Some(cells) };
        place.books.record_rows(vec![row]).unwrap();
    }
    let row = |division: Option<String>, owner: Option<String>| Resource {
        agency: place.books.tenant().to_owned(),
        division,
        owner,
        ..Resource::default()
    };
    let people = Directory(&place.books).everybody().unwrap().0;
    let people = people.into_iter().map(|(it, _)| row(it.division.clone(), Some(it.id.clone())));
    let shelf = place.office.current_shelf(&place.books).unwrap();
    let items = shelf.rows(&place.books, &shelf.codes(0, 99), Shown::Newest).unwrap();
    let items: Vec<_> = items.into_iter().map(|it| row(it.division, None)).collect();
    vec![
        (Action::ReadPeople, people.collect()),
        (Action::ReadItems, items.clone()),
        (Action::ReadPowers, items),
        (Action::ReadRegisters, vec![row(None, None)]),
    ]
}

#[test]
fn who_may_see_a_list_may_see_each_row_of_it() {
    let place = Place::new();
    let lists = lists(&place);
    assert!(lists[..3].iter().all(|(_, rows)| rows.len() == 9));
    let authority = Authority::built_in().unwrap();
    let agency = place.books.tenant().to_owned();
    proptest!(|(asker in principal())| {
        let division = asker.division.clone();
        let whole = Resource { agency: agency.clone(), division, ..Resource::default() };
        for (action, rows) in &lists {
            let list = authority.decide(&asker, *action, &whole);
            for row in rows.iter().filter(|_| list.is_permitted()) {
                let one = authority.decide(&asker, *action, row);
                prop_assert!(one.is_permitted(), "{action:?} {row:?}: {one:?}");
            }
        }
    });
}
