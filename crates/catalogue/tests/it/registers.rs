//! Rows of the registers beside the items: of each rule one that breaks it, and one that comes near.

use catalogue::{Catalogue, Item, Linter, Material};

use crate::rows::today;

/// A row: its cells.
type Row = &'static [(&'static str, &'static str)];

/// A rule, its register, the column it tells of, a row that breaks it and rows that nearly do.
pub(crate) const CASES: &[(&str, &str, &str, Row, &[Row])] = &[
    (
        "row_of_unknown_item",
        "knowledge",
        "item_code",
        &[("item_code", "9-99"), ("updated_on", "2020-01-01")],
        &[&[("item_code", "A")], &[("item_code", "")]],
    ),
    (
        "row_of_unknown_item",
        "intermediary_services",
        "item_code",
        &[("kept", "false"), ("item_code", "9-99")],
        &[&[("kept", "false"), ("item_code", "A")]],
    ),
    (
        "intermediary_incomplete",
        "intermediary_services",
        "qualification",
        &[
            ("service_code", "ZJ1"),
            ("name", "安全评价"),
            ("sub_item", "报告"),
            ("basis", "《安全生产法》第二十九条"),
            ("kept", "true"),
            ("published_on", "2020-01-01"),
        ],
        &[&[("service_code", "ZJ1"), ("kept", "false")]],
    ),
    (
        "intermediary_without_law",
        "intermediary_services",
        "basis",
        &service("《关于安全评价工作的通知》", "2020-01-01"),
        &[&service("《安全生产法》《关于安全评价工作的通知》", "2020-01-01")],
    ),
    (
        "intermediary_unpublished",
        "intermediary_services",
        "published_on",
        &service("《安全生产法》", "2026-11-29"),
        &[&service("《安全生产法》", "2026-11-28")],
    ),
    (
        "proof_still_demanded",
        "proofs",
        "name",
        &[("name", "无违规经营证明"), ("abolished_on", "2026-11-28"), ("basis", "清理")],
        &[
            &[("name", "无违规经营证明"), ("abolished_on", "2026-11-29"), ("basis", "清理")],
            &[("name", "违规经营证明"), ("abolished_on", "2026-11-28"), ("basis", "清理")],
            &[("name", "居住证明"), ("abolished_on", "2026-11-28"), ("basis", "清理")],
        ],
    ),
    (
        "proof_without_basis",
        "proofs",
        "basis",
        &[("name", "住所证明"), ("abolished_on", "2019-01-01")],
        &[&[("name", "住所证明"), ("abolished_on", "2019-01-01"), ("basis", "证明事项清理")]],
    ),
    (
        "document_without_day",
        "documents",
        "issued_on",
        &[("document_no", "粤公通〔2019〕1号"), ("status", "issued")],
        &[&[("document_no", "粤公通〔2019〕1号"), ("status", "drafting")]],
    ),
    (
        "document_issued_later",
        "documents",
        "issued_on",
        &[("status", "issued"), ("issued_on", "2026-11-29")],
        &[&[("status", "issued"), ("issued_on", "2026-11-28")]],
    ),
    (
        "document_drafting_with_day",
        "documents",
        "status",
        &[("status", "drafting"), ("issued_on", "2026-11-28")],
        &[&[("status", "drafting"), ("issued_on", "2026-11-29")]],
    ),
    (
        "document_number_form",
        "documents",
        "document_no",
        &[("document_no", "粤公通[2019]1号")],
        &[
            &[("document_no", "粤公通〔2019〕1号")],
            &[("document_no", "国务院令第716号")],
            &[("document_no", "粤公通（治）〔2019〕10号")],
        ],
    ),
    (
        "document_number_form",
        "documents",
        "document_no",
        &[("document_no", "粤公通〔2019〕第1号")],
        &[],
    ),
    (
        "document_number_form",
        "documents",
        "document_no",
        &[("document_no", "粤公通〔19〕1号")],
        &[],
    ),
    (
        "system_without_division",
        "systems",
        "division",
        &[("name", "口岸签证系统"), ("kind", "national")],
        &[
            &[("name", "口岸签证系统"), ("kind", "national"), ("division", "出入境管理局")],
            &[("name", "自建系统"), ("kind", "own")],
        ],
    ),
    (
        "model_retired_before_use",
        "models",
        "retired_on",
        &[("in_use_from", "2019-03-18"), ("retired_on", "2019-03-17")],
        &[&[("in_use_from", "2019-03-18"), ("retired_on", "2019-03-18")]],
    ),
    (
        "activity_result_before_held",
        "activities",
        "result_published_on",
        &[("kind", "campaign"), ("held_on", "2019-09-05"), ("result_published_on", "2019-09-04")],
        &[&[
            ("kind", "campaign"),
            ("held_on", "2019-09-05"),
            ("result_published_on", "2019-09-05"),
        ]],
    ),
    (
        // Twenty working days after 30 October 2026 are over on 27 November.
        "activity_result_unpublished",
        "activities",
        "result_published_on",
        &[("kind", "random_inspection"), ("held_on", "2026-10-30")],
        &[
            &[("kind", "random_inspection"), ("held_on", "2026-11-02")],
            &[("kind", "campaign"), ("held_on", "2026-10-30")],
        ],
    ),
    (
        "activity_problems_beyond_targets",
        "activities",
        "problems",
        &[("kind", "campaign"), ("targets", "9"), ("problems", "10")],
        &[&[("kind", "campaign"), ("targets", "9"), ("problems", "9")]],
    ),
    (
        "joint_activity_alone",
        "activities",
        "departments",
        &[("kind", "joint_meeting"), ("departments", "公安")],
        &[
            &[("kind", "joint_meeting"), ("departments", "公安;应急")],
            &[("kind", "bulletin"), ("departments", "公安")],
        ],
    ),
    (
        "interface_closed_before_opened",
        "interfaces",
        "closed_on",
        &[("opened_on", "2019-05-07"), ("closed_on", "2019-05-06")],
        &[&[("opened_on", "2019-05-07"), ("closed_on", "2019-05-07")]],
    ),
    (
        "licence_type_issuing_unsaid",
        "licence_types",
        "fully_issued",
        &[("name", "居住证"), ("common", "true")],
        &[
            &[("name", "居住证"), ("common", "true"), ("fully_issued", "false")],
            &[("name", "居住证"), ("common", "false")],
        ],
    ),
    (
        "knowledge_retired_before_update",
        "knowledge",
        "retired_on",
        &[("updated_on", "2019-05-07"), ("retired_on", "2019-05-06")],
        &[&[("updated_on", "2019-05-07"), ("retired_on", "2019-05-07")]],
    ),
];

const fn service(
    basis: &'static str,
    published_on: &'static str,
) -> [(&'static str, &'static str); 7] {
    [
        ("service_code", "ZJ1"),
        ("name", "安全评价"),
        ("sub_item", "报告"),
        ("basis", basis),
        ("qualification", "安全评价机构"),
        ("kept", "true"),
        ("published_on", published_on),
    ]
}

fn catalogue() -> Catalogue {
    let item = Item::read([("item_code", "A"), ("name", "保安服务许可")]);
    let asked = [("item_code", "A"), ("name", "保安服务公司无违规经营证明（原件）")];
    let exempt = [("item_code", "A"), ("name", "居住证明"), ("exempt_by", "abolished")];
    let materials = [Material::read(asked), Material::read(exempt)];
    Catalogue::new([item], today()).with_materials(materials)
}

#[test]
fn each_rule_tells_of_a_row_that_breaks_it_and_of_none_that_comes_near() {
    let catalogue = catalogue();
    let linter = Linter::new(&catalogue);
    let told = |register: &str, row: Row| -> Vec<(&'static str, &'static str)> {
        let found = linter.row(register, row.iter().copied());
        found.iter().map(|finding| (finding.rule.id, finding.element)).collect()
    };
    for (rule, register, column, broken, near) in CASES {
        let element = format!("{register}.{column}");
        assert_eq!(told(register, broken), [(*rule, element.as_str())], "{broken:?}");
        for row in *near {
            assert_eq!(told(register, row), [], "{rule}: {row:?}");
        }
    }
    assert!(linter.row("ratings", [("stars", "9")]).is_empty());
}

#[test]
fn an_abolished_proof_names_the_items_that_ask_for_it() {
    let catalogue = catalogue();
    let row = [("name", "无违规经营证明"), ("abolished_on", "2019-01-01"), ("basis", "清理")];
    let found = Linter::new(&catalogue).row("proofs", row);
    assert_eq!(found[0].found, "A");
}
