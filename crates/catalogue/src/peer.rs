//! How an item compares with the same item in other provinces.

use std::cmp::Ordering;

use crate::item::limit;
use crate::{Item, PeerItem};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// The promised limit: the less the better, in one unit.
    Promise,
    /// Materials to be handed in: the fewer the better.
    Materials,
    /// Trips: the fewer the better.
    Trips,
    /// Online depth: the greater the better.
    Depth,
}

/// Where the item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Better than every peer.
    Ahead,
    /// As good as the best of them.
    Level,
    /// Worse than the best of them.
    Behind,
}

/// An item against the best of its peers in one aspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// In what.
    pub aspect: Aspect,
    /// How it stands.
    pub standing: Standing,
    /// What the item has. Promises are in their unit.
    pub ours: u32,
    /// What the best peer has.
    pub best: u32,
    /// Whose it is; of several the first.
    pub province: String,
}

/// Compares an item with its peers, aspect by aspect. An aspect that the item or every peer lacks
/// is left out; a promise is held only against promises in its own unit.
pub fn compare<'a>(
    item: &Item,
    peers: impl IntoIterator<Item = &'a PeerItem> + Clone,
) -> Vec<Comparison> {
    let promise = item.promised();
    let of_unit = |peer: &PeerItem| {
        let theirs = limit(peer.promised_limit, peer.promised_unit)?;
        (Some(theirs.unit) == promise.map(|ours| ours.unit)).then_some(theirs.amount)
    };
    let depth = |depth: crate::Depth| u32::from(depth.number());
    let materials = item.demanded().count() as u32;
    let rows = [
        against(Aspect::Promise, promise.map(|ours| ours.amount), peers.clone(), of_unit),
        against(Aspect::Materials, Some(materials), peers.clone(), |peer| peer.materials),
        against(Aspect::Trips, item.trips, peers.clone(), |peer| peer.trips),
        against(Aspect::Depth, item.online_depth.map(depth), peers, |peer| {
            peer.online_depth.map(depth)
        }),
    ];
    rows.into_iter().flatten().collect()
}

fn against<'a>(
    aspect: Aspect,
    ours: Option<u32>,
    peers: impl IntoIterator<Item = &'a PeerItem>,
    theirs: impl Fn(&PeerItem) -> Option<u32>,
) -> Option<Comparison> {
    let ours = ours?;
    let better = |a: u32, b: u32| match aspect {
        Aspect::Depth => b.cmp(&a),
        Aspect::Promise | Aspect::Materials | Aspect::Trips => a.cmp(&b),
    };
    let rows = peers.into_iter().filter_map(|peer| Some((theirs(peer)?, peer)));
    let (best, peer) = rows.min_by(|(a, _), (b, _)| better(*a, *b))?;
    let standing = match better(ours, best) {
        Ordering::Less => Standing::Ahead,
        Ordering::Equal => Standing::Level,
        Ordering::Greater => Standing::Behind,
    };
    let province = peer.province.clone().unwrap_or_default();
    Some(Comparison { aspect, standing, ours, best, province })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item::read([
            ("promised_limit", "10"),
            ("promised_unit", "working_day"),
            ("trips", "1"),
            ("online_depth", "3"),
        ])
    }

    fn peer(province: &str, cells: &[(&str, &str)]) -> PeerItem {
        PeerItem::read(cells.iter().copied().chain([("province", province)]))
    }

    #[test]
    fn each_aspect_is_held_against_the_best_peer() {
        let peers = [
            peer(
                "浙江省",
                &[("promised_limit", "8"), ("promised_unit", "working_day"), ("trips", "1")],
            ),
            peer(
                "江苏省",
                &[("promised_limit", "9"), ("promised_unit", "working_day"), ("online_depth", "2")],
            ),
        ];
        let rows = compare(&item(), &peers);
        let told: Vec<_> =
            rows.iter().map(|row| (row.aspect, row.standing, row.province.as_str())).collect();
        assert_eq!(
            told,
            [
                (Aspect::Promise, Standing::Behind, "浙江省"),
                (Aspect::Trips, Standing::Level, "浙江省"),
                (Aspect::Depth, Standing::Ahead, "江苏省"),
            ]
        );
        assert_eq!((rows[0].ours, rows[0].best), (10, 8));
    }

    #[test]
    fn promises_in_other_units_are_left_out() {
        let peers = [peer("浙江省", &[("promised_limit", "1"), ("promised_unit", "calendar_day")])];
        assert_eq!(compare(&item(), &peers), []);
        assert_eq!(compare(&item(), []), []);
    }

    #[test]
    fn materials_that_are_exempt_are_not_counted() {
        let mut item = item();
        let material = |cells: &[(&str, &str)]| crate::Material::read(cells.iter().copied());
        item.materials =
            vec![material(&[("name", "申请表")]), material(&[("exempt_by", "licence")])];
        let rows = compare(&item, &[peer("浙江省", &[("materials", "1")])]);
        assert_eq!((rows[0].standing, rows[0].ours), (Standing::Level, 1));
    }
}
