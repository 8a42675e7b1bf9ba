"""What the makers are called in what is said of them."""

NAMES = {
    "kpic": "kpic",
    "first": "kpic, nothing kept",
    "typst": "Typst",
    "weasyprint": "WeasyPrint",
    "platypus": "Platypus, untagged",
    "floor": "raw canvas, untagged",
}
