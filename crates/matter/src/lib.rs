//! Matters.
