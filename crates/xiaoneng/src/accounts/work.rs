//! The workbench's front page: what one may do here.

use askama::Template;
use authority::Action;
use axum::extract::State;
use axum::response::Response;

use crate::web::{Frame, Office, Place, Visit, Who};

/// A page to go to.
struct Way {
    address: &'static str,
    title: String,
    lead: String,
}

#[derive(Template)]
#[template(path = "accounts/work.html")]
struct Page {
    frame: Frame,
    lead: String,
    ways: Vec<Way>,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit, Who(who): Who) -> Response {
    let t = &visit.words;
    let ways = [
        (Action::ReadItems, "/work/items", "editing-list-title", "editing-list-lead"),
        (Action::ReadPowers, "/work/powers", "powers-title", "powers-lead"),
        (Action::ReadRegisters, "/work/registers", "registers-title", "registers-lead"),
        (Action::ReadPeople, "/work/people", "accounts-people-title", "accounts-people-lead"),
        (Action::ReadPeople, "/work/leave", "accounts-leave-title", "accounts-leave-lead"),
        (Action::ReadClients, "/work/clients", "accounts-clients-title", "accounts-clients-lead"),
    ];
    let way = |(action, address, title, lead): (Action, &'static str, &str, &str)| {
        let may = who.could(action, office.tenant());
        may.then(|| Way { address, title: t.text(title), lead: t.text(lead) })
    };
    let roles = super::terms::roles(&who.principal.roles, t);
    let page = visit.page(&Page {
        frame: visit.frame(&office, Place::Work, t.text("accounts-work-title")),
        lead: t.format("accounts-work-lead", &[("roles", roles.into())]),
        ways: ways.into_iter().filter_map(way).collect(),
    });
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}
