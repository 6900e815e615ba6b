//! What is asked for.

use std::collections::HashSet;

use super::{At, Check, Rule, Severity, Tell, Words, text};
use crate::{Exemption, Material};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "catch_all_material",
        severity: Severity::Error,
        says: Words {
            zh: "材料名称是兜底性表述",
            en: "A material is a catch-all that names nothing",
        },
        mend: Words {
            zh: "逐项写明材料名称，或删去", en: "Name each material, or delete it"
        },
        source: "[R2019 §15]; 优化营商环境条例 art. 44",
        check: Check::Item(|at, tell| {
            for name in demanded_names(at).filter(|name| text::is_catch_all(name)) {
                tell.tell("materials.name", name);
            }
        }),
    },
    Rule {
        id: "material_without_basis",
        severity: Severity::Error,
        says: Words {
            zh: "材料没有要求提供的依据",
            en: "A material is asked for without a legal basis",
        },
        mend: Words {
            zh: "写明依据的条款，没有的删去",
            en: "Give the article, or don't ask for it",
        },
        source: "[R2019 §15]",
        check: Check::Item(|at, tell| {
            if at.list.collected().collects_of_materials("by_law") {
                for material in at.item.demanded().filter(|material| material.basis.is_none()) {
                    tell.tell("materials.by_law", name_of(material));
                }
            }
        }),
    },
    Rule {
        id: "abolished_proof",
        severity: Severity::Error,
        says: Words {
            zh: "要求提供已取消的证明", en: "An abolished proof is still asked for"
        },
        mend: Words {
            zh: "删去该材料，或标为已取消", en: "Delete it, or mark it abolished"
        },
        source: "优化营商环境条例 art. 44; [R2019 §15]",
        check: Check::Item(|at, tell| {
            for name in demanded_names(at) {
                if let Some(proof) = at.list.abolished_proof(name) {
                    let since = proof.abolished_on.map(|day| format!(" ({day})"));
                    tell.tell("materials.name", format!("{name}{}", since.unwrap_or_default()));
                }
            }
        }),
    },
    Rule {
        id: "material_repeated",
        severity: Severity::Warning,
        says: Words { zh: "同一材料列了两次", en: "A material is listed twice" },
        mend: Words { zh: "合并，份数相加", en: "Make one of them and add up the copies" },
        source: "国务院令716号 art. 7",
        check: Check::Item(repeated),
    },
    Rule {
        id: "material_unnamed",
        severity: Severity::Error,
        says: Words { zh: "材料没有名称", en: "A material has no name" },
        mend: Words { zh: "写明材料名称", en: "Name it" },
        source: "UP_TASK_GENERAL_MATERIAL (material_name)",
        check: Check::Item(|at, tell| {
            let is_unnamed =
                |material: &&Material| material.name.as_deref().is_none_or(text::is_placeholder);
            for material in at.item.materials.iter().filter(is_unnamed) {
                tell.tell("materials.name", name_of(material));
            }
        }),
    },
    Rule {
        id: "material_no_copies",
        severity: Severity::Warning,
        says: Words {
            zh: "须提交的材料份数为0", en: "A material to be handed in has no copies"
        },
        mend: Words {
            zh: "填写份数，或标明免提交方式",
            en: "Give the copies, or say why it is exempt",
        },
        source: "UP_TASK_GENERAL_MATERIAL (page_num)",
        check: Check::Item(|at, tell| {
            for material in at.item.demanded().filter(|material| material.copies == Some(0)) {
                tell.tell("materials.copies", name_of(material));
            }
        }),
    },
    Rule {
        id: "form_without_blank",
        severity: Severity::Warning,
        says: Words {
            zh: "申请表没有空白表格", en: "An application form has no blank to fill in"
        },
        mend: Words { zh: "上传空白表格", en: "Supply the blank form" },
        source: "行政许可法 art. 29",
        check: Check::Item(|at, tell| {
            if at.list.collected().collects_of_materials("form_guid") {
                for form in forms(at).filter(|form| form.blank_form.is_none()) {
                    tell.tell("materials.form_guid", name_of(form));
                }
            }
        }),
    },
    Rule {
        id: "form_without_sample",
        severity: Severity::Warning,
        says: Words {
            zh: "申请表没有示例样表", en: "An application form has no filled-in sample"
        },
        mend: Words { zh: "上传示例样表", en: "Supply the sample" },
        source: "行政许可法 art. 30",
        check: Check::Item(|at, tell| {
            if at.list.collected().collects_of_materials("example_guid") {
                for form in forms(at).filter(|form| form.sample.is_none()) {
                    tell.tell("materials.example_guid", name_of(form));
                }
            }
        }),
    },
    Rule {
        id: "materials_missing",
        severity: Severity::Warning,
        says: Words {
            zh: "依申请事项没有任何材料", en: "An item on application has no materials"
        },
        mend: Words {
            zh: "补录材料；免提交的也要列出免提交方式",
            en: "List them; those that are exempt too, with the reason",
        },
        source: "行政许可法 art. 30",
        check: Check::Item(|at, tell| {
            if at.is_on_application()
                && at.list.collected().has_materials()
                && at.item.materials.is_empty()
            {
                tell.tell("materials", "");
            }
        }),
    },
];

fn name_of(material: &Material) -> &str {
    material.name.as_deref().unwrap_or_default()
}

/// Names of what must be handed in. What is marked abolished or exempt isn't asked for.
fn demanded_names<'a>(at: &At<'a>) -> impl Iterator<Item = &'a str> {
    at.item.demanded().filter_map(|material| material.name.as_deref())
}

fn forms<'a>(at: &At<'a>) -> impl Iterator<Item = &'a Material> {
    const FORMS: &[&str] = &["申请表", "申请书", "登记表", "备案表", "审批表", "申报表"];
    at.item.demanded().filter(|material| {
        let name = text::bare(name_of(material));
        FORMS.iter().any(|form| name.ends_with(form))
    })
}

fn repeated(at: &At<'_>, tell: &mut Tell<'_>) {
    let mut seen = HashSet::new();
    for material in &at.item.materials {
        let is_gone = material.exempt_by == Some(Exemption::Abolished);
        let Some(name) = material.name.as_deref().filter(|_| !is_gone) else {
            continue;
        };
        let key: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        if !seen.insert((key, material.form)) {
            tell.tell("materials.name", name);
        }
    }
}
