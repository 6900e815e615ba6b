//! A report to look at: the figures a provincial public-security department might have.

use std::collections::BTreeMap;

use efficacy::figures::{self, Definition};
use efficacy::report::{
    AgencyHead, Basis, Breakdown, DataQuality, Figure, Labels, Notice, Number, Rendering, Report,
    SetAside, Since, TableRead,
};
use efficacy::words::Lang;

use self::Amount::{Nothing, Plain, Share};

/// What a figure of the sample amounts to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Amount {
    /// A count or a value of its own.
    Plain(f64),
    /// Numerator and denominator of a rate or mean.
    Share(f64, f64),
    /// Nothing to count.
    Nothing,
}

/// What each figure amounts to.
const AMOUNTS: [(&str, Amount); 81] = [
    ("power_items_delegated", Plain(8.0)),
    ("power_items_devolved", Plain(1.0)),
    ("power_items_cancelled", Plain(0.0)),
    ("handover_guidance_rate", Share(9.0, 9.0)),
    ("intermediary_services_kept", Plain(8.0)),
    ("intermediary_services_published_rate", Share(8.0, 8.0)),
    ("intermediary_services_complete_rate", Share(7.0, 8.0)),
    ("item_completeness_rate", Share(107.0, 109.0)),
    ("items_on_application", Plain(33.0)),
    ("items_licence", Plain(21.0)),
    ("items_other_power", Plain(12.0)),
    ("online_availability_rate", Share(33.0, 33.0)),
    ("cases_decided", Plain(4286.0)),
    ("cases_overdue", Plain(7.0)),
    ("case_on_time_rate", Share(4279.0, 4286.0)),
    ("case_on_time_rate_statutory", Share(4286.0, 4286.0)),
    ("cases_open_overdue", Plain(2.0)),
    ("licence_items_on_time_rate", Share(21.0, 21.0)),
    ("result_publication_rate", Share(3051.0, 3051.0)),
    ("delivery_on_time_rate", Share(4011.0, 4032.0)),
    ("acceptance_window_violations", Plain(5.0)),
    ("licence_items_at_most_one_trip", Plain(21.0)),
    ("licence_items_at_most_one_trip_rate", Share(21.0, 21.0)),
    ("measured_trips_mean", Share(2357.0, 4286.0)),
    ("licence_items_depth_4", Plain(8.0)),
    ("licence_items_depth_3", Plain(13.0)),
    ("random_inspections", Plain(14.0)),
    ("joint_inspections", Plain(9.0)),
    ("joint_meetings", Plain(76.0)),
    ("inspection_results_published_rate", Share(22.0, 23.0)),
    ("joint_cadence_met_rate", Share(86.0, 86.0)),
    ("campaigns", Plain(3.0)),
    ("inspection_targets", Plain(12640.0)),
    ("inspection_problem_rate", Share(811.0, 12640.0)),
    ("warnings_raised", Plain(58.0)),
    ("warnings_closed_rate", Share(57.0, 58.0)),
    ("warnings_overdue", Plain(1.0)),
    ("supervision_models", Plain(2.0)),
    ("acts_recorded_late", Plain(31.0)),
    ("proofs_abolished", Plain(1.0)),
    ("commitment_items", Plain(2.0)),
    ("data_requests", Plain(64.0)),
    ("data_demand_satisfaction_rate", Share(64.0, 64.0)),
    ("verification_interfaces", Plain(11.0)),
    ("verification_interface_classes", Plain(3.0)),
    ("query_interfaces", Plain(82.0)),
    ("query_interface_classes", Plain(7.0)),
    ("provincial_requesters_served", Plain(25.0)),
    ("city_requesters_served", Plain(5.0)),
    ("common_licence_types_fully_issued", Plain(4.0)),
    ("licences_issued", Plain(8_700_000.0)),
    ("licences_issued_share", Share(8_700_000.0, 100_000_000.0)),
    ("licences_issued_rank", Plain(1.0)),
    ("service_bulletins", Plain(12.0)),
    ("documents_issued", Plain(16.0)),
    ("documents_drafting", Plain(1.0)),
    ("divisions_on_vertical_systems", Plain(3.0)),
    ("instant_items", Plain(14.0)),
    ("items_best_promise_rate", Share(88.0, 101.0)),
    ("materials_exempted_mean", Share(489.0, 101.0)),
    ("licence_types_issued", Plain(40.0)),
    ("licence_types_linked", Plain(13.0)),
    ("catch_all_materials", Plain(0.0)),
    ("licence_items_promise_below_statutory_rate", Share(14.0, 21.0)),
    ("promise_compression_rate", Plain(0.66)),
    ("items_mean_actual_below_promised_rate", Share(69.0, 109.0)),
    ("working_days_used_mean", Share(16288.0, 3902.0)),
    ("working_days_used_median", Plain(4.0)),
    ("working_days_used_p95", Plain(11.0)),
    ("minutes_used_mean", Share(4147.0, 384.0)),
    ("limits_shortened", Plain(3.0)),
    ("rating_score_mean", Plain(9.1)),
    ("ratings_received", Plain(1873.0)),
    ("ratings_negative", Plain(0.0)),
    ("ratings_negative_resolved_rate", Nothing),
    ("rating_points", Plain(36.0)),
    ("systems_connected_to_rating", Plain(2.0)),
    ("knowledge_entries", Plain(246.0)),
    ("tickets_received", Plain(1415.0)),
    ("tickets_closed", Plain(1415.0)),
    ("tickets_overdue", Plain(0.0)),
];

/// What a figure of the sample amounts to.
pub(crate) fn amount(id: &str) -> Amount {
    AMOUNTS.iter().find(|(known, _)| *known == id).map_or(Nothing, |(_, amount)| *amount)
}

/// A figure with an amount.
pub(crate) fn figure(definition: &Definition, amount: Amount) -> Figure {
    let (value, numerator, denominator) = match amount {
        Plain(value) => (Some(value), None, None),
        Share(part, whole) => (Some(part / whole), Some(part), Some(whole)),
        Nothing => (None, Some(0.0), Some(0.0)),
    };
    Figure {
        id: definition.id,
        section: definition.section,
        value: value.map(Number),
        numerator: numerator.map(Number),
        denominator: denominator.map(Number),
        unit: definition.unit,
        missing: value.is_none().then(|| "nothing to count".to_owned()),
    }
}

/// The sample's report.
pub(crate) fn report() -> Report {
    Report {
        agency: Some(AgencyHead {
            name: "广东省公安厅".into(),
            region: "440000".into(),
            calendar: "CN".into(),
            time_zone: "Asia/Shanghai".into(),
        }),
        year: 2019,
        figures: figures::all()
            .map(|definition| figure(definition, amount(definition.id)))
            .collect(),
        breakdowns: breakdowns(),
        data_quality: data_quality(),
    }
}

pub(crate) fn count(figure: &'static str, by: &'static str, key: &str, value: f64) -> Breakdown {
    let value = Some(Number(value));
    Breakdown { figure, by, key: key.into(), value, numerator: None, denominator: None }
}

fn share(figure: &'static str, by: &'static str, key: &str, part: f64, whole: f64) -> Breakdown {
    Breakdown {
        figure,
        by,
        key: key.into(),
        value: Some(Number(part / whole)),
        numerator: Some(Number(part)),
        denominator: Some(Number(whole)),
    }
}

fn breakdowns() -> Vec<Breakdown> {
    let mut parts = Vec::new();
    let months =
        [402.0, 183.0, 391.0, 377.0, 348.0, 339.0, 402.0, 371.0, 366.0, 312.0, 401.0, 394.0];
    for (month, decided) in (1..).zip(months) {
        let key = format!("2019-{month:02}");
        let late = if month % 5 == 0 { 2.0 } else { 0.0 };
        parts.push(count("cases_decided", "month", &key, decided));
        parts.push(count("cases_overdue", "month", &key, late));
        parts.push(share("case_on_time_rate", "month", &key, decided - late, decided));
        parts.push(share("working_days_used_mean", "month", &key, decided * 4.1, decided));
        parts.push(count("tickets_received", "month", &key, (decided / 3.0).floor()));
        parts.push(count("ratings_received", "month", &key, (decided / 2.3).floor()));
    }
    let divisions = [
        ("治安管理局", 1642.0, 5.2),
        ("出入境管理局", 1210.0, 1.1),
        ("禁毒局", 611.0, 3.4),
        ("网络安全保卫总队", 402.0, 11.5),
        ("交通管理局", 288.0, 2.6),
        ("境外非政府组织管理办公室", 133.0, 7.9),
    ];
    for (name, decided, days) in divisions {
        parts.push(count("cases_decided", "division", name, decided));
        parts.push(share("working_days_used_mean", "division", name, decided * days, decided));
        parts.push(count("items_on_application", "division", name, (decided / 120.0).ceil()));
    }
    for item in 1..=21_i32 {
        let decided = f64::from(400 - item * 17);
        parts.push(count("cases_decided", "item", &format!("44011{item:03}"), decided));
    }
    for (kind, received) in [
        ("consultation", 902.0),
        ("complaint", 211.0),
        ("help", 164.0),
        ("suggestion", 81.0),
        ("report", 57.0),
    ] {
        parts.push(count("tickets_received", "ticket_kind", kind, received));
    }
    for (model, raised) in [("办证超时监控模型", 43.0), ("单程关系人比对模型", 15.0)]
    {
        parts.push(count("warnings_raised", "model", model, raised));
    }
    for (level, requests) in [("province", 51.0), ("city", 13.0)] {
        parts.push(count("data_requests", "requester_level", level, requests));
    }
    for (section, issued) in [("1", 2.0), ("3", 2.0), ("8", 7.0), ("11", 2.0), ("16", 2.0)] {
        parts.push(count("documents_issued", "section", section, issued));
    }
    parts
}

fn data_quality() -> DataQuality {
    DataQuality {
        tables: vec![
            TableRead {
                table: "items",
                file: "items.csv".into(),
                rows: 112,
                identical: 0,
                set_aside: 0,
            },
            TableRead {
                table: "matters",
                file: "matters.csv.gz".into(),
                rows: 5921,
                identical: 3,
                set_aside: 1,
            },
            TableRead {
                table: "acts",
                file: "acts.csv.gz".into(),
                rows: 31_204,
                identical: 0,
                set_aside: 1,
            },
        ],
        set_aside: vec![
            SetAside {
                file: "matters.csv.gz".into(),
                row: 812,
                line: 813,
                column: "region".into(),
                code: "bad_value",
                message: "`44` is no region code; give six digits".into(),
            },
            SetAside {
                file: "acts.csv.gz".into(),
                row: 20_113,
                line: 20_114,
                column: String::new(),
                code: "act_not_allowed",
                message: "`granted` isn't allowed where matter `L-00931` stands (closed)".into(),
            },
        ],
        notices: vec![Notice {
            code: "unknown_column",
            file: "items.csv".into(),
            count: 1,
            message: "column `备注` isn't known and was left alone".into(),
        }],
    }
}

/// How the sample's page is made in a language.
pub(crate) fn options(lang: Lang) -> Rendering {
    Rendering {
        lang,
        narratives: BTreeMap::from([(
            7,
            "三级深度的{{licence_items_depth_3}}项行政许可事项均需现场核验申请人身份，\n或者须到现场领取纸质结果。\n\n有关情况已于2020年1月专门报告，平均等候不超过15分钟。".to_owned(),
        )]),
        evidence: figures::all().map(|figure| figure.id.to_owned())
            .filter(|id| id.starts_with("cases_") || id.starts_with("tickets_"))
            .collect(),
        labels: Labels {
            items: [
                ("44011001", "枪支(弹药)运输(携运）许可"),
                ("44011002", "爆破作业单位许可"),
                ("44011003", "保安服务公司设立许可"),
                ("44011004", "互联网上网服务营业场所信息网络安全审核"),
                ("44011005", "境外非政府组织代表机构变更登记许可"),
            ]
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .into(),
            regions: BTreeMap::new(),
        },
        basis: Basis {
            program: "xiaoneng 0.1.0".into(),
            procedures: vec![("licensing".into(), "sha256:9f2c41…".into())],
        },
        date: Some(jiff::civil::date(2020, 1, 31)),
        since: Some(Since {
            edition: 1,
            on: jiff::civil::date(2020, 2, 10),
            changed: vec![
                ("cases_decided".into(), Some(Number(18_900.0))),
                ("case_on_time_rate".into(), Some(Number(0.998))),
                ("cases_overdue".into(), None),
            ],
        }),
    }
}
