#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes places.bin, the table of towns that towns.c reads.

    places.py PLACES.tsv.xz > places.bin

PLACES is a table of GeoNames (CC BY 4.0, geonames.org), tab-separated, plain
or xz, with the columns geonameid, name, country, feature, population, lat and lon. Kept are places of POPULATION_MIN people and more and
seats of a first-order division. Needs nothing but the standard library.

The table, little endian: "CWPLACE1", u32 records, u32 bytes of strings; then
the records, 24 bytes each, in byte order of their form: u32 form and u32 name
(offsets of strings that end in NUL), u32 GeoNames id, i32 latitude and i32
longitude in 1/10000 degree, two letters of country, u16 population in
thousands (at most 65535); then the strings.
"""
import csv
import io
import lzma
import struct
import sys
import unicodedata

POPULATION_MIN = 15000
FORM_BYTES_MAX = 48


def fold(name):
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.replace("’", "'").replace("‘", "'").casefold()


def rows(path):
    with (lzma.open if path.endswith(".xz") else open)(path, "rb") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)


def main(path):
    records, strings, at = [], bytearray(), {}

    def put(text):
        if text not in at:
            at[text] = len(strings)
            strings.extend(text.encode() + b"\0")
        return at[text]

    for row in rows(path):
        population = int(row["population"] or 0)
        if population < POPULATION_MIN and row["feature"] not in ("PPLA", "PPLC"):
            continue
        form = fold(row["name"])
        if len(form.encode()) > FORM_BYTES_MAX or not form[:1].isalpha():
            continue
        records.append((form.encode(), row["name"], int(row["geonameid"]), round(float(row["lat"]) * 10000),
                        round(float(row["lon"]) * 10000), row["country"].encode(), min(population // 1000, 65535)))
    records.sort(key=lambda r: (r[0], -r[6], r[2]))
    body = bytearray()
    for form, name, geoname, lat, lon, country, population in records:
        body += struct.pack("<IIIii2sH", put(form.decode()), put(name), geoname, lat, lon, country, population)
    sys.stdout.buffer.write(b"CWPLACE1" + struct.pack("<II", len(records), len(strings)) + body + strings)


main(*sys.argv[1:])
