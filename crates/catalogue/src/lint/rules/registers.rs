//! The registers beside the items: proofs, documents, systems, models, interfaces, licence types, knowledge.
//! Those about intermediary services stand with what items ask of them.

use legal_clock::Day;

use super::{Beside, Check, Rule, Severity, Tell, Words};
use crate::{DocumentStatus, SystemKind};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "row_of_unknown_item",
        severity: Severity::Error,
        says: Words {
            zh: "所填的事项编码不在事项目录中",
            en: "The row names an item that isn't in the catalogue",
        },
        mend: Words {
            zh: "改正事项编码，或补录该事项",
            en: "Correct the item code, or add the item",
        },
        source: "the exchange package",
        check: Check::Beside(|row, list, tell| {
            let (element, code) = match row {
                Beside::Service(row) => ("intermediary_services.item_code", &row.item_code),
                Beside::Knowledge(row) => ("knowledge.item_code", &row.item_code),
                _ => return,
            };
            // An item that is being drafted isn't there yet, and is no unknown one.
            let is_known = |code: &&str| list.has(code) || *code == tell.item_code;
            if let Some(code) = code.as_deref().filter(|code| !is_known(code)) {
                tell.tell(element, code);
            }
        }),
    },
    Rule {
        id: "proof_still_demanded",
        severity: Severity::Error,
        says: Words {
            zh: "已取消的证明仍列在事项的材料中",
            en: "Items still ask for a proof that is abolished",
        },
        mend: Words {
            zh: "从所列事项的材料中删去，或标为已取消",
            en: "Delete it from the materials of these items, or mark it abolished there",
        },
        source: "优化营商环境条例 art. 44; [R2019 §15]",
        check: Check::Beside(|row, list, tell| {
            if let Beside::Proof(proof) = row
                && proof.abolished_on.is_some_and(|day| day <= list.catalogue.on)
                && let Some(name) = proof.name.as_deref()
            {
                let items = list.demanding(name);
                if !items.is_empty() {
                    tell.tell("proofs.name", items.join(";"));
                }
            }
        }),
    },
    Rule {
        id: "proof_without_basis",
        severity: Severity::Warning,
        says: Words {
            zh: "取消证明没有写明依据", en: "A proof was abolished, by what isn't said"
        },
        mend: Words { zh: "写明取消的依据", en: "Give the decision or document" },
        source: "优化营商环境条例 art. 44; [R2019 §11]",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Proof(proof) = row
                && proof.basis.is_none()
            {
                tell.tell("proofs.basis", proof.name.clone().unwrap_or_default());
            }
        }),
    },
    Rule {
        id: "document_without_day",
        severity: Severity::Error,
        says: Words {
            zh: "已印发的文件没有印发日期，不会计入印发文件数",
            en: "An issued document has no day, so it counts in no year",
        },
        mend: Words { zh: "填写印发日期", en: "Give the day on which it was issued" },
        source: "the exchange package (documents_issued)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Document(document) = row
                && document.status == Some(DocumentStatus::Issued)
                && document.issued_on.is_none()
            {
                tell.tell("documents.issued_on", "");
            }
        }),
    },
    Rule {
        id: "document_issued_later",
        severity: Severity::Error,
        says: Words {
            zh: "文件标为已印发，印发日期却还没有到",
            en: "A document is marked issued, yet its day is still to come",
        },
        mend: Words {
            zh: "改正日期，或改为起草中",
            en: "Correct the day, or mark it as being drafted",
        },
        source: "the exchange package (documents_issued)",
        check: Check::Beside(|row, list, tell| {
            if let Beside::Document(document) = row
                && document.status == Some(DocumentStatus::Issued)
                && let Some(day) = document.issued_on.filter(|day| *day > list.catalogue.on)
            {
                tell.tell("documents.issued_on", day.to_string());
            }
        }),
    },
    Rule {
        id: "document_drafting_with_day",
        severity: Severity::Warning,
        says: Words {
            zh: "文件还在起草，却已有印发日期",
            en: "A document is being drafted, yet has a day on which it was issued",
        },
        mend: Words {
            zh: "已经印发的改为已印发，否则删去日期",
            en: "Mark it issued if it was, or delete the day",
        },
        source: "the exchange package (documents_issued, documents_drafting)",
        check: Check::Beside(|row, list, tell| {
            if let Beside::Document(document) = row
                && document.status == Some(DocumentStatus::Drafting)
                && let Some(day) = document.issued_on.filter(|day| *day <= list.catalogue.on)
            {
                tell.tell("documents.status", day.to_string());
            }
        }),
    },
    Rule {
        id: "document_number_form",
        severity: Severity::Warning,
        says: Words {
            zh: "发文字号的写法不合公文格式",
            en: "The document's number isn't written as official documents have it",
        },
        mend: Words {
            zh: "年份写全并用六角括号，序号不加“第”、不编虚位，例如“粤公通〔2019〕1号”",
            en: "Write the year in full in hexagonal brackets and the number bare, such as “粤公通〔2019〕1号”",
        },
        source: "GB/T 9704-2012 (发文字号)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Document(document) = row
                && let Some(number) = document.number.as_deref().filter(|it| is_misformed(it))
            {
                tell.tell("documents.document_no", number);
            }
        }),
    },
    Rule {
        id: "system_without_division",
        severity: Severity::Warning,
        says: Words {
            zh: "垂直系统没有填写使用的处室，不会计入",
            en: "A national or provincial system has no division, so it isn't counted",
        },
        mend: Words {
            zh: "填写使用该系统的处室", en: "Name the division that works on it"
        },
        source: "[R2019 §13]; the exchange package (divisions_on_vertical_systems)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::System(system) = row
                && matches!(system.kind, Some(SystemKind::National | SystemKind::Provincial))
                && system.division.is_none()
            {
                tell.tell("systems.division", "");
            }
        }),
    },
    Rule {
        id: "model_retired_before_use",
        severity: Severity::Error,
        says: Words {
            zh: "模型停用早于启用", en: "A model was retired before it was in use"
        },
        mend: Words { zh: "改正日期", en: "Correct the days" },
        source: "the exchange package (supervision_models)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Model(model) = row {
                tell.reversed("models.retired_on", model.in_use_from, model.retired_on);
            }
        }),
    },
    Rule {
        id: "interface_closed_before_opened",
        severity: Severity::Error,
        says: Words {
            zh: "接口关闭早于开通", en: "An interface was closed before it was opened"
        },
        mend: Words { zh: "改正日期", en: "Correct the days" },
        source: "the exchange package (query_interfaces, verification_interfaces)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Interface(interface) = row {
                tell.reversed("interfaces.closed_on", interface.opened_on, interface.closed_on);
            }
        }),
    },
    Rule {
        id: "licence_type_issuing_unsaid",
        severity: Severity::Advice,
        says: Words {
            zh: "常用证照没有填写是否全部签发",
            en: "Whether a common licence type is fully issued isn't said",
        },
        mend: Words { zh: "填写是否全部签发", en: "Say whether it is" },
        source: "[R2019 §12]; the exchange package (common_licence_types_fully_issued)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::LicenceType(licence) = row
                && licence.common == Some(true)
                && licence.fully_issued.is_none()
            {
                tell.tell("licence_types.fully_issued", licence.name.clone().unwrap_or_default());
            }
        }),
    },
    Rule {
        id: "knowledge_retired_before_update",
        severity: Severity::Error,
        says: Words {
            zh: "知识停用早于更新",
            en: "An entry was retired before it was last updated",
        },
        mend: Words { zh: "改正日期", en: "Correct the days" },
        source: "the exchange package (knowledge_entries)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Knowledge(entry) = row {
                tell.reversed("knowledge.retired_on", entry.updated_on, entry.retired_on);
            }
        }),
    },
];

impl Tell<'_> {
    /// Tells of an end that comes before its beginning.
    pub(super) fn reversed(&mut self, element: &'static str, from: Option<Day>, to: Option<Day>) {
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            self.tell(element, format!("{from} > {to}"));
        }
    }
}

/// Whether a document's number has its year in other brackets than 〔〕, 第 before the serial, or a serial
/// that begins with a zero. What has no year, such as 国务院令第716号, isn't such a number.
fn is_misformed(number: &str) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let in_other_brackets = number.split(['[', '(', '（', '【', '［', '「']).skip(1).any(|rest| {
        rest.split_once([']', ')', '）', '】', '］', '」']).is_some_and(|(year, _)| is_year(year))
    });
    let serial = number.split_once('〔').and_then(|(_, rest)| rest.split_once('〕'));
    let is_short = serial.is_some_and(|(year, _)| !is_year(year));
    let is_padded = serial.is_some_and(|(_, serial)| serial.trim().starts_with(['第', '0']));
    in_other_brackets || is_short || is_padded
}
