//! Days, instants, limits and notices of public holidays.
#![no_main]

use std::cell::OnceCell;

use efficacy::package::{Cell, Value, Zone};
use legal_clock::{Calendar, Day, Instant, Limit, Pauses, Unit, When};
use libfuzzer_sys::fuzz_target;
use xiaoneng_fuzz::zone;

thread_local! {
    static KNOWN: OnceCell<(Zone, Calendar)> = const { OnceCell::new() };
}

/// Reads a cell; what it is read as is written so that it reads the same again.
macro_rules! reads_back {
    ($type:ty, $text:expr, $zone:expr) => {{
        let value = <$type as Cell>::read(Value::Text($text), $zone).ok();
        if let Some(value) = &value {
            let mut written = String::new();
            Cell::write(value, $zone, &mut written);
            assert_eq!(<$type as Cell>::read(Value::Text(&written), $zone).as_ref(), Ok(value), "{}", $text);
        }
        value
    }};
}

fuzz_target!(|data: &[u8]| {
    let Some((number, text)) = data.split_first_chunk::<8>() else { return };
    let number = i64::from_le_bytes(*number);
    KNOWN.with(|known| {
        let (zone, calendar) = known.get_or_init(|| (zone(), Calendar::china()));
        let when = calendar.when(Instant(number));
        let unit = Unit::ALL[number.unsigned_abs() as usize % Unit::ALL.len()];
        let limit = Limit { amount: number as u32 % 100_000, unit };
        let _ = calendar.due(when, limit, (number >> 32) as u32 % 1000, &Pauses::none());
        let Ok(text) = std::str::from_utf8(text) else { return };
        let _ = text.parse::<Day>();
        let _ = reads_back!(Day, text, zone);
        if let Some(read) = reads_back!(When, text, zone) {
            assert_eq!(read, zone.when(read.instant).expect("a moment of the calendar"));
            let _ = calendar.due(read, limit, 0, &Pauses::none());
        }
        let _ = calendar.clone().with_corrections(text);
    });
});
