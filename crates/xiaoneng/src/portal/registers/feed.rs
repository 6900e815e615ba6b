//! What changed in a register last, as a feed (Atom, RFC 4287).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use efficacy::package::Table;
use efficacy::words::Words;
use jiff::Timestamp;
use ledger::Act;
use sha2::{Digest, Sha256};

use super::history::{self, Change};
use super::row::sentence;
use super::{Public, TOGETHER, address, called, public};
use crate::cli::Failure;
use crate::portal::answered;
use crate::records::Books;
use crate::web::{Office, Refused, Visit};

/// How many changes a feed tells.
const MOST: usize = 50;

struct Entry {
    id: String,
    title: String,
    address: String,
    updated: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "portal/registers/feed.xml")]
struct Feed {
    lang: &'static str,
    id: String,
    title: String,
    author: String,
    address: String,
    updated: String,
    entries: Vec<Entry>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path(name): Path<String>,
) -> Response {
    let answer = feed(&office, &visit, &name).await;
    answered(answer, &visit, &office)
}

async fn feed(office: &Office, visit: &Visit, name: &str) -> Result<Response, Refused> {
    let (Public(_, title, _), table) = public(name)?;
    let author = office.shelf().await?.agency.clone();
    let words = visit.words.clone();
    let (tenant, entries) = office
        .read(move |books| Ok((books.tenant().to_owned(), last_changes(books, table, &words)?)))
        .await?;
    let feed = Feed {
        lang: visit.lang().tag(),
        id: urn(&[&tenant, table.name]),
        title: visit.words.text(title),
        author,
        address: format!("/registers/{}", table.name),
        updated: entries.first().map_or_else(|| instant(0), |entry| entry.updated.clone()),
        entries,
    };
    let xml = feed.render().map_err(|error| Refused::broken(&error))?;
    Ok(visit.answer(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml)))
}

/// The last changes of a register, the last first. All of it is read, but no more than the last are kept.
fn last_changes(books: &Books, table: &Table, words: &Words) -> Result<Vec<Entry>, Failure> {
    let opened = books.ask(async |it| it.opened(table.name).await)?;
    let mut last: BTreeMap<i64, Entry> = BTreeMap::new();
    for page in opened.chunks(TOGETHER) {
        let names: Vec<_> = page.iter().map(|it| (table.name, it.matter.as_str())).collect();
        let found = books.ask(async |it| it.acts_of(&names).await)?;
        for ((_, key), acts) in &found {
            for change in history::changes(table, acts, words) {
                last.insert(
                    change.position,
                    entry(books, table, (key.as_str(), acts.as_slice()), &change, words),
                );
                if last.len() > MOST {
                    last.pop_first();
                }
            }
        }
    }
    Ok(last.into_values().rev().collect())
}

fn entry(
    books: &Books,
    table: &Table,
    (key, acts): (&str, &[Act]),
    change: &Change,
    words: &Words,
) -> Entry {
    let name = history::last_cells(acts).map_or("", |cells| called(table, cells));
    let said: Vec<String> = change.said.iter().map(|said| sentence(said, words)).collect();
    let title = [("what", change.what.as_str().into()), ("name", name.into())];
    Entry {
        id: urn(&[books.tenant(), table.name, &change.position.to_string()]),
        title: words.format("portal-feed-entry", &title),
        address: address(table, key),
        updated: instant(change.at),
        summary: said.join("\n"),
    }
}

/// When, as feeds write it (RFC 3339).
fn instant(at: i64) -> String {
    Timestamp::from_microsecond(at).unwrap_or_default().to_string()
}

/// A name that stays the same wherever the program is reached: a UUID of our own making (RFC 9562,
/// version 8) of what these words say.
fn urn(words: &[&str]) -> String {
    let digest = Sha256::digest(words.join("\n"));
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    id[6] = id[6] & 0x0f | 0x80;
    id[8] = id[8] & 0x3f | 0x80;
    let hex = xiaoneng::models::hex(&id);
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_that_stays_and_is_of_one_change() {
        let id = urn(&["agency", "proofs", "7"]);
        assert_eq!((id.len(), &id[23..24]), (45, "8"), "{id}");
        assert!("89ab".contains(&id[28..29]), "{id}");
        assert_eq!(id, urn(&["agency", "proofs", "7"]));
        assert_ne!(id, urn(&["agency", "proofs", "8"]));
    }
}
