# xiaoneng procedure: the stages, acts and clocks of a procedure.

procedure-source = Source: { $source }
procedure-clocks = Clocks
procedure-clock = { $clock }: { $limit } ({ $source })
procedure-stopped-by = ; stopped by { $reasons }
procedure-limit-of-item = the item's statutory and promised limits, { $limit } where it states no statutory one
procedure-start = not begun
procedure-nothing-follows = nothing follows
procedure-stays = stays
procedure-by-itself = by itself at the end of the { $clock }
procedure-when = when { $conditions }
procedure-when-first = the first time
procedure-when-first-in-run = the first time in this run
procedure-when-last-pause = no other pause is open
procedure-when-in-time = the statutory limit hasn't run out
procedure-starts = { $clock } starts
procedure-stops = { $clock } stops
procedure-pauses = { $clock } is paused
procedure-resumes = { $clock } runs again
procedure-extends = { $clock } is extended
procedure-marks = marked { $mark }
procedure-between = ;{" "}
procedure-needs = needs { $needs }
procedure-needs-reason = the reason
procedure-needs-days = the days
procedure-needs-days-up-to = { $most ->
    [one] the days (at most { $most } working day)
   *[other] the days (at most { $most } working days)
}
procedure-needs-special-procedure = the special procedure
procedure-needs-notice = the number of the written notice
procedure-needs-expected-end = the expected end
procedure-anywhere = Allowed everywhere, without effect: { $acts }
procedure-sound = { $file }: sound ({ $stages ->
    [one] { $stages } stage
   *[other] { $stages } stages
}, { $acts ->
    [one] { $acts } act
   *[other] { $acts } acts
}, { $clocks ->
    [one] { $clocks } clock
   *[other] { $clocks } clocks
})

limit-working-days = { $amount ->
    [one] { $amount } working day
   *[other] { $amount } working days
}
limit-calendar-days = { $amount ->
    [one] { $amount } calendar day
   *[other] { $amount } calendar days
}
limit-months = { $amount ->
    [one] { $amount } month
   *[other] { $amount } months
}
limit-hours = { $amount ->
    [one] { $amount } hour
   *[other] { $amount } hours
}
limit-minutes = { $amount ->
    [one] { $amount } minute
   *[other] { $amount } minutes
}

ticket-kind-consultation = consultation
ticket-kind-complaint = complaint
ticket-kind-help = help
ticket-kind-suggestion = suggestion
ticket-kind-report = report
