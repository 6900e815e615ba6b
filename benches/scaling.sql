-- 20 agencies with 20,000 cases each: a row and four acts a case, as the program writes them.
insert into tenants (tenant, position, recorded_at)
    select 'office ' || t, 100000, 1577836800000000 from generate_series(1, 20) t
    order by t;
insert into acts (tenant, position, register, matter, version, act, at, recorded_at, cells)
    select 'office ' || t, (c - 1) * 5 + v, 'matters', '2019-' || lpad(c::text, 6, '0'), v,
        (array['recorded', 'received', 'accepted', 'granted', 'delivered'])[v],
        1546300800000000 + c * 1500000000::bigint + v * 86400000000 * (1 + (c + t) % 9),
        1577836800000000 + c,
        case v
            when 1 then json_build_object(
                'matter_id', '2019-' || lpad(c::text, 6, '0'), 'item_code', 'GA-' || c % 40,
                'division', 'D' || c % 12, 'region', 'R' || c % 14, 'channel', 'window',
                'applicant_type', 'person', 'promised_days', '5', 'statutory_days', '20')::text
            else json_build_object('actor', 'U' || c % 50, 'channel', 'window')::text
        end
    from generate_series(1, 20) t, generate_series(1, 20000) c, generate_series(1, 5) v;
insert into matters (tenant, register, matter, version, row_version, opened)
    select 'office ' || t, 'matters', '2019-' || lpad(c::text, 6, '0'), 5, 1, (c - 1) * 5 + 1
    from generate_series(1, 20) t, generate_series(1, 20000) c;
analyze;
