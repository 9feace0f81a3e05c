"""The command line: read one patient, read a cohort, check the findings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from interpret.patient import InputError, Patient, Problem, dump_json

USAGE_ERROR = 2
INTERRUPTED = 130
"""What a shell expects of a command that was stopped with Ctrl-C."""

EPILOG = """examples:
  python -m interpret one < patient.json > report.json
  python -m interpret cohort results.csv readings.csv --laboratory quest

one     reads a JSON object with patient, laboratory, results and context from standard input and writes the report as JSON.
cohort  reads a .csv or .parquet file with one patient a row and writes the readings beside them. A row that cannot be read is
        kept, with the reason in the column 'error'.
check   checks that every example in the findings holds.
manual  prints the findings, ranges, decision table, inputs, disputed questions and sources as Markdown into a folder.
"""


class _Parser(argparse.ArgumentParser):
    """Errors in one sentence, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(
            USAGE_ERROR, f"{self.prog}: {message}. Run 'python -m interpret --help' to see what is allowed.\n"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        return _run(_parser().parse_args(arguments))
    except InputError as error:
        _tell(str(error))
        return USAGE_ERROR
    except BrokenPipeError:
        sys.stdout = None  # the reader has left; what is still held for it must not be written at the end
        return 0
    except OSError as error:
        sys.stdout = None  # as above: writing again would fail again
        place = error.filename or "standard input or output"
        _tell(f"{place}: cannot be read or written ({error.strerror}); choose another place")
        return USAGE_ERROR
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m interpret",
        description="Reads serum, red-cell and 24-hour urine magnesium together.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="one|cohort|check|manual", parser_class=_Parser
    )
    commands.add_parser("one", help="one patient: JSON on standard input, report as JSON on standard output")
    cohort = commands.add_parser(
        "cohort", help="many patients: a .csv or .parquet file in, the same rows with readings out"
    )
    cohort.add_argument("source", type=Path, help="file to read (.csv or .parquet)")
    cohort.add_argument("target", type=Path, help="file to write (.csv or .parquet)")
    cohort.add_argument(
        "--laboratory", metavar="NAME", help="laboratory whose ranges are used where a row names none"
    )
    cohort.add_argument("--unit", help="unit of the magnesium results where a row names none, like mmol/L")
    commands.add_parser("check", help="check every example in the findings")
    manual = commands.add_parser("manual", help="print the manual from the data")
    manual.add_argument("folder", type=Path, help="folder to write the pages into")
    return parser


def _run(given: argparse.Namespace) -> int:
    if given.command == "one":
        return _one()
    if given.command == "cohort":
        return _cohort(given.source, given.target, given.laboratory, given.unit)
    return _check() if given.command == "check" else _manual(given.folder)


def _tell(message: str) -> None:
    """On standard error, where there is one; never among the results."""
    if sys.stderr is not None:
        print(message, file=sys.stderr)


def _one() -> int:
    from interpret.report import interpret  # noqa: PLC0415 - the rules are loaded only when they are needed

    if sys.stdin is None:
        raise InputError([Problem("standard input", "is closed; give one JSON object, as in --help")])
    report = interpret(Patient.from_json(sys.stdin.buffer.read()))
    if sys.stdout is None:
        raise InputError([Problem("standard output", "is closed; give a file for the report, as in --help")])
    text = dump_json(report.to_dict())
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()
    return 0


def _cohort(source: Path, target: Path, laboratory: str | None, unit: str | None) -> int:
    from interpret.cohort import (  # noqa: PLC0415 - pandas takes a second to import
        beside,
        interpret_cohort,
        read_file,
        summary,
        write_file,
    )

    frame = read_file(source)
    readings = interpret_cohort(frame, laboratory=laboratory, unit=unit)
    write_file(beside(frame, readings), target)
    _tell(summary(frame, readings, unit))
    return 0


def _check() -> int:
    from interpret.examples import broken  # noqa: PLC0415
    from interpret.rules import RuleError, rulebook  # noqa: PLC0415

    try:
        book = rulebook()
        wrong = list(broken(book))
    except (RuleError, ValueError) as error:
        _tell(str(error))
        return 1
    for one in wrong:
        _tell(str(one))
    print(
        f"{len(book.findings)} findings, {len(book.definitions)} definitions, {len(wrong)} examples that do not hold"
    )
    return 1 if wrong else 0


def _manual(folder: Path) -> int:
    from interpret.manual import write  # noqa: PLC0415 - the rules are loaded only when they are needed

    if not folder.is_dir():
        raise InputError([Problem("folder", f"{folder} is no folder; give one that exists")])
    write(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
