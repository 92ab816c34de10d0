"""Annotated documents to the weights of every model (extra `train`). Nothing at run time imports it."""
