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
portal-guide-can = Can I
portal-guide-targets = For whom
portal-guide-conditions = Conditions
portal-guide-quantity = Limit of number
portal-guide-area = Handled across
portal-guide-intermediaries = Intermediary services that it asks for: { $names }.
portal-guide-long = How long, how much, how many visits
portal-guide-special = Special procedures, whose time isn’t counted
portal-guide-fee = Fee
portal-guide-fee-none = none
portal-guide-fee-some = yes
portal-guide-fee-online = yes, can be paid online
portal-guide-fee-basis = Basis of the fee
portal-guide-where = Where and when
portal-guide-forms = Ways to apply
portal-guide-address = Address
portal-guide-hours = Hours
portal-guide-schedule = Appointments
portal-guide-schedule-can = can be made
portal-guide-terminal = Self-service terminals
portal-guide-terminal-can = can be used
portal-guide-url = Online at
portal-guide-result = What you get
portal-guide-result-name = Result
portal-guide-result-kind = Kind of result
portal-guide-result-sample = Sample
portal-guide-sent = How it comes
portal-guide-by-post = by post, or fetched where it is handled
portal-guide-by-hand = fetched where it is handled
portal-guide-contact = Whom to ask, where to complain
portal-guide-ask = Questions
portal-guide-complain = Complaints
portal-guide-about = About this service
portal-guide-class = Kind of case
portal-guide-agency = Agency
portal-guide-joint = Together with
portal-guide-source = Source of the power
portal-guide-questions = Often asked
portal-by-audience = For whom
portal-audience-person = persons
portal-audience-organisation = organisations
portal-by-theme = By theme
portal-search-suggested = Services you may mean
portal-no-item = There is no such service
portal-no-item-next = It may have been cancelled, or has another code now. Search for its name.
portal-registers-lead = Every row comes from what is recorded; download it and check.
portal-register-empty = Nothing is recorded in this register yet.
portal-register-file = Download as CSV
portal-no-register = There is no such register
portal-no-register-next = Choose one from the list of registers.
portal-register-feed = Follow what changes
portal-register-says = Find rows
portal-register-column = In which column
portal-register-any = any column
portal-register-find = Find
portal-register-none = No row says that.
portal-register-all = See all rows
portal-register-read = Figures of the annual report that are read from this register
portal-feed-entry = { $what }: { $name }
portal-no-row = The register has no such row
portal-no-row-next = The address may be mistyped. Open the row from its register.
portal-row-ended = This row was taken out of the register; below is what it said before.
portal-row-history = What was recorded
portal-history-recorded = Recorded
portal-history-changed = Changed
portal-history-ended = Taken out
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
