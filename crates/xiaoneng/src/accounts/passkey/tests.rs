//! What is asked and answered, as far as no authenticator is needed; `browser/passkeys.test.mjs` has one.

use authority::Role;
use serde_json::json;

use super::super::credentials::{is_locked, unlock};
use super::*;
use crate::web::tests::Place;

/// So many wrong answers lock an account's passkeys.
const LOCKS: usize = 20;
const ID: &str = "BwcHBwcHBwcHBwcHBwcHBw";

fn party() -> RelyingParty {
    RelyingParty::new("localhost", "", &["http://localhost:8080"]).unwrap()
}

fn session(place: &Place, account: &str) -> Session {
    let token = Session::begin(&place.books, account, Proof::Password, "test").unwrap();
    Session::of(&place.books, &token).unwrap().unwrap()
}

/// Gives an account a passkey that nobody holds.
fn give(place: &Place, account: &str, id: &str) {
    let passkey = json!({
        "id": id, "handle": ID, "key": "", "counter": 0, "copies": "never", "transports": 0,
        "name": "窗口电脑",
    });
    let own = json!({ "passkey": passkey, "added": 0, "used": null });
    let own = serde_json::from_value(own).unwrap();
    change(&place.books, account, |kept| kept.passkeys.push(own)).unwrap();
    place.books.put(id, PasskeyOf { account: account.to_owned() }).unwrap();
}

/// An answer of a browser to no question that was asked.
fn answer() -> String {
    let client_data = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQUFBQUFBQUFBQUFBQUFBQUFBQSIs\
                       Im9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6ODA4MCIsImNyb3NzT3JpZ2luIjpmYWxzZX0";
    let response = json!({
        "clientDataJSON": client_data,
        "authenticatorData": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAFAAAAAA",
        "signature": "MAYCAQECAQE",
        "userHandle": ID,
    });
    json!({
        "id": ID, "rawId": ID, "type": "public-key", "response": response,
        "clientExtensionResults": {},
    })
    .to_string()
}

fn is_wrong<T>(done: &Result<T, NotProved>) -> bool {
    matches!(done, Err(NotProved::Wrong))
}

#[test]
fn a_session_answers_once_and_for_itself_alone() {
    let place = Place::new();
    let books = &place.books;
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    let [one, other] = [session(&place, &account), session(&place, &account)];
    let is_asked = |it: &Session| books.kept::<AskedToAdd>(it.key()).unwrap().is_some();
    ask_to_add(books, &party(), &one).unwrap();
    assert!(is_wrong(&add(books, &party(), &other, ("a", "{}"))));
    assert!(is_asked(&one));
    assert!(is_wrong(&add(books, &party(), &one, ("a", "{}"))));
    assert!(!is_asked(&one));

    ask_to_add(books, &party(), &one).unwrap();
    place.pass(WITHIN);
    assert!(!is_asked(&one));
}

#[test]
fn a_browser_answers_once_and_for_itself_alone() {
    let place = Place::new();
    let books = &place.books;
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    give(&place, &account, ID);
    let (token, _) = ask(books, &party()).unwrap();
    let (other, _) = ask(books, &party()).unwrap();
    let show = |token: Option<&str>| by_passkey(books, &party(), (token, &answer()), None);
    let asked = || books.all_kept::<AskedToShow>(None).unwrap().len();
    assert!(is_wrong(&show(None)));
    // The token of a session is no browser's that was asked.
    let of_session = Session::begin(books, &account, Proof::SecondFactor, "test").unwrap();
    assert!(is_wrong(&show(Some(&of_session))));
    assert_eq!(asked(), 2);
    assert!(is_wrong(&show(Some(&token))));
    assert_eq!(asked(), 1);
    assert!(is_wrong(&show(Some(&token))));
    assert_eq!(asked(), 1);
    place.pass(WITHIN);
    assert!(is_wrong(&show(Some(&other))));
    assert_eq!(asked(), 0);
}

#[test]
fn wrong_answers_are_counted_for_the_account_of_the_passkey() {
    let place = Place::new();
    let books = &place.books;
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    give(&place, &account, ID);
    let show = |of: Option<&str>| {
        let (token, _) = ask(books, &party()).unwrap();
        by_passkey(books, &party(), (Some(&token), &answer()), of)
    };
    // Another's passkey is no second step, and no guess at theirs.
    for _ in 0..=LOCKS {
        assert!(is_wrong(&show(Some("another"))));
    }
    for _ in 0..LOCKS {
        assert!(is_wrong(&show(Some(&account))));
        place.pass(15 * 60);
    }
    assert!(matches!(show(None), Err(NotProved::Refused(_))));
    assert!(is_locked(books, &account, "somebody").unwrap());
    unlock(books, &account, "somebody").unwrap();
    assert!(is_wrong(&show(None)));
}

#[test]
fn a_passkey_is_taken_off_by_its_owner_unless_it_is_the_last_way_in() {
    let place = Place::new();
    let books = &place.books;
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    let another = "CAgICAgICAgICAgICAgICA";
    let left = || books.kept::<Credentials>(&account).unwrap().unwrap().passkeys.len();
    give(&place, &account, ID);
    give(&place, &account, another);
    assert!(remove(books, "somebody-else", ID).unwrap());
    assert_eq!(left(), 2);
    assert!(remove(books, &account, ID).unwrap());
    assert_eq!(left(), 1);
    assert!(books.kept::<PasskeyOf>(ID).unwrap().is_none());
    assert!(!remove(books, &account, another).unwrap());
    assert_eq!(left(), 1);
}

#[test]
fn codes_for_when_it_is_lost_go_with_the_last_second_factor() {
    let place = Place::new();
    let books = &place.books;
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    let another = "CAgICAgICAgICAgICAgICA";
    let kept = || books.kept::<Credentials>(&account).unwrap().unwrap();
    give(&place, &account, ID);
    give(&place, &account, another);
    change(books, &account, |kept| {
        kept.recovery = Some(RecoveryCodes::generate().unwrap().0);
        kept.password =
            Some(credentials::PasswordHash::rehash("four unrelated words here").unwrap());
    })
    .unwrap();
    assert!(remove(books, &account, ID).unwrap());
    assert!(kept().has_second_factor() && kept().recovery_codes_left() > 0);
    assert!(remove(books, &account, another).unwrap());
    assert!(!kept().has_second_factor() && kept().recovery_codes_left() == 0);
}

#[test]
fn a_new_code_ends_passkeys_too() {
    let place = Place::new();
    let books = &place.books;
    let account = place.person("somebody", &[Role::Reviewer], None, None);
    give(&place, &account, ID);
    crate::accounts::Directory(books).new_code(&account, crate::accounts::CONSOLE).unwrap();
    let kept = books.kept::<Credentials>(&account).unwrap().unwrap();
    assert!(!kept.can_sign_in());
    assert!(books.kept::<PasskeyOf>(ID).unwrap().is_none());
}
