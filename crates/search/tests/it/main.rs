//! What a person types, and what must then be found.

#![expect(clippy::unwrap_used, reason = "what can't be opened or searched is a failed test")]

mod items;
mod policies;
mod rules;
mod shared;
mod typed;

use search::{Field, Index};

/// Names of service items made up for these tests, with a text each.
const ITEMS: [(&str, &str, &str); 10] = [
    ("01", "居民身份证遗失补领", "身份证丢失的，到户口所在地的派出所申请补领。"),
    ("02", "企业营业执照变更登记", "名称、住所、经营范围变更的，应当申请变更登记。"),
    ("03", "机动车驾驶证换领", "有效期满前九十日内申请换证。"),
    ("04", "户口迁移审批", "凭准迁证办理。"),
    ("05", "銀行營業場所安全防護設施驗收", "金融机构"),
    ("06", "烟花爆竹道路运输许可", "Ⅲ级以下，许可证编号 GZ-2023-0417。"),
    ("07", "枪支运输许可", "携运枪支弹药的"),
    ("08", "第二类易制毒化学品购买备案", ""),
    ("09", "保安服务公司设立许可", "注册资本不低于一百万元"),
    ("10", "行驶证补领", "行驶证遗失的"),
];

fn items() -> Index {
    let mut index = Index::new(&[Field::name(2.0), Field::text(1.0)]).unwrap();
    index.add_all(ITEMS.iter().map(|&(id, name, text)| (id, [name, text]))).unwrap();
    index
}

/// The ids found, best first.
fn found(index: &Index, typed: &str) -> Vec<String> {
    let hits = index.search(&index.query(typed), 10).unwrap();
    hits.into_iter().map(|hit| hit.id).collect()
}
