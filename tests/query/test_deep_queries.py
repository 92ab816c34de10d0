"""Queries that would fill the stack of the store: refused with a line, in this process and through a server."""

from contextlib import closing

import pytest

from kg.errors import QueryError
from kg.query.sparql import ask
from kg.store import embedded
from kg.store.worker import half_of_memory

FORMS = {
    "groups": lambda n: "SELECT * WHERE " + "{" * n + "?s ?p ?o" + "}" * n,
    "brackets": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "functions": lambda n: "ASK { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "lists": lambda n: "ASK { " + "(" * n + "1" + ")" * n + " ?p ?o }",
    "blank nodes": lambda n: "ASK { " + "[ ?p " * n + "1" + "]" * n + " }",
    "subqueries": lambda n: "SELECT * WHERE " + "{SELECT * WHERE " * n + "{?s ?p ?o}" + "}" * n,
    "options": lambda n: "ASK { ?a ?b ?c " + "OPTIONAL {" * n + "}" * n + " }",
    "unions": lambda n: "ASK { " + " UNION ".join(["{?s ?p ?o}"] * n) + " }",
    "alternatives": lambda n: "ASK { FILTER(" + " || ".join(["1=1"] * n) + ") }",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_query_without_end_is_refused(store, form):
    with pytest.raises(QueryError, match=r"nested|too long"):
        ask(store, FORMS[form](20_000))


@pytest.mark.parametrize("form", FORMS)
def test_a_query_as_people_write_them_is_not(store, form):
    assert ask(store, FORMS[form](4)).form in {"ask", "select"}


def test_many_values_are_not_deep(store):
    values = " ".join(f"<https://example.org/{n}>" for n in range(5_000))
    assert not list(ask(store, f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"))


def test_a_query_process_whose_stack_is_full_refuses_the_query_alone(store):
    with pytest.raises(QueryError, match="too long or nested too deeply"):
        store.query(FORMS["functions"](20_000), 30)
    assert store.query("ASK {}", 30).truth


def test_an_answer_too_large_is_told(store, monkeypatch):
    monkeypatch.setattr("kg.store.worker.most", 100)
    with pytest.raises(QueryError, match="the answer has more than 100 bytes"):
        store.query("SELECT * { ?s ?p ?o }", 30)
    assert store.query("ASK {}", 30).truth


def test_query_processes_share_half_of_what_there_is(built, tmp_path, monkeypatch):
    limit = tmp_path / "memory.max"
    limit.write_text(f"{1 << 30}\n")
    monkeypatch.setattr("kg.store.worker._container", limit)
    assert half_of_memory() == 1 << 29
    limit.write_text("max\n")
    assert half_of_memory() > 1 << 29
    with closing(embedded.Embedded(built, 1 << 29)) as store:  # threads of the store set nothing aside
        assert store.query("ASK {}", 30).truth
