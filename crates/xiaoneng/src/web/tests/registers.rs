//! Registers at the workbench: rows saved, added, retired and imported, and what is refused.

use authority::Role;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{Method, Request};
use efficacy::package::Row as _;
use efficacy::package::tables::Document;
use ledger::Cells;
use tower::ServiceExt as _;

use super::{Answer, Place, runtime};
use crate::records::package_of;
use crate::web::routes;

const DOCUMENTS: &str = "/work/registers/documents";
const ROW: &str = "/work/registers/documents/rows/A%E3%80%942026%E3%80%951%E5%8F%B7";
const KEY: &str = "A〔2026〕1号";
/// A document, as a form says it.
const SAID: &str = "document_no=A%E3%80%942026%E3%80%951%E5%8F%B7&title=t&kind=notice&section=3\
    &issued_on=2026-01-05&status=issued";

/// Two who keep the registers, and one who reads them.
struct Desk {
    place: Place,
    runtime: tokio::runtime::Runtime,
    keepers: [(String, String); 2],
    reader: (String, String),
}

impl Desk {
    fn new() -> Self {
        let (place, runtime) = (Place::new(), runtime());
        let keepers = ["one", "two"].map(|name| place.signed_in(name, Role::CatalogueEditor));
        let reader = place.signed_in("reader", Role::Decider);
        Self { place, runtime, keepers, reader }
    }

    fn with_a_row() -> Self {
        let desk = Self::new();
        let added = desk.ask(0, &format!("{DOCUMENTS}/new"), Some(SAID));
        assert_eq!(added.leads_to.as_deref(), Some(ROW), "{added:?}");
        desk
    }

    fn ask(&self, keeper: usize, path: &str, form: Option<&str>) -> Answer {
        self.runtime.block_on(self.place.ask(&self.keepers[keeper], path, form))
    }

    fn row(&self) -> Option<Cells> {
        self.place.books.row("documents", KEY).unwrap()
    }

    fn acts(&self) -> usize {
        self.place.books.acts_of_row("documents", KEY).unwrap().len()
    }

    fn rows(&self) -> usize {
        let books = &self.place.books;
        books.ask(async |it| it.rows("documents", 0, 100).await).unwrap().len()
    }

    /// Sends a file to be checked.
    fn upload(&self, csv: &str) -> Answer {
        let (token, form_key) = &self.keepers[0];
        let field = |name: &str, more: &str, content: &str| {
            format!(
                "--x\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}\r\n"
            )
        };
        let file = "; filename=\"documents.csv\"\r\ncontent-type: text/csv";
        let body = field("form_key", "", form_key) + &field("file", file, csv) + "--x--\r\n";
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{DOCUMENTS}/import"))
            .header(COOKIE, format!("session={token}"))
            .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body));
        let served = routes(self.place.office.clone());
        self.runtime.block_on(async {
            let response = served.oneshot(request.unwrap()).await.unwrap();
            let status = response.status();
            let page = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            Answer { status, leads_to: None, page: String::from_utf8_lossy(&page).into_owned() }
        })
    }

    fn confirm(&self, page: &str, more: &str) -> Answer {
        let mark = page.split("name=\"mark\" value=\"").nth(1).unwrap();
        let mark = mark.split('"').next().unwrap().replace(':', "%3A");
        self.ask(0, &format!("{DOCUMENTS}/import/confirm"), Some(&format!("mark={mark}{more}")))
    }
}

#[test]
fn a_row_is_added_once_and_told_with_who_did_it_and_the_figures_that_it_makes() {
    let desk = Desk::with_a_row();
    // The second click leads on and records nothing.
    let again = desk.ask(0, &format!("{DOCUMENTS}/new"), Some(SAID));
    assert_eq!((again.leads_to.as_deref(), desk.acts()), (Some(ROW), 1));
    let other = desk.ask(0, &format!("{DOCUMENTS}/new"), Some(&SAID.replace("title=t", "title=u")));
    assert!(other.page.contains("已经有这个编号"), "{other:?}");
    assert_eq!(desk.row().unwrap()["title"], "t");
    let page = desk.ask(1, ROW, None).page;
    assert!(page.contains("one"), "{page}");
    let list = desk.ask(1, DOCUMENTS, None).page;
    assert!(list.contains("<strong>印发的文件 1</strong>"), "{list}");
    // It goes into a package, without the account.
    assert!(package_of(&desk.place.books, None).unwrap().has(Document::TABLE));
}

#[test]
fn what_cant_be_read_is_told_at_its_field_and_kept() {
    let desk = Desk::new();
    let said = "document_no=&title=t&kind=plans&section=19&issued_on=&status=issued";
    let answer = desk.ask(0, &format!("{DOCUMENTS}/new"), Some(said));
    assert!(answer.page.contains("“plans”不在代码表中") && answer.page.contains("1 至 18"));
    assert!(answer.page.contains("value=\"19\""), "{}", answer.page);
    assert_eq!(desk.rows(), 0);
}

#[test]
fn of_two_who_change_a_row_the_later_is_told_and_loses_nothing() {
    let desk = Desk::with_a_row();
    let first = SAID.replace("title=t", "title=first") + "&version=1";
    let second = SAID.replace("title=t", "title=second") + "&version=1";
    assert_eq!(desk.ask(0, ROW, Some(&first)).leads_to.as_deref(), Some(ROW));
    let late = desk.ask(1, ROW, Some(&second));
    assert!(late.page.contains("别人刚刚修改过") && late.page.contains("second"), "{late:?}");
    assert!(
        late.page.contains("<q>first</q>") && late.page.contains("name=\"version\" value=\"2\"")
    );
    assert_eq!(desk.row().unwrap()["title"], "first");
    // The same again, a second click, records nothing; once it was seen what stands, it is taken.
    assert_eq!(desk.ask(0, ROW, Some(&first)).leads_to.as_deref(), Some(ROW));
    assert_eq!(desk.acts(), 2);
    let seen = second.replace("version=1", "version=2");
    assert_eq!(desk.ask(1, ROW, Some(&seen)).leads_to.as_deref(), Some(ROW));
    assert_eq!(desk.row().unwrap()["title"], "second");
}

#[test]
fn a_row_is_retired_with_its_reason_and_can_come_back() {
    let desk = Desk::with_a_row();
    let retire = format!("{ROW}/retire");
    assert!(desk.ask(0, &retire, Some("reason=+&version=1")).page.contains("请写明停用原因"));
    let late = desk.ask(0, &retire, Some("reason=abolished&version=0"));
    assert!(late.page.contains("别人刚刚修改过"));
    assert!(desk.row().is_some());
    let done = desk.ask(0, &retire, Some("reason=abolished&version=1"));
    assert_eq!((done.leads_to.as_deref(), desk.row()), (Some(ROW), None));
    assert!(desk.ask(1, ROW, None).page.contains("<q>abolished</q>"));
    let back = desk.ask(1, &format!("{DOCUMENTS}/new"), Some(SAID));
    assert_eq!((back.leads_to.as_deref(), desk.acts()), (Some(ROW), 3));
}

#[test]
fn who_only_reads_changes_nothing_and_powers_have_their_own_pages() {
    let desk = Desk::with_a_row();
    let ask = |path: &str, form: Option<&str>| {
        desk.runtime.block_on(desk.place.ask(&desk.reader, path, form))
    };
    let page = ask(ROW, None);
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.page.contains("/retire\"") && page.page.contains("<fieldset disabled>"));
    assert_eq!(ask(ROW, Some(SAID)).status, StatusCode::FORBIDDEN);
    assert_eq!(ask("/work/registers/power_changes", None).status, StatusCode::NOT_FOUND);
    assert_eq!(ask("/work/registers/ratings", None).status, StatusCode::NOT_FOUND);
}

const HEAD: &str = "document_no,title,kind,section,issued_on,status\n";

#[test]
fn of_a_file_with_faults_nothing_is_recorded_and_each_is_told_by_row_and_column() {
    let desk = Desk::with_a_row();
    let csv =
        format!("{HEAD}B,b,notice,3,2026-02-30,issued\nC,c,notice,3,,\nD,d,notice,3,,drafting\n");
    let answer = desk.upload(&csv);
    for told in [
        "第 1 行（文件第 2 行）",
        "印发日期",
        "2026-02-30",
        "第 2 行（文件第 3 行）",
        "状态",
        "没有填写",
    ] {
        assert!(answer.page.contains(told), "{told}: {}", answer.page);
    }
    assert!(!answer.page.contains("确认登记"));
    let lacking = desk.upload("document_no,title\nB,b\n");
    assert!(lacking.page.contains("缺少必填的列“文件类型”"), "{}", lacking.page);
    assert_eq!(desk.rows(), 1);
}

#[test]
fn a_file_is_recorded_once_it_is_confirmed_as_it_was_shown() {
    let desk = Desk::with_a_row();
    let csv = format!("{HEAD}{KEY},changed,notice,3,2026-01-05,issued\nB,b,方案,3,,起草中\n");
    let shown = desk.upload(&csv);
    assert!(shown.page.contains("新增 1 行，修改 1 行，不变 0 行"), "{}", shown.page);
    assert_eq!(desk.rows(), 1);
    // Somebody changes the row meanwhile: it is compared anew.
    let meanwhile = SAID.replace("title=t", "title=meanwhile") + "&version=1";
    desk.ask(1, ROW, Some(&meanwhile));
    let anew = desk.confirm(&shown.page, "");
    assert!(anew.page.contains("刚刚有变动") && anew.page.contains("meanwhile"), "{anew:?}");
    assert_eq!(desk.rows(), 1);
    assert_eq!(desk.confirm(&anew.page, "").leads_to.as_deref(), Some(DOCUMENTS));
    assert_eq!((desk.rows(), desk.row().unwrap()["title"].as_str()), (2, "changed"));
    // The second click finds nothing that waits.
    assert!(desk.confirm(&anew.page, "").page.contains("已不在"));
    // A row that the file lacks is retired only where that is said, with a reason.
    let shown = desk.upload(&format!("{HEAD}B,b,plan,3,,drafting\n"));
    assert!(shown.page.contains("文件中没有 1 行"), "{}", shown.page);
    assert!(desk.confirm(&shown.page, "&retire=1").page.contains("请写明停用原因"));
    let done = desk.confirm(&shown.page, "&retire=1&reason=abolished");
    assert_eq!((done.leads_to.as_deref(), desk.rows()), (Some(DOCUMENTS), 1));
    assert!(desk.row().is_none());
}
