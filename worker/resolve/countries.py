#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes countries.def: countries by name, and their capitals.

    countries.py /usr/share/iso-codes/json/iso_3166-1.json PLACES.tsv > countries.def

PLACES.tsv is a table of GeoNames (CC BY 4.0) with the columns geonameid, name,
country, admin1, feature, population, lat, lon, alternate; of it only
capitals (PPLC) are taken. Needs nothing but the standard library.
"""
import csv
import json
import sys
import unicodedata

# Names in use that the two sources do not have.
SHORT = {
    "AE": ["UAE", "U.A.E."], "BA": ["Bosnia", "Bosnia-Herzegovina"], "BN": ["Brunei"], "BQ": [],
    "CD": ["Democratic Republic of Congo", "Democratic Republic of the Congo", "DR Congo", "DRC"],
    "CG": ["Republic of Congo", "Republic of the Congo"], "CI": ["Ivory Coast"], "CV": ["Cape Verde"],
    "CZ": ["Czech Republic"], "FK": ["Falkland Islands", "Falklands"], "FM": ["Micronesia"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain"], "GM": ["The Gambia"], "KG": ["Kyrgyz Republic"], "LA": ["Laos"],
    "MF": ["Saint Martin"], "MK": ["Macedonia"], "MM": ["Burma"], "NL": ["The Netherlands", "Holland"], "PS": ["Palestine"],
    "RU": ["Russia"], "SH": ["Saint Helena"], "SX": ["Sint Maarten"], "SZ": ["Swaziland"], "TL": ["East Timor"],
    "TR": ["Turkey"], "US": ["US", "U.S.", "USA", "U.S.A.", "United States of America"], "VA": ["Holy See"],
    "XK": ["Kosovo"],
}
# Official forms nobody writes in prose.
UNUSED = {"CD", "CG", "FK", "FM", "BQ", "MF", "SX", "SH", "RU", "PS", "VA", "VG", "VI", "BN"}
# As often a person, another place or a word as the country or capital.
AMBIGUOUS = {"Georgia", "Guinea", "Male", "Victoria", "Stanley", "Douglas", "Hamilton", "Georgetown", "George Town", "Kingston",
             "Plymouth", "Saint-Pierre", "Saint-Denis", "West Island", "San Juan", "Saint John’s", "San José", "Palikir - National Government Center",
             "Panamá", "Washington, D.C.", "Sucre", "Santiago", "Praia", "Jamestown", "Road Town", "Marigot", "Saint George's",
             "Jersey", "Nur-Sultan", "Dili", "Melekeok", "Reunion", "The Valley", "Luxembourg", "Monaco", "Singapore", "Djibouti",
             "San Marino", "Gibraltar", "Alofi", "Moroni", "Roseau"}
CAPITAL_FORMS = {"Washington, D.C.": ["Washington", "Washington D.C."], "Kyiv": ["Kiev"], "Nur-Sultan": ["Astana"],
                 "Ulan Bator": ["Ulaanbaatar"], "Nay Pyi Taw": ["Naypyidaw"], "Panamá": ["Panama City"], "Chisinau": ["Chişinău"],
                 "Sanaa": ["Sana'a"], "Pristina": ["Prishtina"]}


def fold(name):
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.replace("’", "'").replace("‘", "'").lower()


def main(iso_path, places_path):
    rows = {}

    def add(form, name, code, geoname=0, lat=0.0, lon=0.0):
        if form not in AMBIGUOUS or geoname and form in CAPITAL_FORMS.get(name, []):
            rows.setdefault(fold(form), (name, code, geoname, lat, lon))

    with open(iso_path, encoding="utf-8") as file:
        countries = json.load(file)["3166-1"]
    for country in countries + [{"alpha_2": "XK", "name": "Kosovo"}]:
        code = country["alpha_2"]
        name = country.get("common_name") or country["name"]
        if code in SHORT and code in UNUSED:
            name = (SHORT[code] or [name])[0]
        if "," in name:
            continue
        for form in [name] + SHORT.get(code, []):
            add(form, name, code)
    with open(places_path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["feature"] != "PPLC" or (int(row["population"]) < 100000 and row["name"] not in ("Bern", "Valletta", "Suva")):
                continue
            name = CAPITAL_FORMS.get(row["name"], [row["name"]])[0] if row["name"] in AMBIGUOUS else row["name"]
            for form in [row["name"]] + CAPITAL_FORMS.get(row["name"], []):
                if form in AMBIGUOUS:
                    continue
                rows.setdefault(fold(form), (name, row["country"], int(row["geonameid"]), float(row["lat"]), float(row["lon"])))
    print("/* SPDX-License-Identifier: Apache-2.0 AND CC-BY-4.0")
    print(" * PLACE(form, name, country, geoname, lat, lon): made by countries.py, in byte order. Countries have geoname 0.")
    print(" * Names and codes: ISO 3166-1 as in iso-codes. Capitals: GeoNames (geonames.org), CC BY 4.0. */")
    for form in sorted(rows, key=str.encode):
        name, code, geoname, lat, lon = rows[form]
        print(f'PLACE("{form}", "{name}", "{code}", {geoname}, {lat:.4f}, {lon:.4f})')


main(*sys.argv[1:])
