//! Streams an XES log with the crate `process_mining` and tells how much there was.

use std::collections::HashSet;
use std::error::Error;

use process_mining::core::event_data::case_centric::AttributeValue;
use process_mining::core::event_data::case_centric::xes::{XESImportOptions, stream_xes_from_path};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a log")?;
    let options = XESImportOptions { verbose: false, ..XESImportOptions::default() };
    let (mut traces, _) = stream_xes_from_path(path, options)?;
    let (mut cases, mut events) = (0_u64, 0_u64);
    let mut activities: HashSet<String> = HashSet::new();
    for trace in &mut traces {
        cases += 1;
        events += trace.events.len() as u64;
        for event in &trace.events {
            for attribute in &event.attributes {
                if let (key, AttributeValue::String(name)) = (&attribute.key, &attribute.value)
                    && key == "concept:name"
                    && !activities.contains(name)
                {
                    activities.insert(name.clone());
                }
            }
        }
    }
    if let Some(error) = traces.check_for_errors() {
        return Err(format!("{error:?}").into());
    }
    println!("{cases} cases, {events} events, {} activities", activities.len());
    Ok(())
}
