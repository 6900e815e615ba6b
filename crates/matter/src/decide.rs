//! A live command, answered with acts or a refusal.

use legal_clock::{Day, When};

use crate::procedure::{Need, StageId};
use crate::standing::{Act, Context, NotAllowed, Standing};

/// What somebody wants to record about a matter.
#[derive(Debug, Clone, Copy)]
pub struct Command<'a> {
    /// The act's name in the procedure.
    pub act: &'a str,
    /// When it happened.
    pub happened: When,
    /// Why; for a pause, the special procedure by its code or Chinese term.
    pub reason: &'a str,
    /// Working days of an extension.
    pub days: Option<u32>,
    /// Number of the written notice to the applicant.
    pub notice: &'a str,
    /// Day on which a pause is expected to end.
    pub expected_end: Option<Day>,
}

/// Why a command is refused, and what would mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The procedure has no such act.
    #[error("procedure `{procedure}` has no act `{act}`")]
    UnknownAct {
        /// The procedure's name.
        procedure: String,
        /// The act asked for.
        act: String,
    },
    /// The act doesn't follow where the matter stands.
    #[error("act `{act}` isn't possible while the matter is `{stage}`; possible now: {possible}")]
    NotHere {
        /// The act asked for.
        act: String,
        /// Where the matter stands.
        stage: String,
        /// The acts that may follow.
        possible: String,
    },
    /// The act may be done once only.
    #[error("act `{act}` was done before and may be done once only")]
    Again {
        /// The act asked for.
        act: String,
    },
    /// Limits are extended before they run out (行政许可法 art. 42).
    #[error("the statutory limit has run out; it could be extended only before")]
    OutOfTime,
    /// Something the act needs wasn't given.
    #[error("act `{act}` needs {what}")]
    Missing {
        /// The act asked for.
        act: String,
        /// What to give.
        what: &'static str,
    },
    /// The clock stops for the special procedures of 行政许可法 art. 45 only.
    #[error("`{reason}` doesn't stop the clock; give one of {allowed}")]
    NotASpecialProcedure {
        /// The reason given.
        reason: String,
        /// The special procedures.
        allowed: String,
    },
    /// More days than the law allows.
    #[error("{days} working days are more than the {most} that may be added")]
    TooManyDays {
        /// Asked for.
        days: u32,
        /// Allowed.
        most: u32,
    },
    /// What has not happened can't be recorded.
    #[error("the act is dated after now; give the time it happened")]
    InTheFuture,
    /// Acts are recorded in the order they happened; a correction annuls and records anew.
    #[error("the act is dated before the matter's last act; annul that one first")]
    OutOfOrder,
    /// Recorded more than a working day after it happened, without saying why.
    #[error("the act is recorded more than a working day after it happened; say why")]
    LateWithoutReason,
}

/// Answers a command: the acts to record, or why not.
///
/// # Errors
/// [`Refusal`] says which rule stands against it and what to give instead.
pub fn decide(
    standing: &Standing,
    context: &Context<'_>,
    command: &Command<'_>,
    now: When,
) -> Result<Vec<Act>, Refusal> {
    let procedure = context.procedure;
    let id = procedure.act(command.act).ok_or_else(|| Refusal::UnknownAct {
        procedure: procedure.name().to_owned(),
        act: command.act.to_owned(),
    })?;
    if command.happened > now {
        return Err(Refusal::InTheFuture);
    }
    if standing.latest().is_some_and(|latest| command.happened < latest) {
        return Err(Refusal::OutOfOrder);
    }
    let act = Act {
        id,
        at: command.happened,
        days: command.days.unwrap_or(0),
        stops_clock: procedure.stops_clock(command.reason),
    };
    let mut standing = standing.clone();
    standing.pass_until(context, act.at);
    let rule = standing.rule(context, &act).map_err(|why| match why {
        NotAllowed::NotHere => Refusal::NotHere {
            act: command.act.to_owned(),
            stage: stage_name(context, standing.stage()),
            possible: possible(context, standing.stage()),
        },
        NotAllowed::Again | NotAllowed::AgainInRun => {
            Refusal::Again { act: command.act.to_owned() }
        }
        NotAllowed::OutOfTime => Refusal::OutOfTime,
    })?;
    for need in &rule.needs {
        check_need(context, *need, command)?;
    }
    if let (Some(days), Some(most)) = (command.days, rule.most_days)
        && days > most
    {
        return Err(Refusal::TooManyDays { days, most });
    }
    let in_time = context.calendar.nth_working_day_after(act.at.day, 1);
    if command.reason.is_empty() && in_time.is_some_and(|last| now.day > last) {
        return Err(Refusal::LateWithoutReason);
    }
    Ok(vec![act])
}

fn check_need(context: &Context<'_>, need: Need, command: &Command<'_>) -> Result<(), Refusal> {
    let (is_given, what) = match need {
        Need::Reason => (!command.reason.is_empty(), "a reason"),
        Need::SpecialProcedure => (!command.reason.is_empty(), "the special procedure as reason"),
        Need::Days => (command.days.is_some_and(|days| days > 0), "the number of working days"),
        Need::Notice => (!command.notice.is_empty(), "the number of the written notice"),
        Need::ExpectedEnd => (command.expected_end.is_some(), "the day it is expected to end"),
    };
    if !is_given {
        return Err(Refusal::Missing { act: command.act.to_owned(), what });
    }
    if need == Need::SpecialProcedure && !context.procedure.stops_clock(command.reason) {
        let allowed: Vec<String> = context
            .procedure
            .clocks()
            .flat_map(|(_, clock)| clock.stopped_by.iter())
            .map(|(code, term)| format!("`{code}` ({term})"))
            .collect();
        return Err(Refusal::NotASpecialProcedure {
            reason: command.reason.to_owned(),
            allowed: allowed.join(", "),
        });
    }
    Ok(())
}

/// The stage's name in a message; `new` before the first act.
pub(crate) fn stage_name(context: &Context<'_>, stage: Option<StageId>) -> String {
    stage.map_or("new", |stage| context.procedure.stage(stage).name.as_str()).to_owned()
}

/// The acts that may follow, for a message.
pub(crate) fn possible(context: &Context<'_>, stage: Option<StageId>) -> String {
    let procedure = context.procedure;
    procedure
        .acts()
        .filter(|(act, ..)| !procedure.rules(stage, *act).is_empty())
        .map(|(_, name, _)| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
