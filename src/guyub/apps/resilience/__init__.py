"""What follows from the families: iBangga, stunting risk, family planning, village figures, visits."""
