//! The catalogue of government-service items (政务服务事项): what an item consists of, what is
//! wrong with it, what changed, how peers compare, and which version is in force. Values in, values
//! out: no files, no network, no clock.
//!
//! ```text
//!  pairs of name and cell ──► Item, Material, Fee, Step …   what can't be read is kept
//!                                   │
//!                                   ▼
//!                              Catalogue  + registers, divisions, the day
//!                                   │
//!              ┌────────────────────┼──────────────────┐
//!              ▼                    ▼                  ▼
//!        lint: findings     changes: before, after   compare: peers
//! ```
//!
//! - An [`Item`] has every element of the implementing list (实施清单), each optional, because a
//!   row from outside may lack any. Names are those of the exchange package, else the national
//!   column's.
//! - A [`Rule`] is declared once, in `lint/rules/`: what it says, how to mend it, where it comes
//!   from and the function that finds it. To add one, write it there; `docs/catalogue.md` is
//!   written from the declarations.
//! - [`Linter::row`] holds a row of a register beside the items against those rules that are about it.
//! - [`changes`] and [`compare`] are plain functions of two items, and of an item and its peers.
//! - [`Powers`] says who holds an item's power where on which day, after what was delegated,
//!   devolved, cancelled or added, and why somebody doesn't.
//! - A [`History`] keeps a draft and the versions that are published with the day each begins.
//!
//! ```
//! use catalogue::{Catalogue, Item, Material, lint};
//!
//! let item = Item::read([
//!     ("item_code", "0101"), ("name", "旅馆业特种行业许可证核发"), ("kind", "licence"),
//!     ("promised_limit", "25"), ("promised_unit", "working_day"),
//! ]);
//! let material = Material::read([("item_code", "0101"), ("name", "法律、法规规定的其他材料")]);
//! let catalogue = Catalogue::new([item], "2026-11-28".parse()?).with_materials([material]);
//!
//! let found: Vec<_> = lint(&catalogue).into_iter().map(|finding| finding.rule.id).collect();
//! assert!(found.contains(&"promise_above_statute"));
//! assert!(found.contains(&"catch_all_material"));
//! # Ok::<(), legal_clock::NoSuchDay>(())
//! ```

mod catalogue;
mod cell;
mod change;
mod check_digit;
mod code_list;
mod division;
mod element;
mod history;
mod item;
mod lint;
mod peer;
mod powers;
mod region;
mod registers;
mod terms;
mod versions;

pub use catalogue::{Catalogue, CodeProfile};
pub use cell::{CellError, Choice, Depth};
pub use change::{Change, Changes, RowChanges, changes};
pub use check_digit::{CreditCodeError, check_credit_code, is_identity_number};
pub use code_list::{CodeList, Coded, NotInList};
pub use division::{Divisions, region};
pub use element::{Element, Unread};
pub use history::{History, PublishError};
pub use item::{Fee, Item, Material, NameKey, Question, Step};
pub use lint::{
    Collected, Finding, Linter, Rule, Severity, Words, bare_name, is_proof, lint, rules,
};
pub use peer::{Aspect, Comparison, Standing, compare};
pub use powers::{
    Absence, Chart, Duty, Handover, Holder, Holding, Holds, NotHeld, Powers, Span, Why,
};
pub use region::{NoSuchRegion, Region};
pub use registers::{
    Activity, Document, Interface, IntermediaryService, KnowledgeEntry, LicenceType, Model,
    PeerItem, PowerChange, Proof, System,
};
pub use terms::*;
pub use versions::ItemElement;
