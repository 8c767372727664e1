"""iBangga, KRS and family planning of villages as one would write them in DuckDB SQL without rule files.

Default choices of the rules: na_policy drop, house_k 6, insurance of every member, krs_2022plus, too old 35 to 40.
"""

VARIABLES = {
    "v01": ("TRUE", "p01 = 1"),
    "v02": ("p02 <> 3", "p02 = 1"),
    "v03": (
        "children > 0",
        "CASE WHEN children_certified + children_certificate_unknown < children THEN FALSE"
        " WHEN children_certified >= children AND children_certificate_unknown >= 0 THEN TRUE END",
    ),
    "v04": ("TRUE", "CASE WHEN uninsured > 0 THEN FALSE WHEN uninsured = 0 AND insured >= members THEN TRUE END"),
    "v05": ("TRUE", "p03a = 2 AND p03b IN (2, 3) AND p03c = 2 AND p03d = 2"),
    "v06": ("head_marital <> 1", "head_marital <> 3"),
    "v07": ("TRUE", "p04 = 1"),
    "v08": ("TRUE", "p05 = 1"),
    "v09": (
        "TRUE",
        "CASE WHEN sound >= 6 THEN TRUE WHEN unsound >= 2 THEN FALSE END",
    ),
    "v10": ("TRUE", "p06 = 1"),
    "v11": (
        "aged_7_15 > 0",
        "CASE WHEN out_of_school_7_15 > 0 THEN FALSE"
        " WHEN out_of_school_7_15 = 0 AND schooling_unknown_7_15 = 0 THEN TRUE END",
    ),
    "v12": ("TRUE", "p07 = 2"),
    "v13": ("TRUE", "p08 = 1"),
    "v14": ("TRUE", "p09 = 1"),
    "v15": ("p10 <> 3", "p10 = 1"),
    "v16": ("TRUE", "p11 = 1"),
    "v17": ("TRUE", "p12 = 1"),
}
DIMENSIONS = {
    "T": ("v01", "v02", "v03", "v04", "v05", "v06"),
    "M": ("v07", "v08", "v09", "v10", "v11", "v12", "v13"),
    "B": ("v14", "v15", "v16", "v17"),
}
HOUSE = ("p19 <= 4", "p20 <= 2", "p21 <= 3", "p22 <= 4", "p23 <= 4", "p24 = 1", "5::INT * p25 >= 36::INT * p26")
FLAGS = {
    "pregnant": "pus = 1 AND kb03 = 1",
    "uses": "pus = 1 AND coalesce(kb03 = 2, TRUE) AND kb04 = 1",
    "uses_modern": "pus = 1 AND coalesce(kb03 = 2, TRUE) AND kb04 = 1 AND kb07 BETWEEN 1 AND 8",
    "air": "CASE WHEN water IS NULL THEN p23 NOT IN (1, 2, 3, 4) ELSE water NOT IN (1, 2, 3, 4, 6) END",
    "jamban": "CASE WHEN latrine IS NULL THEN p24 <> 1 ELSE latrine NOT IN (1, 2) END",
    "t_muda": "pus = 1 AND wife_age < 20",
    "t_tua": "pus = 1 AND wife_age BETWEEN 35 AND 40",
    "t_dekat": "pus = 1 AND"
    " CASE WHEN living_children IN (0, 1) OR coalesce(kb01 IN (0, 1), FALSE) THEN FALSE"
    " WHEN living_children > 1 THEN spacing_months < 24 END",
    "t_banyak": "pus = 1 AND living_children >= 3",
    "target": "pus = 1 OR under_2 > 0 OR aged_2_4 > 0",
}
SECOND = {
    "four_t": "t_muda OR t_tua OR t_dekat OR t_banyak",
    "non_kbm": "pus = 1 AND (kb03 = 2 OR uses) AND NOT uses_modern",
    "no_method": "pus = 1 AND kb03 = 2 AND kb04 = 2",
    "no_modern": "pus = 1 AND kb03 = 2 AND NOT uses_modern",
    "no_web": "pus = 1 AND kb03 = 2 AND (kb04 = 2 OR kb07 IN (8, 9))",
}
CATEGORIES = {  # of 1260ths: 40 and 70 percent
    "rentan": "T + M + B < 504",
    "berkembang": "T + M + B BETWEEN 504 AND 882",
    "tangguh": "T + M + B > 882",
}
COUNTS = {
    "target": "target",
    "krs": "verdict",
    "not_at_risk": "target AND NOT verdict",
    "krs_unknown": "target AND verdict IS NULL",
    "rank_1": "verdict AND decile = 1",
    "rank_2": "verdict AND decile = 2",
    "rank_3": "verdict AND decile = 3",
    "rank_4": "verdict AND decile = 4",
    "rank_above_4": "verdict AND decile > 4",
    "rank_unknown": "verdict AND decile IS NULL",
    "pus": "pus = 1",
    "pus_hamil": "pregnant",
    "baduta": "under_2 > 0",
    "balita": "aged_2_4 > 0",
    "air": "target AND air",
    "jamban": "target AND jamban",
    "t_muda": "target AND t_muda",
    "t_tua": "target AND t_tua",
    "t_dekat": "target AND t_dekat",
    "t_banyak": "target AND t_banyak",
    "non_kbm": "target AND non_kbm",
    "pus_4t": "target AND four_t",
    "fp_pus": "pus = 1",
    "fp_mow": "uses AND kb07 = 1",
    "fp_mop": "uses AND kb07 = 2",
    "fp_iud": "uses AND kb07 = 3",
    "fp_implant": "uses AND kb07 = 4",
    "fp_injection": "uses AND kb07 = 5",
    "fp_pill": "uses AND kb07 = 6",
    "fp_condom": "uses AND kb07 = 7",
    "fp_mal": "uses AND kb07 = 8",
    "fp_traditional": "uses AND kb07 = 9",
    "fp_user": "uses",
    "fp_use_known": "pus = 1 AND (pregnant OR kb04 IS NOT NULL)",
    "fp_modern": "uses_modern",
    "fp_method_known": "pus = 1 AND (pregnant OR kb04 = 2 OR kb07 IS NOT NULL)",
    "fp_mkjp": "uses AND kb07 IN (1, 2, 3, 4)",
    "fp_web_pregnant": "pregnant",
    "fp_web_wants_child_soon": "no_web AND kb03_21 = 1",
    "fp_web_wants_child_later": "no_web AND kb03_21 = 2",
    "fp_web_wants_no_more": "no_web AND kb03_21 = 3",
    "fp_unmet_register_spacing": "no_modern AND kb03_21 = 2",
    "fp_unmet_register_limiting": "no_modern AND kb03_21 = 3",
    "fp_need_register_known": "pus = 1 AND (pregnant OR uses_modern OR (no_modern AND kb03_21 IS NOT NULL))",
    "fp_unmet_pk_spacing": "(pregnant AND kb03_11 = 2) OR (no_method AND kb03_21 = 2)",
    "fp_unmet_pk_limiting": "(pregnant AND kb03_11 = 3) OR (no_method AND kb03_21 = 3)",
    "fp_need_pk_known": "pus = 1 AND (uses OR (pregnant AND kb03_11 IS NOT NULL)"
    " OR (no_method AND kb03_21 IS NOT NULL))",
    "fp_pus_unknown": "pus IS NULL",
    "fp_web_classified": "pus = 1 AND (pregnant"
    " OR (uses AND kb07 IS NOT NULL AND NOT no_web)"
    " OR (no_web AND kb03_21 IS NOT NULL))",
    "fp_informed_known": "uses AND kb09a IS NOT NULL AND kb09b IS NOT NULL AND kb09c IS NOT NULL",
    "fp_informed": "uses AND kb09a = 1 AND kb09b = 1 AND kb09c = 1",
}


def sql(source: str) -> str:
    """The query over Parquet files that match ``source``."""
    sound = " + ".join(f"coalesce(({part})::TINYINT, 0)" for part in HOUSE)
    unsound = " + ".join(f"coalesce((NOT ({part}))::TINYINT, 0)" for part in HOUSE)
    first = [f"({sound}) AS sound", f"({unsound}) AS unsound", *(f"({rule}) AS {name}" for name, rule in FLAGS.items())]
    second = [f"({rule}) AS {name}" for name, rule in SECOND.items()]
    for name, (applies, score) in VARIABLES.items():
        second += [f"({applies}) AS {name}_applies", f"(({applies}) AND ({score})) AS {name}"]
    third = ["(target AND (air OR jamban OR (four_t AND non_kbm))) AS verdict"]
    for code, names in DIMENSIONS.items():
        third.append(f"({' + '.join(f'{name}::TINYINT' for name in names)}) AS {code}_passed")
        third.append(f"({' + '.join(f'{name}_applies::TINYINT' for name in names)}) AS {code}_applicable")
    fourth = [f"({code}_passed::SMALLINT * 420::SMALLINT // {code}_applicable) AS {code}" for code in DIMENSIONS]
    sums = ["count(*) AS families"]
    for code in DIMENSIONS:
        sums += [
            f"sum({code}) AS {code}_sum",
            f"count({code}) AS {code}_families",
            f"sum({code}_passed) AS {code}_passed",
            f"sum({code}_applicable) FILTER (WHERE {code} IS NOT NULL) AS {code}_applicable",
        ]
    sums += [
        "sum(T + M + B) AS total_sum",
        "count(T + M + B) AS total_families",
        *(f"count(CASE WHEN {rule} THEN 1 END) AS {name}" for name, rule in {**CATEGORIES, **COUNTS}.items()),
    ]
    # Counting a CASE is the quickest of the ways DuckDB offers to count rows that fulfil a condition.
    return f"""
        WITH one AS (SELECT *, {", ".join(first)} FROM read_parquet('{source}')),
        two AS (SELECT *, {", ".join(second)} FROM one),
        three AS (SELECT *, {", ".join(third)} FROM two),
        four AS (SELECT *, {", ".join(fourth)} FROM three)
        SELECT village, {", ".join(sums)} FROM four GROUP BY village ORDER BY village
    """  # noqa: S608  all of it is written here
