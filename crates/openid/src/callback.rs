//! What the browser brings back from the provider.

use openidconnect::url::form_urlencoded;

use crate::error::OpenIdError;

/// The fields of the answer (RFC 6749, 4.1.2; RFC 9207, 2). Others are passed over.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Callback {
    pub(crate) state: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) error_description: Option<String>,
}

impl Callback {
    /// Reads a query, with or without its question mark. No field may be there twice (RFC 6749, 3.1).
    pub(crate) fn parse(query: &str) -> Result<Self, OpenIdError> {
        let mut callback = Self::default();
        let query = query.strip_prefix('?').unwrap_or(query);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let field = match &*name {
                "state" => &mut callback.state,
                "iss" => &mut callback.issuer,
                "code" => &mut callback.code,
                "error" => &mut callback.error,
                "error_description" => &mut callback.error_description,
                _ => continue,
            };
            if field.replace(value.into_owned()).is_some() {
                return Err(OpenIdError::Callback("a field is there twice"));
            }
        }
        Ok(callback)
    }

    /// The code, where the provider says yes.
    pub(crate) fn code(self) -> Result<String, OpenIdError> {
        match (self.code, self.error) {
            (Some(code), None) => Ok(code),
            (None, Some(code)) => Err(OpenIdError::Denied {
                code,
                description: self.error_description.unwrap_or_default(),
            }),
            _ => Err(OpenIdError::Callback("either a code or an error is expected")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_from_a_query() {
        let callback = Callback::parse("?code=a%2Bb&state=s&iss=https%3A%2F%2Fid&other=1").unwrap();
        assert_eq!(callback.state.as_deref(), Some("s"));
        assert_eq!(callback.issuer.as_deref(), Some("https://id"));
        assert_eq!(callback.code(), Ok("a+b".to_owned()));
    }

    #[test]
    fn a_field_that_is_there_twice_is_refused() {
        let twice = OpenIdError::Callback("a field is there twice");
        assert_eq!(Callback::parse("code=a&state=s&state=s"), Err(twice.clone()));
        assert_eq!(Callback::parse("code=a&code=b"), Err(twice));
    }

    #[test]
    fn an_answer_has_either_a_code_or_an_error() {
        let code = |query| Callback::parse(query).unwrap().code();
        let neither = Err(OpenIdError::Callback("either a code or an error is expected"));
        assert_eq!(code("state=s"), neither);
        assert_eq!(code("code=a&error=access_denied"), neither);
        assert_eq!(
            code("error=access_denied&error_description=no+more"),
            Err(OpenIdError::Denied {
                code: "access_denied".into(),
                description: "no more".into()
            })
        );
    }
}
