# Words of the page
report-we-department = the Department
report-we-bureau = the Bureau
report-we-commission = the Commission
report-we-agency = the agency
report-agency-unknown = The agency
report-title = { $first } { $rest }
report-title-agency = { $agency }: { $year } report on administrative
report-title-rest = approval and the efficiency of its services
report-since = Edition { $edition } of this report was published on { $day }. { $count ->
    [0] No figure has changed since.
    [one] One figure has changed since:
   *[other] { $count } figures have changed since:
}
report-since-then = As published
report-since-now = Now
report-skip = Skip to the report
report-contents = Contents
report-period = Period: { $from } to { $to }
report-preface = This report shows how efficiently { $agency } approved applications and served the public in { $year }. Every figure is computed from the acts and registers of the year; follow a number to its definition, its parts and the cases behind it.
report-summary = The year at a glance
report-summary-cases = cases decided
report-summary-on-time = decided within the promised limit
report-summary-days = median working days used
report-summary-tickets = tickets received
report-summary-score = rating score out of ten
report-summary-cases-unit = { "" }
report-summary-on-time-unit = { "" }
report-summary-days-unit = { "" }
report-summary-tickets-unit = { "" }
report-summary-score-unit = { "" }
report-chapter = I. Efficiency of administrative approval
report-part-1 = (1) Changing functions and reforming approval
report-part-2 = (2) How items are carried out
report-part-3 = (3) Supervision during and after handling
report-part-4 = (4) Better and newer services
report-part-5 = (5) Complaints, reports and satisfaction
report-section-1 = Changes of functions and powers
report-section-2 = Reform of intermediary services
report-section-3 = Standard service items
report-section-4 = Items that can be handled online
report-section-5 = Decisions on time
report-section-6 = Trips in person
report-section-7 = Online from beginning to end
report-section-8 = Rules and routines of supervision
report-section-9 = Supervision carried out
report-section-10 = New ways of supervision
report-section-11 = Fewer proofs
report-section-12 = Data sharing and e-licences
report-section-13 = Quality of service
report-section-14 = Simpler procedures
report-section-15 = Fewer and plainer materials
report-section-16 = Shorter limits
report-section-17 = Ratings of services
report-section-18 = Consultations, complaints, help and suggestions
report-section-number = { $number }. { $title }
report-section-figures = Figures of this section ({ $count })
report-annex-figures = Annex 1. { report-document-annex-figures }
report-annex-figures-lead = What each figure counts, of what and over what, and its parts by month, item, division and so on. Where evidence is given, it lists every case, in the folder evidence beside this file.
report-annex-quality = Annex 2. { report-document-annex-quality }
report-annex-basis = Annex 3. { report-document-annex-basis }
report-document-preface = This report shows how efficiently { $agency } approved applications and served the public in { $year }. Every figure is computed from the acts and registers of the year; its definition and its parts are in annex 1.
report-document-item = { $title }. { $text }
report-document-date = { $day } { $month-name } { $year }
report-document-annexes = Annexes:{ " " }
report-document-annex = Annex { $number }
report-document-annex-figures = Figures, their definitions and parts
report-document-annex-quality = Quality of the data
report-document-annex-basis = What this report rests on
report-document-figures = Every figure and what it counts
report-document-parts = Part ÷ whole
report-document-definition = Definition
report-document-count = Times
report-document-notice = Notice
report-document-basis-what = Basis
report-document-basis-which = Which
report-figure = Figure
report-value = Value
report-numerator = Numerator
report-denominator = Denominator
report-of-parts = { $numerator } ÷ { $denominator }
report-no-value = not given
report-why-nothing = nothing to count
report-why-table = the table “{ $table }” is missing
report-evidence = Evidence (CSV)
report-evidence-of = Evidence for “{ $figure }”
report-back = Back to section { $number }
report-breakdown-of = { $figure }, { $by }
report-chart-summary = Highest: { $top } ({ $top-value }); lowest: { $low } ({ $low-value })
report-chart-table = Table
report-chart-others = { $count } others
report-chart-earlier = Before
report-table-more = { $count ->
    [one] One more row is in report.json.
   *[other] { $count } more rows are in report.json.
}
report-key-empty = not given
report-unit-working-days = working days
report-unit-minutes = minutes
report-unit-copies = copies
report-unit-visits = visits
report-unit-points = points
report-quality-tables = Tables read
report-quality-table = Table
report-quality-file = File
report-quality-rows = Rows
report-quality-identical = Repeated rows
report-quality-set-aside-count = Set aside
report-quality-no-tables = No tables were read.
report-quality-set-aside = Rows set aside
report-quality-none-set-aside = Every row was used.
report-quality-set-aside-lead = { $count ->
    [one] This row counts in no figure.
   *[other] These { $count } rows count in no figure.
}
report-quality-rest = The first { $shown } are listed here; all { $count } are in data_quality.csv beside this file.
report-quality-row = Row
report-quality-line = Line
report-quality-column = Column
report-quality-whole-row = whole row
report-quality-why = Reason
report-quality-notices = Notices
report-quality-no-notices = There are no notices.
report-quality-times = { $count ->
    [one] once
   *[other] { $count } times
}
report-quality-narrative = Numbers in narratives that come from no figure
report-quality-narrative-lead = Narratives are written by the agency. These numbers aren’t computed from data; check where they come from.
report-quality-narrative-none = No narrative holds a number that comes from no figure.
report-quality-section = Section
report-quality-number = As written
report-quality-context = In context
report-mark-unsourced-number = number from no figure
report-mark-unknown-figure = no such figure
report-basis-calendar = Calendar
report-basis-calendar-cn = the State Council’s holiday notices
report-basis-calendar-weekends = Saturdays and Sundays only
report-basis-zone = Time zone
report-basis-program = Program
report-basis-procedures = Procedures
report-basis-law = Rules on time limits
report-basis-law-text = Administrative Licensing Law, articles 32, 42, 44, 45 and 82

# Why a row was set aside
code-too-few-fields = too few fields
code-too-many-fields = too many fields
code-missing-value = missing value
code-bad-date = bad date or time
code-bad-number = bad number
code-bad-value = value not in the code list
code-field-too-long = field too long
code-control-character = control character
code-duplicate-key = key given twice
code-unknown-item = unknown item
code-unknown-matter = unknown matter
code-act-not-allowed = act not allowed
code-unknown-annulled-act = unknown annulled act

# How figures are broken down
by-item = by item
by-division = by division
by-region = by region
by-month = by month
by-channel = by channel
by-ticket-kind = by kind of ticket
by-model = by model
by-kind = by kind of item
by-section = by section
by-requester-level = by level of requester

# Names of codes
key-channel-window = window
key-channel-web = web
key-channel-app = app
key-channel-wechat = WeChat
key-channel-hotline = hotline
key-channel-letter = letter
key-channel-visit = visit
key-channel-import = import
key-ticket-kind-consultation = consultation
key-ticket-kind-complaint = complaint
key-ticket-kind-help = help
key-ticket-kind-suggestion = suggestion
key-ticket-kind-report = report
key-kind-licence = licence
key-kind-confirmation = confirmation
key-kind-reward = reward
key-kind-payment = payment
key-kind-adjudication = adjudication
key-kind-filing = filing
key-kind-other-power = other power
key-kind-public-service = public service
key-requester-level-province = province
key-requester-level-city = city
key-requester-level-county = county

# Tables
table-agency = agency
table-items = items
table-materials = materials
table-matters = matters
table-acts = acts
table-ratings = ratings
table-documents = documents
table-systems = systems
table-models = models
table-peer-items = peer items
table-rating-points = rating points
table-connected-systems = connected systems
table-knowledge = knowledge
table-power-changes = power changes
table-intermediary-services = intermediary services
table-proofs = proofs
table-activities = activities
table-interfaces = interfaces
table-data-requests = data requests
table-licence-types = licence types
table-licence-counts = licence counts
table-item-elements = item elements
table-power-handovers = handovers of powers

# The prose of each section. $x is a figure with its link; $x-is is its case:
# zero, one, many for counts; none, some, all for rates (negative below zero);
# nothing when there was nothing to count.
# $x-n, $x-d, $x-rest are a rate's numerator, denominator and their difference;
# $x-of compares a count with the first of its sentence: none, some, all.
report-prose-1-changes = { $list-is ->
    [zero] In { $year }, { $we } delegated, devolved or cancelled no powers.
   *[many] In { $year }, { $we } changed its power list: { $list }.
}
report-prose-1-delegated = { $delegated-is ->
    [one] { $delegated } power delegated to lower agencies
   *[many] { $delegated } powers delegated to lower agencies
}
report-prose-1-devolved = { $devolved-is ->
    [one] { $devolved } power devolved
   *[many] { $devolved } powers devolved
}
report-prose-1-cancelled = { $cancelled-is ->
    [one] { $cancelled } power cancelled
   *[many] { $cancelled } powers cancelled
}
report-prose-1-handover = { $guided-is ->
    [nothing] { "" }
    [all] { $guided-d-is ->
        [one] It has handover guidance.
       *[many] All { $guided-d } powers delegated or devolved have handover guidance.
    }
    [none] { $guided-d-is ->
        [one] It has no handover guidance yet.
       *[many] None of the { $guided-d } powers delegated or devolved has handover guidance yet.
    }
   *[some] Of the { $guided-d } powers delegated or devolved, { $guided-n } ({ $guided }) { $guided-n-is ->
        [one] has
       *[many] have
    } handover guidance; { $guided-rest } still { $guided-rest-is ->
        [one] lacks
       *[many] lack
    } it.
}
report-prose-2-kept = { $kept-is ->
    [zero] In { $year }, { $we } kept no intermediary services.
    [one] In { $year }, { $we } kept { $kept } intermediary service.
   *[many] In { $year }, { $we } kept { $kept } intermediary services.
}
report-prose-2-published = { $published-is ->
    [nothing] { "" }
    [all] { $published-d-is ->
        [one] It has been published.
       *[many] All of them have been published.
    }
    [none] { $published-d-is ->
        [one] It hasn’t been published yet.
       *[many] None of them has been published yet.
    }
   *[some] Of these, { $published-n } ({ $published }) { $published-n-is ->
        [one] has
       *[many] have
    } been published and { $published-rest } { $published-rest-is ->
        [one] hasn’t
       *[many] haven’t
    }.
}
report-prose-2-complete = { $complete-is ->
    [nothing] { "" }
    [all] Legal basis and required qualification are recorded in full.
    [none] Legal basis and required qualification are recorded in full for none.
   *[some] Legal basis and required qualification are recorded in full for { $complete-n } ({ $complete }).
}
report-prose-3-completeness = { $complete-is ->
    [nothing] At the end of { $year }, { $we } had no items in force.
    [all] At the end of { $year }, { $complete-d-is ->
        [one] the { $complete-d } item in force was
       *[many] all { $complete-d } items in force were
    } complete: division, level, legal basis, statutory limit and, where the online depth is below 4, the reason for it.
    [none] At the end of { $year }, { $complete-d-is ->
        [one] the { $complete-d } item in force lacked
       *[many] each of the { $complete-d } items in force lacked
    } an element: division, level, legal basis, statutory limit or the reason for an online depth below 4.
   *[some] At the end of { $year }, { $complete-n } of the { $complete-d } items in force ({ $complete }) { $complete-n-is ->
        [one] was
       *[many] were
    } complete; { $complete-rest } lacked division, level, legal basis, statutory limit or the reason for an online depth below 4.
}
report-prose-4-items = { $items-is ->
    [zero] In { $year }, { $we } had no items on application.
    [one] In { $year }, { $we } had { $items } main item on application{ $list-is ->
        [zero] { "" }
       *[many] : { $list }
    }.
   *[many] In { $year }, { $we } had { $items } main items on application{ $list-is ->
        [zero] { "" }
       *[many] , among them { $list }
    }.
}
report-prose-4-licences = { $licences-is ->
    [one] { $licences } administrative licence
   *[many] { $licences } administrative licences
}
report-prose-4-others = { $others-is ->
    [one] { $others } other power
   *[many] { $others } other powers
}
report-prose-4-online = { $online-is ->
    [nothing] { "" }
    [all] { $online-d-is ->
        [one] It can be handled online ({ $online }).
       *[many] All of them can be handled online ({ $online }).
    }
    [none] None of them can be handled online.
   *[some] Of these, { $online-n } ({ $online }) can be handled online and { $online-rest } can’t in full.
}
report-prose-5-licences = { $punctual-is ->
    [nothing] { "" }
    [all] { $punctual-d-is ->
        [one] In { $year }, the { $punctual-d } licence of { $we } had no late case.
       *[many] In { $year }, none of the { $punctual-d } licences of { $we } had a late case.
    }
    [none] { $punctual-d-is ->
        [one] In { $year }, the { $punctual-d } licence of { $we } had late cases.
       *[many] In { $year }, each of the { $punctual-d } licences of { $we } had late cases.
    }
   *[some] In { $year }, { $punctual-n } of the { $punctual-d } licences of { $we } ({ $punctual }) had no late case; { $punctual-rest } had.
}
report-prose-5-decided = { $decided-is ->
    [zero] In { $year }, { $we } decided no licensing cases.
    [one] Over items of every kind, { $decided } case was granted or refused in the year.
   *[many] Over items of every kind, { $decided } cases were granted or refused in the year.
}
report-prose-5-promise = { $decided-is ->
    [zero] { "" }
   *[many] { $promise-is ->
        [nothing] Their items have no promised limit.
        [all] { $promise-d-is ->
            [one] The { $promise-d } with a promised limit was decided within it.
           *[many] All { $promise-d } with a promised limit were decided within it, none late.
        }
        [none] { $promise-d-is ->
            [one] The { $promise-d } with a promised limit was late.
           *[many] All { $promise-d } with a promised limit were late.
        }
       *[some] Of the { $promise-d } with a promised limit, { $promise-n } ({ $promise }) { $promise-n-is ->
            [one] was
           *[many] were
        } decided within it and { $overdue } late.
    }
}
report-prose-5-statute = { $statute-is ->
    [nothing] { "" }
    [all] By the statutory limit, no case was late.
    [none] By the statutory limit, every case was late.
   *[some] By the statutory limit, { $statute } of the cases were on time and { $statute-rest } late.
}
report-prose-5-open = { $open-is ->
    [zero] No accepted case was open past its promised limit at the year’s end.
    [one] At the year’s end, { $open } accepted case was open past its promised limit.
   *[many] At the year’s end, { $open } accepted cases were open past their promised limit.
}
report-prose-5-published = { $published-is ->
    [nothing] { "" }
    [all] { $published-d-is ->
        [one] The result of the { $published-d } licence granted has been published.
       *[many] The results of all { $published-d } licences granted have been published.
    }
    [none] { $published-d-is ->
        [one] The result of the { $published-d } licence granted hasn’t been published.
       *[many] The results of the { $published-d } licences granted haven’t been published.
    }
   *[some] Of the { $published-d } licences granted, { $published-n } ({ $published }) { $published-n-is ->
        [one] has its result
       *[many] have their results
    } published; { $published-rest } { $published-rest-is ->
        [one] hasn’t
       *[many] haven’t
    }.
}
report-prose-5-delivered = { $delivered-is ->
    [nothing] { "" }
    [all] { $delivered-d-is ->
        [one] The { $delivered-d } result due for delivery was delivered within the ten working days of the law.
       *[many] All { $delivered-d } results due for delivery were delivered within the ten working days of the law.
    }
    [none] { $delivered-d-is ->
        [one] The { $delivered-d } result due for delivery wasn’t delivered within the ten working days of the law.
       *[many] None of the { $delivered-d } results due for delivery was delivered within the ten working days of the law.
    }
   *[some] Of the { $delivered-d } results due for delivery, { $delivered-n } ({ $delivered }) { $delivered-n-is ->
        [one] was
       *[many] were
    } delivered within the ten working days of the law.
}
report-prose-5-window = { $breaches-is ->
    [zero] No application waited past the acceptance window, and none was asked for supplements twice.
    [one] The acceptance window was breached { $breaches } time: an application accepted by law because nothing was done, or asked for supplements again.
   *[many] The acceptance window was breached { $breaches } times: applications accepted by law because nothing was done, or asked for supplements again.
}
report-prose-6-trips = { $trips-is ->
    [nothing] In { $year }, { $we } had no licences.
    [all] { $trips-d-is ->
        [one] In { $year }, the { $few } licence of { $we } needed at most one trip in person ({ $trips }).
       *[many] In { $year }, all { $few } licences of { $we } needed at most one trip in person ({ $trips }).
    }
    [none] { $trips-d-is ->
        [one] In { $year }, the { $trips-d } licence of { $we } needed more than one trip in person.
       *[many] In { $year }, each of the { $trips-d } licences of { $we } needed more than one trip in person.
    }
   *[some] In { $year }, { $few } of the { $trips-d } licences of { $we } ({ $trips }) needed at most one trip in person.
}
report-prose-6-visits = { $visits-is ->
    [nothing] { "" }
    [zero] By the records, no case decided in the year took a visit in person.
    [one] By the records, a case took { $visits } visit in person on average.
   *[many] By the records, a case took { $visits } visits in person on average.
}
report-prose-7-depth = { $list-is ->
    [zero] In { $year }, { $we } had no licences of online depth 3 or 4.
   *[many] Among the licences of { $we } in { $year }, { $list }.
}
report-prose-7-four = { $four-is ->
    [one] { $four } has online depth 4
   *[many] { $four } have online depth 4
}
report-prose-7-three = { $three-is ->
    [one] { $three } has online depth 3
   *[many] { $three } have online depth 3
}
report-prose-8-activities = { $list-is ->
    [zero] In { $year }, { $we } recorded no random inspections, joint inspections or joint meetings.
   *[many] In { $year }, { $we } held { $list }.
}
report-prose-8-random = { $random-is ->
    [one] { $random } double-random inspection
   *[many] { $random } double-random inspections
}
report-prose-8-joint = { $joint-is ->
    [one] { $joint } joint inspection
   *[many] { $joint } joint inspections
}
report-prose-8-meetings = { $meetings-is ->
    [one] { $meetings } joint meeting
   *[many] { $meetings } joint meetings
}
report-prose-8-published = { $published-is ->
    [nothing] { "" }
    [all] The results of every inspection have been published.
    [none] No inspection’s results have been published.
   *[some] Of the { $published-d } inspections, { $published-n } ({ $published }) { $published-n-is ->
        [one] has its results
       *[many] have their results
    } published.
}
report-prose-8-cadence = { $cadence-is ->
    [nothing] { "" }
    [all] The province each half-year, and cities and counties each quarter, held the joint meeting or inspection due ({ $cadence }).
    [none] None of the joint meetings or inspections due each half-year in the province and each quarter in cities and counties was held.
   *[some] Of the { $cadence-d } joint meetings or inspections due, each half-year in the province and each quarter in cities and counties, { $cadence-n } ({ $cadence }) { $cadence-n-is ->
        [one] was
       *[many] were
    } held.
}
report-prose-9-campaigns = { $campaigns-is ->
    [zero] In { $year }, { $we } held no inspection campaigns.
    [one] In { $year }, { $we } held { $campaigns } inspection campaign.
   *[many] In { $year }, { $we } held { $campaigns } inspection campaigns.
}
report-prose-9-targets = { $targets-is ->
    [zero] No targets of inspections are recorded.
   *[many] Inspections of all kinds covered { $targets-is ->
        [one] { $targets } target
       *[many] { $targets } targets
    }{ $problems-is ->
        [nothing] { "" }
        [none] {" "}and found no problem
       *[some] {" "}and found { $problems-n-is ->
            [one] { $problems-n } problem
           *[many] { $problems-n } problems
        } ({ $problems })
    }.
}
report-prose-10-models = { $models-is ->
    [zero] At the end of { $year }, { $we } had no supervision model in use.
    [one] At the end of { $year }, { $we } had { $models } supervision model in use.
   *[many] At the end of { $year }, { $we } had { $models } supervision models in use.
}
report-prose-10-warnings = { $raised-is ->
    [zero] No warnings were raised in the year.
   *[many] { $raised-is ->
        [one] { $raised } warning was
       *[many] { $raised } warnings were
    } raised in the year{ $closed-is ->
        [nothing] { "" }
        [all] { $closed-d-is ->
            [one] {" "}and verified or dismissed by its end
           *[many] , all verified or dismissed by its end
        }
        [none] { $closed-d-is ->
            [one] {" "}and still open at its end
           *[many] , none verified or dismissed by its end
        }
       *[some] , { $closed-n } ({ $closed }) verified or dismissed by its end
    }; { $late-is ->
        [zero] none was late
        [one] { $late } was late
       *[many] { $late } were late
    }.
}
report-prose-10-recorded = { $recorded-is ->
    [zero] Every act was recorded by the end of the next working day.
    [one] { $recorded } act was recorded only after the end of the next working day.
   *[many] { $recorded } acts were recorded only after the end of the next working day.
}
report-prose-11-proofs = { $proofs-is ->
    [zero] In { $year }, { $we } abolished no further proofs.
    [one] In { $year }, { $we } abolished { $proofs } proof.
   *[many] In { $year }, { $we } abolished { $proofs } proofs.
}
report-prose-11-commitment = { $commitment-is ->
    [zero] No item was under notification and commitment at the year’s end.
    [one] { $commitment } item was under notification and commitment at the year’s end.
   *[many] { $commitment } items were under notification and commitment at the year’s end.
}
report-prose-12-requests = { $requests-is ->
    [zero] In { $year }, { $we } received no data-sharing requests.
   *[many] In { $year }, { $we } received { $requests-is ->
        [one] { $requests } data-sharing request
       *[many] { $requests } data-sharing requests
    }{ $met-is ->
        [nothing] { "" }
        [all] { $met-d-is ->
            [one] {" "}and met it ({ $met })
           *[many] {" "}and met all of them ({ $met })
        }
        [none] { $met-d-is ->
            [one] {" "}and didn’t meet it
           *[many] {" "}and met none of them
        }
       *[some] {" "}and met { $met-n } ({ $met })
    }.
}
report-prose-12-interfaces = { $list-is ->
    [zero] No shared interface was open at the year’s end.
   *[many] At the year’s end, { $we } had { $list } open.
}
report-prose-12-verification = { $verify-is ->
    [one] { $verify } verification interface
   *[many] { $verify } verification interfaces
} in { $verify-classes-is ->
    [one] { $verify-classes } class
   *[many] { $verify-classes } classes
}
report-prose-12-query = { $query-is ->
    [one] { $query } query interface
   *[many] { $query } query interfaces
} in { $query-classes-is ->
    [one] { $query-classes } class
   *[many] { $query-classes } classes
}
report-prose-12-served = { $list-is ->
    [zero] { "" }
   *[many] In the year, { $we } met requests of { $list }.
}
report-prose-12-provincial = { $provincial-is ->
    [one] { $provincial } provincial department
   *[many] { $provincial } provincial departments
}
report-prose-12-city = { $city-is ->
    [one] { $city } city department
   *[many] { $city } city departments
}
report-prose-12-common = { $common-is ->
    [zero] No common licence type has been fully issued as e-licences.
    [one] { $common } common licence type has been fully issued as e-licences.
   *[many] { $common } common licence types have been fully issued as e-licences.
}
report-prose-12-issued = { $issued-is ->
    [zero] No e-licences issued in the year are recorded.
   *[many] { $issued-is ->
        [one] { $issued } e-licence was
       *[many] { $issued } e-licences were
    } issued in the year{ $share-is ->
        [nothing] { "" }
       *[some] , { $share } of those of all departments
    }{ $rank-is ->
        [nothing] { "" }
       *[many] , and { $we } ranked No. { $rank } among them
    }.
}
report-prose-13-vertical = { $divisions-is ->
    [zero] In { $year }, no division of { $we } worked on a national or provincial vertical system.
    [one] In { $year }, { $divisions } division of { $we } worked on a national or provincial vertical system.
   *[many] In { $year }, { $divisions } divisions of { $we } worked on national or provincial vertical systems.
}
report-prose-13-bulletins = { $bulletins-is ->
    [zero] No service bulletin was issued in the year.
    [one] { $bulletins } service bulletin was issued in the year.
   *[many] { $bulletins } service bulletins were issued in the year.
}
report-prose-13-documents = { $list-is ->
    [zero] No documents issued or being drafted are recorded.
   *[many] Of the documents on the work reported here, { $list }.
}
report-prose-13-issued = { $issued-is ->
    [one] { $issued } was issued in the year
   *[many] { $issued } were issued in the year
}
report-prose-13-drafting = { $drafting-is ->
    [one] { $drafting } is being drafted
   *[many] { $drafting } are being drafted
}
report-prose-14-instant = { $instant-is ->
    [zero] At the end of { $year }, { $we } had no instant items, that is, items promised within one working day.
    [one] At the end of { $year }, { $we } had { $instant } instant item, that is, promised within one working day.
   *[many] At the end of { $year }, { $we } had { $instant } instant items, that is, promised within one working day.
}
report-prose-14-peers = { $best-is ->
    [nothing] No promise can be compared with those of other provinces.
    [all] { $best-d-is ->
        [one] The { $best-d } item that can be compared with other provinces has the best promise.
       *[many] All { $best-d } items that can be compared with other provinces have the best promise.
    }
    [none] { $best-d-is ->
        [one] The { $best-d } item that can be compared with other provinces doesn’t have the best promise.
       *[many] None of the { $best-d } items that can be compared with other provinces has the best promise.
    }
   *[some] Of the { $best-d } items that can be compared with other provinces, { $best-n } ({ $best }) { $best-n-is ->
        [one] has
       *[many] have
    } the best promise.
}
report-prose-15-exempted = { $exempted-is ->
    [nothing] At the end of { $year }, { $we } had no items on application.
    [zero] At the end of { $year }, no materials of the items on application of { $we } were exempted.
    [one] In { $year }, e-licences, data sharing and commitments exempted { $exempted } copy of materials for each item on application of { $we } on average.
   *[many] In { $year }, e-licences, data sharing and commitments exempted { $exempted } copies of materials for each item on application of { $we } on average.
}
report-prose-15-licences = { $types-is ->
    [zero] No types of e-licences have been issued.
   *[many] { $types-is ->
        [one] { $types } type of e-licence has been issued
       *[many] { $types } types of e-licences have been issued
    }.
}
report-prose-15-linked = { $linked-is ->
    [zero] No type of e-licence is linked to materials.
    [one] { $linked } type of e-licence is linked to materials.
   *[many] { $linked } types of e-licences are linked to materials.
}
report-prose-15-catch-all = { $vague-is ->
    [zero] No list of materials asks for “other” or “relevant” materials.
    [one] { $vague } material still asks for “other” or “relevant” materials and has to be made plain.
   *[many] { $vague } materials still ask for “other” or “relevant” materials and have to be made plain.
}
report-prose-16-promise = { $below-is ->
    [nothing] In { $year }, { $we } had no licences.
    [all] { $below-d-is ->
        [one] In { $year }, the { $below-d } licence of { $we } was promised sooner than the law requires ({ $below }).
       *[many] In { $year }, all { $below-d } licences of { $we } were promised sooner than the law requires ({ $below }).
    }
    [none] { $below-d-is ->
        [one] In { $year }, the { $below-d } licence of { $we } wasn’t promised sooner than the law requires.
       *[many] In { $year }, none of the { $below-d } licences of { $we } was promised sooner than the law requires.
    }
   *[some] In { $year }, { $below-n } of the { $below-d } licences of { $we } ({ $below }) { $below-n-is ->
        [one] was
       *[many] were
    } promised sooner than the law requires.
}
report-prose-16-compression = { $compression-is ->
    [nothing] { "" }
    [none] Where limits count in working days, promises add up to as much as the law allows.
    [negative] Where limits count in working days, promises add up to more than the law allows (compressed by { $compression }).
   *[some] Where limits count in working days, promises add up to { $compression } less than the law allows.
}
report-prose-16-actual = { $faster-is ->
    [nothing] { "" }
    [all] { $faster-d-is ->
        [one] The { $faster-d } item with cases in the year was faster on average than promised.
       *[many] All { $faster-d } items with cases in the year were faster on average than promised.
    }
    [none] { $faster-d-is ->
        [one] The { $faster-d } item with cases in the year wasn’t faster on average than promised.
       *[many] None of the { $faster-d } items with cases in the year was faster on average than promised.
    }
   *[some] Of the { $faster-d } items with cases in the year, { $faster-n } ({ $faster }) { $faster-n-is ->
        [one] was
       *[many] were
    } faster on average than promised.
}
report-prose-16-days = { $mean-is ->
    [nothing] { "" }
   *[many] Cases promised in working days took { $mean-is ->
        [one] { $mean } working day
       *[many] { $mean } working days
    } on average; the median is { $median }, and 95% took at most { $p95 }.
}
report-prose-16-minutes = { $minutes-is ->
    [nothing] { "" }
    [one] Cases promised in hours or minutes took { $minutes } minute on average.
   *[many] Cases promised in hours or minutes took { $minutes } minutes on average.
}
report-prose-16-shortened = { $shortened-is ->
    [zero] No promised limit was shortened further in the year.
    [one] The promised limit of { $shortened } item was shortened further in the year.
   *[many] The promised limits of { $shortened } items were shortened further in the year.
}
report-prose-17-score = { $ratings-is ->
    [zero] In { $year }, { $we } received no ratings.
   *[many] In { $year }, { $we } received { $ratings-is ->
        [one] { $ratings } rating
       *[many] { $ratings } ratings
    }{ $score-is ->
        [nothing] { "" }
       *[some] , a score of { $score } out of ten
    }; { $negative-is ->
        [zero] none was negative
        [one] { $negative } was negative
       *[many] { $negative } were negative
    }.
}
report-prose-17-resolved = { $resolved-is ->
    [nothing] { "" }
    [all] { $resolved-d-is ->
        [one] It has been put right.
       *[many] All negative ratings have been put right.
    }
    [none] { $resolved-d-is ->
        [one] It hasn’t been put right yet.
       *[many] None of the negative ratings has been put right yet.
    }
   *[some] Of the negative ratings, { $resolved-n } ({ $resolved }) { $resolved-n-is ->
        [one] has
       *[many] have
    } been put right and { $resolved-rest } { $resolved-rest-is ->
        [one] hasn’t
       *[many] haven’t
    }.
}
report-prose-17-points = { $points-is ->
    [zero] No rating codes or devices have been set up.
    [one] { $points } rating code or device is set up where services are given.
   *[many] { $points } rating codes and devices are set up where services are given.
}
report-prose-17-systems = { $systems-is ->
    [zero] No system is connected to the rating service.
    [one] { $systems } system is connected to the rating service.
   *[many] { $systems } systems are connected to the rating service.
}
report-prose-18-knowledge = { $entries-is ->
    [zero] At the end of { $year }, the knowledge base held no entries.
    [one] At the end of { $year }, the knowledge base held { $entries } entry.
   *[many] At the end of { $year }, the knowledge base held { $entries } entries.
}
report-prose-18-tickets = { $received-is ->
    [zero] No consultations, complaints, requests for help, suggestions or reports were received in the year.
    [one] { $received } consultation, complaint, request for help, suggestion or report was received in the year and { $closed-of ->
        [all] closed
       *[none] still open
    } at its end; { $late-is ->
        [zero] it wasn’t late
       *[one] { $late } was late
    }.
   *[many] { $received } consultations, complaints, requests for help, suggestions and reports were received in the year; { $closed-of ->
        [all] all were closed by its end
        [none] none was closed by its end
       *[some] { $closed } { $closed-is ->
            [one] was
           *[many] were
        } closed by its end
    }, { $late-is ->
        [zero] none late
       *[many] { $late } late
    }.
}
report-prose-documents = { $documents-is ->
    [one] { $documents } document on this work was issued in the year.
   *[many] { $documents } documents on this work were issued in the year.
}
report-prose-missing = The table “{ $table }” is missing, so these figures can’t be told: { $figures }.
report-prose-unknown = These figures can’t be told ({ $reason }): { $figures }.
report-prose-between = { " " }

# Notices on the quality of the data
notice-agency-unknown = The package doesn’t say whose year it is; give its table “agency”.
notice-pause-without-reason = Pauses without a reason are taken as special procedures that stop the clock.
notice-extension-without-days = Extensions without days add none.
notice-no-promised-limit = Cases decided under an item without a promised limit count in “cases decided” and in no figure that compares with the promise.
notice-calendar-provisional = The public-holiday notice for { $year } isn’t known: working days are counted by weekends alone.
notice-unknown-file = Files of the package that were not read.
notice-unknown-column = Columns that were not read.
