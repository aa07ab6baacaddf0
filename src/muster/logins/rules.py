"""What is kept of where somebody logged in: enough to know it again, too little to follow them."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address

SEEN_EVERY = timedelta(minutes=5)  # how exact “last used” is
SESSION_LIFE = timedelta(hours=12)
INVITED_FOR = timedelta(days=7)  # how long the link of an invitation holds

# The first that fits. What a browser calls itself names its forebears too, so the order matters.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Lark", "Feishu"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Browser and system, from what a browser says of itself; empty when it says nothing known.

    >>> device("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36")
    'Chrome · Windows'
    >>> device("curl/8.0")
    ''
    """
    found = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))


def masked_address(address: str) -> str:
    """The half of an address that names a network, not a household.

    >>> masked_address("192.0.2.7"), masked_address("2001:db8:1:2::1"), masked_address("unix:")
    ('192.0.*.*', '2001:db8:*', '')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return ":".join(f"{int(part, 16):x}" for part in found.exploded.split(":")[:2]) + ":*"
    return ".".join(str(found).split(".")[:2]) + ".*.*"
