"""Names that are known: where they stand in a text, the places above a place, the form that names are compared in."""
