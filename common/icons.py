"""Icons: drawn in one line weight on a 20 × 20 ground; always beside their word, so hidden from screen readers."""

from __future__ import annotations

_CIRCLE = '<circle cx="10" cy="10" r="7.8"/>'

ICONS: dict[str, str] = {
    "phone": '<path d="M5 2.5h2.6l1.3 3.6-1.7 1.4c1 2.3 2.9 4.2 5.2 5.2l1.4-1.7 3.6 1.3V15c0 1.4-1 2.5-2.4 2.5'
    'C8.5 17.5 2.5 11.5 2.5 5 2.5 3.6 3.6 2.5 5 2.5Z"/>',
    "language": f'{_CIRCLE}<path d="M2.2 10h15.600M10 2.2c2.6 2.4 3.6 5 3.6 7.8s-1 5.4-3.6 7.8'
    'c-2.600-2.4-3.6-5-3.6-7.8s1-5.4 3.6-7.8Z"/>',
    "next": '<path d="M7.500 4l6 6-6 6"/>',
    "back": '<path d="M12.500 4 6.500 10l6 6"/>',
    "needs": '<circle cx="10" cy="10" r="8"/><path d="M10 5.4v5.4M10 14v.1"/>',
    "late": f'{_CIRCLE}<path d="M10 5.5v5.2M10 14v.1"/>',
    "error": f'{_CIRCLE}<path d="M10 5.5v5.2M10 14v.1"/>',
    "due": f'{_CIRCLE}<path d="M10 5.5V10l3 2"/>',
    "wait": f'{_CIRCLE}<path d="M10 5.5V10l3 2"/>',
    "done": f'{_CIRCLE}<path d="m6.500 10.300 2.500 2.500 4.700-5.300"/>',
    "open": _CIRCLE,
    "person": '<circle cx="10" cy="6.5" r="3.5"/><path d="M3 17.5c.6-4 3.4-6 7-6s6.4 2 7 6"/>',
    "position": '<circle cx="10" cy="10" r="5.5"/><path d="M10 1.5v4M10 14.5v4M1.5 10h4M14.5 10h4"/>',
    "map": '<path d="m2.500 5 5-2 5 2 5-2v12l-5 2-5-2-5 2ZM7.500 3v12M12.500 5v12"/>',
    "pause": '<path d="M7 4.500v11M13 4.500v11"/>',
    "play": '<path d="M6 4l10 6-10 6Z"/>',
    "search": '<circle cx="8.500" cy="8.500" r="5.500"/><path d="m12.600 12.600 5 5"/>',
    "mail": '<rect x="2.500" y="4.500" width="15" height="11" rx="1.500"/><path d="m3 5.500 7 5.500 7-5.500"/>',
    "document": '<path d="M5 2.500h7l3.500 3.500v11.500H5ZM12 2.500V6h3.500M7.500 10h5M7.500 13h5"/>',
    "download": '<path d="M10 3v9.500M6 9l4 4 4-4M3.500 16.500h13"/>',
    "calendar": '<rect x="3" y="4.500" width="14" height="12.500" rx="1.500"/><path d="M3 8.500h14M7 2.500v3.500M13 2.500v3.500"/>',
    "pen": '<path d="m4 16 .8-3.600L13.500 3.700l2.800 2.800-8.700 8.700ZM11.500 5.700l2.800 2.800"/>',
    "lock": '<rect x="4" y="9" width="12" height="8.500" rx="1.500"/><path d="M6.500 9V6.500a3.500 3.500 0 0 1 7 0V9"/>',
    "eye": '<path d="M1.500 10S4.500 4.500 10 4.500 18.500 10 18.500 10 15.500 15.500 10 15.500 1.500 10 1.500 10Z"/>'
    '<circle cx="10" cy="10" r="2.500"/>',
    "offline": '<path d="M3 3l14 14M5 9.500a8 8 0 0 1 3-1.700M12.500 8a8 8 0 0 1 2.500 1.500M8 12.700a4 4 0 0 1 4 0M10 16v.1"/>',
    "arrow": '<path d="M3.500 10h12.500M11 5l5 5-5 5"/>',
    "sign_out": '<path d="M8 3H3.500v14H8M12.500 6l4 4-4 4M7.500 10h9"/>',
    "settings": '<circle cx="10" cy="10" r="2.800"/><path d="M10 2v3M10 15v3M2 10h3M15 10h3M4.300 4.300l2.100 2.100'
    'M13.600 13.600l2.100 2.100M15.700 4.300l-2.100 2.100M6.400 13.600l-2.100 2.100"/>',
}

# Larger pictures on a 48 × 48 ground: choices and kinds of report.
PICTURES: dict[str, str] = {
    "report": '<path d="M6 9h36v24H24l-9 8v-8H6Z"/><path d="M24 15v8M24 27.500v.3"/>',
    "keep_up": '<rect x="7" y="10" width="34" height="31" rx="3"/><path d="M7 19h34M16 5.500v9M32 5.500v9"/>'
    '<circle class="f" cx="17" cy="28" r="2.600"/><circle class="f" cx="31" cy="33" r="2.600"/>',
    "take_part": '<path d="M4 24 16 13l12 11M8 21v18h16V21M13 39v-9h6v9"/><circle cx="36" cy="20" r="4.500"/>'
    '<path d="M28.500 39v-5c0-4 3-7 7.500-7s7.500 3 7.500 7v5"/>',
    "graffiti": '<path d="M15 44V22c0-4 3-6 7-6s7 2 7 6v22ZM18 16v-6h8v6M15 28h14"/>'
    '<circle class="f" cx="34" cy="9" r="1.800"/><circle class="f" cx="40" cy="6" r="1.800"/>'
    '<circle class="f" cx="40" cy="13" r="1.800"/>',
    "vandalism": '<rect x="7" y="7" width="34" height="34" rx="2"/>'
    '<path d="M7 41 20 27l-4-6 10 1 3-9 2 11 10 3-11 3 1 11-7-9-4-5"/>',
    "light": '<path d="M14 44h12M20 44V14c0-5 3-8 8-8h3M26 6h14l4 9H26ZM30 21l-2 4M36 21v5M42 21l2 4"/>'
    '<path d="M6 12l8 8M14 12l-8 8"/>',
    "litter": '<path d="M12 18h24l-3 26H15ZM9 18h30M19 18l-3-9 8-4 8 5-3 8M20 25l1 12M28 25l-1 12"/>',
    "unsafe": '<path d="M3 42h42M6 42V27a18 18 0 0 1 36 0v15M24 9V3M8.500 17.500 4 14M39.500 17.500 44 14"/>'
    '<path class="f" d="M13 42V27a11 11 0 0 1 22 0v15Z"/>',
    "car": '<path d="M5 34V26l5-2 5-9h16l6 9 6 2v8h-5M14 34h-9M20 34h10M15 24h20M24 15v9"/>'
    '<circle cx="17" cy="35" r="4"/><circle cx="34" cy="35" r="4"/>',
    "suspicious": '<path d="M4 24s7-13 20-13 20 13 20 13-7 13-20 13S4 24 4 24Z"/><circle cx="24" cy="24" r="6"/>'
    '<circle class="f" cx="24" cy="24" r="2"/>',
    "other": '<path d="M8 8h32v24H24l-8 8v-8H8Z"/><circle class="f" cx="17" cy="20" r="2"/>'
    '<circle class="f" cx="24" cy="20" r="2"/><circle class="f" cx="31" cy="20" r="2"/>',
    "glass": '<path d="M9 6h30v36H9ZM24 6v36M9 24h30"/><path d="m28 10 7 7M29 30l3 4 3-1M13 11l6 8"/>',
    "police": '<path d="M24 4l16 6v12c0 11-7 18-16 22C15 40 8 33 8 22V10Z"/><path d="m17 23 5 5 9-10"/>',
    "wrench": '<path d="M30 8a10 10 0 0 0-9 14L7 36l5 5 14-14a10 10 0 0 0 14-11l-6 6-6-2-2-6 6-6Z"/>',
    "log": '<rect x="10" y="6" width="28" height="36" rx="2"/><path d="M17 16h14M17 24h14M17 32h9"/>',
}
