//! Powers (权责) at the workbench: who holds which item's power when and where, and its changes.

mod chart;
mod item;
mod list;

use ::catalogue::{Absence, Coded as _, Holder};
use ::catalogue::{Holding, Holds, Level, PowerChangeKind};
use authority::Action;
use efficacy::words::{Lang, Words};

use crate::web::Doors;

/// The pages of powers.
pub(crate) fn doors(doors: Doors) -> Doors {
    doors
        .page("/work/powers", Action::ReadPowers, list::show)
        .page("/work/powers/{code}", Action::ReadPowers, item::show)
        .form("/work/powers/{code}", Action::ChangePowers, item::change)
}

/// A term of a code list.
fn term<T: ::catalogue::Coded>(term: T, words: &Words) -> String {
    match words.lang() {
        Lang::ZhCn => term.chinese(),
        Lang::En => term.english(),
    }
    .to_owned()
}

/// Who holds a power, and how.
fn held(holding: &Holding<'_>, words: &Words) -> String {
    let who = |holder: &Holder<'_>| {
        let levels: Vec<_> = holder.levels.iter().map(|level| term(*level, words)).collect();
        match holder.agency {
            Some(agency) if levels.is_empty() => agency.to_owned(),
            _ if levels.is_empty() => words.text("powers-somebody"),
            _ => words.list(&levels),
        }
    };
    match &holding.holds {
        Holds::Original(holder) => words.format("powers-original", &[("who", who(holder).into())]),
        Holds::Devolved(holder) => words.format("powers-devolved", &[("who", who(holder).into())]),
        Holds::Delegated { to, in_the_name_of } => words.format(
            "powers-delegated",
            &[("who", who(to).into()), ("name", who(in_the_name_of).into())],
        ),
        Holds::Nobody(Absence::Cancelled) => words.text("powers-cancelled"),
        Holds::Nobody(Absence::NotYetAdded) => words.text("powers-not-yet"),
        Holds::Nobody(Absence::Lapsed) => words.text("powers-lapsed"),
    }
}

/// How a holding is drawn.
fn class(holding: &Holding<'_>) -> &'static str {
    match holding.holds {
        Holds::Original(_) => "done",
        Holds::Devolved(_) => "soon",
        Holds::Delegated { .. } => "paused",
        Holds::Nobody(_) => "late",
    }
}

/// Kinds of changes and levels to choose.
fn choices(form: &item::Form, words: &Words) -> [Vec<(&'static str, String, bool)>; 2] {
    let kinds = PowerChangeKind::ALL
        .iter()
        .map(|kind| (kind.code(), term(*kind, words), form.change == kind.code()));
    let levels = Level::ALL
        .iter()
        .map(|level| (level.code(), term(*level, words), form.to_level == level.code()));
    [kinds.collect(), levels.collect()]
}
