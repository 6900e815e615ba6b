//! Serial numbers of days, by which workbooks tell dates.

use legal_clock::Day;

use crate::package::zone::DAY;

/// Serial 0 of workbooks that count from 1900, from 1 March 1900 on; before it, they count a
/// 29 February that never was.
///
/// Source: ECMA-376 part 1, 18.17.4.1 "Date Conversion for Serial Date-Times".
const ZERO_1900: Day = Day::from_number(-25_569);
/// Serial 0 of workbooks that count from 1904.
const ZERO_1904: Day = Day::from_number(-24_107);
/// The first serial told without that day.
const FIRST: f64 = 61.0;
/// The serial of the first day that is none: 1 January 10000.
const BEYOND: f64 = 2_958_466.0;

/// Local time of a serial number, to the millisecond: microseconds since 1970-01-01 00:00.
pub(super) fn local_of(serial: f64, is_1904: bool) -> Option<i64> {
    let zero = if is_1904 { ZERO_1904 } else { ZERO_1900 };
    let first = if is_1904 { 0.0 } else { FIRST };
    if !(first..BEYOND).contains(&serial) {
        return None;
    }
    let milliseconds = (serial * 86_400_000.0).round() as i64;
    Some(i64::from(zero.number()) * DAY + milliseconds * 1000)
}

/// The serial number of a local time, in a workbook that counts from 1900; `None` where there is
/// none, or where it isn't told to its last digit.
pub(super) fn serial_of(local: i64) -> Option<f64> {
    let serial = (local - i64::from(ZERO_1900.number()) * DAY) as f64 / DAY as f64;
    (local_of(serial, false) == Some(local)).then_some(serial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fourth_of_january_2019_is_43469() {
        let day = Day::new(2019, 1, 4).unwrap();
        assert_eq!(local_of(43469.0, false), Some(i64::from(day.number()) * DAY));
        assert_eq!(local_of(43469.0 - 1462.0, true), Some(i64::from(day.number()) * DAY));
    }

    #[test]
    fn each_second_of_a_day_is_told_and_days_before_march_1900_are_not() {
        let day = i64::from(Day::new(2019, 9, 27).unwrap().number()) * DAY;
        for second in 0..86_400 {
            let local = day + second * 1_000_000;
            assert_eq!(local_of(serial_of(local).unwrap(), false), Some(local));
        }
        assert_eq!(local_of(60.0, false), None);
        assert_eq!(local_of(f64::NAN, false), None);
        assert_eq!(local_of(2_958_466.0, false), None);
        assert_eq!(serial_of(day + 1), None);
    }
}
