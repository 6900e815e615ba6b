//! Finding (检索) service items, policy texts, answers and rows of registers by what a person types.
//!
//! ```text
//!  typed: "yyzz 补办"                           added: names and texts
//!      │ fold: NFKC, capitals, traditional          │ the same
//!      ▼                                            ▼
//!  pieces of two characters ──────────────►  SQLite FTS5 in memory, a row a passage,
//!  synonyms: 执照, 工商登记, 补领, …  ──────►  BM25 with a weight a field
//!  pinyin: yyzz ──────────────────────────►  the names, character by character
//!      │
//!      ▼
//!  hits: best passage of each, best first, equal ones by id
//! ```
//!
//! - **Chinese** is cut into overlapping pieces of two characters, without a dictionary of words:
//!   words in place of the pieces found less (`docs/performance.md`).
//! - **Long texts** are cut into passages; each counts with the names, the best one decides.
//! - **Pinyin** finds names (not texts): in full, by first letters, mixed, while a syllable is
//!   incomplete, and by each reading of a character.
//! - **Synonyms** are a file, `data/synonyms.txt`; an agency can bring its own ([`Synonyms::parse`]).
//! - **Whatever is typed** is text: no operators, no errors, at most [`MOST_CHARACTERS`] of it.
//!
//! ```
//! use search::{Field, Index};
//!
//! let mut items = Index::new(&[Field::name(2.0), Field::text(1.0)])?;
//! items.add("A1", &["居民身份证遗失补领", "到户口所在地派出所申请补领。"])?;
//! items.add("A2", &["食品经营许可", "从事食品销售的，应当取得食品经营许可。"])?;
//!
//! for typed in ["身份证丢了补办", "sfz", "shenfenzh", "身分證件 補領", "派出所"] {
//!     assert_eq!(items.search(&items.query(typed), 10)?[0].id, "A1", "{typed}");
//! }
//! let query = items.query("sfz");
//! assert_eq!(query.marks_in_name("临时身份证补领"), [6..15]);
//! # Ok::<(), search::SearchError>(())
//! ```

mod fold;
mod index;
mod marks;
mod names;
mod pieces;
mod pinyin;
mod query;
mod store;
mod synonyms;

pub use index::{Field, Hit, Index, SearchError};
pub use marks::Snippet;
pub use query::{MOST_CHARACTERS, Query};
pub use synonyms::Synonyms;
