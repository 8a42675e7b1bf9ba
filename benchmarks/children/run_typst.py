"""`run_typst.py FONTS OUT MARKUP...`: compile each file, all in this process. Tagged, and held to PDF/UA-1."""

import sys
from os import path

import typst

fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[sys.argv[1]])
for source in sys.argv[3:]:
    target = path.join(sys.argv[2], path.basename(source)[:-4] + ".pdf")
    typst.compile(source, output=target, font_paths=fonts, pdf_standards=["ua-1"])
