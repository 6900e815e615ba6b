//! Legal time limits.
