//! The tables of the exchange package, each declared once.
//!
//! A field is a column: its name, what its cells hold, whether they may be empty (`Option`), and
//! its Chinese name. To add a column, add a field; to add a table, declare it and name it in
//! [`TABLES`].

mod codes;
mod elements;
mod matters;
mod personal;
mod registers;

pub use codes::*;
pub use elements::{ElementName, ItemElement};
pub use matters::*;
pub use personal::{Apart, apart};
pub use registers::*;

use super::{Row, Table};

/// What is to be done with each table's typed rows.
pub trait EachTable {
    /// Why it can't be.
    type Error;

    /// Does it for the table of this row.
    ///
    /// # Errors
    /// As the implementation says.
    fn table<R: Row>(&mut self) -> Result<(), Self::Error>;
}

macro_rules! tables {
    ($($row:ident,)+) => {
        /// All tables, in the order of the exchange specification; those that it doesn't have last.
        pub const TABLES: &[&Table] = &[$($row::TABLE),+];

        /// Does something for each table, in the order of the exchange specification.
        ///
        /// # Errors
        /// The first one met.
        pub fn each<V: EachTable>(visitor: &mut V) -> Result<(), V::Error> {
            $(visitor.table::<$row<'static>>()?;)+
            Ok(())
        }
    };
}

tables! {
    Agency,
    Item,
    Material,
    Matter,
    Act,
    Rating,
    Document,
    System,
    Model,
    PeerItem,
    RatingPoint,
    ConnectedSystem,
    KnowledgeEntry,
    PowerChange,
    IntermediaryService,
    Proof,
    Activity,
    Interface,
    DataRequest,
    LicenceType,
    LicenceCount,
    ItemElement,
    PowerHandover,
}
