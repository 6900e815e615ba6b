//! What a list shows is what may be opened row by row.

use authority::{Action, Authority, Principal, Resource, Role};
use proptest::prelude::*;

use super::Place;
use crate::accounts::Directory;

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

#[test]
fn who_may_see_the_list_of_people_may_see_each_of_them() {
    let place = Place::new();
    for (number, division) in DIVISIONS.iter().cycle().take(9).enumerate() {
        let agency = Some("other").filter(|_| number % 4 == 3);
        place.person(&format!("person-{number}"), &[Role::ALL[number]], agency, *division);
    }
    let everybody = Directory(&place.books).everybody().unwrap().0;
    assert_eq!(everybody.len(), 9);
    let authority = Authority::built_in().unwrap();
    let tenant = place.books.tenant().to_owned();
    proptest!(|(asker in principal())| {
        let of = |division: Option<String>, owner: Option<String>| Resource {
            agency: tenant.clone(), division, owner, ..Resource::default()
        };
        let list = authority.decide(&asker, Action::ReadPeople, &of(asker.division.clone(), None));
        for (account, _) in everybody.iter().filter(|_| list.is_permitted()) {
            let row = of(account.division.clone(), Some(account.id.clone()));
            let one = authority.decide(&asker, Action::ReadPeople, &row);
            prop_assert!(one.is_permitted(), "{account:?}: {one:?}");
        }
    });
}
