"""Run the named benchmarks, or all: `python -m benchmarks [NAME …] [--data FILE]`.

A benchmark is a module here with `run(arguments: list[str]) -> bool`: it prints `name: value` lines, plain
numbers, and returns whether its checks held. Words that begin with -- and what follows go to every one.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def names() -> list[str]:
    """Return every benchmark's name."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name for module in found if not module.name.startswith("_"))


def main(arguments: list[str]) -> int:
    """Run them and return 1 when one failed its check, 2 for a name that is not there."""
    first_option = next((i for i, word in enumerate(arguments) if word.startswith("--")), len(arguments))
    wanted, options = arguments[:first_option] or names(), arguments[first_option:]
    if unknown := set(wanted) - set(names()):
        print(f"No benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    held = [importlib.import_module(f"benchmarks.{name}").run(options) for name in wanted]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
