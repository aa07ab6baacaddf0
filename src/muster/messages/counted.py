"""What was sent on behalf of units: counted from the rows when read, so that a storm of messages writes nothing more.

`operations.figures` declares them after its own: whoever opens the figures of an operation looks for other things first.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.figure import Column, Figure, Measure, Queried
from muster.kernel.problems import Words

MESSAGES = Measure(("条",), "messages")
# No names: to whom each went is on the page of its ladder, for those who may read lists of people.
COLUMNS = (
    Column("unit", _("Unit")),
    Column("channel", _("Channel")),
    Column("state", _("State")),
    Column("queued_at", pgettext_lazy("message", "Queued")),
)


def _in(key: str, label: Words, states: str, zh: tuple[str, ...], en: tuple[str, ...]) -> Queried:
    return Queried(
        key=f"messages.{key}",
        label=label,
        definition=_(
            "Messages on behalf of units, queued up to this day, by the state that they are in now."
        ),
        measure=MESSAGES,
        words_zh=zh,
        words_en=en,
        model="messaging.Message",
        where=f"state IN ({states}) AND queued_at < %(day)s::date + 1",
        columns=COLUMNS,
    )


OF_MESSAGES: tuple[Figure, ...] = (
    _in("sent", _("Messages sent"), "'sent'", ("已发送消息", "发送消息"), ("messages sent",)),
    _in("failed", _("Messages that failed"), "'failed', 'over'", ("发送失败消息",), ("messages failed",)),
    _in("unsure", _("Messages that may have arrived"), "'unsure'", ("可能送达消息",), ("messages unsure",)),
    _in("waiting", _("Messages that wait"), "'waiting', 'sending'", ("待发消息",), ("messages waiting",)),
)
