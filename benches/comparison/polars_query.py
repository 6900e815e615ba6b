"""The comparison in polars, streaming: polars_query.py PACKAGE CALENDAR OUT

What duckdb_query.sql says, as expressions.
"""

import os
import sys

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl

package, calendar, out = sys.argv[1:4]
STOPPING = [
    "hearing", "tender", "auction", "inspection",
    "testing", "quarantine", "appraisal", "expert_review",
]
DAY, MINUTE, ZONE = 86_400_000_000, 60_000_000, 28_800_000_000
FIRST, LAST = 17_897, 18_261  # 2019-01-01 to 2019-12-31

col = pl.col
days = pl.scan_csv(calendar).with_columns(col("day", "passed").cast(pl.Int64))


def passed(frame, day, name):
    """Joins the working days up to a day."""
    of = days.select(col("day").alias(day), col("passed").alias(name))
    return frame.join(of, on=day, how="left")


acts = pl.scan_parquet(f"{package}/acts.parquet").select(
    "matter_id", "act", "act_id", "days", "reason", "detail", moment=col("at").to_physical()
)
annulled = acts.filter(col("act") == "annulled").select("matter_id", act_id="detail")
standing = (
    acts.filter(col("act") != "annulled")
    .join(annulled, on=["matter_id", "act_id"], how="anti")
    .with_columns(day=(col("moment") + ZONE) // DAY)
)


def first(act, what="moment"):
    return col(what).filter(col("act") == act).min()


told = standing.group_by("matter_id").agg(
    first_day=col("day").min(),
    received=first("received"),
    received_day=first("received", "day"),
    requested_day=first("supplement_requested", "day"),
    supplied=first("supplement_received"),
    supplied_day=first("supplement_received", "day"),
    accepted=first("accepted"),
    accepted_day=first("accepted", "day"),
    granted=first("granted"),
    granted_day=first("granted", "day"),
    refused=first("refused"),
    refused_day=first("refused", "day"),
    extension=col("days").filter(col("act") == "extended").sum(),
).with_columns(
    decided=pl.coalesce("granted", "refused"),
    decided_day=pl.coalesce("granted_day", "refused_day"),
).filter(col("decided_day").is_between(FIRST, LAST))

matters = pl.scan_parquet(f"{package}/matters.parquet").filter(col("procedure") == "licensing")
cases = told.join(
    matters.select("matter_id", "item_code", "region", "channel"), on="matter_id"
).with_columns(
    first_end=pl.min_horizontal("requested_day", "accepted_day", "decided_day"),
    second_end=pl.min_horizontal("accepted_day", "decided_day"),
)
cases = passed(cases, "received_day", "p1")
cases = passed(cases, "first_end", "p2")
cases = passed(cases, "supplied_day", "p3")
cases = passed(cases, "second_end", "p4")
by_law_at_first = (col("p2") - col("p1") > 5).fill_null(False)
by_law_at_second = (col("p4") - col("p3") > 5).fill_null(False)
cases = cases.with_columns(
    by_law_at_first=by_law_at_first,
    accepted=pl.when(by_law_at_first).then("received").when(by_law_at_second).then("supplied")
    .otherwise(pl.coalesce("accepted", "decided")),
    accepted_day=pl.when(by_law_at_first).then("received_day").when(by_law_at_second)
    .then("supplied_day").otherwise(pl.coalesce("accepted_day", "decided_day")),
)
items = (
    pl.scan_parquet(f"{package}/items.parquet")
    .select(
        "item_code", "clock_anchor", "promised_limit", "promised_unit",
        since=col("valid_from").to_physical().cast(pl.Int64).fill_null(-1_000_000),
    )
    .sort("since")
)


def held(frame, day, wanted):
    """Joins the row of the item in force on a day."""
    return frame.sort(day).join_asof(
        items.select("item_code", "since", *wanted),
        left_on=day, right_on="since", by="item_code", strategy="backward",
    ).drop("since")


cases = held(cases, "first_day", ["clock_anchor"])
from_receipt = (col("clock_anchor") == "received").fill_null(False)
cases = cases.with_columns(
    start=pl.when(from_receipt).then("received").otherwise("accepted"),
    start_day=pl.when(from_receipt).then("received_day").otherwise("accepted_day"),
)
cases = held(cases, "start_day", ["promised_limit", "promised_unit"])

halts = standing.filter(col("act").is_in(["paused", "resumed"])).sort("matter_id", "moment")
halts = halts.with_columns(number=pl.int_range(pl.len()).over("matter_id", "act"))
resumed = halts.filter(col("act") == "resumed").select(
    "matter_id", "number", resumed="moment", resumed_day="day"
)
of_case = cases.select(
    "matter_id", "start", "start_day", "decided", "decided_day", "promised_limit"
)
pauses = (
    halts.filter(col("act") == "paused")
    .join(resumed, on=["matter_id", "number"], how="left")
    .join(of_case, on="matter_id")
    .filter(
        (col("moment") <= col("decided"))
        & (col("reason").is_null() | col("reason").is_in(STOPPING))
    )
    .with_columns(
        until=pl.min_horizontal("resumed", "decided"),
        until_day=pl.min_horizontal("resumed_day", "decided_day"),
    )
    .sort("matter_id", "moment")
    .with_columns(
        from_day=pl.max_horizontal(
            "day", col("until_day").cum_max().shift(1).over("matter_id")
        ),
        from_at=pl.max_horizontal("moment", col("until").cum_max().shift(1).over("matter_id")),
    )
    .with_columns(before=pl.min_horizontal("until_day", col("decided_day") - 1))
)
pauses = passed(pauses, "from_day", "p1")
pauses = passed(pauses, "until_day", "p2")
pauses = passed(pauses, "before", "p3")
at_least_none = lambda expression: pl.max_horizontal(expression, pl.lit(0))
pauses = pauses.with_columns(
    paused_days=at_least_none(col("until_day") - col("from_day")),
    paused_time=at_least_none(col("until") - col("from_at")),
    paused_working=at_least_none(col("p2") - col("p1")),
    paused_working_before=at_least_none(col("p3") - col("p1")),
).sort("matter_id", "moment").with_columns(
    days_before_it=col("from_day") - col("start_day")
    - col("paused_days").cum_sum().shift(1).over("matter_id").fill_null(0),
    time_before_it=col("from_at") - col("start")
    - col("paused_time").cum_sum().shift(1).over("matter_id").fill_null(0),
)
paused = pauses.group_by("matter_id").agg(
    col("paused_working", "paused_working_before").sum(),
    paused_days=col("paused_days")
    .filter(col("days_before_it") < col("promised_limit")).sum(),
    paused_time=col("paused_time")
    .filter(col("time_before_it") < col("promised_limit") * MINUTE).sum(),
)
cases = cases.join(paused, on="matter_id", how="left").with_columns(
    col("paused_working", "paused_working_before", "paused_days", "paused_time").fill_null(0),
    day_before=col("decided_day") - 1,
)
cases = passed(cases, "start_day", "q1")
cases = passed(cases, "decided_day", "q2")
cases = passed(cases, "day_before", "q3")
cases = cases.with_columns(
    working_days=col("q2") - col("q1") - col("paused_working"),
    working_days_before=col("q3") - col("q1") - col("paused_working_before"),
    last_day=col("start_day") + col("promised_limit") + col("paused_days"),
)
last = days.select(last_day="day", last_passed="passed", last_working="working")
cases = cases.join(last, on="last_day", how="left")
is_late = (
    pl.when(col("promised_unit") == "working_day")
    .then(col("working_days_before") >= col("promised_limit") + col("extension"))
    .when(col("promised_unit") == "calendar_day")
    .then(
        (col("last_day") <= col("day_before"))
        & (col("q3") - col("last_passed")
           >= col("extension") + (~col("last_working")).cast(pl.Int64))
    )
    .when(col("promised_unit") == "minute")
    .then(
        col("decided") > col("start") + col("promised_limit") * MINUTE + col("paused_time")
    )
)
month = pl.from_epoch(col("decided_day"), time_unit="d").dt.month()
nearest = lambda percent: col("working_days").sort().get(
    (pl.len() * percent + 99) // 100 - 1
)
table = (
    cases.group_by("item_code", "region", month.alias("month"))
    .agg(
        decided=pl.len(),
        late=is_late.sum(),
        refused=col("granted").is_null().sum(),
        supplemented=(col("requested_day").is_not_null() & ~col("by_law_at_first")).sum(),
        online=col("channel").is_in(["web", "app", "wechat"]).sum(),
        mean_days=col("working_days").mean(),
        median_days=nearest(50),
        p95_days=nearest(95),
    )
    .sort("item_code", "region", "month")
    .collect(engine="streaming")
)
table.write_csv(out, include_header=False)
