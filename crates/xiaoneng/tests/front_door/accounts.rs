//! Accounts from the command line to the page to sign in, as somebody who serves a ledger uses them.

use std::fs;

use crate::ledger::{imports, package, text, xiaoneng};
use crate::server::Server;

const PASSWORD: &str = "four+unrelated+words+here";

/// A ledger with an administrator who has no password yet; gives the code by which it is set.
fn opened(place: &[&str]) -> String {
    let open = ["account", "open", "--name", "系统管理员", "--sign-in-name", "admin"];
    let role = ["--role", "system_administrator"];
    let done = xiaoneng(&[&open[..], &role, place].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    done.out.trim().to_owned()
}

#[test]
fn an_account_is_opened_by_a_code_that_is_good_once() {
    let (package, folder) = (package(), tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    imports(package.path(), &place);
    let code = opened(&place);
    let again = xiaoneng(
        &[
            &["account", "open", "--name", "a", "--sign-in-name", "Admin", "--role", "auditor"][..],
            &place,
        ]
        .concat(),
    );
    assert!(again.code == 2 && again.err.contains("signs in as"), "{}", again.err);
    let listed = xiaoneng(&[&["account", "list"][..], &place].concat());
    assert!(listed.out.contains("\tadmin\t系统管理员\tsystem_administrator"), "{}", listed.out);

    let server = Server::on(text(&data));
    let set = |code: &str| {
        let form = format!("name=admin&code={code}&password={PASSWORD}&again={PASSWORD}");
        server.ask("POST /sign-in/first", "", &form)
    };
    let sign_in = |password: &str| {
        server.ask("POST /sign-in", "", &format!("name=ADMIN&password={password}"))
    };
    assert_eq!(sign_in(PASSWORD).0, 200);
    assert_eq!(set(&code).0, 303);
    assert_eq!(set(&code).0, 200);
    let (status, answer) = sign_in(PASSWORD);
    assert_eq!(status, 303, "{answer}");
    let cookie = answer.lines().find(|line| line.starts_with("set-cookie: session=")).unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    let token = cookie["set-cookie: ".len()..].split(';').next().unwrap();
    let asked =
        |path: &str| server.ask(&format!("GET {path}"), &format!("Cookie: {token}\r\n"), "");
    assert_eq!(asked("/account").0, 200);
    // Without a second factor there is nothing else for an administrator.
    assert_eq!(asked("/work/people").0, 403);

    // A new code ends what there was.
    let renewed = xiaoneng(&[&["account", "code", "admin"][..], &place].concat());
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    assert_eq!(asked("/account").0, 303);
    assert_eq!(sign_in(PASSWORD).0, 200);
    assert_eq!(set(renewed.out.trim()).0, 303);
}

#[test]
fn without_the_keys_nobody_signs_in_and_the_portal_is_served() {
    let (package, folder) = (package(), tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    imports(package.path(), &place);
    fs::rename(folder.path().join("data.keys"), folder.path().join("elsewhere")).unwrap();
    let server = Server::on(text(&data));
    assert_eq!(server.get("/").0, 200);
    for path in ["/sign-in", "/account", "/work"] {
        let (status, answer) = server.get(path);
        assert!(matches!(status, 303 | 404) && !answer.contains("password"), "{path}: {answer}");
    }
    assert_eq!(server.ask("POST /sign-in", "", "name=a&password=b").0, 404);
}
