//! The reader of XES logs: read whole and in small pieces, a log gives the same.
#![no_main]

use std::io::Read;

use efficacy::import_log::xes::{Keys, Trace, XesReader};
use libfuzzer_sys::fuzz_target;

/// Gives its text a few bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(out.len()).min(self.0.len());
        out[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn read(source: impl Read) -> (Vec<String>, Option<String>) {
    let text = |text: &str| text.to_owned();
    let keys = Keys {
        trace: vec![text("concept:name"), text("a")],
        event: vec![text("concept:name"), text("time:timestamp")],
    };
    let mut reader = XesReader::new(source, keys);
    let mut trace = Trace::default();
    let mut met = Vec::new();
    loop {
        match reader.next_trace(&mut trace) {
            Ok(false) => return (met, None),
            Err(error) => return (met, Some(error.to_string())),
            Ok(true) => {}
        }
        met.push(format!("{} {:?} {:?}", trace.line(), trace.value(0), trace.value(1)));
        for event in 0..trace.len() {
            let values = [0, 1].map(|key| trace.event_value(event, key));
            met.push(format!("{} {values:?}", trace.event_line(event)));
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let (whole, fault) = read(data);
    for pieces in [1, 7] {
        let (traces, other) = read(Trickle(data, pieces));
        assert_eq!((&traces, &other), (&whole, &fault), "in pieces of {pieces}");
    }
});
