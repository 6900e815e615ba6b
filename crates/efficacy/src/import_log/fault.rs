//! What can't be taken: it is set aside with its place and the reason.

use super::case::Place;
use super::map::Map;
use super::{ImportError, Importer, vocabulary};
use crate::package::has_control_character;
use crate::package::records::LONGEST_CELL;
use crate::report::SetAside;

/// More than so many rows set aside are no faults of rows but of the map or the file.
const MOST_SET_ASIDE: usize = 500_000;

/// What can't be taken: the column or attribute, the code and the message.
pub(super) type Fault<'m> = (&'m str, &'static str, String);

/// A value as messages show it.
pub(super) fn shown(text: &str) -> String {
    shown_up_to(text, 60)
}

pub(super) fn shown_up_to(text: &str, most: usize) -> String {
    let cut = text.char_indices().nth(most).map(|(at, _)| &text[..at]);
    cut.map_or_else(|| text.to_owned(), |cut| format!("{cut}…"))
}

/// What is wrong with a value that the map takes as the log writes it.
pub(super) fn fault_of_value(
    map: &Map,
    column: &str,
    value: &str,
) -> Option<(&'static str, String)> {
    if let Some((code, what)) = unfit(value) {
        return Some((code, format!("the value {what}")));
    }
    let codes = match column {
        _ if value.is_empty() => return None,
        "region" if !vocabulary::is_region(value) => {
            let value = shown(value);
            let message = format!("`{value}` is no region of six digits; give `values` in the map");
            return Some(("bad_value", message));
        }
        "item_code"
            if !map.items.is_empty()
                && map.items.iter().all(|item| item.code.get_ref() != value) =>
        {
            let value = shown(value);
            let message = format!("the item `{value}` isn't among the map's `[[items]]`");
            return Some(("unknown_item", message));
        }
        "channel" => vocabulary::channels(),
        "ticket_kind" => vocabulary::ticket_kinds(),
        "applicant_kind" => vocabulary::applicant_kinds(),
        _ => return None,
    };
    let message = || {
        format!("`{}` isn't one of {}; give `values` in the map", shown(value), codes.join(", "))
    };
    (!codes.contains(&value)).then(|| ("bad_value", message()))
}

/// Why a text can't be a cell of the package, if it can't: the code and what it does.
pub(super) fn unfit(text: &str) -> Option<(&'static str, String)> {
    if text.len() > LONGEST_CELL {
        return Some(("field_too_long", format!("is longer than {LONGEST_CELL} bytes")));
    }
    has_control_character(text)
        .then(|| ("control_character", "holds a control character".to_owned()))
}

impl Importer<'_> {
    pub(super) fn set_aside(
        &mut self,
        place: Place,
        column: &str,
        code: &'static str,
        message: String,
    ) {
        self.imported.set_aside.push(SetAside {
            file: self.name_of(place.file),
            row: place.row,
            line: place.line,
            column: column.to_owned(),
            code,
            message,
        });
    }

    pub(super) fn set_aside_date(&mut self, place: Place, column: &str, text: &str) {
        let message = format!("`{}` is no date in the forms the map gives", shown(text));
        self.set_aside(place, column, "bad_date", message);
    }

    /// Refuses an import of which nearly nothing can be taken, before the list of what was set
    /// aside fills the memory.
    pub(super) fn check_set_aside(&self) -> Result<(), ImportError> {
        let Some(last) = self.imported.set_aside.last() else { return Ok(()) };
        if self.imported.set_aside.len() <= MOST_SET_ASIDE {
            return Ok(());
        }
        let message = format!(
            "more than {MOST_SET_ASIDE} rows can't be taken, the last one for this: {}; mend the \
             map or the file",
            last.message
        );
        Err(ImportError::Refused { file: last.file.clone(), line: last.line, message })
    }
}
