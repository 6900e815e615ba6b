//! The program through its front door: the command line.

mod completions;
mod due;
mod program;
