//! The program `xiaoneng`.
fn main() {}
