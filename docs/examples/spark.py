"""Reads documents on a Spark cluster: every worker runs `cewen extract --ndjson` on its share.

    spark-submit docs/examples/spark.py path/to/cewen path/to/site 'path/to/texts/*.txt' [path/for/records]

Prints how many measures and figures the texts hold, and writes the records as JSON lines where a path
for them is given. The texts are in UTF-8. Every worker needs the program and the site's
content/ folder (its vocabulary and sources) at the same paths.
"""

import json
import sys
from pathlib import PurePosixPath

from pyspark.sql import SparkSession

cewen, site, texts, *out = sys.argv[1:]
spark = SparkSession.builder.appName("cewen").getOrCreate()
documents = spark.sparkContext.wholeTextFiles(texts)
lines = documents.map(lambda d: json.dumps({"file": "seeds/" + PurePosixPath(d[0]).name, "text": d[1]}, ensure_ascii=False))
# checkCode stays off: a document that cannot be read is a line with an error, not a failed job.
records = lines.pipe(f"{cewen} --root {site} extract --ndjson").map(json.loads).cache()
if out:
    records.map(lambda r: json.dumps(r, ensure_ascii=False)).saveAsTextFile(out[0])
read = records.filter(lambda r: "policy" in r).map(lambda r: r["policy"])
print(json.dumps({
    "documents": read.count(),
    "errors": records.filter(lambda r: "error" in r).count(),
    "measures": read.map(lambda p: len(p["measures"])).sum(),
    "figures": read.map(lambda p: len(p["figures"])).sum(),
}))
spark.stop()
