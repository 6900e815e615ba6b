//! The annual reports that were published, each as it was frozen, with the cases behind its figures.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use efficacy::words::{Lang, Value};
use tempfile::TempDir;
use tower_http::services::ServeDir;

use super::answered;
use crate::cli::Failure;
use crate::publishing::{self, Computed, YearReport, differences};
use crate::records::Books;
use crate::reports::{self, Format, Writing};
use crate::web::{Frame, Office, Place, Refused, Visit};
use crate::words;

/// The forms that the public reads a report in.
const FORMS: [Format; 3] = [Format::Json, Format::Html, Format::Docx];

/// An edition in a language.
type Which = (i16, u32, &'static str);

/// Editions written to files when they were first asked for. What was published doesn't change.
pub(crate) struct Editions {
    folder: TempDir,
    written: Mutex<BTreeMap<Which, Arc<PathBuf>>>,
}

/// The figures of the report published last, in a line.
pub(super) struct Headline {
    pub(super) text: String,
    pub(super) address: String,
}

/// A published report.
struct Published {
    address: String,
    title: String,
    said: String,
}

impl Editions {
    pub(crate) fn new() -> Result<Self, Failure> {
        let temporary = std::env::temp_dir();
        let folder = tempfile::tempdir().map_err(|source| Failure::write(temporary, source))?;
        Ok(Self { folder, written: Mutex::default() })
    }

    /// The folder with the report of a year as it was published last; none where it wasn't.
    fn folder(&self, books: &Books, year: i16, lang: Lang) -> Result<Option<PathBuf>, Failure> {
        let report = YearReport::read(books, year)?;
        let Some(edition) = report.published() else { return Ok(None) };
        let which = (year, edition.number, lang.tag());
        // One visitor writes, others wait for it.
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = written.get(&which) {
            return Ok(Some(folder.to_path_buf()));
        }
        let again = Computed::as_of(books, year, edition.draft.as_of)?;
        if let Some(first) = differences(&edition.draft, &again.draft).first() {
            return Err(Failure::Broken(format!(
                "edition {} of the report of {year} isn't computed as it was published: {first}",
                edition.number
            )));
        }
        let folder = self.folder.path().join(format!("{year}-{}-{lang}", edition.number));
        let writing = Writing {
            folder: &folder,
            formats: &FORMS,
            lang,
            evidence: true,
            date: edition.published_on().map(legal_clock::Day::date),
            since: None,
            fonts: None,
        };
        reports::write(&again.year, &again.year.report(), &writing)?;
        written.insert(which, Arc::new(folder.clone()));
        Ok(Some(folder))
    }
}

/// The report that was published last.
pub(crate) struct Latest {
    year: i16,
    pub(crate) address: String,
    report: serde_json::Value,
}

impl Latest {
    /// The value of a figure, if it has one.
    pub(crate) fn value(&self, id: &str) -> Option<f64> {
        let figures = self.report["figures"].as_array()?;
        figures.iter().find(|it| it["id"] == id)?["value"].as_f64()
    }
}

/// The report that was published last; none where none was.
pub(crate) fn latest(books: &Books) -> Result<Option<Latest>, Failure> {
    for year in publishing::years(books)?.into_iter().rev() {
        let report = YearReport::read(books, year)?;
        let Some(edition) = report.published() else { continue };
        let report = serde_json::from_str(&edition.draft.report)
            .map_err(|error| Failure::Broken(error.to_string()))?;
        return Ok(Some(Latest { year, address: address(year), report }));
    }
    Ok(None)
}

/// What the report published last says in a line; none where none was published.
pub(super) fn headline(books: &Books, lang: Lang) -> Result<Option<Headline>, Failure> {
    let Some(latest) = latest(books)? else { return Ok(None) };
    let t = words::of(lang);
    let (cases, rate) = (latest.value("cases_decided"), latest.value("case_on_time_rate"));
    let Some((cases, rate)) = cases.zip(rate) else { return Ok(None) };
    let values = [
        ("year", Value::from(latest.year.to_string())),
        ("cases", t.number(cases).into()),
        ("rate", t.percent(rate).into()),
    ];
    let text = t.format("portal-home-headline", &values);
    Ok(Some(Headline { text, address: latest.address }))
}

fn address(year: i16) -> String {
    format!("/reports/{year}/report.html")
}

#[derive(Template)]
#[template(path = "portal/reports.html")]
struct Page {
    frame: Frame,
    published: Vec<Published>,
}

pub(super) async fn list(State(office): State<Office>, visit: Visit) -> Response {
    let answer = page(&office, &visit).await;
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit) -> Result<Response, Refused> {
    let t = visit.words.clone();
    let published = move |books: &Books| {
        let mut all = Vec::new();
        for year in publishing::years(books)?.into_iter().rev() {
            let report = YearReport::read(books, year)?;
            let Some(edition) = report.published() else { continue };
            let Some(day) = edition.published_on() else { continue };
            let title = t.format("portal-report-of", &[("year", year.to_string().into())]);
            let values = [("edition", edition.number.into()), ("day", Value::from(t.date(day)))];
            let said = t.format("portal-report-published", &values);
            all.push(Published { address: address(year), title, said });
        }
        Ok(all)
    };
    let published = office.read(published).await?;
    let title = visit.words.text("web-way-reports");
    visit.page(&Page { frame: visit.frame(office, Place::Reports, title), published })
}

/// A file of a published report.
pub(super) async fn file(
    State(office): State<Office>,
    visit: Visit,
    Path((year, file)): Path<(String, String)>,
) -> Response {
    let answer = read_file(&office, &visit, &year, &file).await;
    answered(answer, &visit, &office)
}

async fn read_file(
    office: &Office,
    visit: &Visit,
    year: &str,
    file: &str,
) -> Result<Response, Refused> {
    let missing = || Refused::not_found("portal-no-report", "portal-no-report-next");
    let year: i16 = year.parse().map_err(|_| missing())?;
    let (editions, lang) = (office.editions(), visit.lang());
    let folder = office.read(move |books| editions.folder(books, year, lang)).await?;
    let response = served(&folder.ok_or_else(missing)?, file).await.ok_or_else(missing)?;
    let mut response = visit.answer(response);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, STANDING_ALONE);
    Ok(response)
}

/// The policy of a page that brings its own style, and runs nothing.
const STANDING_ALONE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);
/// The same of the page that verifies, whose scripts its own policy names by their hashes.
const VERIFYING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

async fn served(folder: &FilePath, file: &str) -> Option<Response> {
    let uri: Uri = format!("/{file}").parse().ok()?;
    let request = Request::builder().uri(uri).body(Body::empty()).ok()?;
    let Ok(response) = ServeDir::new(folder).try_call(request).await else { return None };
    response.status().is_success().then(|| response.map(Body::new))
}

/// The page that verifies a report's bundle, to be kept and used without a network.
pub(super) async fn verifier() -> Response {
    let mut response = Html(publishing::page()).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, VERIFYING);
    response
}
