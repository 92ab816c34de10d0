"""Where one asks: the query page, and an answer sorted, filtered, paged and drawn."""
