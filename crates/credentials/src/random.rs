//! Random bytes from the system.

use zeroize::Zeroizing;

/// The system gave no random bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandom(String);

/// `N` bytes that nobody can foresee.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandom> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(|error| NoRandom(error.to_string()))?;
    Ok(bytes)
}
