//! Official documents typeset as PDF.
