//! Every route × role × own or other agency, as `policies/routes.csv` has it; and the routes that ask
//! nothing, as `policies/open_routes.csv` lists them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use authority::Role;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt as _;

use super::{Place, runtime};
use crate::accounts::Proof;
use crate::web::doors::{Door, Needs};
use crate::web::{doors, routes};

const ROUTES: &str = "policies/routes.csv";
const OPEN: &str = "policies/open_routes.csv";

/// An agency that isn't the one whose ledger is served.
const OTHER: &str = "other";

/// Whoever asks.
struct Asker {
    account: String,
    token: String,
    form_key: String,
}

impl Asker {
    fn new(place: &Place, account: String, proof: Proof) -> Self {
        let (token, form_key) = place.session(&account, proof);
        Self { account, token, form_key }
    }

    fn anew(self, place: &Place) -> Self {
        Self::new(place, self.account, Proof::SecondFactor)
    }

    fn request(&self, door: &Door) -> Request<Body> {
        let request = asking(door).header(header::COOKIE, format!("session={}", self.token));
        if door.method == Method::GET {
            return request.body(Body::empty()).unwrap();
        }
        let body = format!("form_key={}", self.form_key);
        request.header(header::CONTENT_TYPE, FORM).body(body.into()).unwrap()
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A request to the route, about something that isn't there.
fn asking(door: &Door) -> axum::http::request::Builder {
    let path = door.path.replace("{*file}", "x").replace('{', "no-").replace('}', "");
    Request::builder().method(&door.method).uri(path).header(header::ACCEPT, "application/json")
}

async fn answer(routes: &Router, request: Request<Body>) -> StatusCode {
    let response = routes.clone().oneshot(request).await.unwrap();
    let status = response.status();
    assert!(!status.is_server_error(), "{status}");
    status
}

fn is_let_in(status: StatusCode) -> bool {
    !matches!(status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED)
}

/// Compares what is so with what a file in the repository says, or writes it there.
fn is_as_kept(file: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    if std::env::var_os("XIAONENG_UPDATE_DOCS").is_some() {
        fs::write(&path, found).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == found,
        "{file} says something else; if that was meant, run the test with XIAONENG_UPDATE_DOCS=1 and \
         look at what changed:\n{found}"
    );
}

#[test]
fn each_route_lets_in_whom_the_table_says() {
    let place = Place::new();
    let all = doors(&place.office).into_routes().1;
    let guarded: Vec<_> = all.iter().filter(|door| door.needs != Needs::Nothing).collect();
    let served = routes(place.office.clone());
    let runtime = runtime();
    let mut let_in = vec![[Vec::new(), Vec::new()]; guarded.len()];
    for (side, agency) in [None, Some(OTHER)].into_iter().enumerate() {
        for role in Role::ALL {
            let name = format!("{}-{side}", role.code());
            let account = place.person(&name, &[*role], agency, None);
            let mut asker = Asker::new(&place, account, Proof::SecondFactor);
            for (number, door) in guarded.iter().enumerate() {
                let status = runtime.block_on(answer(&served, asker.request(door)));
                if is_let_in(status) {
                    let_in[number][side].push(role.code());
                }
                if door.path == "/sign-out" {
                    asker = asker.anew(&place);
                }
            }
        }
    }
    let mut table = "method,path,needs,own_agency,other_agency\n".to_owned();
    for (door, [own, other]) in guarded.iter().zip(&let_in) {
        let Needs::May(action) = door.needs else { continue };
        let listed = |roles: &[&str]| match roles.len() {
            all if all == Role::ALL.len() => "everybody".to_owned(),
            _ => roles.join(";"),
        };
        let (own, other) = (listed(own), listed(other));
        writeln!(table, "{},{},{action},{own},{other}", door.method, door.path).unwrap();
    }
    is_as_kept(ROUTES, &table);
}

#[test]
fn the_routes_that_ask_nothing_are_those_of_the_list() {
    let place = Place::new();
    let mut list = "method,path\n".to_owned();
    for door in doors(&place.office).into_routes().1.iter().filter(|it| it.needs == Needs::Nothing)
    {
        writeln!(list, "{},{}", door.method, door.path).unwrap();
    }
    is_as_kept(OPEN, &list);
}

#[test]
fn nobody_passes_a_door_without_a_session_and_no_form_without_its_key() {
    let place = Place::new();
    let all = doors(&place.office).into_routes().1;
    let served = routes(place.office.clone());
    let runtime = runtime();
    let roles: Vec<Role> = Role::ALL.to_vec();
    let anybody = place.person("anybody", &roles, None, None);
    let half = Asker::new(&place, anybody.clone(), Proof::Half);
    let whole = Asker::new(&place, anybody, Proof::SecondFactor);
    for door in all.iter().filter(|door| door.needs != Needs::Nothing) {
        let nobody = asking(door).body(Body::empty()).unwrap();
        let forged = asking(door).header(header::COOKIE, "session=xns_x").body(Body::empty());
        for request in [nobody, forged.unwrap(), half.request(door)] {
            let status = runtime.block_on(answer(&served, request));
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{door:?}");
        }
        if door.method == Method::POST {
            let cookie = format!("session={}", whole.token);
            let request =
                || asking(door).header(header::COOKIE, &cookie).header(header::CONTENT_TYPE, FORM);
            let other = format!("form_key={}", half.form_key);
            let elsewhere = request().header("sec-fetch-site", "cross-site");
            let own = format!("form_key={}", whole.form_key);
            for request in [
                request().body(Body::empty()).unwrap(),
                request().body(other.into()).unwrap(),
                elsewhere.body(own.into()).unwrap(),
            ] {
                let status = runtime.block_on(answer(&served, request));
                assert_eq!(status, StatusCode::FORBIDDEN, "{door:?}");
            }
        }
    }
}
