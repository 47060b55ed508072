"""Reads a Word document with python-docx and prints what it finds as JSON."""

import json
import sys

from docx import Document

document = Document(sys.argv[1])
found = {
    "title": document.core_properties.title,
    "created": document.core_properties.created.isoformat(),
    "language": document.core_properties.language,
    "paragraphs": [[p.style.name, p.text] for p in document.paragraphs],
    "tables": [[[c.text for c in row.cells] for row in table.rows] for table in document.tables],
    "landscape": [section.orientation == 1 for section in document.sections],
    "pictures": len(document.inline_shapes),
}
json.dump(found, sys.stdout)
