//! What holds of whoever asks, for whatever.

use authority::{Effect, StandIn};
use proptest::collection::btree_set;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn person() -> impl Strategy<Value = String> {
    select(vec!["me", "you", "\"they\"; permit"]).prop_map(str::to_owned)
}

fn agency() -> impl Strategy<Value = String> {
    select(vec![OWN, "other"]).prop_map(str::to_owned)
}

fn division() -> impl Strategy<Value = String> {
    select(vec!["traffic", "fire"]).prop_map(str::to_owned)
}

fn action() -> impl Strategy<Value = Action> {
    select(Action::ALL)
}

fn stand_in() -> impl Strategy<Value = StandIn> {
    (select(Role::ALL), division()).prop_map(|(role, division)| StandIn { role, division })
}

fn principal() -> impl Strategy<Value = Principal> {
    let roles = btree_set(select(Role::ALL), 0..5);
    let scopes = option::of(btree_set(action(), 0..25));
    (
        person(),
        agency(),
        option::of(division()),
        roles,
        btree_set(stand_in(), 0..3),
        any::<bool>(),
        scopes,
    )
        .prop_map(|(id, agency, division, roles, stands_in_for, second_factor, scopes)| {
            Principal { id, agency, division, roles, stands_in_for, second_factor, scopes }
        })
}

fn resource() -> impl Strategy<Value = Resource> {
    (agency(), option::of(division()), option::of(person()), btree_set(person(), 0..2)).prop_map(
        |(agency, division, owner, involved)| Resource { agency, division, owner, involved },
    )
}

proptest! {
    #[test]
    fn without_a_role_nothing_is_permitted(
        mut principal in principal(), action in action(), resource in resource(),
    ) {
        principal.roles.clear();
        principal.stands_in_for.clear();
        prop_assert!(!authority().decide(&principal, action, &resource).is_permitted());
    }

    #[test]
    fn the_policies_always_give_an_answer(
        principal in principal(), action in action(), resource in resource(),
    ) {
        prop_assert_ne!(refusal(&principal, action, &resource), Some(Reason::Unclear));
    }

    #[test]
    fn fewer_scopes_never_permit_more(
        principal in principal(), left_out in action(), action in action(), resource in resource(),
    ) {
        let all = || Action::ALL.iter().copied().collect();
        let mut scopes = principal.scopes.clone().unwrap_or_else(all);
        scopes.remove(&left_out);
        let fewer = Principal { scopes: Some(scopes), ..principal.clone() };
        let authority = authority();
        if authority.decide(&fewer, action, &resource).is_permitted() {
            prop_assert!(authority.decide(&principal, action, &resource).is_permitted());
        }
    }

    #[test]
    fn what_is_forbidden_stays_forbidden_whatever_roles_are_added(
        principal in principal(), action in action(), resource in resource(),
    ) {
        let told = refusal(&principal, action, &resource);
        let lifted_by_supervision = told == Some(Reason::OtherAgency);
        let forbidden = told.is_some_and(|reason| !matches!(reason, Reason::NoRole { .. }));
        if forbidden && !lifted_by_supervision {
            let everybody = Principal { roles: Role::ALL.iter().copied().collect(), ..principal };
            prop_assert!(refusal(&everybody, action, &resource).is_some());
        }
    }

    #[test]
    fn nothing_of_another_agency_is_changed(
        principal in principal(), action in action(), mut resource in resource(),
    ) {
        resource.agency = format!("not {}", principal.agency);
        if action.effect() == Effect::Changes {
            prop_assert_eq!(refusal(&principal, action, &resource), Some(Reason::OtherAgency));
        }
    }
}
