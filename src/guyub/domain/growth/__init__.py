"""Growth of children: z-scores of WHO's standards, Indonesian categories, growth monitoring, survey prevalence.

Usable as a library without the site: ``from guyub.data.growth_files import load_growth_standard`` reads a standard,
`one.scores_of` measures a child and explains every value, `many.scores_of_columns` measures millions of rows.
"""
