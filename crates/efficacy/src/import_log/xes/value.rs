//! The types of XES attributes and the values they allow (IEEE 1849-2016, 4.3).

/// Type of an XES attribute, by the name of its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueType {
    String,
    Date,
    Int,
    Float,
    Boolean,
    Id,
    List,
    Container,
}

impl ValueType {
    /// The element's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Date => "date",
            Self::Int => "int",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Id => "id",
            Self::List => "list",
            Self::Container => "container",
        }
    }
}

/// Whether `value` is written as its type asks. Any text is a string, and any an id: logs
/// identify things by more than UUIDs.
pub(super) fn is_value_of(kind: ValueType, value: &[u8]) -> bool {
    match kind {
        ValueType::String | ValueType::Id | ValueType::List | ValueType::Container => true,
        ValueType::Date => is_date_time(value),
        ValueType::Int => is_int(value),
        ValueType::Float => matches!(value, b"INF" | b"+INF" | b"-INF" | b"NaN") || is_float(value),
        ValueType::Boolean => {
            matches!(value, b"0" | b"1")
                || value.eq_ignore_ascii_case(b"true")
                || value.eq_ignore_ascii_case(b"false")
        }
    }
}

fn is_int(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

fn is_float(text: &[u8]) -> bool {
    let is_marked = text.iter().any(|c| c.is_ascii_alphabetic() && !matches!(c, b'e' | b'E'));
    !is_marked && std::str::from_utf8(text).is_ok_and(|text| text.parse::<f64>().is_ok())
}

/// Whether the text has the form of an xs:dateTime, whose zone may be absent. That the day
/// exists is checked where the date is used.
fn is_date_time(text: &[u8]) -> bool {
    let Some((head, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let has_form = head.iter().zip(b"dddd-dd-ddTdd:dd:dd").all(|(c, form)| match form {
        b'd' => c.is_ascii_digit(),
        b'T' => matches!(c, b'T' | b't' | b' '),
        _ => c == form,
    });
    let after_fraction = match rest.strip_prefix(b".") {
        None => rest,
        Some(fraction) => {
            let digits = fraction.iter().take_while(|c| c.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
    };
    has_form && is_zone(after_fraction)
}

fn is_zone(text: &[u8]) -> bool {
    match text {
        [] | [b'Z' | b'z'] => true,
        [b'+' | b'-', digits @ ..] => {
            let is_digit = |n: usize| digits.get(n).is_some_and(u8::is_ascii_digit);
            let has_colon = digits.get(2) == Some(&b':');
            let last = if has_colon { [3, 4] } else { [2, 3] };
            digits.len() == last[1] + 1 && [0, 1].into_iter().chain(last).all(is_digit)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(kind: ValueType, value: &str) -> bool {
        is_value_of(kind, value.as_bytes())
    }

    #[test]
    fn dates_are_told_by_their_form() {
        for good in [
            "2011-10-11T13:42:22.688+02:00",
            "2002-05-30T09:30:10Z",
            "2002-05-30T09:30:10",
            "2002-05-30T09:30:10.123456789-0500",
        ] {
            assert!(is(ValueType::Date, good), "{good}");
        }
        for bad in [
            "2002-0530T09:30:10Z",
            "",
            "2002-05-30",
            "2002-05-30T09:30:10.Z",
            "2002-05-30T09:30:10+2:00",
            "?",
        ] {
            assert!(!is(ValueType::Date, bad), "{bad}");
        }
    }

    #[test]
    fn numbers_and_booleans_are_told_from_other_text() {
        assert!(is(ValueType::Int, "-13") && !is(ValueType::Int, "13.37"));
        for good in ["1.0", "2.3832541524E7", "-INF", "NaN", "7"] {
            assert!(is(ValueType::Float, good), "{good}");
        }
        for bad in ["1.0.0", "inf", "", "nan", "infinity"] {
            assert!(!is(ValueType::Float, bad), "{bad}");
        }
        assert!(is(ValueType::Boolean, "true") && !is(ValueType::Boolean, "o.O"));
    }
}
