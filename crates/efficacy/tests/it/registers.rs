//! What the registers tell: what falls in the year, what is in use on 31 December, and what is
//! counted once.

use crate::office::{Office, Told};

fn year(table: &'static str, header: &str, rows: &[&str]) -> Told {
    Office::new().table(table, header, rows).year(2019)
}

#[test]
fn powers_count_by_the_change_that_took_effect_in_the_year() {
    let told = year(
        "power_changes",
        "item_code,change,effective_on,handover_document",
        &[
            "1,delegated,2018-12-31,指引",
            "2,delegated,2019-01-01,指引",
            "3,delegated,2019-12-31,",
            "4,devolved,2019-06-01,指引",
            "5,cancelled,2019-06-01,",
            "6,added,2019-06-01,",
            "7,cancelled,2020-01-01,",
        ],
    );
    told.tells(&[
        ("power_items_delegated", "2"),
        ("power_items_devolved", "1"),
        ("power_items_cancelled", "1"),
        ("handover_guidance_rate", "2/3"),
    ]);
}

#[test]
fn kept_intermediary_services_are_to_be_published_by_year_end_and_complete() {
    let header = "service_code,name,basis,qualification,kept,published_on";
    let told = year(
        "intermediary_services",
        header,
        &[
            "1,检测,条例,甲级,true,2019-12-31",
            "2,评估,条例,,true,2020-01-01",
            "3,鉴定,,甲级,true,",
            "4,监理,条例,甲级,false,2019-01-01",
        ],
    );
    told.tells(&[
        ("intermediary_services_kept", "3"),
        ("intermediary_services_published_rate", "1/3"),
        ("intermediary_services_complete_rate", "1/3"),
    ]);
}

const ACTIVITIES: &str =
    "activity_id,kind,level,region,held_on,targets,problems,result_published_on";

#[test]
fn activities_count_in_the_year_they_were_held_in() {
    let told = year(
        "activities",
        ACTIVITIES,
        &[
            "1,random_inspection,city,440100,2019-01-01,10,3,2020-05-01", // published whenever
            "2,random_inspection,city,440100,2019-12-31,20,,",
            "3,random_inspection,city,440100,2018-12-31,99,99,2019-01-02",
            "4,joint_inspection,province,,2019-06-30,5,1,2019-07-01",
            "5,joint_meeting,province,,2019-06-30,7,7,2019-07-01",
            "6,campaign,,,2019-05-01,15,2,",
            "7,campaign,,,2020-01-01,99,99,",
            "8,bulletin,,,2019-05-01,7,7,",
        ],
    );
    told.tells(&[
        ("random_inspections", "2"),
        ("joint_inspections", "1"),
        ("joint_meetings", "1"),
        ("campaigns", "1"),
        ("service_bulletins", "1"),
        ("inspection_results_published_rate", "2/3"),
        ("inspection_targets", "50"),
        ("inspection_problem_rate", "6/50"),
    ]);
}

#[test]
fn an_inspection_that_counts_no_targets_leaves_nothing_to_take_a_rate_of() {
    let told = year("activities", ACTIVITIES, &["1,campaign,,,2019-05-01,,,"]);
    told.tells(&[("inspection_targets", "0"), ("inspection_problem_rate", "nothing to count")]);
}

#[test]
fn the_province_meets_each_half_year_and_each_city_and_county_each_quarter() {
    let rate =
        |rows: &[&str]| year("activities", ACTIVITIES, rows).figure("joint_cadence_met_rate");
    // The province is always due.
    assert_eq!(rate(&["1,campaign,,,2019-05-01,,,"]), "0/2");
    assert_eq!(
        rate(&[
            "1,joint_meeting,province,,2019-06-30,,,",
            "2,joint_inspection,province,440000,2019-01-01,,,", // the same half, a region or none
            "3,random_inspection,province,,2019-07-01,,,",      // not joint
        ]),
        "1/2"
    );
    assert_eq!(
        rate(&[
            "1,joint_meeting,province,,2019-06-30,,,",
            "2,joint_meeting,province,,2019-07-01,,,",
            "3,joint_meeting,city,440100,2019-03-31,,,",
            "4,joint_inspection,city,440100,2019-04-01,,,",
            "5,joint_meeting,city,440100,2019-06-30,,,",
            "6,joint_meeting,county,440100,2019-03-31,,,", // another level: another row of quarters
            "7,campaign,city,440300,2016-01-01,,,",        // known from another year, never met
            "8,joint_meeting,city,,2019-01-01,,,",         // of no region: of nobody
        ]),
        "5/14"
    );
}

#[test]
fn a_model_in_use_at_year_end_began_by_then_and_was_not_retired() {
    let told = year(
        "models",
        "name,in_use_from,retired_on",
        &["a,2019-12-31,", "b,2020-01-01,", "c,2018-01-01,2019-12-31", "d,2018-01-01,2020-01-01"],
    );
    assert_eq!(told.figure("supervision_models"), "2");
}

#[test]
fn proofs_count_in_the_year_they_were_abolished_in() {
    let rows = ["a,2018-12-31", "b,2019-01-01", "c,2019-12-31", "d,2020-01-01"];
    assert_eq!(year("proofs", "name,abolished_on", &rows).figure("proofs_abolished"), "2");
}

#[test]
fn requests_for_data_count_by_request_and_their_departments_once() {
    let header = "request_id,requester,requester_level,requested_on,decided_on,met";
    let told = year(
        "data_requests",
        header,
        &[
            "1,教育厅,province,2019-01-01,,true",
            "2,教育厅,province,2019-02-01,,是",
            "3,财政厅,province,2019-02-01,,false",
            "4,卫健局,city,2019-12-31,2020-03-01,1",
            "5,教育局,city,2019-02-01,,",
            "6,教育局,county,2019-02-01,,true",
            "7,民政厅,province,2018-12-31,2019-01-02,true",
        ],
    );
    told.tells(&[
        ("data_requests", "6"),
        ("data_demand_satisfaction_rate", "4/6"),
        ("provincial_requesters_served", "1"),
        ("city_requesters_served", "1"),
    ]);
    assert_eq!(told.by("data_requests", "requester_level"), "city 2, county 1, province 3");
}

#[test]
fn interfaces_open_at_year_end_count_by_kind_and_their_classes_once() {
    let told = year(
        "interfaces",
        "interface_code,kind,class,name,opened_on,closed_on",
        &[
            "1,verification,婚姻,核查,2018-01-01,",
            "2,verification,婚姻,核查,2019-12-31,2020-01-01",
            "3,verification,社会组织,核查,2018-01-01,2019-12-31",
            "4,verification,殡葬,核查,2020-01-01,",
            "5,query,婚姻,查询,2018-01-01,",
            "6,query,殡葬,查询,2018-01-01,",
        ],
    );
    told.tells(&[
        ("verification_interfaces", "2"),
        ("verification_interface_classes", "1"),
        ("query_interfaces", "2"),
        ("query_interface_classes", "2"),
    ]);
}

#[test]
fn licence_types_are_issued_in_full_only_when_common_and_fully_issued() {
    let told = year(
        "licence_types",
        "type_code,name,common,fully_issued",
        &["1,证,true,true", "2,证,true,false", "3,证,false,true", "4,证,,true"],
    );
    told.tells(&[("common_licence_types_fully_issued", "1"), ("licence_types_issued", "4")]);
}

#[test]
fn the_own_department_is_ranked_by_all_it_issued_and_ties_share_the_better_rank() {
    let rank = |rows: &[&str]| {
        let told = year("licence_counts", "department,type_code,year,issued,own", rows);
        ["licences_issued", "licences_issued_share", "licences_issued_rank"]
            .map(|id| told.figure(id))
    };
    let nothing = "nothing to count";
    assert_eq!(
        rank(&[
            "民政厅,1,2019,30,true",
            "民政厅,2,2019,20,true",
            "民政厅,1,2018,999,true",
            "公安厅,1,2019,40,",
            "公安厅,2,2019,20,false", // 60 together: ahead
            "教育厅,,2019,50,",       // a tie
            "财政厅,,2018,999,",
        ]),
        ["50", "50/160", "2"]
    );
    assert_eq!(rank(&["民政厅,,2019,0,true", "教育厅,,2019,0,"]), ["0", nothing, "1"]);
    assert_eq!(rank(&["教育厅,,2019,5,"]), ["0", "0/5", nothing]);
}

#[test]
fn documents_count_when_issued_in_the_year_or_being_drafted() {
    let told = year(
        "documents",
        "document_no,title,kind,section,issued_on,status",
        &[
            "1,文,plan,10,2019-01-01,issued",
            "2,文,rule,2,2019-12-31,issued",
            "3,文,rule,2,2018-12-31,issued",
            "4,文,rule,2,,issued",
            "5,文,notice,2,2019-06-01,drafting",
            "6,文,notice,3,,drafting",
            "7,文,notice,10,2019-06-01,issued",
        ],
    );
    told.tells(&[("documents_issued", "3"), ("documents_drafting", "2")]);
    assert_eq!(told.by("documents_issued", "section"), "10 2, 2 1");
    assert_eq!(told.by("documents_drafting", "section"), "2 1, 3 1");
}

#[test]
fn divisions_count_once_that_work_on_a_vertical_system() {
    let told = year(
        "systems",
        "name,kind,division,in_use_from",
        &[
            "1,national,一处,",
            "2,provincial,一处,2018-01-01",
            "3,provincial,二处,2019-12-31",
            "4,national,三处,2020-01-01",
            "5,own,四处,",
            "6,channel,五处,",
            "7,national,,",
        ],
    );
    assert_eq!(told.figure("divisions_on_vertical_systems"), "2");
}

#[test]
fn ratings_count_in_the_year_of_their_instant_and_twice_their_stars_make_ten() {
    let told = year(
        "ratings",
        "rating_id,stars,at,channel,resolved_at",
        &[
            "1,5,2018-12-31T16:00:00Z,web,",
            "2,2,2019-12-31 23:59:59,web,2020-06-01 09:00", // resolved whenever
            "3,1,2019-06-01 09:00,,",
            "4,3,2019-06-01 09:00,app,",
            "5,1,2018-12-31T15:59:59Z,web,",
            "6,5,2020-01-01 00:00,web,",
        ],
    );
    told.tells(&[
        ("rating_score_mean", "22/4"),
        ("ratings_received", "4"),
        ("ratings_negative", "2"),
        ("ratings_negative_resolved_rate", "1/2"),
    ]);
    assert_eq!(told.by("ratings_received", "month"), "2019-01 1, 2019-06 2, 2019-12 1");
    assert_eq!(told.by("rating_score_mean", "channel"), " 2/1, app 6/1, web 14/2");
}

#[test]
fn rating_points_and_systems_connected_by_year_end_count_by_row() {
    Office::new()
        .table("rating_points", "point_id,place,kind", &["1,大厅,qr", "2,大厅,qr", "3,大厅,device"])
        .table(
            "connected_systems",
            "name,connected_on",
            &["a,2016-01-01", "b,2019-12-31", "c,2020-01-01"],
        )
        .year(2019)
        .tells(&[("rating_points", "3"), ("systems_connected_to_rating", "2")]);
}

#[test]
fn a_knowledge_entry_retired_on_31_december_is_retired() {
    let told = year(
        "knowledge",
        "entry_id,question,answer,updated_on,retired_on",
        &[
            "1,问,答,2019-12-31,",
            "2,问,答,2020-01-01,",
            "3,问,答,2018-01-01,2019-12-31",
            "4,问,答,2018-01-01,2020-01-01",
        ],
    );
    assert_eq!(told.figure("knowledge_entries"), "2");
}
