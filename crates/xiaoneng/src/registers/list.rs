//! The registers with how many rows each has.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{address, kept};
use crate::records::Books;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// A register to go to.
struct Line {
    address: String,
    name: String,
    lead: String,
    rows: String,
}

#[derive(Template)]
#[template(path = "registers/list.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit) -> Response {
    let page = async {
        let counting = |books: &Books| {
            let count = |table: &str| books.ask(async |it| it.count_rows(table).await);
            kept().map(|(_, table)| count(table.name)).collect::<Result<Vec<_>, _>>()
        };
        let (counts, t) = (office.read(counting).await?, &visit.words);
        let line = |((public, table), rows): ((crate::portal::registers::Public, _), i64)| Line {
            address: address(table),
            name: t.text(public.1),
            lead: t.text(public.2),
            rows: t.format("registers-rows", &[("rows", rows.into())]),
        };
        visit.page(&Page {
            frame: visit.frame(&office, Place::Work, t.text("registers-title")),
            lines: kept().zip(counts).map(line).collect(),
        })
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
