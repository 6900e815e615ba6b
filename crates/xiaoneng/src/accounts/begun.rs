//! What begins in one browser and ends with an answer to it: kept under the digest of a token that the
//! browser holds meanwhile, and taken away with the first answer, so that none serves twice.

use credentials::{Token, TokenKind};
use zeroize::Zeroizing;

use crate::cli::Failure;
use crate::records::{Books, Keepable, broken};

/// Keeps what begins; gives the browser's token.
pub(super) fn keep<T: Keepable>(books: &Books, begun: T) -> Result<Zeroizing<String>, Failure> {
    let token = Token::generate(TokenKind::Begun).map_err(|error| broken(&error))?;
    books.forget_what_is_over()?;
    books.put(&token.digest().to_string(), begun)?;
    Ok(token.to_text())
}

/// Takes away what began with the browser's token.
pub(super) fn take<T: Keepable>(books: &Books, token: Option<&str>) -> Result<Option<T>, Failure> {
    let token = token.and_then(|text| text.parse::<Token>().ok());
    let token = token.filter(|token| token.kind() == TokenKind::Begun);
    let Some(token) = token else { return Ok(None) };
    books.keep(&token.digest().to_string(), |begun: Option<T>| (None, begun))
}
