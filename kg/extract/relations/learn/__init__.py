"""Annotated documents to the models of relations. Needs scipy and lightgbm (extra `train`)."""
