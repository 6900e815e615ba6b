//! 作废: what becomes of acts once annulments are known.

use matter::annulment::{Entry, Fate, fates};

/// `a` is an act with id `a`; `b!a` an annulment with id `b` that names `a`.
fn told(acts: &[&'static str]) -> Vec<Fate> {
    let entries: Vec<Entry<'_>> = acts
        .iter()
        .map(|act| match act.split_once('!') {
            Some((id, annuls)) => Entry { id, annuls: Some(annuls) },
            None => Entry { id: act, annuls: None },
        })
        .collect();
    fates(&entries)
}

#[test]
fn an_annulment_and_its_act_are_left_out_wherever_they_stand() {
    use Fate::{LeftOut, Stands};
    assert_eq!(told(&["a", "b", "c!a"]), [LeftOut, Stands, LeftOut]);
    assert_eq!(told(&["c!b", "a", "b"]), [LeftOut, Stands, LeftOut]);
    assert_eq!(told(&["a", "b"]), [Stands, Stands]);
}

#[test]
fn a_second_annulment_of_one_act_changes_nothing() {
    assert_eq!(told(&["a", "b!a", "c!a"]), [Fate::LeftOut; 3]);
}

#[test]
fn an_annulment_stands_whatever_names_it() {
    use Fate::{LeftOut, Stands, UnknownTarget};
    assert_eq!(told(&["a", "b!a", "c!b"]), [LeftOut, LeftOut, UnknownTarget]);
    assert_eq!(told(&["a", "b!b"]), [Stands, UnknownTarget]);
    assert_eq!(told(&["a", "b!z"]), [Stands, UnknownTarget]);
}

#[test]
fn acts_without_an_id_can_not_be_named() {
    assert_eq!(told(&["", "b!"]), [Fate::Stands, Fate::UnknownTarget]);
}
