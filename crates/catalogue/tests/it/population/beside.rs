//! The rows beside the items of a population.

use crate::rows::{Rows, cells, put};

pub(super) fn materials(rows: &mut Rows, number: usize) {
    rows.add_material(&[
        ("name", ["申请表", "旅馆业特种行业许可申请书"][number % 2]),
        ("form_guid", "空白表.docx"),
        ("example_guid", "样表.docx"),
    ]);
    rows.add_material(&[
        ("name", "居民身份证"),
        ("source", "government"),
        ("exempt_by", "licence"),
        ("licence_type", ["居民身份证", "11100000000013338W011"][number % 2]),
    ]);
    rows.add_material(&[
        ("name", "营业执照"),
        ("source", "government"),
        ("exempt_by", "data_sharing"),
        ("share_interface_code", "JK-001"),
    ]);
    rows.add_material(&[("name", "场所平面图"), ("material_type", "original")]);
    rows.add_material(&[("name", "安全管理制度"), ("copies", "2"), ("is_need", "later")]);
    if number % 4 == 1 {
        rows.add_material(&[("name", "无犯罪记录证明"), ("exempt_by", "abolished")]);
    }
    rows.add_material(&[("name", "从业人员名册"), ("is_need", "optional"), ("copies", "0")]);
    if number.is_multiple_of(3) {
        let mut fee = cells(&[
            ("fee_name", "证件工本费"),
            ("fee_stand", "每证10元"),
            ("by_law", "《行政收费条例》第八条"),
            ("is_desc", "true"),
            ("desc_explain", "低保对象免收"),
        ]);
        put(&mut fee, "item_code", rows.code());
        rows.fees.push(fee);
        rows.set("is_fee", "true");
        rows.set("is_pay_online", "true");
        if number.is_multiple_of(12) {
            rows.set("fee_basis", "《行政收费条例》第八条");
        }
    }
    let is_licence = number % 3 != 2;
    rows.set("result_type", if is_licence { "licence" } else { "reply" });
    rows.set("result_name", super::OBJECTS[number]);
    rows.set("result_guid", "样本.pdf");
    if !rows.is("kind", "licence") && number % 10 == 4 {
        rows.set("result_type", "none");
        rows.clear("result_name");
        rows.clear("result_guid");
    }
    let mut question = cells(&[("question", "可以代办吗"), ("answer", "可以，须带委托书")]);
    put(&mut question, "item_code", rows.code());
    rows.questions.push(question);
}

pub(super) fn registers(rows: &mut Rows, at: usize, number: usize, part: usize) {
    let code = rows.code();
    if [0, 1, 3, 4].contains(&number) && part != 1 {
        rows.set("commitment", "true");
        rows.set("commitment_from", "2022-01-01");
        rows.set("commitment_text", "本人已阅知告知事项，承诺符合条件，虚假承诺的愿承担责任");
        rows.add_material(&[("name", "消防安全合格证明"), ("exempt_by", "commitment")]);
    }
    if number % 5 == 2 {
        let service = format!("安全评价{code}");
        rows.set("service_type", service.clone());
        rows.services.push(cells(&[
            ("service_code", &format!("ZJ{code}")),
            ("name", &service),
            ("sub_item", "现状评价"),
            ("basis", "《安全生产法》第七十二条"),
            ("qualification", "安全评价机构资质"),
            ("item_code", &code),
            ("kept", "true"),
            ("published_on", "2020-03-01"),
        ]));
        rows.add_material(&[("name", "安全评价报告"), ("source", "intermediary")]);
    }
    if number % 6 == 5 {
        rows.power_changes.push(cells(&[
            ("item_code", &code),
            ("change", "delegated"),
            ("to_level", "county"),
            ("effective_on", "2021-07-01"),
            ("handover_document", "示公通〔2021〕20号"),
            ("agreement_no", "WT-2021-3"),
        ]));
        rows.set("power_source", "delegated_above");
        rows.set("entrust_name", "示范省公安厅");
    }
    if number % 6 == 4 {
        rows.power_changes.push(cells(&[
            ("item_code", &code),
            ("change", "devolved"),
            ("to_level", "city"),
            ("effective_on", "2021-07-01"),
            ("handover_document", "示公通〔2021〕21号"),
        ]));
        rows.set("power_source", "devolved");
    }
    if at.is_multiple_of(2) {
        // Peers are never better: later, with more materials and trips.
        for province in ["浙江省", "江苏省"] {
            rows.peers.push(cells(&[
                ("item_code", &code),
                ("province", province),
                ("promised_limit", "9000"),
                ("promised_unit", rows.get("promised_unit")),
                ("materials", "12"),
                ("trips", "9"),
                ("online_depth", "1"),
            ]));
        }
    }
    if number % 9 == 4 {
        rows.add_version(&[
            ("valid_from", "2019-01-01"),
            ("valid_to", "2021-06-30"),
            ("task_version", "1"),
        ]);
    }
}
