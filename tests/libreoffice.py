"""LibreOffice as a second pair of eyes: Word files to PDF/UA, all in one start; workbooks to other kinds."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf

from tests.validators import missing

_FILTER = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'


def as_pdf(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The PDF of each Word file, by the same name."""
    program = shutil.which("soffice") or missing("LibreOffice (libreoffice-writer-nogui)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, data in files.items():
            (folder / f"{name}.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", _FILTER, "--outdir", str(folder)]
        command += [str(folder / f"{name}.docx") for name in files]
        run = subprocess.run(command, capture_output=True, text=True, timeout=600)
        made = {name: folder / f"{name}.pdf" for name in files}
        assert all(path.exists() for path in made.values()), run.stdout + run.stderr
        return {name: path.read_bytes() for name, path in made.items()}


def converted(workbook: bytes, kind: str) -> bytes:
    """An XLSX workbook as one of another kind."""
    program = shutil.which("soffice") or missing("LibreOffice (libreoffice-calc-nogui)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "book.xlsx").write_bytes(workbook)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        run = subprocess.run([*command, str(folder / "book.xlsx")], capture_output=True, text=True, timeout=600)
        made = folder / f"book.{kind}"
        assert made.exists(), run.stdout + run.stderr
        return made.read_bytes()


def with_tab_order(data: bytes) -> bytes:
    """The PDF with the order of tabs as a name. LibreOffice before 7.6 writes `/Tabs (S)` where `/Tabs /S` is meant, on
    every page with a link, whatever the Word file says."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            if isinstance(page.obj.get("/Tabs"), pikepdf.String) and str(page.Tabs) == "S":
                page.obj.Tabs = pikepdf.Name("/S")
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()
