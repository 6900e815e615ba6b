//! What rules ask the list about an item, looked up once for all items.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::BitOr;
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::OnceLock;

use legal_clock::Day;

use super::collected::Collected;
use super::text;
use crate::{
    Catalogue, IntermediaryService, Item, NameKey, PeerItem, PowerChange, PowerChangeKind, Proof,
};

/// A catalogue made ready to be asked about its items.
#[derive(Debug)]
pub struct Linter<'a> {
    pub(super) catalogue: &'a Catalogue,
    by_code: ByCode<'a>,
    /// Of each agency, region and name the first row of each code.
    by_name: HashMap<NameKey<'a>, Vec<usize>>,
    collected: Collected,
    collects_agreements: bool,
    proofs: HashMap<String, &'a Proof>,
    /// Bytes of the longest of their names.
    longest_proof: Option<usize>,
    power_changes: HashMap<&'a str, Vec<&'a PowerChange>>,
    services: HashMap<&'a str, Vec<&'a IntermediaryService>>,
    services_by_name: HashMap<&'a str, &'a IntermediaryService>,
    peers: HashMap<&'a str, Vec<&'a PeerItem>>,
    licence_types: HashSet<&'a str>,
    /// Listed when it is first asked for.
    demanded: OnceLock<Vec<(String, usize)>>,
}

impl<'a> Linter<'a> {
    /// Makes a catalogue ready.
    pub fn new(catalogue: &'a Catalogue) -> Self {
        let mut by_code = ByCode::new();
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::new();
        let mut named = HashSet::new();
        for (place, item) in catalogue.items.iter().enumerate() {
            if let Some(code) = &item.code {
                by_code.entry(code).or_default().entry(item.valid_from).or_insert(place);
            }
        }
        let is_replaced = |item| replaced(&by_code, catalogue, item);
        for (place, item) in catalogue.items.iter().enumerate() {
            if !is_replaced(item) && named.insert((item.name_key(), &item.code)) {
                by_name.entry(item.name_key()).or_default().push(place);
            }
        }
        let each = catalogue.items.iter().map(|item| Collected::of(item, is_replaced(item)));
        let collected = each.fold(Collected::default(), BitOr::bitor);
        let has_main_items = catalogue.items.iter().any(|item| {
            let own = item.code.as_deref();
            let parent = item.parent_code.as_deref();
            parent.is_some_and(|parent| Some(parent) != own && by_code.contains_key(parent))
        });
        let services = &catalogue.intermediaries;
        let named = services.iter().filter_map(|row| Some((row.name.as_deref()?, row)));
        let proofs = abolished(&catalogue.proofs, catalogue.on);
        let types = catalogue.licence_types.iter();
        let licence_types =
            types.flat_map(|row| [&row.code, &row.name]).filter_map(Option::as_deref).collect();
        Self {
            collected: collected.with_main_items(has_main_items),
            collects_agreements: catalogue.power_changes.iter().any(|row| row.agreement.is_some()),
            longest_proof: proofs.keys().map(String::len).max(),
            proofs,
            power_changes: grouped(&catalogue.power_changes, |row| row.item_code.as_deref()),
            services: grouped(services, |row| row.item_code.as_deref()),
            services_by_name: named.collect(),
            peers: grouped(&catalogue.peers, |row| row.item_code.as_deref()),
            licence_types,
            demanded: OnceLock::new(),
            catalogue,
            by_code,
            by_name,
        }
    }

    /// The same for a part of a list that collects this as a whole: the rows of some codes, their main items
    /// and their namesakes, with the registers beside them.
    pub fn of_part(part: &'a Catalogue, whole: Collected) -> Self {
        Self { collected: whole, ..Self::new(part) }
    }

    /// Whether a row has this code.
    pub(super) fn has(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    /// The place of the first row that has an item's code and begins with it.
    pub(super) fn first_place(&self, item: &Item) -> Option<usize> {
        self.by_code.get(item.code.as_deref()?)?.get(&item.valid_from).copied()
    }

    /// The row of an item's code that begins next after it.
    pub(super) fn next(&self, item: &Item) -> Option<&'a Item> {
        next(&self.by_code, self.catalogue, item)
    }

    /// Whether another row of an item's code has taken its place.
    pub(super) fn is_replaced(&self, item: &Item) -> bool {
        replaced(&self.by_code, self.catalogue, item)
    }

    /// The main item of an item, by the last of its rows, if the item names one that is there.
    pub(super) fn main_item(&self, item: &Item) -> Option<&'a Item> {
        let parent = item.parent_code.as_deref()?;
        if Some(parent) == item.code.as_deref() {
            return None;
        }
        let (_, place) = self.by_code.get(parent)?.last_key_value()?;
        Some(&self.catalogue.items[*place])
    }

    /// The items of this name at the same agency and region, one row of each code.
    pub(super) fn namesakes<'s>(&'s self, item: &'s Item) -> impl Iterator<Item = &'a Item> + 's {
        let places = self.by_name.get(&item.name_key()).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.catalogue.items[*place])
    }

    /// What the list collects at all.
    pub fn collected(&self) -> Collected {
        self.collected
    }

    /// Whether a power is delegated.
    pub(super) fn has_delegations(&self) -> bool {
        let mut changes = self.catalogue.power_changes.iter();
        changes.any(|change| change.change == Some(PowerChangeKind::Delegated))
    }

    /// Whether any change of a power has the number of an agreement.
    pub(super) fn collects_agreements(&self) -> bool {
        self.collects_agreements
    }

    /// The abolished proof that a material of this name is.
    pub(super) fn abolished_proof(&self, material: &str) -> Option<&'a Proof> {
        let longest = self.longest_proof?;
        let name = text::bare(material);
        let ends = name.char_indices().map(|(at, _)| name.split_at(at));
        let mut ends = ends.filter(|(_, end)| end.len() <= longest);
        ends.find_map(|(before, end)| {
            self.proofs.get(end).filter(|_| !text::is_denied(before)).copied()
        })
    }

    /// The codes of the items that ask for a proof among their materials, in the order of the items.
    pub(super) fn demanding(&self, proof: &str) -> Vec<&'a str> {
        let proof = text::bare(proof);
        let asked = self.demanded().iter().filter(|(name, _)| text::is_proof(name, &proof));
        let items = asked.map(|(_, place)| &self.catalogue.items[*place]);
        let mut codes: Vec<&str> = items.filter_map(|item| item.code.as_deref()).collect();
        codes.dedup();
        codes
    }

    /// The bare name of each material that an item asks for, with the item's place.
    fn demanded(&self) -> &[(String, usize)] {
        self.demanded.get_or_init(|| {
            let items = self.catalogue.items.iter().enumerate();
            let current = items.filter(|(_, item)| !self.is_replaced(item));
            let materials =
                current.flat_map(|(place, it)| it.demanded().map(move |it| (place, it)));
            materials
                .filter_map(|(place, it)| Some((text::bare(it.name.as_deref()?), place)))
                .collect()
        })
    }

    /// The changes of an item's power.
    pub(super) fn power_changes(&self, item: &Item) -> &[&'a PowerChange] {
        rows_of(&self.power_changes, item)
    }

    /// The intermediary services of an item.
    pub(super) fn services(&self, item: &Item) -> &[&'a IntermediaryService] {
        rows_of(&self.services, item)
    }

    /// The intermediary service of this name.
    pub(super) fn service(&self, name: &str) -> Option<&'a IntermediaryService> {
        self.services_by_name.get(name).copied()
    }

    /// The rows of other provinces for an item.
    pub(super) fn peers(&self, item: &Item) -> &[&'a PeerItem] {
        rows_of(&self.peers, item)
    }

    /// Whether a licence type is known by its code or name; any is where none are registered.
    pub(super) fn knows_licence_type(&self, name: &str) -> bool {
        self.licence_types.is_empty() || self.licence_types.contains(name)
    }
}

/// Of each code the first row that begins on a day.
type ByCode<'a> = HashMap<&'a str, BTreeMap<Option<Day>, usize>>;

fn next<'a>(by_code: &ByCode<'_>, catalogue: &'a Catalogue, item: &Item) -> Option<&'a Item> {
    let rows = by_code.get(item.code.as_deref()?)?;
    let (_, place) = rows.range((Excluded(item.valid_from), Unbounded)).next()?;
    Some(&catalogue.items[*place])
}

fn replaced(by_code: &ByCode<'_>, catalogue: &Catalogue, item: &Item) -> bool {
    let begins = next(by_code, catalogue, item).and_then(|row| row.valid_from);
    begins.is_some_and(|day| day <= catalogue.on)
}

/// Proofs abolished on or before a day, by their bare names.
fn abolished(proofs: &[Proof], on: Day) -> HashMap<String, &Proof> {
    let gone = proofs.iter().filter(|proof| proof.abolished_on.is_some_and(|day| day <= on));
    let names = gone.filter_map(|proof| Some((text::bare(proof.name.as_deref()?), proof)));
    names.filter(|(name, _)| !name.is_empty()).collect()
}

fn grouped<'a, R>(
    rows: &'a [R],
    code: impl Fn(&'a R) -> Option<&'a str>,
) -> HashMap<&'a str, Vec<&'a R>> {
    let mut groups: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(code) = code(row) {
            groups.entry(code).or_default().push(row);
        }
    }
    groups
}

fn rows_of<'i, 'a, R>(rows: &'i HashMap<&str, Vec<&'a R>>, item: &Item) -> &'i [&'a R] {
    let code = item.code.as_deref().unwrap_or_default();
    rows.get(code).map_or(&[], Vec::as_slice)
}
