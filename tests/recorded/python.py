"""Records how the service that this project replaces reads a query string, from the libraries that it used.

FastAPI takes the pairs from Starlette (urllib.parse) and the integers from pydantic. Writes python.json beside this file:

    python3 -m venv /tmp/recorder
    /tmp/recorder/bin/pip install fastapi==0.165.0 starlette==1.10.0 pydantic==2.14.4
    /tmp/recorder/bin/python tests/recorded/python.py

The same versions write the same file. tests/python.rs holds the engine and the naive model of the tests to it.
"""

import asyncio
import itertools
import json
import platform
import random
import re
import sys
from pathlib import Path
from typing import Annotated

import fastapi
import pydantic
import pydantic_core
import starlette
from starlette.datastructures import QueryParams

# In the order of the service's parameters.
app = fastapi.FastAPI()


@app.get("/")
def page(limit: int | None = fastapi.Query(None, ge=1), offset: int = fastapi.Query(0, ge=0)):
    return {"limit": limit, "offset": offset}


OFFSET = pydantic.TypeAdapter(Annotated[int, fastapi.Query(ge=0)])
ANY_INT = pydantic.TypeAdapter(int)


def int_of(adapter, text):
    """The number as Python prints it, or the type of the error."""
    try:
        return str(adapter.validate_python(text)), None
    except pydantic.ValidationError as error:
        return None, error.errors()[0]["type"]


def reply(query):
    """Status and body of `GET /?{query}`."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/", "raw_path": b"/", "root_path": "", "query_string": query.encode("ascii"), "headers": [],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()


def packed(text):
    """Text with a long repetition as pieces and how often each comes: `[["-", 1], ["9", 4301]]`."""
    pieces = []
    for run in re.finditer(r"(..??)\1{99,}|(?:(?!(..??)\2{99}).)+", text, re.DOTALL):
        unit = run[1] or run[0]
        pieces.append([unit, len(run[0]) // len(unit)])
    return text if all(times == 1 for _, times in pieces) else pieces


def spellings():
    yield ""
    # Everything short that is made of what a number may hold.
    for length in (1, 2, 3):
        yield from map("".join, itertools.product("01_-+. ", repeat=length))
    yield from ("0" + rest for rest in map("".join, itertools.product("01_-.", repeat=3)))
    # Longer ones at random, from a seed.
    dice = random.Random(1)
    for _ in range(400):
        yield "".join(dice.choices("0012", k=1) + dice.choices("00012__-.", k=dice.randint(4, 7)))
    # Other ways to write a number, in Python and elsewhere.
    yield from (
        "7 36 100 1e3 1E3 1e0 1.5 0.5 1.00 1.000000000000000000000 1,0 1,000 1'000 0x10 0X1 0b1 0o7 10h 1l 1L 1n 1j"
        " 1/1 1% %31 $1 #1 (1) [1] \"1\" '1' inf -inf nan NaN infinity None null true True false on one 1a a1 abc"
        " 1_000 1__000 1_000_ _1_000 1_0.0_0 1_0.00 00_1_0 0__1 0_.0 1_.0 1._0 0._0 1.0.0 1..0 .1 .0 0.-0 -.0 -0.0 -1.0"
        " +1.0 +01 -01 ++1 --1 +-1 -+1 0+1 0-1 0--1 00-1 0-0 0_-_1 0-_1 0_-1 -0-1 -0_1 -0.5 -1.5 1e 1e+3"
        " 0_1_2 00.00 1_0.0 1__0 0_+1 0_1__2 1.0_0 00-5 -1_0 +0-1 -0__1 -0_0.0 0-00.0 -99999999999999999999 1_2_3 12 - + _ ."
    ).split(" ")
    # White space and what looks like it, before, after and within; other digits and signs; text that is no text.
    for letter in (
        "\0 \t \n \x0b \x0c \r \x1c \x1d \x1e \x1f \x85 \xa0 \u1680 \u2000 \u2007 \u2028 \u2029 \u202f \u205f \u3000 \ufeff"
        " \u180e \u200b \u200d \u2060 \ufffd \U000e0020"
    ).split(" ") + [" "]:
        yield from (letter, letter + "5", "5" + letter, "5" + letter + "5", "-" + letter + "5", letter + "-5" + letter)
    digits, signs = "\u0663\u06f5\u0966\uff11\uff15\u00b2\u2460\u00bd\u2167\U0001d7d9\u4e00", "\u2212\ufe63\uff0b\uff0e\u066b\u066c\u203f"
    for letter in digits + signs:
        yield from (letter, "1" + letter, letter + "1", "1" + letter + "0")
    yield from ("5\n", "\n5", "5\r\n", " 5 ", "\t5\t", "5\n\n", "5 6", "5\0", "\x005", "5\u0301", "\u202e5")
    # Around what fits 32, 64 and 128 bits, and what Python converts: 4,300 digits.
    for bits in (31, 32, 63, 64, 127, 128):
        for value in (2**bits - 1, 2**bits, 2**bits + 1):
            yield from (f"{value}", f"-{value}", f"{value}.0", f"+{value}", f"0{value}", f"{value:_}")
    for digits in (4299, 4300, 4301, 5000):
        nines = "9" * digits
        yield from (nines, "-" + nines, "+" + nines, "0" + nines, nines + ".0", nines + "x", nines + " ", " " + nines)
        yield from ("1_" + nines[1:], "1" + "_1" * (digits - 1), "0" * digits, "0" * digits + "1", "-" + "0" * digits)
        yield from ("1." + "0" * digits, "0." + "0" * digits, "-" + nines + ".0", "0-" + nines, nines + "_", "-0" + nines)


def queries():
    yield from (
        "", "&", "&&", "=", "==", "a", "a=", "=a", "a=b", "a=b=c", "a==b", "a=&b=", "a&b", "&a=1&&b=2&", "a=1;b=2",
        "a;b", "a=1&a=2", "a=1&b=2&a=3", "a&a=&a=1", "A=1&a=2", "a+b=c+d", "a%20b=c%20d", "+=+", "%2B=%2B",
        "a=%26&b=%3D%3B", "%61=%62", "a%3Db=c", "a%26b=c", "a=%2", "a=%", "a=%%", "a=%%41", "a=%4", "a=%4g", "a=%g4",
        "a=%zz%41", "a=%u0041", "a=%00", "a=%0A%0D", "a=%7F", "a=%C3%A9", "a=%c3%a9", "a=%C3", "a=%A9", "a=%C3%28",
        "a=%E9", "a=%FF", "a=%FF%FE", "a=%ED%A0%80", "a=%ED%B0%80", "a=%C0%80", "a=%C0%AF", "a=%E2%82", "a=%E2%82%AC",
        "a=%E2%28%A1", "a=%F0%9F%93", "a=%F0%9F%93%8A", "a=%F4%90%80%80", "a=%F5%80%80%80", "a=%F8%88%80%80%80",
        "a=%E2%82x%AC", "a=%EF%BB%BF", "a=%EF%BF%BD", "a=%25", "a=%2525", "a=%252B", "a=%2B+", "a=+%2B", "a=1%2C2",
        "a=1,2", "a=,", "a[]=1", "a.b=1", "a[0]=1", "a=?", "?a=1", "a=#", "a=/", "a=\"", "a='", "a=<>", "a=\\",
        "a={}", "a=|", "a=^`", "a=~", "a=*", "a=(b)", "a=!b$", "a=@:", "%=%", "%a", "%41%=1", "%C3=%A9", "%FF=1",
        "a=%C3&b=%A9", "a=%c3%A9%C3", "a=%E4%BD%A0", "a=%E3%80%80", "a=%C2%85", "a=%1C%1F",
        "lib=matplotlib,seaborn&plot=scatter&limit=36", "%2b=1", "+a=1", "a%20=1", "A=1&a=1", "%",
    )  # fmt: skip
    dice = random.Random(2)
    for _ in range(150):
        yield "".join(dice.choices("a b = = & ; + % %2 %41 %C3 %A9 %E2%82%AC %F0%9F".split(), k=dice.randint(3, 9)))


def replies():
    """Queries of `limit` and `offset` that the service refuses, and some that it takes."""
    yield from (
        "limit=0", "limit=-1", "limit=abc", "limit=", "limit", "limit=%00", "limit=%22%5C%0A%7F%C3%A9", "limit=1.5",
        "offset=-1", "offset=x", "offset=", "limit=0&offset=-1", "limit=x&offset=y", "offset=y&limit=x", "offset=y&limit=0",
        "limit=1&offset=-1", "limit=0&offset=0", "limit=0&limit=2", "limit=2&limit=0", "limit=%FF", "limit=%ED%A0%80",
        "limit=+5", "limit=%2B5", "limit=5%0A", "limit=1_0&offset=0_1", "limit=00&offset=00", "limit=-0", "offset=-0",
        "limit=" + "9" * 40, "offset=-" + "9" * 40, "limit=" + "9" * 4301, "Limit=0", "limit%20=0", "lim%69t=0", "",
        "limit=%E2%80%A8", "limit=%F0%9F%93%8A", "limit=</script>", "offset=0-1", "limit=0__1",
    )  # fmt: skip


def unique(values):
    return list(dict.fromkeys(values))


def characters():
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


def ranges(letters):
    """Code points as ranges, both ends included."""
    found = []
    for code in map(ord, letters):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def lines(values):
    """A list with as much in a line as fits."""
    filled = [""]
    for value in map(json.dumps, values):
        if filled[-1] and len(filled[-1]) + len(value) > 115:
            filled.append("")
        filled[-1] += (" " if filled[-1] else "") + value + ","
    return "[\n" + "\n".join(filled).rstrip(",") + "\n]"


def main():
    accepted, refused = [], {}
    for text in unique(spellings()):
        number, error = int_of(OFFSET, text)
        if error is None:
            accepted.append([packed(text), packed(number)])
        else:
            refused.setdefault(error, []).append(packed(text))
    record = {
        "made by": json.dumps("tests/recorded/python.py"),
        "versions": json.dumps({
            "python": platform.python_version(), "fastapi": fastapi.__version__, "starlette": starlette.__version__,
            "pydantic": pydantic.VERSION, "pydantic_core": pydantic_core.__version__,
        }),
        "digits": json.dumps(ranges(c for c in characters() if int_of(ANY_INT, c)[1] is None)),
        "spaces around integers": json.dumps(ranges(c for c in characters() if int_of(ANY_INT, c + "5" + c)[0] == "5")),
        "spaces of strip": json.dumps(ranges(c for c in characters() if not c.strip())),
        "accepted": lines(accepted),
        **{error: lines(texts) for error, texts in sorted(refused.items())},
        "queries": lines([query, QueryParams(query.encode("ascii")).multi_items()] for query in unique(queries())),
        "replies": lines([packed(query), reply(query)[0], packed(reply(query)[1])] for query in unique(replies())),
    }  # fmt: skip
    members = ",\n".join(f"{json.dumps(name)}: {value}" for name, value in record.items())
    Path(__file__).with_suffix(".json").write_text(f"{{\n{members}\n}}\n")


main()
