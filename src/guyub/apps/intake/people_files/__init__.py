"""Files of people: received, checked, corrected and entered into the registry; and files of the registry for others."""
