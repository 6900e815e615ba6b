//! What the program `xiaoneng` is made of.

pub mod demo;
pub mod models;
pub mod witness;
