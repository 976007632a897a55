"""Writes the tables of a site as Parquet, with the types and descriptions of datapackage.json.

    python3 docs/examples/parquet.py path/to/site/data path/for/parquet

Needs pyarrow.
"""

import json
import sys
from pathlib import Path

import pyarrow as pa
from pyarrow import compute, csv, parquet

data, out = map(Path, sys.argv[1:])
out.mkdir(parents=True, exist_ok=True)
types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
for table in json.loads((data / "datapackage.json").read_text("utf-8"))["resources"]:
    fields = [
        pa.field(f["name"], types[f["type"]], not f.get("constraints", {}).get("required"), {"description": f["description"]})
        for f in table["schema"]["fields"]
    ]
    schema = pa.schema(fields, {"description": table["title"]})
    rows = csv.read_csv(
        data / table["path"],
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=schema, strings_can_be_null=True, null_values=[""]),
    )
    # CSV has an apostrophe before words that a spreadsheet would run as a formula.
    for n, field in enumerate(schema):
        if field.type == pa.string():
            rows = rows.set_column(n, field, compute.replace_substring_regex(rows.column(n), r"^'(\s*[=+@＝＋＠－-])", r"\1"))
    parquet.write_table(rows.cast(schema), out / f"{table['name']}.parquet", compression="zstd")
