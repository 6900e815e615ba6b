//! Materials that needn't be handed in because a licence, shared data or a commitment has them.

use super::{At, Check, Rule, Severity, Words};
use crate::{Exemption, Material, MaterialSource};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "licence_still_demanded",
        severity: Severity::Error,
        says: Words {
            zh: "材料已关联电子证照，仍要求提交",
            en: "A material has an e-licence, yet must be handed in",
        },
        mend: Words { zh: "免提交方式填“电子证照”", en: "Exempt it by licence" },
        source: "[R2019 §15]; 国务院令716号 art. 7",
        check: Check::Item(|at, tell| {
            let materials = demanded(at).filter(|material| material.licence_type.is_some());
            for material in materials {
                tell.tell("materials.exempt_by", name_of(material));
            }
        }),
    },
    Rule {
        id: "shared_data_still_demanded",
        severity: Severity::Error,
        says: Words {
            zh: "材料可由共享接口取得，仍要求提交",
            en: "A material can be had from shared data, yet must be handed in",
        },
        mend: Words { zh: "免提交方式填“数据共享”", en: "Exempt it by shared data" },
        source: "国务院令716号 art. 7",
        check: Check::Item(|at, tell| {
            let materials = demanded(at).filter(|material| material.interface_code.is_some());
            for material in materials {
                tell.tell("materials.exempt_by", name_of(material));
            }
        }),
    },
    Rule {
        id: "government_material_demanded",
        severity: Severity::Advice,
        says: Words {
            zh: "政府部门核发的材料仍要求申请人提交",
            en: "What government itself issued must be handed in",
        },
        mend: Words {
            zh: "能共享的改为免提交",
            en: "Get it from the issuing department where it shares it",
        },
        source: "国务院令716号 art. 7; 政务数据共享条例 art. 19",
        check: Check::Item(|at, tell| {
            // What has a licence or an interface is told by the rules above.
            let materials = demanded(at).filter(|material| {
                material.source == Some(MaterialSource::Government)
                    && material.licence_type.is_none()
                    && material.interface_code.is_none()
            });
            for material in materials {
                tell.tell("materials.source", name_of(material));
            }
        }),
    },
    Rule {
        id: "licence_exemption_unnamed",
        severity: Severity::Warning,
        says: Words {
            zh: "以电子证照免提交，未写明证照类型",
            en: "A material is exempt by licence, but by which isn't said",
        },
        mend: Words { zh: "填写关联证照类型", en: "Give the licence type" },
        source: "[R2019 §15]",
        check: Check::Item(|at, tell| {
            for material in exempt_by(at, Exemption::Licence) {
                if material.licence_type.is_none() {
                    tell.tell("materials.licence_type", name_of(material));
                }
            }
        }),
    },
    Rule {
        id: "licence_type_unknown",
        severity: Severity::Warning,
        says: Words {
            zh: "关联证照类型不在证照目录中",
            en: "A material's licence type isn't among the known ones",
        },
        mend: Words {
            zh: "改正证照类型，或登记该类型", en: "Correct the type, or register it"
        },
        source: "GB/T 36902-2018",
        check: Check::Item(|at, tell| {
            for material in &at.item.materials {
                if let Some(kind) = material.licence_type.as_deref()
                    && !at.list.knows_licence_type(kind)
                {
                    tell.tell("materials.licence_type", kind);
                }
            }
        }),
    },
    Rule {
        id: "sharing_exemption_unnamed",
        severity: Severity::Warning,
        says: Words {
            zh: "以数据共享免提交，未写明共享接口",
            en: "A material is exempt by shared data, but by which interface isn't said",
        },
        mend: Words { zh: "填写共享接口编码", en: "Give the interface" },
        source: "国务院令716号 art. 7",
        check: Check::Item(|at, tell| {
            if at.list.collected().collects_of_materials("share_interface_code") {
                for material in exempt_by(at, Exemption::DataSharing) {
                    if material.interface_code.is_none() {
                        tell.tell("materials.share_interface_code", name_of(material));
                    }
                }
            }
        }),
    },
    Rule {
        id: "commitment_exemption_without_commitment",
        severity: Severity::Error,
        says: Words {
            zh: "以告知承诺免提交，事项却未实行告知承诺",
            en: "A material is exempt by commitment, but the item takes no commitments",
        },
        mend: Words {
            zh: "对事项实行告知承诺，或改正免提交方式",
            en: "Take commitments for the item, or correct the exemption",
        },
        source: "国办发〔2020〕42号",
        check: Check::Item(|at, tell| {
            if at.item.commitment != Some(true) {
                for material in exempt_by(at, Exemption::Commitment) {
                    tell.tell("materials.exempt_by", name_of(material));
                }
            }
        }),
    },
];

fn demanded<'a>(at: &At<'a>) -> impl Iterator<Item = &'a Material> {
    at.item.materials.iter().filter(|material| material.is_demanded())
}

fn exempt_by<'a>(at: &At<'a>, by: Exemption) -> impl Iterator<Item = &'a Material> {
    at.item.materials.iter().filter(move |material| material.exempt_by == Some(by))
}

fn name_of(material: &Material) -> &str {
    material.name.as_deref().unwrap_or_default()
}
