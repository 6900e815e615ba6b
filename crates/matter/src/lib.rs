//! Matters (事), acts (行为) and procedures (程序).
//!
//! A matter is a sequence of acts. Its [`Procedure`] says which acts may follow which and the
//! clocks they start, pause and stop; a [`Standing`] folds acts into where the matter stands, when
//! it is due and whether it is late; [`decide`] answers a command with acts or a refusal. No I/O,
//! no "now": acts and time are handed in.

pub mod annulment;
mod decide;
pub mod procedure;
pub mod standing;

pub use decide::{Command, Refusal, decide};
pub use procedure::{ActId, ClockId, MarkId, Procedure, ProcedureError, StageId};
pub use standing::{Act, Context, Held, ItemLimits, NotAllowed, Run, Standing, Terms};
