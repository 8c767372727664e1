"""Documents of a village: PDF through typst, spreadsheet, CSV; all three from the same report."""
