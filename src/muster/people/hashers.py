"""Argon2 at a cost of about 40 ms: five thousand people must be able to log in within five minutes."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    # 19 MiB, two passes, one lane: the least that OWASP's password storage sheet accepts.
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
