"""How files that people take away are made: tables as CSV and XLSX, pages as PDF/A. What stands in them, apps say."""
