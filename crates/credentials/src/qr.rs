//! A text as a QR code, to be drawn as SVG.

use std::fmt;
use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode as Matrix};
use zeroize::Zeroizing;

/// Light modules around a code (ISO/IEC 18004, 5.3.8).
const QUIET: usize = 4;

/// A QR code: an SVG path of its dark modules, each a square of 1, in a square of [`size`](Self::size).
///
/// It holds what the text holds: a secret where that is one.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode {
    /// The side of the view box, with the light edge around the modules.
    pub size: usize,
    /// What stands in the `d` of the path.
    pub path: Zeroizing<String>,
}

/// The text is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a text of {0} bytes is too long for a QR code: shorten the names in it")]
pub struct TooLongForQr(usize);

impl QrCode {
    /// The code of a text, with the error correction that restores 15 %.
    ///
    /// # Errors
    /// [`TooLongForQr`] from 2331 bytes on.
    pub fn of(text: &str) -> Result<Self, TooLongForQr> {
        let matrix = Matrix::with_error_correction_level(text, EcLevel::M)
            .map_err(|_| TooLongForQr(text.len()))?;
        let width = matrix.width();
        let mut path = Zeroizing::new(String::new());
        for (row, modules) in matrix.to_colors().chunks(width).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|left, right| left == right) {
                if run[0] == Color::Dark {
                    let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                    let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
                }
                column += run.len();
            }
        }
        Ok(Self { size: width + 2 * QUIET, path })
    }
}

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QrCode({0}×{0})", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_run_by_run_inside_a_light_edge() {
        let code = QrCode::of("xiaoneng").unwrap();
        assert_eq!(code.size, 21 + 8);
        // The finder pattern at the left top: seven dark modules, then the light ones inside.
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", *code.path);
        assert!(code.path.contains("M4 5h1v1h-1zM10 5h1v1h-1z"));
        let dark: usize = code
            .path
            .split('h')
            .filter_map(|part| part.split_once("v1")?.0.parse::<usize>().ok())
            .sum();
        assert!((21 * 21 * 3 / 10..21 * 21 * 7 / 10).contains(&dark), "{dark}");
    }

    #[test]
    fn a_text_that_no_code_holds_is_refused() {
        assert!(QrCode::of(&"字".repeat(777)).is_ok());
        assert_eq!(QrCode::of(&"字".repeat(778)), Err(TooLongForQr(2334)));
    }
}
