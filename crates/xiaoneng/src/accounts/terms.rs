//! How accounts are told of: roles, actions, times, the errors of forms.

use authority::{Action, Role};
use credentials::{Refused, WeakPassword};
use efficacy::words::{Lang, Value, Words};
use legal_clock::{Calendar, Instant};

/// The name of a role.
pub(super) fn role(role: Role, words: &Words) -> String {
    match words.lang() {
        Lang::ZhCn => role.chinese(),
        Lang::En => role.english(),
    }
    .to_owned()
}

/// Roles in a row.
pub(super) fn roles<'a>(all: impl IntoIterator<Item = &'a Role>, words: &Words) -> String {
    let names: Vec<_> = all.into_iter().map(|it| role(*it, words)).collect();
    words.list(&names)
}

/// The name of an action.
pub(super) fn action(action: Action, words: &Words) -> String {
    words.text(match action {
        Action::SeeOwnAccount => "accounts-action-see-own-account",
        Action::ChangeOwnAccount => "accounts-action-change-own-account",
        Action::EndSessions => "accounts-action-end-sessions",
        Action::ReadPeople => "accounts-action-read-people",
        Action::ChangePeople => "accounts-action-change-people",
        Action::ReadClients => "accounts-action-read-clients",
        Action::ChangeClients => "accounts-action-change-clients",
        Action::ExplainPermission => "accounts-action-explain-permission",
        Action::ReadItems => "accounts-action-read-items",
        Action::EditItems => "accounts-action-edit-items",
        Action::PublishItems => "accounts-action-publish-items",
        Action::ReadPowers => "accounts-action-read-powers",
        Action::ChangePowers => "accounts-action-change-powers",
        Action::ReadRegisters => "accounts-action-read-registers",
        Action::ChangeRegisters => "accounts-action-change-registers",
        Action::ReadFigures => "accounts-action-read-figures",
        Action::OpenCases => "accounts-action-open-cases",
        Action::ReadLog => "accounts-action-read-log",
        Action::ReadTasks => "accounts-action-read-tasks",
        Action::ReadSettings => "accounts-action-read-settings",
        Action::ReceiveCase => "accounts-action-receive-case",
        Action::ReviewCase => "accounts-action-review-case",
        Action::ApproveCase => "accounts-action-approve-case",
        Action::DecideCase => "accounts-action-decide-case",
        Action::ReadCase => "accounts-action-read-case",
    })
}

/// A time, to the minute, as clocks in China show it.
pub(super) fn time(micros: i64, words: &Words) -> String {
    let day = Calendar::china().when(Instant(micros)).day;
    let at = jiff::Timestamp::from_microsecond(micros).unwrap_or_default();
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap_or(jiff::tz::TimeZone::UTC);
    let clock = at.to_zoned_datetime(zone).time();
    format!("{} {:02}:{:02}", words.date(day), clock.hour(), clock.minute())
}

/// Why a password isn't taken, and what to do.
pub(super) fn weak(weak: &WeakPassword, words: &Words) -> String {
    match weak {
        WeakPassword::Short { shortest, .. } => {
            words.format("accounts-weak-short", &[("shortest", Value::from(*shortest))])
        }
        WeakPassword::Long { .. } => words.text("accounts-weak-long"),
        WeakPassword::Control => words.text("accounts-weak-control"),
        WeakPassword::Name(name) => {
            words.format("accounts-weak-name", &[("name", name.clone().into())])
        }
        WeakPassword::Repeated => words.text("accounts-weak-repeated"),
        WeakPassword::Sequence => words.text("accounts-weak-sequence"),
    }
}

/// Why a guess has to wait.
pub(super) fn wait(refused: &Refused, now: i64, words: &Words) -> String {
    match refused {
        Refused::Locked => words.text("accounts-locked"),
        Refused::Wait(wait) => {
            let seconds = (wait.until - now).max(0).cast_unsigned().div_ceil(1_000_000);
            let minutes = seconds.div_ceil(60);
            match minutes {
                0 | 1 => words.format("accounts-wait-seconds", &[("seconds", seconds.into())]),
                _ => words.format("accounts-wait-minutes", &[("minutes", minutes.into())]),
            }
        }
    }
}
