"""How roles are called."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Words

ROLE_LABELS: dict[str, Words] = {
    "chief": _("chief"),
    "officer": _("officer"),
    "clerk": _("clerk"),
    "auditor": _("auditor"),
    "member": _("member"),
}
