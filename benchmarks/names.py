"""What the makers are called in what is said of them, and which make reports of any size."""

NAMES = {
    "kpic": "kpic",
    "first": "kpic, nothing kept",
    "typst": "Typst",
    "weasyprint": "WeasyPrint",
    "platypus": "Platypus, untagged",
    "floor": "raw canvas, untagged",
}

AT_ANY_SIZE = ("kpic", "first", "typst", "floor")  # the others stop at 3,300 indicators
