//! Who may do what (权限). Values in, values out: no files, no network, no clock.
//!
//! ```text
//!  Principal ─┐
//!  Action ────┼──► policies/*.cedar ──► Decision: Permitted { by } or Refused { reason }
//!  Resource ──┘    by policies/schema.cedarschema
//! ```
//!
//! - **Deny by default.** What no policy permits is refused; what one forbids is refused whatever
//!   others permit; what can't be evaluated is refused. There is one function,
//!   [`Authority::decide`].
//! - **The policies are data**, in [Cedar](https://www.cedarpolicy.com), built into the program.
//!   Roles permit, in a file for each field of work; `limits.cedar` forbids, with a `@reason` that
//!   a page tells. Each policy is validated against the schema when it is read.
//! - `policies/table.csv` says what follows for every role and action. A test writes it, so that a
//!   change of a policy is seen as what it does.
//!
//! ```
//! use authority::{Action, Authority, Decision, Principal, Reason, Resource, Role};
//!
//! let authority = Authority::built_in()?;
//! let editor = Principal {
//!     id: "p7".into(),
//!     agency: "gdga".into(),
//!     roles: [Role::CatalogueEditor].into(),
//!     second_factor: true,
//!     ..Principal::default()
//! };
//! let own = Resource { agency: "gdga".into(), owner: Some("p7".into()), ..Resource::default() };
//!
//! assert!(authority.decide(&editor, Action::EditItems, &own).is_permitted());
//! assert_eq!(
//!     authority.decide(&editor, Action::PublishItems, &own),
//!     Decision::Refused { reason: Reason::OwnDraft }
//! );
//! # Ok::<(), authority::PolicyError>(())
//! ```

mod action;
mod asking;
mod authority;
mod decision;
mod entities;
mod role;

pub use action::{Action, Effect, NoSuchAction};
pub use asking::{Principal, Resource, StandIn};
pub use authority::{Authority, PolicyError};
pub use decision::{Decision, Reason};
pub use role::{NoSuchRole, Role};
