"""What a text is made of: sentences, clauses, tokens, numerals, dates and times. One of each for the whole house."""
