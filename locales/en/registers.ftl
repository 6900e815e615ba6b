# The workbench: registers
registers-title = Registers
registers-lead = The registers beside the items: rows found, changed, added, retired and imported, each checked, with the figures that are read from them.
registers-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
registers-all = See all registers
registers-none = There is no such register
registers-none-next = The address may be wrong. Choose one from the list of registers.
registers-no-row-next = The number may be wrong. Look for it in its register.
registers-commitments = Items under commitment
registers-commitments-lead = Items that take a commitment instead of a proof: an element of the item, changed there and published once checked.
registers-commitments-none = No item takes commitments.
registers-commitment-from = from
registers-add = Add a row
registers-public = See the public page
registers-only-wrong = Only rows that something is wrong with
registers-check = Check
registers-none-found = Nothing was found. Try another word, or
registers-empty = There is nothing yet. Add a row, or
registers-figures = Figures of { $year } read from this register, as it stands now
registers-published = published:
registers-new = A new row
registers-cells = Content
registers-required = required
registers-key-hint = The row is known by it, so it stays. If it is wrong, retire the row and add another.
registers-save = Save
registers-again = Record again
registers-ended-next = Change what is to be changed and press “Record again” to bring it back.
registers-retire-title = Retire
registers-reason = Reason for retiring it
registers-retire = Retire this row
registers-reason-missing = Say why it is retired, in at most 500 characters.
registers-unread = Some of it can't be read, so nothing was saved. Mend it as is said below each field.
registers-conflict = Somebody else has just changed this row, so nothing was saved. What you wrote is still here, with what stands now where that differs; save it once more if it is right.
registers-there = The register has a row of this number already, so nothing was saved. Correct the number, or change that row in the register.
registers-stands = Stands now:
registers-fault-missing = Nothing is given. Fill it in.
registers-fault-date = "{ $given }" is no day of the calendar. Write it as 2019-01-31.
registers-fault-number = "{ $given }" is no whole number. Write digits alone, such as 20.
registers-fault-flag = "{ $given }" is neither yes nor no. Write true or false.
registers-fault-term = "{ $given }" is not in the list. Give one of { $terms }.
registers-fault-range = "{ $given }" is out of range. Give a whole number from 1 to { $number }.
registers-fault-region = "{ $given }" is no division code. Give its six digits, such as 440000.
registers-fault-long = It is longer than 1 MiB. Shorten it.
registers-fault-control = It holds a control character. Take it out.
registers-fault-fields = The row hasn't as many fields as the header. Give each column its field, an empty one where there is nothing, and put what holds a comma in quotation marks.
registers-fault-repeated = The row on line { $number } has the same number and says something else. Keep the one that is right.
registers-import = Import a file
registers-import-lead = It is checked first; what it would change is shown once everything in it is right, and recorded once you confirm it.
registers-import-send = Choose a file
registers-import-file = A CSV file of at most 2 MiB
registers-import-pasted = Or paste its content, names of columns in the first line
registers-import-check = Check it
registers-import-columns = The columns
registers-import-example = Download the register as it stands as a pattern (CSV)
registers-import-where = Where
registers-import-column = Column
registers-import-name = Name in the file
registers-import-holds = What it holds
registers-import-what = What is wrong and how to mend it
registers-import-faults-title = What is wrong with the file
registers-import-row = row { $row } (line { $line } of the file)
registers-import-more = { $rows ->
    [one] One more fault isn't listed.
   *[other] { $rows } more faults aren't listed.
}
registers-import-unknown = Columns that aren't of this register and weren't read: { $columns }
registers-import-nothing = There is nothing in it. Choose a file, or paste the names of the columns and at least one row.
registers-import-large = The file is larger than 2 MiB. Import it in several files.
registers-import-faults = Something is wrong with the file, so nothing was recorded. Mend it as is said below and check it again.
registers-import-no-column = The header lacks the required column "{ $column }", so nothing was recorded. Add it.
registers-import-twice = The header has "{ $column }" twice, so nothing was recorded. Keep one of the two.
registers-import-unread = The file can't be read, so nothing was recorded. { $line ->
    [0] Make sure that it is a CSV file in UTF-8 or GB18030.
   *[other] Look at the quotation marks and the encoding (UTF-8 or GB18030) around line { $line }.
}
registers-import-over = The file that was checked isn't there any more, so nothing was recorded. Choose it and check it again.
registers-import-conflict = The register has just been changed, so nothing was recorded. Below the file is compared with it anew; confirm once you have looked.
registers-import-preview = What would change
registers-import-counts = { $added } added, { $changed } changed, { $same } as they are; { $lacking } in the register and not in the file.
registers-import-added = Added
registers-import-changed = Changed
registers-import-lacking = In the register and not in the file
registers-import-retire = Retire the rows that the file doesn't have
registers-import-confirm = Confirm and record
