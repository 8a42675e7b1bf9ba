"""`run_weasyprint.py FONTS OUT PAGE...`: lay out each page of HTML, all in this process, as PDF/UA-1."""

import sys
from os import path

from weasyprint import HTML

for source in sys.argv[3:]:
    HTML(source).write_pdf(path.join(sys.argv[2], path.basename(source)[:-5] + ".pdf"), pdf_variant="pdf/ua-1")
