//! The form of a draft: every element of the implementing list in groups, and the materials.

use ::catalogue::{Choice, Element, Finding, Item, Material};
use efficacy::words::{Lang, Words};

use super::says::{self, Said};

/// Elements by what they are about, in the order in which they are asked for.
const GROUPS: [(&str, &[&str]); 7] = [
    (
        "editing-group-basics",
        &[
            "name",
            "parent_code",
            "kind",
            "division",
            "level",
            "region",
            "basis",
            "power_source",
            "on_application",
            "commitment",
            "commitment_from",
            "commitment_text",
        ],
    ),
    (
        "editing-group-limits",
        &[
            "statutory_limit",
            "statutory_unit",
            "promised_limit",
            "promised_unit",
            "clock_anchor",
            "anticipate_explain",
            "promise_explain",
            "special_procedure",
        ],
    ),
    (
        "editing-group-online",
        &[
            "online",
            "online_depth",
            "depth_reason",
            "trips",
            "limit_scene_explain",
            "online_handle_depth",
            "online_handle_url",
            "handle_type",
            "is_pay_online",
            "is_express",
            "is_schedule",
            "is_service_terminals",
            "is_single_login",
        ],
    ),
    (
        "editing-group-guide",
        &[
            "accept_condition",
            "handle_flow",
            "project_type",
            "server_type",
            "user_topic_type",
            "corp_topic_type",
            "handle_area",
            "limit_explain",
        ],
    ),
    (
        "editing-group-results",
        &["is_fee", "fee_basis", "result_type", "result_name", "service_type"],
    ),
    (
        "editing-group-place",
        &[
            "dept_name",
            "dept_code",
            "dept_type",
            "entrust_name",
            "other_dept",
            "transact_addr",
            "transact_time",
            "link_way",
            "supervise_way",
            "is_entry_center",
        ],
    ),
    (
        "editing-group-codes",
        &["catalog_code", "local_catalog_code", "task_code", "local_task_code", "task_handle_item"],
    ),
];

/// Elements that are written in more than a line.
const LONG: [&str; 11] = [
    "basis",
    "depth_reason",
    "limit_scene_explain",
    "accept_condition",
    "handle_flow",
    "commitment_text",
    "anticipate_explain",
    "promise_explain",
    "fee_basis",
    "transact_addr",
    "transact_time",
];

/// Elements of a material that the form asks for.
const OF_MATERIALS: [&str; 6] = ["name", "copies", "source", "exempt_by", "licence_type", "by_law"];
/// Rows for more materials.
const MORE: usize = 3;

/// A field of the form.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) is_long: bool,
    /// What may be chosen, with whether it is; empty where anything may be written.
    pub(super) choices: Vec<(&'static str, String, bool)>,
    /// Why what was written can't be read.
    pub(super) unread: Option<String>,
    /// What rules find wrong with it.
    pub(super) findings: Vec<Said>,
}

/// Fields about one thing.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) fields: Vec<Field>,
}

/// The form filled in with an item.
pub(super) fn groups(item: &Item, findings: &[Finding], words: &Words) -> Vec<Group> {
    let group = |(title, names): (&str, &[&str])| Group {
        title: words.text(title),
        fields: names.iter().filter_map(|name| field(item, name, findings, words)).collect(),
    };
    GROUPS.into_iter().map(group).collect()
}

fn field(item: &Item, name: &str, findings: &[Finding], words: &Words) -> Option<Field> {
    let (element, cell) = item.cells().find(|(element, _)| element.name == name)?;
    let unread = item.unread.iter().find(|unread| unread.element == element.name);
    let value = cell.or_else(|| unread.map(|it| it.cell.clone())).unwrap_or_default();
    Some(Field {
        name: element.name,
        label: says::element(element, words),
        is_long: LONG.contains(&element.name),
        choices: chosen(Item::choices(element.name), &value, words),
        unread: unread.map(|it| it.why.to_string()),
        findings: about(element.name, findings, words),
        value,
    })
}

fn about(element: &str, findings: &[Finding], words: &Words) -> Vec<Said> {
    let found = findings.iter().filter(|finding| finding.element == element);
    found.map(|finding| says::finding(finding, words)).collect()
}

/// What rules find wrong with nothing that the form asks for.
pub(super) fn beside(findings: &[Finding], words: &Words) -> Vec<Said> {
    let asked =
        |finding: &&Finding| GROUPS.iter().any(|(_, names)| names.contains(&finding.element));
    let rest = findings.iter().filter(|finding| !asked(finding));
    rest.map(|finding| says::finding(finding, words)).collect()
}

fn chosen(choices: Vec<Choice>, value: &str, words: &Words) -> Vec<(&'static str, String, bool)> {
    let shown = |choice: Choice| {
        let text = match words.lang() {
            Lang::ZhCn => choice.chinese,
            Lang::En => choice.english,
        };
        (choice.code, text.to_owned(), choice.code == value)
    };
    choices.into_iter().map(shown).collect()
}

/// The cells of a material in the form.
pub(super) struct Row {
    /// Its place among those of the item, from 1; empty for a new one.
    pub(super) place: String,
    pub(super) cells: Vec<Field>,
}

/// The materials of an item, and rows for more.
pub(super) fn materials(item: &Item, words: &Words) -> Vec<Row> {
    let empty = Material::default();
    let more = std::iter::repeat_n(&empty, MORE).map(|row| (String::new(), row));
    let own = item.materials.iter().enumerate().map(|(place, row)| ((place + 1).to_string(), row));
    let row = |(place, material): (String, &Material)| {
        let cell = |name: &&str| {
            let (element, cell) = material.cells().find(|(element, _)| element.name == *name)?;
            let unread = material.unread.iter().find(|unread| unread.element == element.name);
            let value = cell.or_else(|| unread.map(|it| it.cell.clone())).unwrap_or_default();
            Some(Field {
                name: element.name,
                label: says::element(element, words),
                is_long: false,
                choices: chosen(Material::choices(element.name), &value, words),
                unread: unread.map(|it| it.why.to_string()),
                findings: Vec::new(),
                value,
            })
        };
        Row { cells: OF_MATERIALS.iter().filter_map(cell).collect(), place }
    };
    own.chain(more).map(row).collect()
}

/// The heads of the materials' columns.
pub(super) fn heads(words: &Words) -> Vec<String> {
    let named = |name: &&str| Material::ELEMENTS.iter().find(|element| element.name == *name);
    let heads = OF_MATERIALS.iter().filter_map(named);
    heads.map(|element: &Element| says::element(element, words)).collect()
}

/// The item that a form says; what the form doesn't ask for stays as it was.
pub(super) fn item_of(before: &Item, sent: &[(String, String)]) -> Item {
    let asked = |name: &str| GROUPS.iter().any(|(_, names)| names.contains(&name));
    let kept = before.cells().filter(|(element, _)| !asked(element.name));
    let kept = kept.filter_map(|(element, cell)| Some((element.name, cell?)));
    let kept: Vec<(&str, String)> = kept.collect();
    let given = sent.iter().filter(|(name, _)| asked(name));
    let given = given.map(|(name, cell)| (name.as_str(), without_returns(cell)));
    let all: Vec<(&str, String)> = kept.into_iter().chain(given).collect();
    let mut item = Item::read(all.iter().map(|(name, cell)| (*name, cell.as_str())));
    item.materials = materials_of(before, sent);
    item.fees.clone_from(&before.fees);
    item.steps.clone_from(&before.steps);
    item.questions.clone_from(&before.questions);
    item
}

/// Browsers send lines with CRLF (HTML, form submission).
fn without_returns(cell: &str) -> String {
    cell.replace("\r\n", "\n").trim().to_owned()
}

fn materials_of(before: &Item, sent: &[(String, String)]) -> Vec<Material> {
    let column = |name: &str| -> Vec<&str> {
        let name = format!("material.{name}");
        sent.iter().filter(|(sent, _)| *sent == name).map(|(_, cell)| cell.trim()).collect()
    };
    let (places, columns) = (column("place"), OF_MATERIALS.map(column));
    let row = |(number, place): (usize, &&str)| {
        let cell = |name: usize| columns[name].get(number).copied().unwrap_or_default();
        if (0..OF_MATERIALS.len()).all(|name| cell(name).is_empty()) {
            return None;
        }
        let own =
            place.parse().ok().and_then(|place: usize| before.materials.get(place.wrapping_sub(1)));
        let kept: Vec<(&str, String)> = own
            .into_iter()
            .flat_map(Material::cells)
            .filter(|(element, _)| !OF_MATERIALS.contains(&element.name))
            .filter_map(|(element, cell)| Some((element.name, cell?)))
            .collect();
        let given = OF_MATERIALS.iter().enumerate().map(|(place, name)| (*name, cell(place)));
        let kept = kept.iter().map(|(name, cell)| (*name, cell.as_str()));
        let code = before.code.as_deref().map(|code| ("item_code", code));
        Some(Material::read(code.into_iter().chain(kept).chain(given)))
    };
    places.iter().enumerate().filter_map(row).collect()
}

/// Whether everything that was written can be read.
pub(super) fn is_read(item: &Item) -> bool {
    item.unread.is_empty() && item.materials.iter().all(|material| material.unread.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
    }

    #[test]
    fn what_the_form_does_not_ask_for_stays_and_what_it_asks_for_can_go() {
        let mut before = Item::read([
            ("item_code", "A"),
            ("valid_from", "2020-01-01"),
            ("name", "旧"),
            ("basis", "条例"),
            ("mobile_terminal_url", "https://a.example"),
        ]);
        before.materials = vec![
            Material::read([("name", "申请表"), ("page_format", "A4")]),
            Material::read([("name", "照片")]),
        ];
        let item = item_of(
            &before,
            &sent(&[
                ("name", "新"),
                ("basis", ""),
                ("item_code", "B"),
                ("accept_condition", "一\r\n二"),
                ("material.place", "1"),
                ("material.name", "申请表"),
                ("material.copies", "2"),
                ("material.place", ""),
                ("material.name", "营业执照"),
                ("material.copies", ""),
                ("material.place", ""),
                ("material.name", ""),
                ("material.copies", ""),
            ]),
        );
        assert_eq!(item.code.as_deref(), Some("A"));
        assert_eq!((item.name.as_deref(), item.basis.as_deref()), (Some("新"), None));
        assert_eq!(item.mobile_url.as_deref(), Some("https://a.example"));
        assert_eq!(item.conditions.as_deref(), Some("一\n二"));
        let [form, licence] = &item.materials[..] else { panic!("{:?}", item.materials) };
        assert_eq!((form.copies, form.page_format.as_deref()), (Some(2), Some("A4")));
        assert_eq!(licence.name.as_deref(), Some("营业执照"));
    }

    #[test]
    fn what_cant_be_read_is_told_of_and_not_lost() {
        let item = item_of(&Item::default(), &sent(&[("promised_limit", "soon")]));
        assert!(!is_read(&item));
        assert_eq!(item.unread[0].cell, "soon");
    }

    #[test]
    fn every_element_that_is_asked_for_is_one() {
        for name in GROUPS.iter().flat_map(|(_, names)| *names).chain(&LONG) {
            assert!(Item::ELEMENTS.iter().any(|element| element.name == *name), "{name}");
        }
        for name in OF_MATERIALS {
            assert!(Material::ELEMENTS.iter().any(|element| element.name == name), "{name}");
        }
    }
}
