"""Tables of any format: rows of cells to blocks (`grid`), and blocks to grids beside the text (`build`)."""
