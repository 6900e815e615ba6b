//! What a list collects at all.

use std::ops::BitOr;

use crate::element::Element;
use crate::{Item, Material};

/// What a list of items collects: the elements that any of its items has or any of their materials, and
/// whether main items are rows of it.
///
/// Rules ask no item for an element that the whole list lacks; that is told once, of the list. Who looks at
/// a part of a list says by this what the whole of it collects: [`Linter::of_part`](super::Linter::of_part).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// A bit for each element, in their order.
    items: u128,
    materials: u32,
    has_materials: bool,
    has_main_items: bool,
}

const _: () = assert!(Item::ELEMENTS.len() <= 128 && Material::ELEMENTS.len() <= 32);

impl Collected {
    /// What an item has; of one that a later row has replaced only its materials count.
    pub fn of(item: &Item, is_replaced: bool) -> Self {
        let own = if is_replaced { 0 } else { bits(item.given()) };
        let materials = item.materials.iter().map(|material| bits(material.given()) as u32);
        Self {
            items: own,
            materials: materials.fold(0, BitOr::bitor),
            has_materials: !item.materials.is_empty(),
            has_main_items: false,
        }
    }

    /// The same of a list in which some row is the main item of another, or of one in which none is.
    #[must_use]
    pub fn with_main_items(self, has_main_items: bool) -> Self {
        Self { has_main_items, ..self }
    }

    /// Whether any item has the element.
    pub(super) fn collects(&self, element: &str) -> bool {
        is_set(self.items, Item::ELEMENTS, element)
    }

    /// Whether any material has the element.
    pub(super) fn collects_of_materials(&self, element: &str) -> bool {
        is_set(self.materials.into(), Material::ELEMENTS, element)
    }

    /// Whether any item has a material.
    pub(super) fn has_materials(&self) -> bool {
        self.has_materials
    }

    /// Whether main items are rows of their own.
    pub(super) fn has_main_items(&self) -> bool {
        self.has_main_items
    }
}

/// What two parts of a list collect together.
impl BitOr for Collected {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            items: self.items | other.items,
            materials: self.materials | other.materials,
            has_materials: self.has_materials | other.has_materials,
            has_main_items: self.has_main_items | other.has_main_items,
        }
    }
}

fn bits(given: impl Iterator<Item = bool>) -> u128 {
    given.enumerate().fold(0, |bits, (place, is_given)| bits | u128::from(is_given) << place)
}

fn is_set(bits: u128, elements: &[Element], name: &str) -> bool {
    let place = elements.iter().position(|element| element.name == name);
    place.is_some_and(|place| bits >> place & 1 == 1)
}
