"""``python -m benchmarks [updates|drivers|...] [--quick]``: measure and print."""

import argparse

from benchmarks import broadcast, drivers, screening, stalls, start, updates

WHAT = ("updates", "drivers", "stalls", "start", "broadcast", "screening")


def main() -> None:
    """Run what the command line names; everything if it names nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("what", nargs="?", choices=WHAT)
    parser.add_argument("--quick", action="store_true", help="one short round: a rough idea")
    parser.add_argument("--only", default="", choices=("komshi", "aiogram_bot", "nothing"),
                        help="beside the bare handler, measure only this subject")  # fmt: skip
    options = parser.parse_args()
    if options.what in {None, "updates"}:
        updates.run(quick=options.quick, only=options.only)
    if options.what in {None, "drivers"}:
        drivers.run(quick=options.quick)
    if options.what in {None, "stalls"}:
        stalls.run(quick=options.quick)
    if options.what in {None, "start"}:
        start.run(quick=options.quick)
    if options.what in {None, "broadcast"}:
        broadcast.run(quick=options.quick)
    if options.what in {None, "screening"}:
        screening.run(quick=options.quick)


main()
