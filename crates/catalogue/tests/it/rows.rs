//! The rows of an item as text, before anything is read: what defects are written into.

use catalogue::{
    Catalogue, CodeProfile, Divisions, Fee, IntermediaryService, Item, LicenceType, Material,
    PeerItem, PowerChange, Proof, Question, Step,
};
use legal_clock::Day;

/// A row: cells by their names.
pub(crate) type Cells = Vec<(&'static str, String)>;

/// An item with the rows beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) item: Cells,
    /// Further rows of the item table, such as other versions.
    pub(crate) further: Vec<Cells>,
    pub(crate) materials: Vec<Cells>,
    pub(crate) fees: Vec<Cells>,
    pub(crate) steps: Vec<Cells>,
    pub(crate) questions: Vec<Cells>,
    pub(crate) power_changes: Vec<Cells>,
    pub(crate) services: Vec<Cells>,
    pub(crate) peers: Vec<Cells>,
}

/// A row of these cells.
pub(crate) fn cells(pairs: &[(&'static str, &str)]) -> Cells {
    pairs.iter().map(|(name, cell)| (*name, (*cell).to_owned())).collect()
}

/// Writes a cell of a row.
pub(crate) fn put(row: &mut Cells, name: &'static str, cell: impl Into<String>) {
    row.retain(|(other, _)| *other != name);
    row.push((name, cell.into()));
}

/// A cell of a row; empty where the row doesn't have it.
pub(crate) fn cell<'a>(row: &'a Cells, name: &str) -> &'a str {
    row.iter().find(|(other, _)| *other == name).map_or("", |(_, cell)| cell)
}

impl Rows {
    pub(crate) fn get(&self, name: &str) -> &str {
        cell(&self.item, name)
    }

    pub(crate) fn set(&mut self, name: &'static str, cell: impl Into<String>) {
        put(&mut self.item, name, cell);
    }

    pub(crate) fn clear(&mut self, name: &'static str) {
        put(&mut self.item, name, "");
    }

    pub(crate) fn number(&self, name: &str) -> u32 {
        self.get(name).parse().unwrap_or(0)
    }

    pub(crate) fn code(&self) -> String {
        self.get("item_code").to_owned()
    }

    /// Whether the item has this cell.
    pub(crate) fn is(&self, name: &str, cell: &str) -> bool {
        self.get(name) == cell
    }

    /// Adds a material that nothing is wrong with but what the cells say.
    pub(crate) fn add_material(&mut self, pairs: &[(&'static str, &str)]) {
        let mut row = cells(&[
            ("copies", "1"),
            ("source", "applicant"),
            ("by_law", "《治安管理条例》第九条"),
            ("is_need", "required"),
        ]);
        put(&mut row, "item_code", self.code());
        for (name, cell) in pairs {
            put(&mut row, name, *cell);
        }
        self.materials.push(row);
    }

    /// The first material that has this cell.
    pub(crate) fn material(&mut self, name: &str, cell_text: &str) -> Option<&mut Cells> {
        self.materials.iter_mut().find(|row| cell(row, name) == cell_text)
    }

    /// Adds another row of the item's code with other cells.
    pub(crate) fn add_version(&mut self, pairs: &[(&'static str, &str)]) {
        let mut row = self.item.clone();
        for (name, cell) in pairs {
            put(&mut row, name, *cell);
        }
        self.further.push(row);
    }
}

/// The day on which populations are looked at.
pub(crate) fn today() -> Day {
    "2026-11-28".parse().unwrap()
}

/// Reads everything into a catalogue. Registers that belong to no item are those of the police.
pub(crate) fn read(rows: &[Rows]) -> Catalogue {
    fn pairs(row: &Cells) -> impl Iterator<Item = (&str, &str)> {
        row.iter().map(|(name, cell)| (*name, cell.as_str()))
    }
    let items = rows.iter().flat_map(|rows| std::iter::once(&rows.item).chain(&rows.further));
    let items: Vec<_> = items.map(|row| Item::read(pairs(row))).collect();
    let all = |table: fn(&Rows) -> &Vec<Cells>| rows.iter().flat_map(table);
    let mut catalogue = Catalogue::new(items, today())
        .with_materials(all(|rows| &rows.materials).map(|row| Material::read(pairs(row))))
        .with_fees(all(|rows| &rows.fees).map(|row| Fee::read(pairs(row))))
        .with_steps(all(|rows| &rows.steps).map(|row| Step::read(pairs(row))))
        .with_questions(all(|rows| &rows.questions).map(|row| Question::read(pairs(row))));
    catalogue.profile = CodeProfile::C0109;
    catalogue.power_changes =
        all(|rows| &rows.power_changes).map(|row| PowerChange::read(pairs(row))).collect();
    catalogue.intermediaries =
        all(|rows| &rows.services).map(|row| IntermediaryService::read(pairs(row))).collect();
    catalogue.peers = all(|rows| &rows.peers).map(|row| PeerItem::read(pairs(row))).collect();
    catalogue.divisions = Divisions::new([
        ("44", "广东省"),
        ("4401", "广州市"),
        ("440300", "深圳市"),
        ("440500", "汕头市"),
        ("441900", "东莞市"),
        ("445300", "云浮市"),
    ]);
    catalogue.proofs = [
        ("无犯罪记录证明", "2019-05-01"),
        ("婚姻状况证明", "2020-01-01"),
        ("场地使用证明", "2027-01-01"),
    ]
    .map(|(name, day)| Proof::read([("name", name), ("abolished_on", day)]))
    .into();
    catalogue.licence_types = [("11100000000013338W011", "居民身份证"), ("LT02", "营业执照")]
        .map(|(code, name)| LicenceType::read([("type_code", code), ("name", name)]))
        .into();
    catalogue
}
