//! The rules, one by one.

use authority::StandIn;

use super::*;

fn of(division: &str) -> Resource {
    Resource { division: Some(division.into()), ..something() }
}

fn owned_by(person: &str) -> Resource {
    Resource { owner: Some(person.into()), ..something() }
}

#[test]
fn who_is_told_no_is_told_whose_role_it_takes() {
    let clerk = somebody([Role::WindowClerk]);
    let who = [Role::CatalogueEditor, Role::Decider].into();
    assert_eq!(refusal(&clerk, Action::PublishItems, &something()), Some(Reason::NoRole { who }));
}

#[test]
fn an_applicant_sees_their_own_case_and_no_other() {
    let applicant = somebody([Role::Applicant]);
    let own = Resource { involved: ["me".into()].into(), ..something() };
    assert_eq!(refusal(&applicant, Action::ReadCase, &own), None);
    let other = Resource { involved: ["you".into()].into(), ..something() };
    let told = refusal(&applicant, Action::ReadCase, &other);
    assert!(matches!(told, Some(Reason::NoRole { who }) if who.contains(&Role::Reviewer)));
}

#[test]
fn who_is_involved_in_a_case_does_no_work_on_it_by_article_76() {
    let everybody = somebody(Role::ALL.iter().copied());
    let own = Resource { involved: ["me".into(), "you".into()].into(), ..something() };
    for action in [Action::ReceiveCase, Action::ReviewCase, Action::ApproveCase, Action::DecideCase]
    {
        assert_eq!(refusal(&everybody, action, &own), Some(Reason::Involved), "{action}");
        assert_eq!(refusal(&everybody, action, &something()), None, "{action}");
    }
}

#[test]
fn an_editor_of_a_division_keeps_the_items_of_that_division() {
    let editor =
        Principal { division: Some("traffic".into()), ..somebody([Role::CatalogueEditor]) };
    for action in [Action::EditItems, Action::PublishItems] {
        assert_eq!(refusal(&editor, action, &of("traffic")), None);
        assert_eq!(refusal(&editor, action, &of("fire")), Some(Reason::OtherDivision));
        assert_eq!(refusal(&editor, action, &something()), Some(Reason::OtherDivision));
    }
    assert_eq!(refusal(&editor, Action::ReadItems, &of("fire")), None);
    let of_none = somebody([Role::CatalogueEditor]);
    assert_eq!(refusal(&of_none, Action::EditItems, &of("fire")), None);
}

#[test]
fn a_draft_is_published_by_other_eyes_than_those_that_wrote_it() {
    let editor = somebody([Role::CatalogueEditor, Role::Decider]);
    assert_eq!(refusal(&editor, Action::EditItems, &owned_by("me")), None);
    assert_eq!(refusal(&editor, Action::PublishItems, &owned_by("me")), Some(Reason::OwnDraft));
    assert_eq!(refusal(&editor, Action::PublishItems, &owned_by("you")), None);
}

#[test]
fn nobody_changes_their_own_roles() {
    let keeper = somebody([Role::SystemAdministrator]);
    assert_eq!(refusal(&keeper, Action::ChangePeople, &owned_by("me")), Some(Reason::OwnPowers));
    assert_eq!(refusal(&keeper, Action::ChangePeople, &owned_by("you")), None);
}

#[test]
fn an_account_is_its_owners_alone_even_for_the_system_administrator() {
    let keeper = somebody([Role::SystemAdministrator]);
    for action in [Action::SeeOwnAccount, Action::ChangeOwnAccount] {
        assert_eq!(refusal(&keeper, action, &owned_by("you")), Some(Reason::NotOwn));
        assert_eq!(refusal(&keeper, action, &something()), Some(Reason::NotOwn));
    }
}

#[test]
fn everybody_learns_why_they_may_not_and_only_keepers_why_others_may_not() {
    let reviewer = somebody([Role::Reviewer]);
    assert_eq!(refusal(&reviewer, Action::ExplainPermission, &owned_by("me")), None);
    let who = [Role::Auditor, Role::SystemAdministrator].into();
    let told = refusal(&reviewer, Action::ExplainPermission, &owned_by("you"));
    assert_eq!(told, Some(Reason::NoRole { who }));
}

#[test]
fn a_second_factor_is_told_last() {
    let editor = Principal { second_factor: false, ..somebody([Role::CatalogueEditor]) };
    let needed = Some(Reason::SecondFactorNeeded);
    assert_eq!(refusal(&editor, Action::EditItems, &something()), needed);
    assert_eq!(refusal(&editor, Action::ReadItems, &something()), None);
    assert_eq!(refusal(&editor, Action::PublishItems, &owned_by("me")), Some(Reason::OwnDraft));
    let told = refusal(&editor, Action::ChangePeople, &something());
    assert!(matches!(told, Some(Reason::NoRole { .. })));
}

#[test]
fn a_keeper_without_a_second_factor_reaches_the_page_where_it_is_set_up() {
    for role in [Role::SystemAdministrator, Role::Auditor] {
        let keeper = Principal { second_factor: false, ..somebody([role]) };
        assert_eq!(refusal(&keeper, Action::ChangeOwnAccount, &owned_by("me")), None);
        let needed = Some(Reason::SecondFactorNeeded);
        assert_eq!(refusal(&keeper, Action::ReadLog, &something()), needed);
    }
}

#[test]
fn a_token_is_good_for_what_it_was_issued_for_and_never_for_more_than_its_roles() {
    let scopes = Some([Action::ReadRegisters, Action::ChangePeople].into());
    let client = Principal { scopes, ..somebody([Role::CatalogueEditor]) };
    assert_eq!(refusal(&client, Action::ReadRegisters, &something()), None);
    assert_eq!(refusal(&client, Action::ReadItems, &something()), Some(Reason::Scope));
    let told = refusal(&client, Action::ChangePeople, &something());
    assert!(matches!(told, Some(Reason::NoRole { .. })));
}

#[test]
fn who_stands_in_has_the_part_of_the_absent_one_in_cases_of_the_division() {
    let absent = StandIn { role: Role::Decider, division: "traffic".into() };
    let deputy = Principal { stands_in_for: [absent].into(), ..somebody([Role::Approver]) };
    assert_eq!(refusal(&deputy, Action::DecideCase, &of("traffic")), None);
    for elsewhere in [of("fire"), something()] {
        let told = refusal(&deputy, Action::DecideCase, &elsewhere);
        assert_eq!(told, Some(Reason::NoRole { who: [Role::Decider].into() }));
    }
    let told = refusal(&deputy, Action::PublishItems, &of("traffic"));
    assert!(matches!(told, Some(Reason::NoRole { .. })), "only cases pass on");
}

#[test]
fn supervision_from_elsewhere_reads_and_opens_no_case() {
    let elsewhere = Resource { agency: "other".into(), ..Resource::default() };
    for role in [Role::Supervisor, Role::Auditor] {
        let may: Vec<_> = Action::ALL
            .iter()
            .filter(|action| refusal(&somebody([role]), **action, &elsewhere).is_none())
            .collect();
        assert_eq!(may, [&Action::ReadRegisters, &Action::ReadFigures, &Action::ReadLog]);
    }
}

#[test]
fn every_action_is_explained() {
    let authority = authority();
    let (editor, item) = (somebody([Role::CatalogueEditor]), something());
    let told: Vec<_> = authority.explain(&editor, &item).collect();
    assert_eq!(told.len(), Action::ALL.len());
    let by = "items_are_edited".to_owned();
    assert!(told.contains(&(Action::EditItems, Decision::Permitted { by })));
}

#[test]
fn roles_and_actions_are_read_by_their_words() {
    for role in Role::ALL {
        assert_eq!(role.code().parse(), Ok(*role));
        assert_eq!(role.chinese().parse(), Ok(*role));
    }
    for action in Action::ALL {
        assert_eq!(action.code().parse(), Ok(*action));
    }
    let wrong = "clerk".parse::<Role>().unwrap_err().to_string();
    assert!(
        wrong.starts_with("`clerk` is not a role; give one of `applicant`, `agent`"),
        "{wrong}"
    );
    assert!("sign".parse::<Action>().is_err());
}
