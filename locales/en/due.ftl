# xiaoneng due: when a limit ends, day by day.

due-start = the day of the act, not counted
due-working-day = working day { $number }
due-adjusted-working-day = working day { $number }: a weekend day worked in exchange for { $holiday }
due-calendar-day = day { $number }
due-extension = working day { $number } of the extension
due-moved-to = the last day was a day of rest, the limit ends on this day
due-weekend = not counted: weekend
due-holiday = not counted: { $holiday } holiday
due-paused = not counted: the clock is paused
due-source = {" "}({ $source })
due-article = { $law } art. { $number }
due-law-licensing = Licensing Law
due-law-civil = Civil Code
due-provisional = {" "}[by weekends alone: the notice of this year isn't loaded]

due-time-start = { $start } the clock starts (Civil Code art. 201)
due-time-paused = { $from } to { $to } not counted: the clock is paused (Licensing Law art. 45)
due-time-paused-open = from { $from } not counted: the clock is paused and hasn't run again (Licensing Law art. 45)

due-notice-paused = notice: not due yet, a pause is still open
due-notice-provisional = notice: the limit runs into a year whose holiday notice isn't loaded and is counted by weekends alone there; load it with --calendars
due-notice-not-extended = notice: limits of hours and minutes aren't extended, --extend has no effect
due-notice-rows-paused = { $rows ->
    [one] notice: { $rows } row isn't due yet because a pause is still open; its due is empty
   *[other] notice: { $rows } rows aren't due yet because a pause is still open; their due is empty
}
due-notice-rows-provisional = { $rows ->
    [one] notice: { $rows } row runs into a year whose holiday notice isn't loaded and is counted by weekends alone there; load it with --calendars
   *[other] notice: { $rows } rows run into a year whose holiday notice isn't loaded and are counted by weekends alone there; load it with --calendars
}
due-notice-rows-not-extended = { $rows ->
    [one] notice: { $rows } row has a limit of hours or minutes, which aren't extended; its extension has no effect
   *[other] notice: { $rows } rows have limits of hours or minutes, which aren't extended; their extensions have no effect
}

due-monday = Mon
due-tuesday = Tue
due-wednesday = Wed
due-thursday = Thu
due-friday = Fri
due-saturday = Sat
due-sunday = Sun
