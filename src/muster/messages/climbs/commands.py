"""Every write of ladders at work: they begin, climb and end by themselves, and can be changed, added to and stopped by hand."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.personal import Purpose
from muster.kernel.statements import execute, fetch, statement
from muster.messages import access, delivering, rules
from muster.messages.commands import queue_messages, stop_messages
from muster.messages.letters import About, Queued, Recipients
from muster.messages.models import Act, Climb, Ending, Message, OwnLadder, PhoneCall, Rung
from muster.messages.problems import NotALadder, StepTaken
from muster.privacy.commands import note_unmasking
