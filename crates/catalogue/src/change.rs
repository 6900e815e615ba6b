//! What changed between two versions of an item.

use std::collections::HashMap;

use crate::{Fee, Item, Material, Question, Step};

/// An element that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub element: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// What it was, if it was given.
    pub before: Option<String>,
    /// What it is, if it is given.
    pub after: Option<String>,
}

/// What changed among the rows beside an item, each told by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowChanges {
    /// Rows that came.
    pub added: Vec<String>,
    /// Rows that went.
    pub removed: Vec<String>,
    /// Rows that stayed with other elements.
    pub changed: Vec<(String, Vec<Change>)>,
}

impl RowChanges {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// What changed between two versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Elements of the item, in their order.
    pub elements: Vec<Change>,
    /// Its materials.
    pub materials: RowChanges,
    /// Its fees.
    pub fees: RowChanges,
    /// Its steps.
    pub steps: RowChanges,
    /// Its questions.
    pub questions: RowChanges,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
            && self.materials.is_empty()
            && self.fees.is_empty()
            && self.steps.is_empty()
            && self.questions.is_empty()
    }
}

/// What changed from one version of an item to another. Rows beside the item are the same when
/// their names are; of several of one name the first is held against the first. Their order isn't
/// looked at.
///
/// # Examples
/// ```
/// use catalogue::{Item, changes};
///
/// let before = Item::read([("name", "居住证办理"), ("promised_limit", "10")]);
/// let after = Item::read([("name", "居住证办理"), ("promised_limit", "5")]);
/// let changed = &changes(&before, &after).elements[0];
/// assert_eq!(changed.chinese, "承诺时限");
/// assert_eq!((changed.before.as_deref(), changed.after.as_deref()), (Some("10"), Some("5")));
/// ```
pub fn changes(before: &Item, after: &Item) -> Changes {
    Changes {
        elements: between(before.cells(), after.cells()),
        materials: rows(
            &before.materials,
            &after.materials,
            |row: &Material| &row.name,
            |a, b| between(a.cells(), b.cells()),
        ),
        fees: rows(
            &before.fees,
            &after.fees,
            |row: &Fee| &row.name,
            |a, b| between(a.cells(), b.cells()),
        ),
        steps: rows(
            &before.steps,
            &after.steps,
            |row: &Step| &row.name,
            |a, b| between(a.cells(), b.cells()),
        ),
        questions: rows(
            &before.questions,
            &after.questions,
            |row: &Question| &row.question,
            |a, b| between(a.cells(), b.cells()),
        ),
    }
}

type Cells = (&'static crate::Element, Option<String>);

fn between(before: impl Iterator<Item = Cells>, after: impl Iterator<Item = Cells>) -> Vec<Change> {
    let pairs = before.zip(after).filter(|((_, before), (_, after))| before != after);
    pairs
        .map(|((element, before), (_, after))| Change {
            element: element.name,
            chinese: element.chinese,
            before,
            after,
        })
        .collect()
}

fn rows<R>(
    before: &[R],
    after: &[R],
    name: impl Fn(&R) -> &Option<String>,
    between: impl Fn(&R, &R) -> Vec<Change>,
) -> RowChanges {
    let named = |row: &R| name(row).clone().unwrap_or_default();
    let mut old: HashMap<String, Vec<&R>> = HashMap::new();
    for row in before.iter().rev() {
        old.entry(named(row)).or_default().push(row);
    }
    let mut told = RowChanges::default();
    for row in after {
        match old.get_mut(&named(row)).and_then(Vec::pop) {
            None => told.added.push(named(row)),
            Some(was) => {
                let changed = between(was, row);
                if !changed.is_empty() {
                    told.changed.push((named(row), changed));
                }
            }
        }
    }
    // What is left of a name are its last rows: tell them in the order they had.
    for row in before.iter().rev() {
        if let Some(rows) = old.get_mut(&named(row))
            && !rows.is_empty()
        {
            rows.remove(0);
            told.removed.push(named(row));
        }
    }
    told.removed.reverse();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(materials: &[(&str, &str)]) -> Item {
        let rows = materials
            .iter()
            .map(|(name, copies)| Material::read([("name", *name), ("copies", *copies)]));
        Item { materials: rows.collect(), ..Item::default() }
    }

    #[test]
    fn a_version_held_against_itself_has_no_changes() {
        let item = with(&[("申请表", "1"), ("申请表", "2")]);
        assert!(changes(&item, &item).is_empty());
    }

    #[test]
    fn materials_added_removed_and_changed_are_told_by_name() {
        let before = with(&[("申请表", "1"), ("身份证", "1"), ("营业执照", "1")]);
        let after = with(&[("照片", "2"), ("身份证", "2"), ("申请表", "1")]);
        let told = changes(&before, &after).materials;
        assert_eq!(told.added, ["照片"]);
        assert_eq!(told.removed, ["营业执照"]);
        let (name, changed) = &told.changed[0];
        assert_eq!(
            (name.as_str(), changed[0].element, told.changed.len()),
            ("身份证", "copies", 1)
        );
    }

    #[test]
    fn of_two_of_one_name_one_can_go() {
        let before = with(&[("申请表", "1"), ("申请表", "1")]);
        let told = changes(&before, &with(&[("申请表", "1")])).materials;
        assert_eq!((told.added.len(), told.removed.as_slice()), (0, &["申请表".to_owned()][..]));
    }

    #[test]
    fn an_element_given_or_taken_away_is_a_change() {
        let with_basis = Item::read([("basis", "《枪支管理法》第六条")]);
        let told = changes(&Item::default(), &with_basis).elements;
        assert_eq!((told[0].element, told[0].before.as_deref()), ("basis", None));
        let told = changes(&with_basis, &Item::default()).elements;
        assert_eq!(told[0].after, None);
    }
}
