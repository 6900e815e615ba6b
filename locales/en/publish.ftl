# xiaoneng publish: the annual report drafted, reviewed, signed, announced, published and revised.

publish-progress = computing ...
publish-edition = report of { $year }, edition { $edition }: { $stage }
publish-as-of = as of position { $position } of the ledger
publish-notice-ends = public notice to the end of { $day }
publish-sealed = (name sealed)
publish-step = { $day }  { $act }  { $by }{ $said }
publish-said = {" "}({ $said })
publish-said-reason = reason: { $reason }
publish-said-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
publish-said-notice = notice: { $notice }
publish-unchanged = no figure has changed since it was published
publish-changed = changed since it was published:
publish-changed-figure = { $id } ({ $name }): { $then } → { $now }
publish-none = no report was drafted yet; xiaoneng publish draft does it
publish-since = notice: edition { $edition } of the report of { $year } was published on { $day }; changed since: { $changed }
publish-since-figure = { $id } { $then } → { $now }
publish-progress-edition = computing edition { $edition } of the report of { $year } again ...
publish-checked = everything published is what its acts say
