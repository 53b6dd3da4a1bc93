"""The table of hostile and broken inputs in docs/reliability.md, from the cases that tests/faults/test_faults.py runs.

usage: hostile.py [--write]

Prints each case, the code it ends in and how many articles of it are kept; `--write` puts the table into the page.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"
PLACE = re.compile(r"(<!-- files -->\n).*?(<!-- end of files -->)", re.DOTALL)


def table():
    sys.path.insert(0, str(ROOT / "tests"))
    from faults.test_faults import CASES

    lines = ["| case | code | articles kept |", "| --- | --- | --- |"]
    for case in CASES:
        codes = ", ".join(f"`{code}`" for code in dict.fromkeys(case.codes)) or "none: it is read rightly"
        lines.append(f"| {case.name} | {codes} | {case.new} |")
    return "\n".join(lines) + "\n"


def main():
    made = table()
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(PLACE.sub(lambda m: m[1] + made + m[2], page), encoding="utf-8")
    else:
        print(made, end="")


if __name__ == "__main__":
    main()
