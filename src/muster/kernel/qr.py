"""A QR code as a drawing that a strict content security policy lets through: paths alone, no style."""

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_MODULES = 4


def qr(url: str) -> SafeString:
    """Error correction Q: a quarter of it may be dirt."""
    drawn = segno.make_qr(url, error="q", boost_error=False)
    inline = drawn.svg_inline(
        border=QUIET_MODULES, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(inline)  # noqa: S308 - drawn by segno from an address of ours; holds no text
