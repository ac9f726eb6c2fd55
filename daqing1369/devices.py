"""What a browser calls itself, in the two words by which its owner knows it. Pure."""

from targets.texts import Text

# The first sign that is found decides: most browsers name those whose pages they want to be given, too.
_BROWSERS = (
    ("MicroMessenger", "微信", "WeChat"),
    ("DingTalk", "钉钉", "DingTalk"),
    ("QQBrowser", "QQ浏览器", "QQ Browser"),
    ("Edg", "Edge", "Edge"),
    ("OPR/", "Opera", "Opera"),
    ("Firefox/", "Firefox", "Firefox"),
    ("Chrome/", "Chrome", "Chrome"),
    ("Chromium/", "Chromium", "Chromium"),
    ("Safari/", "Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙", "HarmonyOS"),
    ("OpenHarmony", "鸿蒙", "HarmonyOS"),
    ("Android", "安卓", "Android"),
    ("iPhone", "iPhone", "iPhone"),
    ("iPad", "iPad", "iPad"),
    ("Windows", "Windows", "Windows"),
    ("Mac OS", "macOS", "macOS"),
    ("UOS", "统信 UOS", "UOS"),
    ("Linux", "Linux", "Linux"),
)
_UNKNOWN = Text("未知设备", "unknown device")


def name(agent: str) -> Text:
    """``Chrome · Windows``; the beginning of what it calls itself where neither is known."""
    found = [next((words for sign, *words in known if sign in agent), None) for known in (_BROWSERS, _SYSTEMS)]
    words = [pair for pair in found if pair]
    if words:
        return Text(" · ".join(zh for zh, _ in words), " · ".join(en for _, en in words))
    return Text(agent[:40], agent[:40]) if agent else _UNKNOWN
