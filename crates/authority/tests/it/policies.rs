//! Policies as texts: what is refused when they are read.

use authority::PolicyError;

use super::*;

/// The program's schema with one policy of a test.
fn read(policy: &str) -> Result<Authority, PolicyError> {
    let built_in = authority();
    let (name, schema) = built_in.texts().next().unwrap();
    Authority::read([(name, schema), ("test.cedar", policy)])
}

fn problem(policy: &str) -> String {
    read(policy).unwrap_err().to_string()
}

#[test]
fn the_schema_has_the_roles_and_actions_of_the_program_and_no_others() {
    let built_in = authority();
    let schema = built_in.texts().find(|(file, _)| file.ends_with(".cedarschema")).unwrap().1;
    let quoted = schema.lines().filter_map(|line| line.trim().strip_prefix('"'));
    let roles: Vec<_> = quoted.filter_map(|rest| Some(rest.split_once('"')?.0)).collect();
    assert_eq!(roles, Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>());
    let declared = schema.split("action ").skip(1).filter_map(|rest| rest.split_once("appliesTo"));
    let mut actions: Vec<_> =
        declared.flat_map(|(names, _)| names.split(',').map(str::trim)).collect();
    actions.sort_unstable();
    let mut known: Vec<_> = Action::ALL.iter().map(|action| action.code()).collect();
    known.sort_unstable();
    assert_eq!(actions, known);
}

#[test]
fn every_text_is_given_out_to_be_kept_as_a_version() {
    let built_in = authority();
    let again = Authority::read(built_in.texts()).unwrap();
    assert!(again.texts().eq(built_in.texts()));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let policies = files.filter(|file| !file.to_string_lossy().ends_with(".csv")).count();
    assert_eq!(built_in.texts().count(), policies, "a file of `policies/` isn't built in");
}

#[test]
fn a_policy_that_speaks_of_what_isnt_there_is_refused() {
    for policy in [
        r#"@id("a") permit (principal in Role::"clerk", action, resource);"#,
        r#"@id("a") permit (principal, action == Action::"sign", resource);"#,
        r#"@id("a") permit (principal, action, resource) when { resource.secret };"#,
        r#"@id("a") permit (principal, action, resource) when { resource.owner == principal };"#,
    ] {
        assert!(matches!(read(policy), Err(PolicyError::Invalid(_))), "{policy}");
    }
}

#[test]
fn a_policy_says_its_name_and_why_it_forbids() {
    assert_eq!(
        problem("permit (principal, action, resource);"),
        "test.cedar: a policy has no name: `permit (principal, action, resource);`; give it an `@id(\"…\")`"
    );
    let told = problem(r#"@id("a") @reason("mood") forbid (principal, action, resource);"#);
    assert!(told.starts_with("test.cedar: `a` forbids for the reason `mood`; give it a `@reason"));
    let twice = r#"@id("a") permit (principal, action == Action::"read_log", resource);"#;
    assert!(problem(&format!("{twice}\n{twice}")).starts_with("test.cedar: "));
    assert!(problem("allow everything").starts_with("test.cedar: "));
}

#[test]
fn policies_come_with_one_schema() {
    let told = Authority::read([]).unwrap_err().to_string();
    assert!(told.contains("0 schemas are given"), "{told}");
}

#[test]
fn without_policies_nobody_may_do_anything() {
    let empty = read("").unwrap();
    let everybody = somebody(Role::ALL.iter().copied());
    for action in Action::ALL {
        assert_eq!(
            empty.decide(&everybody, *action, &something()),
            Decision::Refused { reason: Reason::NoRole { who: [].into() } }
        );
    }
}
