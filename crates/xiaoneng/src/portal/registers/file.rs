//! A whole register as CSV, as the exchange package has it.

use std::borrow::Cow;

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use efficacy::package::{Column, Kind, guarded};

use super::{TOGETHER, public, rows};
use crate::web::{Office, Refused};

/// No cell of it is taken for a formula by a spreadsheet; read as a package it is the same again.
pub(super) async fn file(office: &Office, name: &str) -> Result<Response, Refused> {
    let (_, table) = public(name)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Refused::broken(&error);
    out.write_record(table.columns.iter().map(|column| column.name)).map_err(broken)?;
    let mut after = 0;
    loop {
        let page = rows(office, table, after, TOGETHER).await?;
        for row in &page {
            let cell = |name: &str| row.cells.get(name).map_or("", String::as_str);
            let cells = table.columns.iter().map(|column| harmless(column, cell(column.name)));
            out.write_record(cells.map(Cow::into_owned)).map_err(broken)?;
        }
        match page.last() {
            Some(last) if page.len() == TOGETHER => after = last.opened,
            _ => break,
        }
    }
    let text = out.into_inner().map_err(|error| Refused::broken(&error))?;
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    Ok((kind, text).into_response())
}

/// A cell as packages write it: free text is guarded, anything else can't be a formula.
fn harmless<'a>(column: &Column, cell: &'a str) -> Cow<'a, str> {
    if column.kind == Kind::Text { guarded(cell) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let (_, table) = public("proofs").unwrap();
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("＝1", "'＝1"),
            ("-3", "'-3"),
            ("@a", "'@a"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(harmless(&table.columns[0], cell), expected);
        }
        let has_free_text = |column: &Column| column.kind == Kind::Text;
        assert!(table.columns.iter().any(has_free_text));
    }
}
