//! Defects of materials.

use super::{defects, one};
use crate::rows::{Rows, cell, put};

const FORM: [(&str, &str); 2] = [("form_guid", "空白表.docx"), ("example_guid", "样表.docx")];

defects! {
    "other materials", "catch_all_material", ["catch_all"], |rows, rng| add(rows, one(rng, &[
        "其他材料", "其它材料", "相关材料", "有关材料", "其他", "其余材料", "其他相关材料", "其它有关资料",
    ]), &[]);
    "other materials by law", "catch_all_material", ["catch_all_law"], |rows, rng| add(rows, one(rng, &[
        "法律、法规规定的其他材料", "法律法规规定应当提交的其他文件", "法律、行政法规和国务院决定规定的其他证明",
        "法律、法规、规章规定提交的材料",
    ]), &[]);
    "materials somebody wishes", "catch_all_material", ["catch_all_wish"], |rows, rng| add(rows, one(rng, &[
        "审批机关要求的材料", "公安机关认为需要提供的其他证明材料", "主管部门要求提交的文件", "需要提交的其他资料",
    ]), &[]);
    "materials with an open end", "catch_all_material", ["catch_all_end"], |rows, rng| add(rows, one(rng, &[
        "居民身份证、居住证等材料", "营业执照等相关资料", "其他证明文件（如有）", "5、其他有关证明材料。", "与申请有关的其他手续",
        "视情况提供的证明", "根据需要提交的资料", "相关证明材料等",
    ]), &[]);
    "a material without basis", "material_without_basis", ["no_basis"], |rows, rng| {
        add(rows, one(rng, &["社区盖章的意见", "照片"]), &[("by_law", "")])
    };
    "an abolished proof", "abolished_proof", ["abolished"], |rows, rng| add(rows, one(rng, &[
        "无犯罪记录证明（原件）", "申请人婚姻状况证明", "法定代表人、负责人无犯罪记录证明", "2.婚姻状况证明 复印件；",
    ]), &[]);
    "an abolished proof, not yet struck", "abolished_proof", ["abolished"], |rows, _| {
        let proof = rows.material("name", "无犯罪记录证明");
        proof.map(|row| put(row, "exempt_by", "")).is_some()
    };
    "a material twice", "material_repeated", ["repeated"], |rows, rng| {
        add(rows, one(rng, &["场所平面图", "场所 平面图"]), &[("material_type", "original")])
    };
    "a material without name", "material_unnamed", ["unnamed"], |rows, rng| {
        add(rows, one(rng, &["", "无", "/", "待定"]), &[])
    };
    "no copies of a material", "material_no_copies", ["no_copies"], |rows, _| {
        add(rows, "安全保卫方案", &[("copies", "0")])
    };
    "a form without its blank", "form_without_blank", ["form"], |rows, rng| {
        add(rows, one(rng, &["变更登记表", "备案表（一式两份）", "遗失补发申请书"]), &FORM[1..])
    };
    "a form without its sample", "form_without_sample", ["form"], |rows, rng| {
        add(rows, one(rng, &["变更登记表", "备案表（一式两份）", "遗失补发申请书"]), &FORM[..1])
    };
    "no materials", "materials_missing", ["*"], |rows, _| {
        rows.materials.clear();
        true
    };
    "a licence still asked for", "licence_still_demanded", ["licence"], |rows, _| {
        empty(rows, "居民身份证", "exempt_by")
    };
    "a shared datum still asked for", "shared_data_still_demanded", ["sharing"], |rows, _| {
        empty(rows, "营业执照", "exempt_by")
    };
    "government's own paper asked for", "government_material_demanded", ["government"], |rows, rng| {
        add(rows, one(rng, &["消防验收意见书", "不动产权证书"]), &[("source", "政府部门核发")])
    };
    "exempt by a licence nobody knows", "licence_exemption_unnamed", ["licence"], |rows, _| {
        empty(rows, "居民身份证", "licence_type")
    };
    "a licence type that there isn't", "licence_type_unknown", ["licence"], |rows, rng| {
        let kind = one(rng, &["身份证明", "11100000000013338W999"]);
        rows.material("name", "居民身份证").map(|row| put(row, "licence_type", kind)).is_some()
    };
    "exempt by an interface nobody knows", "sharing_exemption_unnamed", ["sharing"], |rows, _| {
        empty(rows, "营业执照", "share_interface_code")
    };
    "exempt by a commitment nobody takes", "commitment_exemption_without_commitment", ["commitment"], |rows, _| {
        !rows.is("commitment", "true") && add(rows, "场所安全合格证明", &[("exempt_by", "告知承诺")])
    };
    "an intermediary's paper without service", "intermediary_material_unlisted", ["services"], |rows, rng| {
        rows.services.is_empty()
            && add(rows, one(rng, &["审计报告", "检测报告"]), &[("source", "中介机构出具")])
    };
    "copies that are no number", "element_unread", ["bad_copies"], |rows, rng| {
        add(rows, "场所照片", &[("copies", one(rng, &["两", "1份", "-1"]))])
    };
}

fn add(rows: &mut Rows, name: &str, pairs: &[(&'static str, &str)]) -> bool {
    let pairs: Vec<_> = [("name", name)].into_iter().chain(pairs.iter().copied()).collect();
    rows.add_material(&pairs);
    true
}

fn empty(rows: &mut Rows, material: &str, name: &'static str) -> bool {
    let row = rows.material("name", material).filter(|row| !cell(row, name).is_empty());
    row.map(|row| put(row, name, "")).is_some()
}
