//! Codes that carry a check character.

/// What is wrong with a unified social credit code (统一社会信用代码).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Too short or too long.
    #[error("`{code}` has {length} characters; a unified social credit code has 18")]
    Length {
        /// The code.
        code: String,
        /// Its characters.
        length: usize,
    },
    /// A character that the code's alphabet doesn't have.
    #[error(
        "`{code}` has `{character}`, which no unified social credit code has; use digits and capital letters but I, O, S, V and Z"
    )]
    Character {
        /// The code.
        code: String,
        /// The first such character.
        character: char,
    },
    /// The check character doesn't fit the others.
    #[error(
        "the check character of `{code}` should be `{expected}`; compare the code with the agency's certificate"
    )]
    Check {
        /// The code.
        code: String,
        /// What the other characters give.
        expected: char,
    },
}

/// The alphabet of unified social credit codes, in the order of the values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Checks a unified social credit code: 17 characters and their check character, modulus 31 with
/// weights 3^(i−1).
///
/// Source: GB 32100-2015.
///
/// # Errors
/// What is wrong with it: length, a character, or the check character.
///
/// # Examples
/// ```
/// assert!(catalogue::check_credit_code("91440300708461136T").is_ok());
/// assert_eq!(
///     catalogue::check_credit_code("91440300708461136A").unwrap_err().to_string(),
///     "the check character of `91440300708461136A` should be `T`; \
///      compare the code with the agency's certificate"
/// );
/// ```
pub fn check_credit_code(code: &str) -> Result<(), CreditCodeError> {
    let length = code.chars().count();
    if length != 18 {
        return Err(CreditCodeError::Length { code: code.to_owned(), length });
    }
    let mut sum = 0;
    let mut weight = 1;
    let mut last = 0;
    for (at, character) in code.chars().enumerate() {
        let value = ALPHABET.iter().position(|letter| char::from(*letter) == character);
        let Some(value) = value else {
            return Err(CreditCodeError::Character { code: code.to_owned(), character });
        };
        if at < 17 {
            sum = (sum + value * weight) % 31;
            weight = weight * 3 % 31;
        } else {
            last = value;
        }
    }
    let expected = (31 - sum) % 31;
    if last == expected {
        Ok(())
    } else {
        let expected = char::from(ALPHABET[expected]);
        Err(CreditCodeError::Check { code: code.to_owned(), expected })
    }
}

/// Whether a citizen identity number (公民身份号码) has 18 characters of which the last checks the
/// others, modulus 11. The division in it may have been abolished since, so it isn't looked at.
///
/// Source: GB 11643-1999.
pub fn is_identity_number(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let [digits @ .., last] = number.as_bytes() else {
        return false;
    };
    if digits.len() != 17 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize] == last.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_known_agencies_check() {
        for code in ["91440300708461136T", "11370800MB28559184", "12441500196720244T"] {
            assert_eq!(check_credit_code(code), Ok(()), "{code}");
        }
    }

    #[test]
    fn any_other_check_character_is_refused() {
        for letter in ALPHABET.iter().map(|letter| char::from(*letter)).filter(|c| *c != 'T') {
            let code = format!("91440300708461136{letter}");
            let error = CreditCodeError::Check { code: code.clone(), expected: 'T' };
            assert_eq!(check_credit_code(&code), Err(error));
        }
    }

    #[test]
    fn length_and_letters_are_told_apart() {
        assert!(matches!(check_credit_code(""), Err(CreditCodeError::Length { length: 0, .. })));
        for (code, character) in [
            ("9144O300708461136T", 'O'),
            ("91440300708461136t", 't'),
            ("９1440300708461136T", '９'),
        ] {
            let error = check_credit_code(code).unwrap_err();
            assert_eq!(error, CreditCodeError::Character { code: code.to_owned(), character });
        }
    }

    #[test]
    fn identity_numbers_are_checked_modulo_eleven() {
        assert!(is_identity_number("11010519491231002X"));
        assert!(is_identity_number("11010519491231002x"));
        assert!(!is_identity_number("110105194912310021"));
        assert!(!is_identity_number("110105491231002"));
        assert!(!is_identity_number("1101051949123100２X"));
    }
}
