"""Writes the cells of an export into a workbook with XlsxWriter: what the same file costs elsewhere.

usage: write.py EXPORT.csv OUT.xlsx
"""

import csv
import sys
import time

import xlsxwriter

csv.field_size_limit(1 << 24)
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    started = time.perf_counter()
    book = xlsxwriter.Workbook(
        sys.argv[2], {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    style = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet("Record")
    for row, cells in enumerate(csv.reader(file)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, style)
    book.close()
print(time.perf_counter() - started)
