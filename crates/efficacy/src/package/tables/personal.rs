//! Which cells of an act say something of persons, so that they are kept apart from it.

use super::{Act, ActName};
use crate::facts::Rules;
use crate::package::{Column, Privacy, Row as _};

/// A cell that is kept apart from its act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Its column.
    pub column: &'static str,
    /// Whether it is a name, which tells whom it is about; other texts don't.
    pub is_name: bool,
    /// What stays in its place, where a figure reads whether there is one.
    pub stays: Option<&'static str>,
}

/// A reason that is given and is none of the special procedures (行政许可法 art. 45).
const OTHER_REASON: &str = "other";

/// How a cell of an act is kept apart; `None` where it stays as it is.
///
/// What figures and procedures read stays: the number of the act that is annulled, the name of a step
/// and the special procedure of a pause. Of a pause for another reason it stays that it has one.
pub fn apart(act: &str, column: &str, cell: &str, rules: &Rules) -> Option<Apart> {
    let Column { name, privacy, .. } = &Act::TABLE.columns[Act::TABLE.column(column)?];
    let is = |name: ActName| act == name.code();
    let is_read = match *name {
        "detail" => is(ActName::Annulled) || is(ActName::Step),
        "reason" => rules.stops_clock(cell),
        _ => false,
    };
    if *privacy == Privacy::Open || is_read || cell.is_empty() {
        return None;
    }
    let stays = (*name == "reason" && is(ActName::Paused)).then_some(OTHER_REASON);
    Some(Apart { column: name, is_name: *privacy == Privacy::Name, stays })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_figures_read_stays_and_what_persons_write_does_not() {
        let rules = Rules::shipped().unwrap();
        let apart = |act: &str, column: &str, cell: &str| apart(act, column, cell, &rules);
        for (act, column, cell) in [
            ("annulled", "detail", "3"),
            ("step", "detail", "现场核查"),
            ("paused", "reason", "hearing"),
            ("paused", "reason", "听证"),
            ("paused", "reason", ""),
            ("extended", "days", "5"),
            ("accepted", "act_id", "1"),
            ("accepted", "actor", ""),
        ] {
            assert_eq!(apart(act, column, cell), None, "{act} {column} {cell}");
        }
        let name = apart("accepted", "actor", "王某").unwrap();
        assert_eq!((name.column, name.is_name, name.stays), ("actor", true, None));
        let text = apart("refused", "reason", "王某不符合条件").unwrap();
        assert_eq!((text.is_name, text.stays), (false, None));
        let pause = apart("paused", "reason", "王某住院").unwrap();
        assert!(!rules.stops_clock(pause.stays.unwrap()));
    }
}
