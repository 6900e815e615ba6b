//! Findings about a list as a whole, drafts, and the order of findings.

use catalogue::{
    Catalogue, CodeProfile, Divisions, Item, ItemElement, Linter, Material, PeerItem, PowerChange,
    Proof, lint,
};

use crate::population::population;
use crate::rows::{put, read, today};

fn told(catalogue: &Catalogue) -> Vec<(String, &'static str, &'static str)> {
    let findings = lint(catalogue);
    findings.into_iter().map(|row| (row.item_code, row.rule.id, row.element)).collect()
}

#[test]
fn an_element_that_no_item_has_is_told_once() {
    let mut rows = population(2, 6);
    for item in &mut rows {
        item.clear("handle_flow");
        item.clear("promised_limit");
        item.clear("promised_unit");
        item.materials.iter_mut().for_each(|row| put(row, "by_law", ""));
        item.power_changes.iter_mut().for_each(|row| put(row, "agreement_no", ""));
    }
    let elements =
        ["promised_limit", "handle_flow", "materials.by_law", "power_changes.agreement_no"];
    let expected = elements.map(|element| (String::new(), "element_not_collected", element));
    assert_eq!(told(&read(&rows)), expected);
}

#[test]
fn a_name_that_is_not_known_is_told_once() {
    let mut rows = population(2, 2);
    for item in &mut rows {
        item.set("colour", "red");
    }
    assert_eq!(told(&read(&rows)), [(String::new(), "element_unknown", "")]);
}

#[test]
fn rows_that_name_no_item_are_told_with_the_code_they_name() {
    let mut catalogue = read(&population(2, 2))
        .with_materials([Material::read([("item_code", "9-99"), ("name", "照片")])]);
    let element = ItemElement::read([("item_code", "7-77"), ("element", "link_way")]);
    catalogue = catalogue.with_elements([element]);
    catalogue.peers.push(PeerItem::read([("item_code", "8-88"), ("province", "浙江省")]));
    let expected = [("9-99", "materials"), ("7-77", "item_elements"), ("8-88", "peer_items")];
    let expected = expected.map(|(code, table)| (code.to_owned(), "reference_unknown", table));
    assert_eq!(told(&catalogue), expected);
}

#[test]
fn a_register_that_cannot_be_read_is_told() {
    let mut catalogue = read(&population(2, 1));
    let change = PowerChange::read([("item_code", "0-00"), ("change", "moved")]);
    catalogue.power_changes.push(change);
    let expected = (String::new(), "register_unread", "power_changes");
    assert_eq!(told(&catalogue), [expected]);
}

#[test]
fn an_empty_list_has_no_findings() {
    assert_eq!(told(&Catalogue::new([], today())), []);
}

#[test]
fn the_same_list_gives_the_same_findings_in_the_order_of_its_items() {
    let mut rows = population(6, 6);
    for item in rows.iter_mut().step_by(2) {
        item.clear("supervise_way");
        item.set("trips", "两次");
        item.add_material(&[("name", "其他材料")]);
    }
    let places = |catalogue: &Catalogue| -> Vec<_> {
        lint(catalogue).iter().map(|row| (row.place, row.rule.id, row.found.clone())).collect()
    };
    let first = places(&read(&rows));
    assert_eq!(first, places(&read(&rows)));
    assert!(first.len() > 50);
    assert!(first.is_sorted_by_key(|(place, _, _)| *place));
}

#[test]
fn a_draft_is_judged_in_the_list_whose_item_it_replaces() {
    let catalogue = read(&population(2, 3));
    let linter = Linter::new(&catalogue);
    let told =
        |draft: &Item| linter.draft(draft).into_iter().map(|row| row.rule.id).collect::<Vec<_>>();
    let mut draft = catalogue.items[4].clone();
    assert_eq!(told(&draft), [""; 0]);
    draft.name = catalogue.items[1].name.clone();
    draft.promised_limit = Some(99);
    draft.steps.clear();
    assert_eq!(told(&draft), ["name_repeated", "promise_above_statute"]);
}

#[test]
fn what_is_read_is_written_again() {
    for rows in population(6, 24) {
        let item = Item::read(rows.item.iter().map(|(name, cell)| (*name, cell.as_str())));
        assert_eq!(item.unread, []);
        let cells: Vec<_> = item.cells().map(|(element, cell)| (element.name, cell)).collect();
        let pairs = cells.iter().map(|(name, cell)| (*name, cell.as_deref().unwrap_or_default()));
        assert_eq!(Item::read(pairs), item);
    }
}

#[test]
fn cells_that_cannot_be_read_are_kept_with_the_reason() {
    let item = Item::read([("事项编码", "0101"), ("到现场次数", "两次"), ("promise_day", " 5 ")]);
    assert_eq!(
        (item.code.as_deref(), item.promised_limit, item.trips),
        (Some("0101"), Some(5), None)
    );
    let unread = &item.unread[0];
    assert_eq!((unread.element, unread.cell.as_str()), ("trips", "两次"));
    let why = unread.why.to_string();
    assert_eq!(why, "`两次` is no whole number; write digits alone, such as `20`");
}

#[test]
fn nothing_that_is_sent_makes_it_panic() {
    const CELLS: &[&str] = &[
        "",
        " ",
        "０",
        "-1",
        "4294967296",
        "（",
        "》《",
        "\u{feff}证",
        "440109000000",
        "44010９",
        "é4401234567",
        "第条",
        "《",
        "无",
        "其他",
        "等材料",
        "https://",
        "2019-02-29",
        "0001-01-01",
        "9999-12-31",
        "1",
        "6",
        "licence",
        "true",
        "😀😀😀😀😀😀",
        "month",
        "working_day",
        "12345678901234567890123456789ß",
        "1234567890123456789012345678901",
    ];
    let mut rng = fastrand::Rng::with_seed(11);
    for _ in 0..300 {
        let mut row = |elements: &[catalogue::Element]| -> Vec<(&'static str, &'static str)> {
            let cells = elements.iter().map(|element| element.name);
            cells.map(|name| (name, CELLS[rng.usize(0..CELLS.len())])).collect()
        };
        let items: Vec<_> = (0..4).map(|_| Item::read(row(Item::ELEMENTS))).collect();
        let materials: Vec<_> = (0..9).map(|_| Material::read(row(Material::ELEMENTS))).collect();
        let mut catalogue = Catalogue::new(items, today()).with_materials(materials);
        catalogue.proofs = vec![Proof::read(row(Proof::ELEMENTS))];
        catalogue.power_changes = vec![PowerChange::read(row(PowerChange::ELEMENTS))];
        catalogue.peers = vec![PeerItem::read(row(PeerItem::ELEMENTS))];
        catalogue.profile = CodeProfile::C0109;
        catalogue.divisions = Divisions::new([("44", "广东省")]);
        assert!(!lint(&catalogue).is_empty());
    }
}
