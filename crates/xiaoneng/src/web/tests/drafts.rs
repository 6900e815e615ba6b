//! Drafts of items: who may publish what others wrote, of two who do it at once, and after being cut short.

use authority::Role;
use axum::http::StatusCode;

use super::{Answer, Place, runtime};
use crate::catalogue::approve;

const ITEM: &str = "/work/items/A";
/// An item that no rule finds an error in.
const SAID: &str = "name=%E4%BF%9D%E5%AE%89%E6%9C%8D%E5%8A%A1%E8%AE%B8%E5%8F%AF&kind=filing&division=d\
    &level=province&basis=%E3%80%8A%E4%BF%9D%E5%AE%89%E6%9C%8D%E5%8A%A1%E7%AE%A1%E7%90%86%E6%9D%A1%E4%BE%8B%E3%80%8B%E7%AC%AC%E4%B9%9D%E6%9D%A1\
    &on_application=true&online=true&online_depth=4&trips=0&statutory_limit=20\
    &statutory_unit=working_day&promised_limit=10&promised_unit=working_day";

/// Two editors, somebody who publishes, and an item that the editors wrote and handed on.
struct Desk {
    place: Place,
    runtime: tokio::runtime::Runtime,
    editors: [(String, String); 2],
    decider: (String, String),
}

impl Desk {
    fn new() -> Self {
        let (place, runtime) = (Place::new(), runtime());
        let editors = ["one", "two"].map(|name| place.signed_in(name, Role::CatalogueEditor));
        let decider = place.signed_in("decider", Role::Decider);
        let desk = Self { place, runtime, editors, decider };
        let [one, two] = &desk.editors;
        for (who, path, form) in [
            (one, "/work/items", "code=A"),
            (one, ITEM, SAID),
            (two, ITEM, SAID),
            (two, "/work/items/A/submit", ""),
        ] {
            let answer = desk.ask(who, path, Some(form));
            assert_eq!(answer.leads_to.as_deref(), Some(ITEM), "{path}: {answer:?}");
        }
        desk
    }

    fn ask(&self, who: &(String, String), path: &str, form: Option<&str>) -> Answer {
        self.runtime.block_on(self.place.ask(who, path, form))
    }

    fn publish(&self, who: &(String, String)) -> Answer {
        let day = self.place.office.today();
        self.ask(who, "/work/items/A/publish", Some(&format!("from={day}")))
    }

    /// The rows of items, as the register has them.
    fn rows(&self) -> usize {
        let books = &self.place.books;
        books.ask(async |snapshot| snapshot.rows("items", 0, 10).await).unwrap().len()
    }
}

#[test]
fn nobody_publishes_what_they_wrote_a_part_of() {
    let desk = Desk::new();
    for editor in &desk.editors {
        assert_eq!(desk.publish(editor).status, StatusCode::FORBIDDEN);
    }
    assert_eq!(desk.rows(), 0);
    let published = desk.publish(&desk.decider);
    assert_eq!(published.leads_to.as_deref(), Some(ITEM), "{published:?}");
    assert_eq!(desk.rows(), 1);
    // The second click finds nothing to publish.
    assert_eq!(desk.publish(&desk.decider).leads_to, None);
    assert_eq!(desk.rows(), 1);
}

#[test]
fn publishing_that_was_cut_short_is_gone_on_with_from_the_day_that_was_approved() {
    let desk = Desk::new();
    let day = desk.place.office.today() + 7;
    approve(&desk.place.books, "A", day).unwrap();
    assert_eq!(desk.rows(), 0);
    // Nobody changes it meanwhile, nor approves another day.
    let changed = desk.ask(&desk.editors[0], ITEM, Some(SAID));
    assert_eq!(changed.leads_to, None);
    assert!(desk.ask(&desk.decider, ITEM, None).page.contains("继续发布"));
    assert_eq!(desk.publish(&desk.decider).leads_to.as_deref(), Some(ITEM));
    let books = &desk.place.books;
    let rows = books.ask(async |snapshot| snapshot.rows("items", 0, 10).await).unwrap();
    assert_eq!(rows[0].cells["valid_from"], day.to_string());
}
