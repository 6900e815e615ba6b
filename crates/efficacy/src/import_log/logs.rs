//! XES logs: each trace is a case.

use std::io::Read;
use std::sync::mpsc::{self, Receiver, SyncSender};

use super::case::{Case, NewEvent, Place};
use super::error::unreadable;
use super::fault::unfit;
use super::map::KEPT;
use super::xes::{Keys, Trace, Warning, XesError, XesReader};
use super::{ImportError, Importer};

/// Places of the event keys.
const ACTIVITY: usize = 0;
const TIME: usize = 1;

/// How many events and traces a file has given so far.
#[derive(Default)]
struct Count {
    traces: u64,
    events: u64,
}

/// Where the event keys stand that a map may leave out.
struct EventKeys {
    lifecycle: Option<usize>,
    actor: Option<usize>,
    act: Option<usize>,
    more: [Option<usize>; KEPT.len()],
    /// The first of the plan's keys: what a trace doesn't say, its events may.
    values: usize,
}

/// How many traces the reading thread hands over at a time, and how many such batches may wait:
/// enough to keep both threads busy, little in memory.
const BATCH: usize = 64;
const WAITING: usize = 4;

/// Traces on their way from the reading thread; the memory of the others is used again.
#[derive(Default)]
struct Batch {
    traces: Vec<Trace>,
    filled: usize,
}

/// Reads the logs and gives their cases to the importer. One thread reads the XML, this one makes
/// acts of it and writes them.
pub(super) fn read(importer: &mut Importer<'_>, files: &[usize]) -> Result<(), ImportError> {
    let (keys, event_keys) = keys_of(importer);
    for &file in files {
        let source = super::source::open_xml(&importer.inputs[file].path, &importer.bytes_read)
            .map_err(|cause| unreadable(importer.name_of(file), 1, &cause))?;
        let reader = XesReader::new(source, keys.clone());
        let warnings = std::thread::scope(|scope| {
            let (give, take) = mpsc::sync_channel(WAITING);
            let (give_back, take_back) = mpsc::channel();
            let reading = scope.spawn(move || read_batches(reader, &give, &take_back));
            let mut count = Count::default();
            let mut case = Case::default();
            for batch in take {
                let batch: Batch = batch;
                for trace in &batch.traces[..batch.filled] {
                    take_trace(importer, &event_keys, trace, file, &mut count, &mut case)?;
                }
                importer.show_progress();
                importer.check_set_aside()?;
                // When the reading thread has ended, nobody wants the memory back.
                let _ = give_back.send(batch);
            }
            match reading.join() {
                Ok(read) => read.map_err(|cause| {
                    let file = importer.name_of(file);
                    ImportError::Xes { file, cause }
                }),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })?;
        for warning in warnings {
            let message = format!("{}, first on line {}", warning.what, warning.line);
            importer.notice("xes", file, warning.count, message);
        }
    }
    Ok(())
}

/// Reads the log to its end, or until nobody takes its batches any more; gives the warnings.
fn read_batches(
    mut reader: XesReader<impl Read>,
    give: &SyncSender<Batch>,
    take_back: &Receiver<Batch>,
) -> Result<Vec<Warning>, XesError> {
    loop {
        let mut batch = take_back.try_recv().unwrap_or_default();
        batch.filled = 0;
        let mut events = 0;
        let mut is_more = true;
        while is_more && batch.filled < BATCH && events < BATCH * 16 {
            if batch.filled == batch.traces.len() {
                batch.traces.push(Trace::default());
            }
            let trace = &mut batch.traces[batch.filled];
            is_more = reader.next_trace(trace)?;
            events += trace.len();
            batch.filled += usize::from(is_more);
        }
        if give.send(batch).is_err() || !is_more {
            return Ok(reader.warnings().to_vec());
        }
    }
}

fn keys_of(importer: &Importer<'_>) -> (Keys, EventKeys) {
    let source = &importer.plan.log.source;
    let mut trace = vec![source.case.clone()];
    trace.extend(importer.plan.keys.iter().cloned());
    let mut event: Vec<String> =
        [&source.activity, &source.time].into_iter().flatten().cloned().collect();
    let mut add = |key: &Option<String>| {
        key.clone().map(|key| {
            event.push(key);
            event.len() - 1
        })
    };
    let lifecycle = add(&source.lifecycle);
    let actor = add(&source.actor);
    let act = add(&source.act);
    let more = source.kept().map(add);
    let values = event.len();
    event.extend(importer.plan.keys.iter().cloned());
    (Keys { trace, event }, EventKeys { lifecycle, actor, act, more, values })
}

fn take_trace(
    importer: &mut Importer<'_>,
    keys: &EventKeys,
    trace: &Trace,
    file: usize,
    count: &mut Count,
    case: &mut Case,
) -> Result<(), ImportError> {
    let first_event = count.events;
    count.events += trace.len() as u64;
    if trace.is_loose() {
        let place = Place { file, row: count.events, line: trace.line() };
        let message = "the event stands outside any trace, so its case isn't known".to_owned();
        importer.set_aside(place, "", "missing_value", message);
        return Ok(());
    }
    count.traces += 1;
    let place = Place { file, row: count.traces, line: trace.line() };
    let case_key = &importer.plan.log.source.case;
    let Some(id) = trace.value(0).map(str::trim).filter(|id| !id.is_empty()) else {
        let message = format!(
            "trace {} has no `{case_key}`, so its {} events belong to no case",
            count.traces,
            trace.len(),
        );
        importer.set_aside(place, case_key, "missing_value", message);
        return Ok(());
    };
    let values = importer.plan.keys.len();
    case.begin(id, place, values);
    for n in 0..values {
        let of_events = || (0..trace.len()).find_map(|e| trace.event_value(e, keys.values + n));
        if let Some(value) = trace.value(n + 1).or_else(of_events) {
            case.set_value(n, value);
        }
    }
    for event in 0..trace.len() {
        let row = first_event + event as u64 + 1;
        let place = Place { file, row, line: trace.event_line(event) };
        take_event(importer, keys, trace, event, place, case);
    }
    importer.take(case)
}

fn take_event(
    importer: &mut Importer<'_>,
    keys: &EventKeys,
    trace: &Trace,
    event: usize,
    place: Place,
    case: &mut Case,
) {
    let source = &importer.plan.log.source;
    let value = |key: usize| trace.event_value(event, key).map(str::trim).unwrap_or_default();
    let (activity, time) = (value(ACTIVITY), value(TIME));
    for (key, text) in [(&source.activity, activity), (&source.time, time)] {
        if text.is_empty() {
            let key = key.as_deref().unwrap_or_default();
            let message = format!("event {} of trace `{}` has no `{key}`", event + 1, case.id);
            importer.set_aside(place, key, "missing_value", message);
            return;
        }
    }
    let Some(stamp) = importer.plan.log.stamps.read(time) else {
        importer.set_aside_date(place, source.time.as_deref().unwrap_or_default(), time);
        return;
    };
    let actor = keys.actor.map_or("", value);
    let named = [(&source.activity, activity), (&source.actor, actor)];
    for (key, text) in named {
        if let Some((code, what)) = unfit(text) {
            let key = key.as_deref().unwrap_or_default();
            importer.set_aside(place, key, code, format!("the name {what}"));
            return;
        }
    }
    let more = importer.more(|n| trace.event_value(event, keys.more[n]?));
    let act = importer.named_act(keys.act.map_or("", value));
    let (act, more) = match act.and_then(|act| Ok((act, more?))) {
        Ok(taken) => taken,
        Err((key, code, message)) => return importer.set_aside(place, key, code, message),
    };
    let activity = importer.activity(activity, keys.lifecycle.map_or("", value));
    let actor = importer.actor(actor);
    case.push(NewEvent { activity, actor, at: stamp, act, more }, time);
}
