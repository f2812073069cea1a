"""What moved between two runs of the benchmark.

usage: compare.py BEFORE.json AFTER.json [PERCENT]
Lists each figure that both have and that differs by more than PERCENT (5), largest change first, and
beside it by how much the machine's bandwidth itself moved: neighbours on a shared machine take some.
"""

import json
import sys


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, path + (key,))
    elif isinstance(value, (int, float)):
        yield " / ".join(path), float(value)


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return dict(leaves(json.load(file)))
    except (OSError, ValueError) as error:
        sys.exit(f"compare.py: {path}: {error}; write one with: bench --json >{path}")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    before, after = read(sys.argv[1]), read(sys.argv[2])
    try:
        limit = float(sys.argv[3]) if len(sys.argv) == 4 else 5.0
    except ValueError:
        sys.exit(f"compare.py: {sys.argv[3]} is no number of percent")
    both = [name for name in before if name in after]
    if not both:
        sys.exit("compare.py: the two files have no figure in common")
    moved = []
    for name in both:
        a, b = before[name], after[name]
        change = (b / a - 1) * 100 if a else (0.0 if b == a else float("inf"))
        if abs(change) > limit:
            moved.append((change, name, a, b))
    moved.sort(key=lambda row: -abs(row[0]))
    width = max((len(row[1]) for row in moved), default=0)
    for change, name, a, b in moved:
        print(f"{name:<{width}}  {a:>12.5g} {b:>12.5g} {change:>+9.1f} %")
    print(f"{len(moved)} of {len(both)} figures moved by more than {limit:g} %")
    for threads in ("threads 1", "threads 2"):
        name = f"bandwidth / {threads}"
        if name in both and before[name]:
            print(f"bandwidth, {threads}: {(after[name] / before[name] - 1) * 100:+.1f} %")


if __name__ == "__main__":
    main()
