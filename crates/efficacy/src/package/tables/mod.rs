//! The tables of the exchange package, each declared once.
//!
//! A field is a column: its name, what its cells hold, whether they may be empty (`Option`), and
//! its Chinese name. To add a column, add a field; to add a table, declare it and name it in
//! [`TABLES`].

mod codes;
mod matters;
mod registers;

pub use codes::*;
pub use matters::*;
pub use registers::*;

use super::{Row, Table};

/// All tables, in the order of the exchange specification.
pub const TABLES: &[&Table] = &[
    Agency::TABLE,
    Item::TABLE,
    Material::TABLE,
    Matter::TABLE,
    Act::TABLE,
    Rating::TABLE,
    Document::TABLE,
    System::TABLE,
    Model::TABLE,
    PeerItem::TABLE,
    RatingPoint::TABLE,
    ConnectedSystem::TABLE,
    KnowledgeEntry::TABLE,
    PowerChange::TABLE,
    IntermediaryService::TABLE,
    Proof::TABLE,
    Activity::TABLE,
    Interface::TABLE,
    DataRequest::TABLE,
    LicenceType::TABLE,
    LicenceCount::TABLE,
];
