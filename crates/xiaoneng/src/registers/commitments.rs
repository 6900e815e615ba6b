//! Items under notification and commitment (告知承诺): which items are, and what is wrong with that.

use ::catalogue::{Item, Linter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use efficacy::words::Words;

use crate::catalogue::{Said, said_of};
use crate::web::{Frame, Office, Place, Refused, Visit, encoded};

/// An item that takes commitments.
struct Line {
    address: String,
    name: String,
    code: String,
    division: String,
    from: String,
    findings: Vec<Said>,
}

#[derive(Template)]
#[template(path = "registers/commitments.html")]
struct Page {
    frame: Frame,
    found: String,
    lines: Vec<Line>,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit) -> Response {
    let page = async {
        let (shelf, words) = (office.shelf().await?, visit.words.clone());
        let looking = tokio::task::spawn_blocking(move || {
            let linter = Linter::new(shelf.catalogue());
            let items = shelf.newest_of_all();
            let items = items.filter(|item| item.commitment == Some(true));
            items.map(|item| line(item, &linter, &words)).collect::<Vec<_>>()
        });
        let lines = looking.await.map_err(|error| Refused::broken(&error))?;
        let t = &visit.words;
        visit.page(&Page {
            frame: visit.frame(&office, Place::Work, t.text("registers-commitments")),
            found: t.format("editing-list-found", &[("items", lines.len().into())]),
            lines,
        })
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

fn line(item: &Item, linter: &Linter<'_>, words: &Words) -> Line {
    let found = linter.draft(item);
    let about = found.iter().filter(|finding| finding.element.starts_with("commitment"));
    let code = item.code.clone().unwrap_or_default();
    Line {
        address: format!("/work/items/{}", encoded(&code)),
        name: item.name.clone().unwrap_or_default(),
        division: item.division.clone().unwrap_or_default(),
        from: item.commitment_from.map(|day| words.date(day)).unwrap_or_default(),
        findings: about.map(|finding| said_of(finding, words)).collect(),
        code,
    }
}
