# The portal
portal-home-title = What do you need?
portal-search-label = Name of the service, everyday words, or first letters of pinyin
portal-search-button = Search
portal-home-headline = In { $year } { $cases } cases were decided, { $rate } of them in time.
portal-home-report = Read the annual report
portal-home-used = Asked for most
portal-home-none-used = No case has been decided yet.
portal-all-items = See all services
portal-home-browse = Browse
portal-by-kind = By kind
portal-by-division = By division
portal-by-level = By level of government
portal-items-title = Services
portal-items-found = { $items ->
    [one] { $items } service
   *[other] { $items } services
}
portal-items-none = No service is like that.
portal-before = Page before
portal-after = Next page
portal-first = First page
portal-search-title = Search services
portal-search-found = { $items ->
    [one] { $items } service found
   *[other] { $items } services found
}
portal-search-none = Nothing was found. Try other words, or the first letters of the pinyin.
portal-search-how = Type the whole name, everyday words, or the first letters of the pinyin, such as “sfz” for 身份证.
portal-column-item = Service
portal-column-promised = Promised within
portal-column-usual = Usually takes
portal-column-trips = Visits
portal-column-depth = Online
portal-same-day = the same day
portal-working-days = { $amount ->
    [one] { $amount } working day
   *[other] { $amount } working days
}
portal-calendar-days = { $amount ->
    [one] { $amount } calendar day
   *[other] { $amount } calendar days
}
portal-months = { $amount ->
    [one] { $amount } month
   *[other] { $amount } months
}
portal-hours = { $amount ->
    [one] { $amount } hour
   *[other] { $amount } hours
}
portal-minutes = { $amount ->
    [one] { $amount } minute
   *[other] { $amount } minutes
}
portal-trips = { $trips ->
    [0] none
    [one] at most { $trips }
   *[other] at most { $trips }
}
portal-depth-4 = all of it
portal-depth-3 = apply online, come once
portal-depth-less = some of it
portal-depth-none = not yet
portal-exempt-licence = not needed: the e-licence is looked up
portal-exempt-sharing = not needed: other departments share it
portal-exempt-commitment = not needed: a written commitment will do
portal-exempt-abolished = no longer asked for
portal-yes = yes
portal-no = no
portal-guide-code = Item code
portal-guide-promised = Promised within
portal-guide-statutory = By law within
portal-guide-usual = Usually takes
portal-guide-trips = Visits
portal-guide-online = Online
portal-guide-why = Why not all online
portal-guide-promise = Commitment
portal-guide-commitment = granted at once against a written commitment
portal-guide-kind = Kind
portal-guide-division = Who does it
portal-guide-level = Level of government
portal-guide-basis = Legal basis
portal-guide-bring = What to bring
portal-guide-bring-none = The catalogue lists no materials. Ask the division before you come.
portal-guide-copies = { $copies ->
    [one] { $copies } copy
   *[other] { $copies } copies
}
portal-guide-steps = How it goes
portal-guide-within = within { $limit }
portal-guide-usual-of = Of { $cases } cases decided in { $year } half took up to { $median }, nine in ten up to { $most }, time lawfully paused left out.
portal-guide-compared = Beside other provinces
portal-guide-aspect = In what
portal-guide-ours = Here
portal-guide-best = Best elsewhere
portal-guide-standing = Outcome
portal-guide-changed = What changed
portal-guide-change = { $element }: { $before } → { $after }
portal-guide-not-given = not given
portal-no-item = There is no such service
portal-no-item-next = It may have been cancelled, or has another code now. Search for its name.
portal-registers-lead = Every row comes from what is recorded; download it and check.
portal-register-empty = Nothing is recorded in this register yet.
portal-register-file = Download as CSV
portal-no-register = There is no such register
portal-no-register-next = Choose one from the list of registers.
portal-register-powers = Changes of powers
portal-register-powers-lead = Powers delegated, devolved, cancelled and added.
portal-register-intermediaries = Intermediary services
portal-register-intermediaries-lead = Services that are kept, with their legal basis and who may give them. No other may be asked of an applicant.
portal-register-proofs = Abolished proofs
portal-register-proofs-lead = Proofs that are no longer asked for.
portal-register-documents = Documents
portal-register-documents-lead = Plans, rules, notices, circulars and guides, issued and being drafted.
portal-register-activities = Inspections
portal-register-activities-lead = Random and joint inspections, joint meetings, campaigns and bulletins.
portal-register-interfaces = Interfaces
portal-register-interfaces-lead = Interfaces through which other departments verify and query data.
portal-register-licences = Kinds of licences
portal-register-licences-lead = Electronic licences that this agency issues.
portal-register-systems = Systems
portal-register-systems-lead = Systems on which services are handled.
portal-register-models = Supervision models
portal-register-models-lead = Rules that find late and unusual cases by themselves.
portal-register-knowledge = Common questions
portal-register-knowledge-lead = What people ask, and the answers.
portal-reports-lead = The annual report on licensing and government services. Each figure opens to its definition, its parts and the cases behind it.
portal-reports-none = No annual report is published yet. It will be here when its public notice is over.
portal-reports-verify = Verify a report yourself: open the page for it
portal-report-of = Annual report { $year }
portal-report-published = Edition { $edition }, published { $day }
portal-no-report = There is no such report
portal-no-report-next = The report of that year isn't published yet, or the name is mistyped. Open it from the list of annual reports.
