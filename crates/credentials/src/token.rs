//! Tokens: what a browser or a program shows with each request.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::digest::SecretDigest;
use crate::random::{NoRandom, random};

/// What a token is for. Its prefix says so, and lets those find it who look for secrets in texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The session of somebody who has signed in: `xns_`.
    Session,
    /// A program that calls the interface: `xnc_`.
    Client,
    /// A sign-in that has begun, in one browser: `xnb_`.
    Begun,
}

impl TokenKind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Session => "xns_",
            Self::Client => "xnc_",
            Self::Begun => "xnb_",
        }
    }
}

/// A secret of 256 random bits: a prefix and 43 characters in base64url. Only its
/// [`digest`](Self::digest) is kept.
#[derive(Clone)]
pub struct Token {
    kind: TokenKind,
    secret: Zeroizing<[u8; 32]>,
}

/// The text isn't a token of the kind that was expected. It isn't repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no token: `xns_`, `xnc_` or `xnb_` and 43 letters, digits, `-` and `_` are expected, as it was given out"
)]
pub struct MalformedToken;

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// [`NoRandom`].
    pub fn generate(kind: TokenKind) -> Result<Self, NoRandom> {
        Ok(Self { kind, secret: random()? })
    }

    /// What it is for.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The token itself, to be given out once.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(48));
        text.push_str(self.kind.prefix());
        BASE64_URL_SAFE_NO_PAD.encode_string(*self.secret, &mut text);
        text
    }

    /// What is kept of it. One kind's is never another's.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(self.to_text().as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?}, …)", self.kind)
    }
}

impl FromStr for Token {
    type Err = MalformedToken;

    fn from_str(text: &str) -> Result<Self, MalformedToken> {
        let of_kind = |kind: TokenKind| Some((kind, text.strip_prefix(kind.prefix())?));
        let (kind, text) = [TokenKind::Session, TokenKind::Client, TokenKind::Begun]
            .into_iter()
            .find_map(of_kind)
            .ok_or(MalformedToken)?;
        let mut secret = Zeroizing::new([0; 32]);
        let read = BASE64_URL_SAFE_NO_PAD.decode_slice(text, &mut *secret);
        if read == Ok(32) { Ok(Self { kind, secret }) } else { Err(MalformedToken) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_again_by_its_digest_alone() {
        let token = Token::generate(TokenKind::Client).unwrap();
        let text = token.to_text();
        assert_eq!((text.len(), &text[..4]), (47, "xnc_"));
        let again: Token = text.parse().unwrap();
        assert_eq!(again.digest(), token.digest());
        assert_ne!(again.digest(), Token::generate(TokenKind::Client).unwrap().digest());
        let kept = serde_json::to_string(&token.digest()).unwrap();
        assert_eq!(serde_json::from_str::<SecretDigest>(&kept).unwrap(), token.digest());
    }

    #[test]
    fn a_session_never_serves_as_a_client() {
        let client = Token::generate(TokenKind::Client).unwrap();
        let session: Token = client.to_text().replace("xnc_", "xns_").parse().unwrap();
        assert_eq!(session.kind(), TokenKind::Session);
        assert_ne!(session.digest(), client.digest());
    }

    #[test]
    fn nothing_but_a_whole_token_is_one() {
        let text = Token::generate(TokenKind::Session).unwrap().to_text();
        for wrong in ["", "xns_", &text[4..], &text[..46], &format!("{}A", *text)] {
            assert_eq!(wrong.parse::<Token>().unwrap_err(), MalformedToken, "{wrong}");
        }
        // 43 characters have two bits more than 256: they are zero, so one token has one text.
        assert!(format!("xns_{}B", "A".repeat(42)).parse::<Token>().is_err());
    }

    #[test]
    fn debugging_shows_no_secret() {
        let token = Token::generate(TokenKind::Session).unwrap();
        assert_eq!(format!("{token:?} {:?}", token.digest()), "Token(Session, …) SecretDigest(…)");
    }
}
