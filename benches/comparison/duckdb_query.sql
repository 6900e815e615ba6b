-- What `xiaoneng compare` computes, for DuckDB: acts that were annulled left out, acceptance by
-- law after five working days, pauses joined where they overlap, limits in working days, calendar
-- days and minutes, extensions.
--
-- Tables: acts, matters, items, calendar (day, working, passed: working days up to it).
with annulled as (
  select matter_id, detail as act_id from acts where act = 'annulled'
),
standing as (
  select matter_id, act, moment, (moment + 28800000000) // 86400000000 as day, days, reason
  from (select matter_id, act, act_id, epoch_us("at") as moment, days, reason from acts where act <> 'annulled')
  anti join annulled using (matter_id, act_id)
),
told as (
  select
    matter_id,
    min(day) as first_day,
    min(moment) filter (act = 'received') as received,
    min(day) filter (act = 'received') as received_day,
    min(day) filter (act = 'supplement_requested') as requested_day,
    min(moment) filter (act = 'supplement_received') as supplied,
    min(day) filter (act = 'supplement_received') as supplied_day,
    min(moment) filter (act = 'accepted') as accepted,
    min(day) filter (act = 'accepted') as accepted_day,
    coalesce(min(moment) filter (act = 'granted'), min(moment) filter (act = 'refused')) as decided,
    coalesce(min(day) filter (act = 'granted'), min(day) filter (act = 'refused')) as decided_day,
    min(moment) filter (act = 'granted') is null as is_refused,
    coalesce(sum(days) filter (act = 'extended'), 0) as extension
  from standing
  group by matter_id
),
of_year as (
  select told.*, m.item_code, m.region, m.channel
  from told join matters m using (matter_id)
  where m.procedure = 'licensing'
    and decided_day between date '2019-01-01' - date '1970-01-01' and date '2019-12-31' - date '1970-01-01'
),
-- The window of acceptance: from receipt to the notice, the acceptance or the decision, and again
-- from the supplement.
windows as (
  select
    c.*,
    w1.passed - r.passed as first_window,
    case when supplied is not null then w2.passed - s.passed end as second_window
  from of_year c
  join calendar r on r.day = c.received_day
  join calendar w1 on w1.day = least(c.requested_day, c.accepted_day, c.decided_day)
  left join calendar s on s.day = c.supplied_day
  left join calendar w2 on w2.day = least(c.accepted_day, c.decided_day)
),
started as (
  select
    * exclude (accepted, accepted_day),
    case
      when first_window > 5 then received
      when second_window > 5 then supplied
      else coalesce(accepted, decided)
    end as accepted,
    case
      when first_window > 5 then received_day
      when second_window > 5 then supplied_day
      else coalesce(accepted_day, decided_day)
    end as accepted_day
  from windows
),
anchored as (
  select
    c.*,
    case when i.clock_anchor = 'received' then received else accepted end as start,
    case when i.clock_anchor = 'received' then received_day else accepted_day end as start_day
  from started c
  asof join (
    select item_code, clock_anchor, coalesce(valid_from, date '0001-01-01') - date '1970-01-01' as since
    from items
  ) i on c.item_code = i.item_code and c.first_day >= i.since
),
held as (
  select c.*, i.promised_limit, i.promised_unit
  from anchored c
  asof join (
    select
      item_code, promised_limit, promised_unit,
      coalesce(valid_from, date '0001-01-01') - date '1970-01-01' as since
    from items
  ) i on c.item_code = i.item_code and c.start_day >= i.since
),
-- Pauses: a resumption ends the oldest that is open, the decision all; those for other reasons than
-- the special procedures don't stop the clock.
halts as (
  select
    matter_id, act, moment, day, reason,
    row_number() over (partition by matter_id, act order by moment) as number
  from standing where act in ('paused', 'resumed')
),
pauses as (
  select
    p.matter_id, p.moment as since, p.day as since_day,
    least(coalesce(r.moment, c.decided), c.decided) as until,
    least(coalesce(r.day, c.decided_day), c.decided_day) as until_day,
    c.start, c.start_day, c.decided_day, c.promised_limit, c.promised_unit
  from halts p
  join held c on c.matter_id = p.matter_id
  left join halts r on r.matter_id = p.matter_id and r.act = 'resumed' and r.number = p.number
  where p.act = 'paused' and p.moment <= c.decided
    and (p.reason is null or p.reason in (
      'hearing', 'tender', 'auction', 'inspection', 'testing', 'quarantine', 'appraisal', 'expert_review'))
),
-- Each less what earlier ones cover.
apart as (
  select
    *,
    greatest(since_day, coalesce(max(until_day) over earlier, since_day)) as from_day,
    greatest(since, coalesce(max(until) over earlier, since)) as from_at
  from pauses
  window earlier as (
    partition by matter_id order by since rows between unbounded preceding and 1 preceding)
),
measured as (
  select
    a.*,
    greatest(until_day - from_day, 0) as days,
    greatest(until - from_at, 0) as time,
    greatest(u.passed - f.passed, 0) as working_days,
    -- The same up to the day before the decision, which tells whether the due day has passed.
    greatest(v.passed - f.passed, 0) as working_days_before
  from apart a
  join calendar f on f.day = a.from_day
  join calendar u on u.day = a.until_day
  join calendar v on v.day = least(a.until_day, a.decided_day - 1)
),
passed as (
  select
    *,
    from_day - start_day
      - coalesce(sum(days) over earlier, 0) as days_before_it,
    from_at - start
      - coalesce(sum(time) over earlier, 0) as time_before_it
  from measured
  window earlier as (
    partition by matter_id order by since rows between unbounded preceding and 1 preceding)
),
paused as (
  select
    matter_id,
    sum(working_days) as working_days,
    sum(working_days_before) as working_days_before,
    sum(days) filter (days_before_it < promised_limit) as days,
    sum(time) filter (time_before_it < promised_limit * 60000000) as time
  from passed
  group by matter_id
),
counted as (
  select
    c.*,
    d.passed - s.passed - coalesce(p.working_days, 0) as working_days,
    b.passed - s.passed - coalesce(p.working_days_before, 0) as working_days_before,
    c.start_day + c.promised_limit + coalesce(p.days, 0) as last_day,
    c.start + c.promised_limit * 60000000 + coalesce(p.time, 0) as last_instant,
    b.passed as passed_before
  from held c
  join calendar s on s.day = c.start_day
  join calendar d on d.day = c.decided_day
  join calendar b on b.day = c.decided_day - 1
  left join paused p on p.matter_id = c.matter_id
),
judged as (
  select
    c.*,
    case c.promised_unit
      when 'working_day' then working_days_before >= promised_limit + extension
      when 'calendar_day' then
        last_day <= decided_day - 1
        and passed_before - l.passed >= extension + case when l.working then 0 else 1 end
      when 'minute' then decided > last_instant
    end as is_late
  from counted c
  left join calendar l on l.day = c.last_day
)
select
  item_code,
  region,
  month(date '1970-01-01' + decided_day::int) as month,
  count(*) as decided,
  count(*) filter (is_late) as late,
  count(*) filter (is_refused) as refused,
  count(*) filter (requested_day is not null and not (first_window > 5)) as supplemented,
  count(*) filter (channel in ('web', 'app', 'wechat')) as online,
  avg(working_days) as mean_days,
  quantile_disc(working_days, 0.5) as median_days,
  quantile_disc(working_days, 0.95) as p95_days
from judged
group by all
order by all
