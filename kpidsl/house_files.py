"""The files that the house file names, opened: the template of the Word document, the logo and the typeface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.document.model import Logo
from kpidsl.render import truetype
from kpidsl.render.typeface import Typeface
from kpidsl.spec.project import Project

if TYPE_CHECKING:
    from kpidsl.render.docx.template import Template


def template(project: Project) -> Outcome[Template | None]:
    """The template of the Word document, whatever format is asked for: a fault in it is one of the house file."""
    if project.template is None:
        return Outcome(None)
    from kpidsl.render.docx.template import Unusable, opened

    found, name = opened(project.template.content.data), project.template.content.name
    if isinstance(found, Unusable):
        message = f"`{name}` {found.message}, so it cannot be the template of the Word document"
        return Outcome(None, (Diagnostic("word-template", message, project.template.span, help=(found.help,)),))
    return Outcome(found)


def logo(project: Project) -> Outcome[Logo | None]:
    """The picture that the house file names, as every format shows it."""
    if project.logo is None:
        return Outcome(None)
    from kpidsl.render.pictures import Unfit, opened  # only here: it loads Pillow

    found, name = opened(project.logo.content.data, project.logo.alt), project.logo.content.name
    if isinstance(found, Unfit):
        message = f"`{name}` {found.message}, so it cannot be the logo"
        return Outcome(None, (Diagnostic("logo-unfit", message, project.logo.span, help=(found.help,)),))
    return Outcome(found)


def typeface(project: Project) -> Outcome[Typeface | None]:
    """The council's own typeface, where the house file names both of its files."""
    problems: list[Diagnostic] = []
    found: dict[str, tuple[str, bytes]] = {}
    for file in project.fonts:
        family = truetype.family(file.content.data)
        if isinstance(family, truetype.Unfit):
            message = f"`{file.content.name}` {family.message}, so reports cannot be set in it"
            problems.append(Diagnostic("font-file", message, file.span, help=(family.help,)))
        else:
            found[file.face] = (family, file.content.data)
    if problems or len(found) < 2:
        return Outcome(None, tuple(problems))
    (name, regular), (_, bold) = found["regular"], found["bold"]
    return Outcome(Typeface(name, regular, bold))
