"""Village facts from the monthly village tables of SIGA, with a finding for everything that is not as it should be.

`import_folder` reads a folder; `writing` turns the result into IN.csv and REPORT.csv. What the tables, names, rules
and facts are is data: src/guyub/data/siga/*.yaml.
"""

from guyub.analytics.siga.definitions import Severity, load_definitions
from guyub.analytics.siga.findings import Finding, count_by_rule, sentence
from guyub.analytics.siga.importing import AS_REPORTED, LEAVE_BLANK, SigaImport, Village, import_folder
from guyub.analytics.siga.months import Month, parse_month
from guyub.analytics.siga.regions import Regions

__all__ = [
    "AS_REPORTED",
    "LEAVE_BLANK",
    "Finding",
    "Month",
    "Regions",
    "Severity",
    "SigaImport",
    "Village",
    "count_by_rule",
    "import_folder",
    "load_definitions",
    "parse_month",
    "sentence",
]
