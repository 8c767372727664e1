"""What pages and workbooks say about a file of people."""
