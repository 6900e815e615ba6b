//! The life of a warning (预警) raised by a supervision model.

use super::chance::Chance;
use super::matter::{Actor, Detail, Matter, Procedure};
use super::moment::{Moment, Office};

/// How warnings fare, in warnings out of a thousand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    pub(super) dismissed: u32,
    pub(super) late: u32,
}

/// The usual life of a warning anywhere.
pub(super) const USUAL: Habits = Habits { dismissed: 110, late: 20 };

/// Lives a warning that `model` raised at `raised` through into `matter`. It is to be put right
/// within ten working days.
pub(super) fn live<'r>(
    (raised, region, model): (Moment, &'r str, &'r str),
    habits: Habits,
    office: &Office,
    chance: &mut Chance,
    matter: &mut Matter<'r>,
) {
    matter.begin(Procedure::Warning, region, "import");
    matter.division = "效能监督";
    matter.model = model;
    matter.act("raised", raised, Actor::System);
    let seen = raised.after(chance.between(600, 20_000));
    let notified = office.once_open(seen, chance);
    matter.act("notified", notified, Actor::Examiner(chance.between(1, 3) as u8));
    let mut later = |from: Moment, least: u32, most: u32| {
        let days = chance.mostly_low(least, most);
        let at = Moment::new(office.working_days_after(from.day, days), chance.office_second());
        (at.max(from.after(300)), chance.happens(habits.dismissed), chance.happens(habits.late))
    };
    let (answered, dismissed, late) = later(notified, 1, 5);
    if dismissed {
        matter.act("dismissed", answered, Actor::Approver).detail =
            Detail::Text("经核实未发现问题");
        return;
    }
    matter.act("rectified", answered, Actor::Local);
    let (verified, again, _) = if late { later(answered, 8, 13) } else { later(answered, 1, 3) };
    if again {
        let (at, ..) = later(answered, 0, 0);
        matter.act("rectified", at.min(verified), Actor::Local);
    }
    matter.act("verified", verified, Actor::Examiner(4));
}
