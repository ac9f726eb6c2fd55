"""The states of a cell, with the words that the entry pages' legend says of each."""

from django.utils.translation import gettext_lazy as _

LEGEND = (
    ("empty", _("empty"), _("no figure on record; 0 would be one")),
    ("draft", _("draft"), _("typed and kept on the server, not yet saved; counts nowhere")),
    ("waiting", _("waiting"), _("kept in this browser, sent by itself once the server can be reached")),
    ("saving", _("saving …"), _("on its way to the server")),
    ("saved", _("saved"), _("on record")),
    ("odd", _("odd"), _("on record, but unusual: the sentence says why; a note settles it")),
    ("invalid", _("not saved"), _("cannot be taken: the sentence says why and gives an example")),
    ("reason", _("say why"), _("an approved figure is changed with a reason only")),
    ("confirm", _("not cleared yet"), _("a value is to be taken off the record: tick the box")),
    ("conflict", _("two values"), _("somebody else saved another value meanwhile: choose or merge")),
    ("submitted", _("submitted"), _("waits for the reviewer")),
    ("approved", _("approved"), _("a reviewer has approved it")),
    ("returned", _("returned"), _("the reviewer sent it back: mend it and save")),
    ("locked", _("locked"), _("closed, or not yours to change: the line says why and until when")),
)
