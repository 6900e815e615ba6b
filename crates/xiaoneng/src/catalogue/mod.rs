//! The catalogue (事项) at the workbench: items with what is wrong with them, drafts, publishing.
//!
//! ```text
//!  version in force ─► draft ─► checked by somebody else ─► published: rows of `items`, `item_elements`,
//!                       │                                   `materials`, from a day on
//!                       └─ rules beside it, what changes
//! ```
//!
//! A draft is a matter of the register `item_drafts` and follows `procedures/item_draft.toml`. Nothing
//! of it is seen outside until it is published.

mod draft;
mod edit;
mod form;
mod list;
mod publish;
mod says;

use authority::Action;

use crate::web::Doors;

pub(crate) use says::{Said, finding as said_of, severity};

/// Approves a draft from a day on, and records none of its rows: as one that was cut short leaves it.
#[cfg(test)]
pub(crate) fn approve(
    books: &crate::records::Books,
    code: &str,
    day: legal_clock::Day,
) -> Result<(), Box<dyn std::error::Error>> {
    let draft = draft::Draft::read(books, code)?;
    Ok(draft.act(books, "approved", "somebody", ("valid_from", &day.to_string()))?)
}

/// The pages of the catalogue.
pub(crate) fn doors(doors: Doors) -> Doors {
    doors
        .page("/work/items", Action::ReadItems, list::show)
        .form("/work/items", Action::EditItems, list::begin)
        .page("/work/items/{code}", Action::ReadItems, edit::show)
        .form("/work/items/{code}", Action::EditItems, edit::save)
        .form("/work/items/{code}/submit", Action::EditItems, edit::submit)
        .form("/work/items/{code}/discard", Action::EditItems, edit::discard)
        .form("/work/items/{code}/return", Action::PublishItems, publish::send_back)
        .form("/work/items/{code}/publish", Action::PublishItems, publish::publish)
}
