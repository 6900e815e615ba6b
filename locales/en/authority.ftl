# Why somebody may not, and what to do next
authority-refused-other-agency = This belongs to another agency, so it isn’t yours to act on. Turn to that agency; if you work there too, its system administrator opens an account for you.
authority-refused-not-own = This is somebody else’s account; only they may see and change it. Roles, divisions and leave are changed by the system administrator, on the page of people.
authority-refused-no-role = { $roles ->
    [0] Your roles aren’t good for this; only the person concerned may do it. If you think this is wrong, ask your agency’s system administrator.
   *[other] Your roles aren’t good for this. It takes one of these: { $who }. Hand it to a colleague who has it, or ask the system administrator for the role.
}
authority-refused-involved = You are the applicant of this case or their agent, so you must stand aside (Civil Servant Law, article 76). Have somebody else act.
authority-refused-own-powers = Nobody changes their own roles. Ask another system administrator.
authority-refused-own-draft = Who wrote a draft doesn’t publish it. Ask a colleague who may publish to check it and do so.
authority-refused-other-division = Another division keeps this item. Hand it to a catalogue editor there; if your division is recorded wrongly, ask the system administrator.
authority-refused-scope = This token wasn’t issued for this. Ask the system administrator for one that includes it.
authority-refused-second-factor-needed = This takes a sign-in with a second factor. Sign in again with it; if you haven’t set one up, do so under your own account first.
authority-refused-unclear = The policies gave no clear answer, so this isn’t permitted. Tell the system administrator what you did and when.
