# xiaoneng report, check, figures.

report-progress-reading = reading ...
report-progress-writing = computing and writing ...
report-notice-set-aside = { $rows ->
    [one] notice: { $rows } row was set aside; the report's annex on data quality names it
   *[other] notice: { $rows } rows were set aside; the report's annex on data quality names them
}
report-notice-no-evidence = notice: there are more than 100,000 matters, so the cases behind each figure aren't written; ask for them with --evidence
check-table = { $file }: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $set-aside } set aside, { $identical } repeated
figures-by = by { $by }
figures-needs = needs the tables { $tables }
