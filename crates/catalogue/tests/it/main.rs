//! The linter held against items made for it, against seeded defects, and against real lists.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod declarations;
mod defects;
mod list;
mod near_misses;
mod population;
mod powers;
mod real;
mod registers;
mod rows;
mod seeded;
mod singles;
