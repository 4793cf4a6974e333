"""usage: python -m scripts.lib.checks [lint | requirements ...], in the repository."""

from pathlib import Path
import sys

from . import actions, brand, hacs, manifest, messages, rules, tracked, translations
from .finding import Check

ROOT = Path(__file__).resolve().parents[3]
CHECKS: dict[str, Check] = {
    "translations": translations.check,
    "manifest": manifest.check,
    "actions and icons": actions.check,
    "texts named in code": messages.check,
    "HACS": hacs.check,
    "brand pictures": brand.check,
    "tracked files": tracked.check,
    "protocol rules": rules.check,
}


def lint(root: Path) -> int:
    """Run every check; returns the exit status."""
    failed = 0
    for name, check in CHECKS.items():
        findings = sorted(set(check(root)))
        for finding in findings:
            print(finding)
        if findings:
            failed += 1
            print(f"{name}: {len(findings)} to mend")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Dispatch to the command named first."""
    match arguments:
        case ["requirements", *options]:
            return rules.main(ROOT, options)
        case [] | ["lint"]:
            return lint(ROOT)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
