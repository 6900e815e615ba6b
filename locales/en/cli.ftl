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

demo-progress-ledger = The year is recorded in a ledger, and its report published
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
restore-notice-accesses = There is no copy of an access log beside the file: who read what is written about persons before is not known to the restored ledger.
verify-progress = { $acts } acts read
verify-progress-report = the report of { $year }, edition { $edition }, is computed again
verify-bundle-done = the report was computed again from { $acts } acts
verify-bundle-signed = The acts are the first ones in the log of { $origin }, all of them and no others.
verify-bundle-not = The acts aren't those of the log: { $why }.
verify-bundle-no-log = No log was kept of the acts, so whether they were changed before the bundle was made can't be told.
verify-bundle-no-key = The log's key was taken from the bundle itself; give the one you know with --key or --policy.
verify-bundle-recorded = The log has the act that recorded the edition, number { $position }: it recorded this report, this evidence and these versions.
verify-bundle-no-receipt = The bundle has no receipt of the act that recorded the edition, so whether the ledger recorded this very report can't be told; ask for a bundle that this version of the program wrote.
verify-bundle-faults = { $faults } faults: this isn't the report that its acts make, or they aren't those that were recorded; ask for the bundle anew from where it is published
verify-done = { $acts } acts, { $checkpoints } checkpoints and what is kept ready of { $matters } matters and rows were checked
verify-faults = { $faults } faults: the ledger isn't as it was recorded; keep it as it is, compare it with a backup, and find out who can write to it
verify-begun = The log was begun anew at act { $position } ({ $why }): acts before it are shown to be as they were then, not as an earlier log had them.
verify-witnessed = { $witness } saw the last checkpoint at { $time }
verify-no-reports = Published reports are computed again when the acts are as they were recorded.
verify-no-key = The log's key was taken from the ledger itself; give the one you know with --key or --policy.
verify-no-trust = Whether the holder of the key has set the ledger back or signed another one in its place can't be told without a checkpoint kept elsewhere (--since) or witnesses (--policy).
log-published = { $acts } acts are in the published log, { $files } files written
log-receipt-holds = The act is number { $position } in the log of { $origin }.
log-notice-key = A key was made for the log; keep it, and a copy where only you can read it. Give auditors its verifier key: { $key }
log-notice-none = No log is kept of what is recorded, so later changes won't show; give the folder of its key with --keys.

# xiaoneng subject and the master key.

export-notice-no-key = { $texts ->
    [one] notice: { $texts } name or text is left out, since there is no master key; give its folder with --keys
   *[other] notice: { $texts } names and texts are left out, since there is no master key; give its folder with --keys
}
export-notice-erased = { $texts ->
    [one] notice: { $texts } name or text is left out, since whom it is about was erased
   *[other] notice: { $texts } names and texts are left out, since those whom they are about were erased
}
vault-notice-key = A master key was made, by which names and texts are sealed: { $file }. Keep a copy of it apart from the ledger and its backups: without it they can't be read.
vault-rotated = { $keys ->
    [one] { $keys } key is wrapped anew, by the master key { $id }
   *[other] { $keys } keys are wrapped anew, by the master key { $id }
}
vault-notice-environment = notice: take the old key out of XIAONENG_MASTER_KEY
subject-opened = opened { $day }
subject-kept = to be kept until { $day }
subject-erased-on = erased { $day }
subject-hold = hold { $hold } until { $day }: { $why }
subject-held = { $subject }: the hold stands
subject-released = { $subject }: the hold is lifted
subject-erased = { $subject }: erased
subject-notice-log = notice: others read the ledger for so long that its log still holds bytes of what was erased, without a key; run xiaoneng subject erase with its identifier again when they are done
serve-notice-no-keys = The keys of the ledger aren't at hand: there is the portal alone, and nobody can sign in. Name their folder with --keys.
account-opened = The account of { $name } is open. Give them this code; with it they set a password on the page to sign in (good for three days, once):
account-code = Give them this code; with it they set a new password (good for three days, once):
account-none = There are no accounts yet.
