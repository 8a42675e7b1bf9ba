"""What the file says of itself: Info, XMP, colour profile, and the files carried inside.

PDF/UA-1 (ISO 14289-1, 5) and PDF/A-3a (ISO 19005-3, 6.6.4) are declared in XMP; the Info dictionary says the same as
XMP (6.6.3). Dates are the Document's at midnight UTC: no clock is read.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date
from functools import cache

from kpidsl.document.model import Attachment, Document
from kpidsl.patterns import lazily
from kpidsl.render.pdf.file import PACKED, ObjectFile, name_object, packed, text_string
from kpidsl.sums import md5

_PRODUCER = "kpidsl, with ReportLab"
# What XML cannot hold. All that it can, as a class that is negated, takes 3 ms to compile.
_NOT_XML = lazily("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SCHEMA = (  # PDF/A wants every schema described that XMP itself does not define (ISO 19005-3, 6.6.2.3)
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>The part of ISO 14289 that is followed</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)


def info(document: Document) -> str:
    """The insides of the document information dictionary (ISO 32000-1, 14.3.3)."""
    when = f"({_pdf_date(document.dated)})"
    texts = {"Title": document.title, "Author": document.author, "Subject": document.subject, "Producer": _PRODUCER}
    return "".join(f"/{key}{text_string(_plain(text))}" for key, text in texts.items()) + (
        f"/CreationDate{when}/ModDate{when}"
    )


def xmp(document: Document) -> bytes:
    """The metadata packet (ISO 16684-1)."""
    title, author, subject, language = (
        _escaped(_plain(text)) for text in (document.title, document.author, document.subject, document.language)
    )
    when = f"{document.dated.isoformat()}T00:00:00Z"
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        "<dc:format>application/pdf</dc:format>"
        f"<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>"
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>"
        f"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>{_SCHEMA}"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    return packet.encode()


def output_intent(file: ObjectFile) -> str:
    """The output intent that gives device colours their meaning (ISO 19005-3, 6.2.3)."""
    profile = file.stream(_packed_profile(), f"/N 3{PACKED}", compress=False)
    return (
        f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
        f"/DestOutputProfile {profile}>>"
    )


@cache
def _packed_profile() -> bytes:
    return packed(srgb_profile())


def embed(attachments: Sequence[Attachment], dated: date, file: ObjectFile) -> tuple[str, str]:
    """Carry files inside; returns the catalog's /AF array and its /EmbeddedFiles name tree (ISO 19005-3, 6.8)."""
    specs: dict[bytes, str] = {}
    for attachment in sorted(attachments, key=lambda attachment: attachment.name):
        data = attachment.data
        digest = md5(data)
        embedded = file.stream(
            data,
            f"/Type/EmbeddedFile/Subtype{name_object(attachment.media_type)}"
            f"/Params<</Size {len(data)}/ModDate({_pdf_date(dated)})/CheckSum<{digest}>>>",
        )
        name = text_string(attachment.name)
        spec = file.add(
            f"<</Type/Filespec/F{name}/UF{name}/Desc{text_string(attachment.description)}/AFRelationship/Data"
            f"/EF<</F {embedded}/UF {embedded}>>>>"
        )
        key = attachment.name.encode("utf-8", "replace")
        while key in specs:  # two files of one name are told apart by their keys
            key += b"'"
        specs[key] = spec
    tree = "".join(f"<{key.hex()}>{ref} " for key, ref in sorted(specs.items()))
    return f"[{' '.join(specs.values())}]", f"<</Names[{tree}]>>"


def srgb_profile() -> bytes:
    """An ICC profile (ICC.1:2001-04) of sRGB, built from the primaries and curve of IEC 61966-2-1, adapted to D50."""
    curve = b"curv\0\0\0\0" + struct.pack(">I", 256)
    curve += b"".join(struct.pack(">H", round(_linear(step / 255) * 65535)) for step in range(256))
    text = b"sRGB\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)
    tags = (
        ((b"desc",), description),
        ((b"cprt",), b"text\0\0\0\0No copyright, use freely\0"),
        ((b"wtpt",), _xyz(0.9505, 1.0, 1.0891)),
        ((b"rXYZ",), _xyz(0.43607, 0.22249, 0.01392)),
        ((b"gXYZ",), _xyz(0.38515, 0.71687, 0.09708)),
        ((b"bXYZ",), _xyz(0.14307, 0.06061, 0.71410)),
        ((b"rTRC", b"gTRC", b"bTRC"), curve),
    )
    count = sum(len(names) for names, _ in tags)
    start = 128 + 4 + 12 * count
    table, body = b"", b""
    for names, data in tags:
        for name in names:
            table += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2021, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return header + bytes(128 - len(header)) + struct.pack(">I", count) + table + body


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _pdf_date(day: date) -> str:
    return f"D:{day.year:04d}{day.month:02d}{day.day:02d}000000Z"


def _escaped(text: str) -> str:
    """Text as XML has it (the library that does this takes 13 ms to load)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    """Without the characters that XML cannot hold, so that Info and XMP can agree."""
    if text.isascii() and text.isprintable():
        return text  # most
    return _NOT_XML.sub("", text)
