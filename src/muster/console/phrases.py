"""The journal as people read it: a phrase for each event, said after the name of whoever did it.

A phrase may name `{count}`, `{subject}` (what it happened to), and whatever the event's `about` holds. An event that is not here
is shown by its code.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Words


@dataclass(frozen=True, slots=True)
class Phrase:
    """`many` is said where it happened to more than one. `is_personal`: what one person did for themselves; only they and
    auditors read it. `is_for_all`: whoever sees the operation reads it, wherever it was done.
    """

    text: Words
    image: str = "point"
    many: Words = ""
    is_personal: bool = False
    is_for_all: bool = False


PHRASES: dict[str, Phrase] = {
    "kernel.job_started": Phrase(_("started a job: {subject}"), "player-play", is_personal=True),
    "kernel.job_stop_asked": Phrase(_("stopped a job: {subject}"), "player-stop", is_personal=True),
    "units.put": Phrase(_("brought units in: {created} new, {changed} changed"), "sitemap"),
    "units.opened": Phrase(_("set up the unit “{subject}”"), "sitemap"),
    "units.ended": Phrase(_("ended the unit “{subject}”"), "sitemap"),
    "units.twinned": Phrase(_("twinned “{subject}” with a community"), "link"),
    "units.twinning_ended": Phrase(_("ended a twinning of “{subject}”"), "link"),
    "people.residents_reported": Phrase(
        _("let a member who lives there report there as well"),
        "home",
        many=_("let {count} members who live there report there as well"),
    ),
    "people.dual_report_ended": Phrase(_("ended a member's reporting at home as well"), "home"),
    "reorganisations.proposed": Phrase(_("proposed a reorganisation: {subject}"), "sitemap"),
    "reorganisations.decided": Phrase(_("decided on a reorganisation: {subject}"), "sitemap"),
    "reorganisations.discarded": Phrase(_("discarded a reorganisation: {subject}"), "trash"),
    "reorganisations.came_into_force": Phrase(_("put into force: {subject}"), "sitemap"),
    "reorganisations.undone": Phrase(_("undid: {subject}"), "refresh"),
    "duplicates.looked_for": Phrase(_("looked for duplicates: {count} pairs"), "users"),
    "duplicates.merged": Phrase(_("made two records one person"), "users", is_personal=True),
    "duplicates.unmerged": Phrase(_("made one person two records again"), "users", is_personal=True),
    "duplicates.kept_apart": Phrase(_("said that two records are two people"), "users", is_personal=True),
    "places.areas_joined": Phrase(
        _("made an area part of another"), "map", many=_("made {count} areas part of others")
    ),
    "places.areas_parted": Phrase(_("parted areas that had been joined"), "map"),
    "places.area_put": Phrase(_("brought areas in: {created} new, {changed} changed"), "map-2"),
    "places.premises_put": Phrase(
        _("brought premises in: {created} new, {changed} changed"), "building-community"
    ),
    "places.building_put": Phrase(_("brought buildings in: {created} new, {changed} changed"), "building"),
    "places.boundary_put": Phrase(_("brought boundaries in: {changed} changed"), "map"),
    "console.list_taken_out_clear": Phrase(
        _("took a list out in clear: {listing}"), "download", is_personal=True
    ),
    "privacy.unmasked": Phrase(_("was shown a masked number in clear"), "eye", is_personal=True),
    "privacy.data_expired": Phrase(
        _("an entry went whose time was over"), "trash", many=_("{count} entries went whose time was over")
    ),
    "privacy.subject_told": Phrase(
        _("took out what is held of one person, for them"), "download", is_personal=True
    ),
    "privacy.erased": Phrase(
        _("erased what is held of one person, at their request"), "trash", is_personal=True
    ),
    "operations.key_destroyed": Phrase(
        _("destroyed the key of an operation: who came forward can never be read again"),
        "key",
        is_for_all=True,
    ),
    "privacy.keys_renewed": Phrase(_("renewed the keys of personal data"), "key"),
    "privacy.resealed": Phrase(_("sealed anew"), "key", many=_("sealed {count} entries anew")),
    "privacy.keys_retired": Phrase(_("destroyed the keys of before"), "key"),
    "privacy.register_counted": Phrase(_("counted the register of personal data"), "refresh"),
    "people.put": Phrase(_("brought members in: {created} new, {changed} changed"), "users"),
    "people.account_opened": Phrase(_("opened an account"), "key", is_personal=True),
    "people.language_chosen": Phrase(_("chose a language"), "language", is_personal=True),
    "people.added": Phrase(_("entered a person who is on no roll"), "user-plus", is_personal=True),
    "people.skill_added": Phrase(_("noted a skill on the roll"), "edit", is_personal=True),
    "people.role_given": Phrase(_("gave a role: {role}"), "key"),
    "people.role_ended": Phrase(_("ended a role: {role}"), "key"),
    "people.deputy_named": Phrase(_("named a deputy"), "refresh", is_personal=True),
    "people.deputy_ended": Phrase(_("ended a deputy's span"), "refresh", is_personal=True),
    "logins.session_ended": Phrase(
        _("ended a log-in of their own"),
        "logout",
        many=_("ended {count} log-ins of their own"),
        is_personal=True,
    ),
    "logins.shut_out": Phrase(
        _("ended somebody's log-in, for a lost device"),
        "logout",
        many=_("ended {count} log-ins of somebody, for a lost device"),
        is_personal=True,
    ),
    "logins.sessions_deleted": Phrase(
        _("deleted {count} sessions that were over"), "trash", is_personal=True
    ),
    "logins.invited": Phrase(_("invited somebody to a role: {role}"), "send"),
    "logins.invitation_accepted": Phrase(_("accepted an invitation"), "check", is_personal=True),
    "logins.invitation_revoked": Phrase(_("took an invitation back"), "circle-x"),
    "people.number_confirmed": Phrase(_("confirmed that their number is theirs"), "phone", is_personal=True),
    "people.phone_set": Phrase(_("confirmed a phone of their own"), "phone", is_personal=True),
    "messages.climbs_begun": Phrase(_("began to follow {count} directives"), "bell", is_personal=True),
    "messages.climbed": Phrase(
        _("reminded a unit that had not answered"),
        "bell",
        many=_("reminded {count} units that had not answered"),
    ),
    "messages.phone_list_opened": Phrase(_("looked at a list of numbers to call"), "phone", is_personal=True),
    "messages.called": Phrase(_("called a unit that had not answered"), "phone"),
    "messages.ladder_set": Phrase(_("changed how reminders climb"), "bell"),
    "messages.climb_ended": Phrase(_("stopped reminding"), "bell"),
    "messages.queued": Phrase(
        _("queued a message"), "send", many=_("queued {count} messages"), is_personal=True
    ),
    "messages.delivered": Phrase(
        _("sent a message"), "send", many=_("sent {count} messages"), is_personal=True
    ),
    "messages.interrupted": Phrase(
        _("took up a message that may have gone out"),
        "alert-triangle",
        many=_("took up {count} messages that may have gone out"),
        is_personal=True,
    ),
    "messages.stopped": Phrase(
        _("kept back a message that was answered"),
        "circle-check",
        many=_("kept back {count} messages that were answered"),
        is_personal=True,
    ),
    "messages.email_address_set": Phrase(_("changed an e-mail address"), "message", is_personal=True),
    "messages.room_opened": Phrase(_("connected a work chat"), "message"),
    "messages.room_closed": Phrase(_("disconnected a work chat"), "message"),
    "calls.told": Phrase(
        _("told somebody their answer by short message"),
        "send",
        many=_("told {count} people their answer by short message"),
        is_personal=True,
    ),
    "messages.code_asked": Phrase(_("asked for a code by short message"), "key", is_personal=True),
    "messages.phone_confirmed": Phrase(_("confirmed a phone"), "key", is_personal=True),
    "messages.confirmation_taken": Phrase(_("used a confirmed phone"), "key", is_personal=True),
    "messages.codes_deleted": Phrase(_("deleted {count} old codes"), "trash", is_personal=True),
    "operations.activated": Phrase(_("activated the operation"), "flag", is_for_all=True),
    "operations.mobilised": Phrase(
        _("called {count} base units and {members} members"), "send", is_for_all=True
    ),
    "operations.phase_changed": Phrase(_("changed the phase to “{phase}”"), "refresh", is_for_all=True),
    "operations.level_set": Phrase(_("set the response level: {level}"), "adjustments", is_for_all=True),
    "operations.temporary_unit_proposed": Phrase(_("proposed the temporary unit “{subject}”"), "plus"),
    "operations.temporary_unit_approved": Phrase(
        _("approved the temporary unit “{subject}”"), "circle-check"
    ),
    "operations.temporary_unit_declined": Phrase(_("declined the temporary unit “{subject}”"), "circle-x"),
    "operations.temporary_unit_ended": Phrase(_("ended the temporary unit “{subject}”"), "circle-check"),
    "operations.members_posted": Phrase(
        _("sent a member to “{subject}”"), "user-plus", many=_("sent {count} members to “{subject}”")
    ),
    "operations.closed": Phrase(_("closed the operation"), "flag", is_for_all=True),
    "operations.muster_opened": Phrase(_("asked who can come: “{subject}”"), "send"),
    "operations.muster_asked": Phrase(
        _("asked one person to come: “{subject}”"),
        "send",
        many=_("asked {count} people to come: “{subject}”"),
    ),
    "operations.muster_answered": Phrase(_("answered “{subject}”"), "check", is_personal=True),
    "operations.muster_ended": Phrase(_("ended the muster call “{subject}”"), "circle-check"),
    "directives.drafted": Phrase(_("drafted “{subject}”"), "edit", is_personal=True),
    "directives.edited": Phrase(_("edited “{subject}”"), "edit", is_personal=True),
    "directives.submitted": Phrase(_("submitted “{subject}” for review"), "file-text", is_personal=True),
    "directives.draft_returned": Phrase(
        _("returned “{subject}” to its writer"), "file-text", is_personal=True
    ),
    "directives.commented": Phrase(_("commented on “{subject}”"), "message", is_personal=True),
    "directives.signed_off": Phrase(_("signed “{subject}”"), "file-text"),
    "directives.issued": Phrase(_("issued “{subject}” to {count} units"), "send"),
    "directives.amended": Phrase(
        _("amended “{subject}”"), "edit", many=_("amended “{subject}”; units asked again: {count}")
    ),
    "directives.accepted": Phrase(
        _("accepted “{subject}”"), "circle-check", many=_("accepted “{subject}” for {count} units")
    ),
    "directives.local_detail_added": Phrase(_("added local detail to “{subject}”"), "edit"),
    "directives.reported": Phrase(_("reported on “{subject}”"), "message"),
    "directives.report_returned": Phrase(_("sent a report on “{subject}” back"), "message"),
    "directives.co_author_added": Phrase(
        _("let somebody edit “{subject}” too"), "user-plus", is_personal=True
    ),
    "directives.co_author_removed": Phrase(_("took a co-author off “{subject}”"), "user", is_personal=True),
    "directives.explained": Phrase(_("explained “{subject}” for residents"), "file-text"),
    "directives.rhythm_set": Phrase(_("asked for daily reports on “{subject}”"), "calendar"),
    "directives.day_reported": Phrase(_("sent the daily report on “{subject}”"), "send"),
    "directives.zero_reported": Phrase(_("reported zero for the day on “{subject}”"), "send"),
    "directives.followed_the_tree": Phrase(
        _("brought directives in force in line with the tree: {count} changes"), "sitemap"
    ),
    "directives.clause_delegated": Phrase(
        _("handed clause {clause} of “{subject}” down"),
        "sitemap",
        many=_("handed clause {clause} of “{subject}” down to {count} units"),
    ),
    "directives.keeper_named": Phrase(_("named who sees to clause {clause} of “{subject}”"), "user"),
    "directives.clause_reported": Phrase(_("reported on clause {clause} of “{subject}”"), "message"),
    "directives.clause_confirmed": Phrase(
        _("confirmed a report on clause {clause} of “{subject}”"), "shield-check"
    ),
    "directives.clause_returned": Phrase(
        _("sent a report on clause {clause} of “{subject}” back"), "message"
    ),
    "directives.done": Phrase(
        _("finished “{subject}”"), "check", many=_("finished “{subject}” for {count} units")
    ),
    "directives.read": Phrase(_("read “{subject}”"), "eye", is_personal=True),
    "directives.told": Phrase(
        _("told a member of “{subject}”"),
        "phone",
        many=_("told {count} members of “{subject}”"),
        is_personal=True,
    ),
    "directives.units_reminded": Phrase(
        _("reminded a unit of “{subject}”"), "bell", many=_("reminded {count} units of “{subject}”")
    ),
    "directives.withdrawn": Phrase(_("withdrew “{subject}”"), "circle-x"),
    "directives.closed": Phrase(_("closed “{subject}”"), "file-text"),
    "zones.planned": Phrase(_("had {count} zones planned"), "map-2"),
    "zones.committed": Phrase(_("put {count} zones into force"), "map-2"),
    "zones.plan_discarded": Phrase(_("discarded a plan of zones"), "trash"),
    "zones.handed_over": Phrase(_("handed the zone “{subject}” over"), "refresh"),
    "staffing.seats_opened": Phrase(_("opened a seat"), "user-plus", many=_("opened {count} seats")),
    "staffing.seats_closed": Phrase(_("closed a seat"), "users", many=_("closed {count} seats")),
    "staffing.assigned": Phrase(_("filled a seat of “{subject}”"), "user-plus"),
    "staffing.released": Phrase(_("released somebody from “{subject}”"), "users"),
    "staffing.handed_over": Phrase(_("handed a seat of “{subject}” over"), "refresh"),
    "staffing.welcomed": Phrase(_("welcomed somebody who came forward"), "user-plus"),
    "staffing.planned": Phrase(_("had {count} people placed by a plan"), "users-group"),
    "staffing.plan_committed": Phrase(_("put {count} people in their places"), "users-group"),
    "staffing.plan_discarded": Phrase(_("discarded a plan of places"), "trash"),
    "teams.formed": Phrase(_("formed a team"), "users-group", many=_("formed {count} teams")),
    "teams.created": Phrase(_("set up the team “{subject}”"), "users-group"),
    "teams.disbanded": Phrase(_("disbanded the team “{subject}”"), "users-group"),
    "calls.opened": Phrase(_("called: “{subject}”"), "send", is_for_all=True),
    "calls.closed": Phrase(_("closed the call “{subject}”"), "circle-check"),
    "calls.came_forward": Phrase(_("came forward for “{subject}”"), "hand-stop", is_personal=True),
    "calls.withdrawn": Phrase(_("took an offer back: “{subject}”"), "x", is_personal=True),
    "calls.assigned": Phrase(_("gave work to somebody who came forward for “{subject}”"), "user-plus"),
    "calls.stood_by": Phrase(_("asked somebody who came forward for “{subject}” to stand by"), "clock"),
    "calls.released": Phrase(
        _("thanked and released somebody who came forward for “{subject}”"), "circle-check"
    ),
    "calls.number_shown": Phrase(
        _("looked at the number of somebody who came forward for “{subject}”"), "eye", is_personal=True
    ),
    "calls.asked_on": Phrase(
        _("asked somebody to help another unit"), "users", many=_("asked {count} people to help another unit")
    ),
    "calls.promises_broken": Phrase(
        _("a promised answer did not come in time"),
        "alert-triangle",
        many=_("{count} promised answers did not come in time"),
    ),
    "experts.registered": Phrase(_("entered an expert"), "user-plus"),
    "experts.freed": Phrase(_("is free again as an expert"), "user", is_personal=True),
    "experts.busied": Phrase(_("is not free as an expert for now"), "user", is_personal=True),
    "experts.skill_declared": Phrase(_("entered a qualification"), "edit"),
    "experts.skill_verified": Phrase(_("verified a qualification"), "shield-check"),
    "experts.skill_refused": Phrase(_("refused a proof"), "circle-x"),
    "experts.appealed": Phrase(
        _("told an expert of “{subject}”"), "send", many=_("told {count} experts of “{subject}”")
    ),
    "projects.started": Phrase(_("started the project “{subject}”"), "clock"),
    "projects.task_moved": Phrase(_("moved a task of “{subject}”"), "checklist"),
    "projects.task_blocked": Phrase(_("said that a task of “{subject}” is blocked"), "alert-triangle"),
    "projects.task_unblocked": Phrase(_("said that a task of “{subject}” is free again"), "check"),
    "projects.need_met": Phrase(_("noted what “{subject}” has"), "check"),
    "projects.reached": Phrase(_("reached the goal of “{subject}”"), "flag"),
    "projects.stopped": Phrase(_("stopped “{subject}”"), "player-stop"),
    "bulletins.drafted": Phrase(_("drafted the bulletin “{subject}”"), "edit", is_personal=True),
    "bulletins.edited": Phrase(_("edited the bulletin “{subject}”"), "edit", is_personal=True),
    "bulletins.published": Phrase(_("published the bulletin “{subject}”"), "news"),
    "bulletins.withdrawn": Phrase(_("withdrew the bulletin “{subject}”"), "circle-x"),
    "bulletins.errata_raised": Phrase(
        _("corrected a number in “{subject}”"), "news", many=_("corrected {count} numbers in “{subject}”")
    ),
    "console.uploads_deleted": Phrase(_("deleted {count} old files"), "trash"),
    "console.exports_deleted": Phrase(_("deleted {count} old files"), "trash"),
    "console.list_taken_out": Phrase(_("took out the list: {listing}"), "download", is_personal=True),
    "console.export_written": Phrase(
        _("wrote the list: {listing}, {count} rows"), "download", is_personal=True
    ),
    "console.columns_matched": Phrase(
        _("said which column is which: {table}"), "adjustments", is_personal=True
    ),
    "console.upload_mended": Phrase(_("sent mended rows: {table}"), "upload", is_personal=True),
    "console.upload_received": Phrase(_("sent a file to bring in: {table}"), "upload", is_personal=True),
}
OF_UNITS = tuple(event for event, phrase in PHRASES.items() if not phrase.is_personal)
OF_OPERATIONS = tuple(event for event, phrase in PHRASES.items() if phrase.is_for_all)
AREAS: dict[str, Words] = {
    "operations": _("Operation"),
    "directives": _("Directives"),
    "zones": _("Zones"),
    "teams": _("Teams"),
    "staffing": _("Seats"),
    "calls": _("Calls"),
    "experts": _("Experts"),
    "projects": _("Projects"),
    "bulletins": _("Bulletins"),
    "units": _("Units"),
    "reorganisations": _("Reorganisations"),
    "duplicates": _("One person once"),
    "people": _("People and roles"),
    "privacy": _("Personal data"),
    "places": _("Places"),
    "console": _("Import"),
    "kernel": _("Jobs"),
}
JOBS: dict[str, Words] = {
    "console.check_upload": _("check a file"),
    "console.bring_upload_in": _("bring a file in"),
    "console.write_export": _("write a list to a file"),
    "zones.plan": _("plan zones"),
    "staffing.plan": _("place people"),
    "duplicates.find": _("look for duplicates"),
    "privacy.count_register": _("count the register of personal data"),
    "reorganisations.put_in_force": _("put a reorganisation into force"),
    "reorganisations.undo": _("undo a reorganisation"),
}
JOB_PHASES: dict[str, Words] = {
    "read": _("reading"),
    "count": _("counting"),
    "graph": _("finding neighbours"),
    "solve": _("planning"),
    "verify": _("verifying"),
    "store": _("comparing and storing"),
    "finish": _("finishing"),
    "write": _("writing"),
    "wait": _("waiting"),
    "rows": _("moving what belongs to the units"),
    "figures": _("moving the units and their figures"),
}


def job_label(name: str) -> Words:
    return JOBS.get(name, name)
