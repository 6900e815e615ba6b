//! Corrections: an act is never changed, it is annulled by another (作废).

use std::collections::HashMap;

/// What of an act matters to annulments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The act's id within its matter; empty when it has none.
    pub id: &'a str,
    /// For an annulment, the id of the act it annuls.
    pub annuls: Option<&'a str>,
}

/// What becomes of an act once annulments are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It counts.
    Stands,
    /// It was annulled, or is an annulment: as if it had never been.
    LeftOut,
    /// An annulment that names itself, another annulment or an act that isn't there.
    UnknownTarget,
}

/// What becomes of each act of a matter, wherever its annulment stands among them.
///
/// A second annulment of one act changes nothing, and an annulment can't be annulled.
///
/// # Examples
/// ```
/// use matter::annulment::{Entry, Fate, fates};
///
/// let acts = [
///     Entry { id: "1", annuls: None },
///     Entry { id: "2", annuls: None },
///     Entry { id: "3", annuls: Some("1") },
///     Entry { id: "4", annuls: Some("3") },
/// ];
/// assert_eq!(
///     fates(&acts),
///     [Fate::LeftOut, Fate::Stands, Fate::LeftOut, Fate::UnknownTarget]
/// );
/// ```
pub fn fates(acts: &[Entry<'_>]) -> Vec<Fate> {
    let mut fates = vec![Fate::Stands; acts.len()];
    let by_id: HashMap<&str, usize> = acts
        .iter()
        .enumerate()
        .filter(|(_, act)| act.annuls.is_none() && !act.id.is_empty())
        .map(|(index, act)| (act.id, index))
        .collect();
    for (index, act) in acts.iter().enumerate() {
        let Some(target) = act.annuls else { continue };
        fates[index] = match by_id.get(target) {
            Some(&annulled) => {
                fates[annulled] = Fate::LeftOut;
                Fate::LeftOut
            }
            None => Fate::UnknownTarget,
        };
    }
    fates
}
