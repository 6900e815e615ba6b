//! Supervision activities (监管活动): inspections, meetings, campaigns.

use legal_clock::Calendar;

use super::{Beside, Check, Linter, Rule, Severity, Tell, Words};
use crate::{Activity, ActivityKind};

/// Working days within which information is made public (政府信息公开条例 art. 26).
const TO_PUBLISH: u32 = 20;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "activity_result_before_held",
        severity: Severity::Error,
        says: Words {
            zh: "结果公示早于活动开展",
            en: "The result was published before the activity was held",
        },
        mend: Words { zh: "改正日期", en: "Correct the days" },
        source: "the exchange package (inspection_results_published_rate)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Activity(activity) = row {
                let (held, published) = (activity.held_on, activity.result_published_on);
                tell.reversed("activities.result_published_on", held, published);
            }
        }),
    },
    Rule {
        id: "activity_result_unpublished",
        severity: Severity::Warning,
        says: Words {
            zh: "检查结束已超过二十个工作日，结果尚未公示",
            en: "The result of an inspection isn't published twenty working days after it",
        },
        mend: Words { zh: "公示结果并填写日期", en: "Publish it and give the day" },
        source: "政府信息公开条例 art. 26; [R2019 §8]",
        check: Check::Beside(unpublished),
    },
    Rule {
        id: "activity_problems_beyond_targets",
        severity: Severity::Warning,
        says: Words {
            zh: "发现问题数多于检查对象数",
            en: "There are more problems than what was inspected",
        },
        mend: Words {
            zh: "核对两个数；一个对象有多个问题的，只计一个",
            en: "Compare the two; a target with several problems counts once",
        },
        source: "the exchange package (inspection_problem_rate)",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Activity(activity) = row
                && let Some(problems) = activity.problems
                && problems > activity.targets.unwrap_or_default()
            {
                tell.tell("activities.problems", problems.to_string());
            }
        }),
    },
    Rule {
        id: "joint_activity_alone",
        severity: Severity::Warning,
        says: Words {
            zh: "联合检查、联席会议只有一个部门",
            en: "A joint inspection or meeting has one department alone",
        },
        mend: Words {
            zh: "填写全部参与部门，用分号隔开；没有联合的，改正活动类型",
            en: "Name every department with semicolons between, or correct the kind",
        },
        source: "[R2019 §8]",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Activity(activity) = row
                && is_joint(activity)
                && activity.departments.as_ref().is_none_or(|names| names.len() < 2)
            {
                let names = activity.departments.as_ref().map(|names| names.join(";"));
                tell.tell("activities.departments", names.unwrap_or_default());
            }
        }),
    },
];

fn is_joint(activity: &Activity) -> bool {
    matches!(activity.kind, Some(ActivityKind::JointInspection | ActivityKind::JointMeeting))
}

fn unpublished(row: Beside<'_>, list: &Linter<'_>, tell: &mut Tell<'_>) {
    let Beside::Activity(activity) = row else { return };
    let is_inspection = matches!(
        activity.kind,
        Some(ActivityKind::RandomInspection | ActivityKind::JointInspection)
    );
    if is_inspection
        && activity.result_published_on.is_none()
        && let Some(held) = activity.held_on
        && let Some(last) = Calendar::china().nth_working_day_after(held, TO_PUBLISH)
        && last < list.catalogue.on
    {
        tell.tell("activities.result_published_on", held.to_string());
    }
}
