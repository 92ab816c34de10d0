"""What was promised and what became of it: the ladder of targets and results, promises from year to year."""
