//! The elements of the implementing list (实施清单) that the table of items has no column for.
//!
//! The exchange specification doesn't have this table; programs that don't know it leave it alone.

use catalogue::Element;
use legal_clock::Day;

use super::Item;
use crate::package::cell::{Code, Wrong, plain_cell};
use crate::package::table::table;
use crate::package::{Fault, Row as _, Text};

table! {
    /// 事项要素: what an element of an item says, from a day on until a later row says otherwise.
    pub struct ItemElement<'a> is "item_elements" "事项要素",
        key(item_code, element, valid_from), held_to(unfit) {
        item_code: Text<'a> = "事项编码",
        element: ElementName = "要素",
        value: Text<'a> = "内容",
        /// Before every day where not given.
        valid_from: Option<Day> = "生效日期",
    }
}

/// An element of an item, by its name in the national list or its Chinese one; none that `items` has
/// a column for, so that nothing is said twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElementName(pub &'static Element);

plain_cell!(ElementName, Code: read |cell, _| {
    let name = cell.text()?;
    let wrong = |message| Err(Wrong::new(Code::BadValue, message));
    match catalogue::Item::element(name) {
        None => wrong(format!(
            "{} is no element of an item; give a name of the implementing list, such as \
             `accept_condition` or `受理条件`",
            cell.shown(),
        )),
        Some(element) if Item::TABLE.column(element.name).is_some() => wrong(format!(
            "{} is a column of `items`; give it there",
            cell.shown(),
        )),
        Some(element) => Ok(ElementName(element)),
    }
}, write |name, _, out| out.push_str(name.0.name));

/// A value that its element refuses, by its code list say.
fn unfit(row: &ItemElement<'_>) -> Option<Fault> {
    let name = row.element.0.name;
    let read = catalogue::Item::read([(name, &*row.value)]);
    let is_blank = row.value.trim().is_empty();
    let blank = || "there is nothing but space; give the value, or leave the row out".to_owned();
    let why = read.unread.first().map(|unread| format!("{name}: {}", unread.why));
    Some(Fault::new("value", Code::BadValue, why.or_else(|| is_blank.then(blank))?))
}
