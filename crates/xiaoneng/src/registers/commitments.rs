//! Items under notification and commitment (告知承诺): which items are, and what is wrong with that.

use ::catalogue::{Finding, Item};
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use efficacy::words::Words;
use serde::Deserialize;

use crate::catalogue::{Said, said_of};
use crate::records::Books;
use crate::shelf::Shown;
use crate::web::{Frame, Office, Place, Refused, Visit, encoded};

/// Items on a page.
const PAGE: usize = 50;

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
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Which page; 1 is the first.
    #[serde(default)]
    page: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let page = async {
        let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
        let (reading, number) = (office.clone(), asked.page.parse().unwrap_or(1).max(1));
        let looking = move |books: &Books| {
            let shelf = reading.current_shelf(books)?;
            let codes = shelf.committing();
            let last = codes.len().div_ceil(PAGE).max(1);
            let number: usize = number.min(last);
            let shown: Vec<_> = codes.iter().skip((number - 1) * PAGE).take(PAGE).collect();
            let items = shelf.rows(books, &shown, Shown::Newest)?;
            Ok((codes.len(), number, last, items, shelf.findings(books, &shown)?))
        };
        let (count, number, last, items, findings) = office.read(looking).await?;
        let t = &visit.words;
        let other = |page: usize| format!("/work/registers/commitments?page={page}");
        visit.page(&Page {
            frame: visit.frame(&office, Place::Work, t.text("registers-commitments")),
            found: t.format("editing-list-found", &[("items", count.into())]),
            lines: items.iter().map(|item| line(item, &findings, t)).collect(),
            before: (number > 1).then(|| other(number - 1)),
            after: (number < last).then(|| other(number + 1)),
        })
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

fn line(item: &Item, findings: &[Finding], words: &Words) -> Line {
    let code = item.code.clone().unwrap_or_default();
    let about =
        findings.iter().filter(|it| it.item_code == code && it.element.starts_with("commitment"));
    Line {
        address: format!("/work/items/{}", encoded(&code)),
        name: item.name.clone().unwrap_or_default(),
        division: item.division.clone().unwrap_or_default(),
        from: item.commitment_from.map(|day| words.date(day)).unwrap_or_default(),
        findings: about.map(|finding| said_of(finding, words)).collect(),
        code,
    }
}
