//! Guessing at who somebody is: what is counted, what is told, and what opens it again.

use authority::Role;
use axum::http::StatusCode;

use super::{Place, runtime};
use crate::accounts::Proof;

/// So many wrong guesses lock what is guessed at.
const LOCKS: usize = 20;

#[test]
fn a_code_guessed_for_a_name_that_nobody_has_is_told_as_for_any_other() {
    let (place, runtime) = (Place::new(), runtime());
    place.person("somebody", &[Role::Reviewer], None, None);
    let nobody = (String::new(), String::new());
    let guess = |name: &str| {
        let form = format!(
            "name={name}&code=0000&password=an+even+longer+password&again=an+even+longer+password"
        );
        let answer = runtime.block_on(place.ask(&nobody, "/sign-in/first", Some(&form)));
        assert_eq!(answer.status, StatusCode::OK);
        let (_, said) = answer.page.split_once("role=\"alert\">").unwrap();
        said.split_once("</p>").unwrap().0.to_owned()
    };
    // Three for each of them; then each waits, and a name that wasn't tried doesn't.
    let first = guess("somebody");
    assert_eq!(guess("nobody-1"), first);
    for name in ["somebody", "nobody-1"] {
        guess(name);
        guess(name);
        assert_ne!(guess(name), first, "{name}");
    }
    assert_eq!(guess("nobody-2"), first);
}

#[test]
fn who_guesses_the_password_of_a_session_is_locked_out_until_an_administrator_opens_it() {
    let (place, runtime) = (Place::new(), runtime());
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    let admin = place.person("admin", &[Role::SystemAdministrator], None, None);
    let session = place.session(&account, Proof::Password);
    let guess = "now=wrong&password=an+even+longer+password&again=an+even+longer+password";
    let ask = || runtime.block_on(place.ask(&session, "/account/password", Some(guess)));
    let mut locked = false;
    for _ in 0..LOCKS {
        let answer = ask();
        assert_eq!(answer.status, StatusCode::OK);
        place.pass(15 * 60);
        locked |= answer.page.contains("已锁定");
    }
    assert!(!locked && ask().page.contains("已锁定"));
    let admin = place.session(&admin, Proof::SecondFactor);
    let person = format!("/work/people/{account}");
    let shown = runtime.block_on(place.ask(&admin, &person, None));
    assert!(shown.page.contains("已锁定"));
    let opened = runtime.block_on(place.ask(&admin, &format!("{person}/unlock"), Some("")));
    assert_eq!(opened.leads_to.as_deref(), Some(person.as_str()));
    assert!(!ask().page.contains("已锁定"));
}
