# xiaoneng report, check, figures.

report-progress-reading = reading ...
report-progress-writing = computing and writing ...
report-notice-set-aside = { $rows ->
    [one] notice: { $rows } row was set aside; the report's annex on data quality names it
   *[other] notice: { $rows } rows were set aside; the report's annex on data quality names them
}
report-notice-no-evidence = notice: there are more than 100,000 matters, so the cases behind each figure aren't written; ask for them with --evidence
report-notice-fonts = fonts of the PDF: { $fonts }
report-notice-no-pdf = warning: no PDF is written, since no font here has Chinese characters; install one, on Debian with apt install fonts-noto-cjk, or name a folder that has one with --fonts
report-notice-lacking = warning: no font here has { $characters }; a box stands for them in the PDF
report-font-latin = letters and digits
check-table = { $file }: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $set-aside } set aside, { $identical } repeated
figures-by = by { $by }
figures-needs = needs the tables { $tables }

demo-progress-making = simulating a year ...
demo-title = xiaoneng demonstration
demo-lead = A year of a made-up provincial department of public security. Its items, registers and acts are simulated; every figure of the report is computed from them.
demo-report = Open the annual report
demo-evidence = The cases behind each figure
demo-evidence-lead = A file for each figure lists what it looked at (key) and how much of it counts (counted).
demo-package = The package
demo-package-lead = All tables that the report was computed from, in the form in which agencies hand them in.
generate-progress = { $written } of { $cases } written
export-progress = writing ...
export-notice-left-out = { $rows ->
    [one] notice: { $rows } row can't be read and is left out; xiaoneng check names it
   *[other] notice: { $rows } rows can't be read and are left out; xiaoneng check names them
}
import-progress = { $megabytes } MB read
import-taken = { $cases ->
    [one] { $cases } case
   *[other] { $cases } cases
}, { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $activities ->
    [one] { $activities } activity
   *[other] { $activities } activities
}; { $case-acts } further acts from dates of the cases; { $set-aside } set aside
record-progress = { $rows } rows and acts looked at
record-done = { $recorded } recorded, { $known } known already, { $set-aside } set aside; the ledger is at position { $position }
rebuild-progress = { $acts } acts read
rebuild-done = { $matters } matters and rows made again from { $acts } acts, nothing differs
sweep-done = { $matters } matters have moved on by time alone
