//! Legal time limits counted as Chinese law counts them: working days with adjusted weekends,
//! calendar days, months, hours and minutes; pauses and extensions; when a limit is due, how much
//! of it was used, whether something came too late.
//!
//! No I/O, no "now", no dependency but a date library: days and instants are handed in.
//!
//! Accepted on 27 September 2019, five working days: when is it due?
//!
//! ```
//! use jiff::civil::date;
//! use legal_clock::{Calendar, Limit};
//!
//! let due = Calendar::china().due_day_of(date(2019, 9, 27), Limit::working_days(5)).unwrap();
//! assert_eq!(due.day, date(2019, 10, 10).into());
//! ```

mod calendar;
mod day;
mod due;
mod limit;
mod pauses;
mod zone;

pub use calendar::{Calendar, Kind, NoticeError};
pub use day::{Day, Instant, When};
pub use due::Due;
pub use limit::{Limit, Unit, UnknownUnit};
pub use pauses::Pauses;
