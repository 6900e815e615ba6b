//! What each section says, sentence by sentence: the figures a sentence tells and its words.

/// A sentence of a section and the figures it tells.
pub(super) struct Sentence {
    /// Key of its words.
    pub(super) key: &'static str,
    /// The figures by the names the words know them by.
    pub(super) figures: &'static [(&'static str, &'static str)],
    /// Parts the words enumerate as `$list`: a part is left out when its figure is zero.
    pub(super) parts: &'static [(&'static str, &'static str)],
}

const fn say(key: &'static str, figures: &'static [(&'static str, &'static str)]) -> Sentence {
    Sentence { key, figures, parts: &[] }
}

const fn list(
    key: &'static str,
    figures: &'static [(&'static str, &'static str)],
    parts: &'static [(&'static str, &'static str)],
) -> Sentence {
    Sentence { key, figures, parts }
}

/// The sentences of sections 1 to 18.
pub(super) const SECTIONS: [&[Sentence]; 18] = [
    &[
        list(
            "report-prose-1-changes",
            &[
                ("delegated", "power_items_delegated"),
                ("devolved", "power_items_devolved"),
                ("cancelled", "power_items_cancelled"),
            ],
            &[
                ("delegated", "report-prose-1-delegated"),
                ("devolved", "report-prose-1-devolved"),
                ("cancelled", "report-prose-1-cancelled"),
            ],
        ),
        say("report-prose-1-handover", &[("guided", "handover_guidance_rate")]),
    ],
    &[
        say("report-prose-2-kept", &[("kept", "intermediary_services_kept")]),
        say("report-prose-2-published", &[("published", "intermediary_services_published_rate")]),
        say("report-prose-2-complete", &[("complete", "intermediary_services_complete_rate")]),
    ],
    &[say("report-prose-3-completeness", &[("complete", "item_completeness_rate")])],
    &[
        list(
            "report-prose-4-items",
            &[
                ("items", "items_on_application"),
                ("licences", "items_licence"),
                ("others", "items_other_power"),
            ],
            &[("licences", "report-prose-4-licences"), ("others", "report-prose-4-others")],
        ),
        say("report-prose-4-online", &[("online", "online_availability_rate")]),
    ],
    &[
        say("report-prose-5-licences", &[("punctual", "licence_items_on_time_rate")]),
        say("report-prose-5-decided", &[("decided", "cases_decided")]),
        say(
            "report-prose-5-promise",
            &[
                ("decided", "cases_decided"),
                ("overdue", "cases_overdue"),
                ("promise", "case_on_time_rate"),
            ],
        ),
        say("report-prose-5-statute", &[("statute", "case_on_time_rate_statutory")]),
        say("report-prose-5-open", &[("open", "cases_open_overdue")]),
        say("report-prose-5-published", &[("published", "result_publication_rate")]),
        say("report-prose-5-delivered", &[("delivered", "delivery_on_time_rate")]),
        say("report-prose-5-window", &[("breaches", "acceptance_window_violations")]),
    ],
    &[
        say(
            "report-prose-6-trips",
            &[
                ("few", "licence_items_at_most_one_trip"),
                ("trips", "licence_items_at_most_one_trip_rate"),
            ],
        ),
        say("report-prose-6-visits", &[("visits", "measured_trips_mean")]),
    ],
    &[list(
        "report-prose-7-depth",
        &[("four", "licence_items_depth_4"), ("three", "licence_items_depth_3")],
        &[("four", "report-prose-7-four"), ("three", "report-prose-7-three")],
    )],
    &[
        list(
            "report-prose-8-activities",
            &[
                ("random", "random_inspections"),
                ("joint", "joint_inspections"),
                ("meetings", "joint_meetings"),
            ],
            &[
                ("random", "report-prose-8-random"),
                ("joint", "report-prose-8-joint"),
                ("meetings", "report-prose-8-meetings"),
            ],
        ),
        say("report-prose-8-published", &[("published", "inspection_results_published_rate")]),
        say("report-prose-8-cadence", &[("cadence", "joint_cadence_met_rate")]),
    ],
    &[
        say("report-prose-9-campaigns", &[("campaigns", "campaigns")]),
        say(
            "report-prose-9-targets",
            &[("targets", "inspection_targets"), ("problems", "inspection_problem_rate")],
        ),
    ],
    &[
        say("report-prose-10-models", &[("models", "supervision_models")]),
        say(
            "report-prose-10-warnings",
            &[
                ("raised", "warnings_raised"),
                ("closed", "warnings_closed_rate"),
                ("late", "warnings_overdue"),
            ],
        ),
        say("report-prose-10-recorded", &[("recorded", "acts_recorded_late")]),
    ],
    &[
        say("report-prose-11-proofs", &[("proofs", "proofs_abolished")]),
        say("report-prose-11-commitment", &[("commitment", "commitment_items")]),
    ],
    &[
        say(
            "report-prose-12-requests",
            &[("requests", "data_requests"), ("met", "data_demand_satisfaction_rate")],
        ),
        list(
            "report-prose-12-interfaces",
            &[
                ("verify", "verification_interfaces"),
                ("verify-classes", "verification_interface_classes"),
                ("query", "query_interfaces"),
                ("query-classes", "query_interface_classes"),
            ],
            &[("verify", "report-prose-12-verification"), ("query", "report-prose-12-query")],
        ),
        list(
            "report-prose-12-served",
            &[("provincial", "provincial_requesters_served"), ("city", "city_requesters_served")],
            &[("provincial", "report-prose-12-provincial"), ("city", "report-prose-12-city")],
        ),
        say("report-prose-12-common", &[("common", "common_licence_types_fully_issued")]),
        say(
            "report-prose-12-issued",
            &[
                ("issued", "licences_issued"),
                ("share", "licences_issued_share"),
                ("rank", "licences_issued_rank"),
            ],
        ),
    ],
    &[
        say("report-prose-13-vertical", &[("divisions", "divisions_on_vertical_systems")]),
        say("report-prose-13-bulletins", &[("bulletins", "service_bulletins")]),
        list(
            "report-prose-13-documents",
            &[("issued", "documents_issued"), ("drafting", "documents_drafting")],
            &[("issued", "report-prose-13-issued"), ("drafting", "report-prose-13-drafting")],
        ),
    ],
    &[
        say("report-prose-14-instant", &[("instant", "instant_items")]),
        say("report-prose-14-peers", &[("best", "items_best_promise_rate")]),
    ],
    &[
        say("report-prose-15-exempted", &[("exempted", "materials_exempted_mean")]),
        say("report-prose-15-licences", &[("types", "licence_types_issued")]),
        say("report-prose-15-linked", &[("linked", "licence_types_linked")]),
        say("report-prose-15-catch-all", &[("vague", "catch_all_materials")]),
    ],
    &[
        say("report-prose-16-promise", &[("below", "licence_items_promise_below_statutory_rate")]),
        say("report-prose-16-compression", &[("compression", "promise_compression_rate")]),
        say("report-prose-16-actual", &[("faster", "items_mean_actual_below_promised_rate")]),
        say(
            "report-prose-16-days",
            &[
                ("mean", "working_days_used_mean"),
                ("median", "working_days_used_median"),
                ("p95", "working_days_used_p95"),
            ],
        ),
        say("report-prose-16-minutes", &[("minutes", "minutes_used_mean")]),
        say("report-prose-16-shortened", &[("shortened", "limits_shortened")]),
    ],
    &[
        say(
            "report-prose-17-score",
            &[
                ("ratings", "ratings_received"),
                ("score", "rating_score_mean"),
                ("negative", "ratings_negative"),
            ],
        ),
        say("report-prose-17-resolved", &[("resolved", "ratings_negative_resolved_rate")]),
        say("report-prose-17-points", &[("points", "rating_points")]),
        say("report-prose-17-systems", &[("systems", "systems_connected_to_rating")]),
    ],
    &[
        say("report-prose-18-knowledge", &[("entries", "knowledge_entries")]),
        say(
            "report-prose-18-tickets",
            &[
                ("received", "tickets_received"),
                ("closed", "tickets_closed"),
                ("late", "tickets_overdue"),
            ],
        ),
    ],
];
