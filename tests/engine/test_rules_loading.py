"""A finding, definition or order that cannot be right is refused: the message names file, entry, field and remedy."""

import pytest

from interpret.rules import RuleError, rulebook

FINDING = """
title = "Low serum"
all = ["serum_magnesium is low"]
says = "Serum magnesium {serum_magnesium} is low."
cite = [{ source = "product-decision", at = "scope" }]
status = "draft"
example = [
    { given = { serum_magnesium = "0.5 mmol/L" }, holds = "yes" },
    { given = { serum_magnesium = "0.8 mmol/L" }, holds = "no" },
    { given = {}, holds = "unknown" },
]
"""
LAST = FINDING.replace('all = ["serum_magnesium is low"]', "") + (
    'pattern = "nothing_entered"\nheadline = "Nothing entered."\n'
)
URGENCY = FINDING + 'urgency = "soon"\n'
GATE = FINDING + "confidence_minus = 1\n"
NEXT_TEST = FINDING + 'test = "Potassium"\nhow = "Serum."\n'
DEFINITION = """
[a_sign]
label = "a sign"
any = ["seizure", "tetany"]
cite = [{ source = "product-decision", at = "scope" }]
status = "draft"
"""


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


def limitation(text):
    return {"findings__limitations__one": text}


# ---- what is read ----------------------------------------------------------------------------------------------------
def test_an_empty_folder_is_an_empty_book(book):
    assert book().findings == ()


def test_a_finding_has_the_name_of_its_file_and_the_kind_of_its_folder(book):
    (finding,) = book(**limitation(FINDING)).findings
    assert (finding.id, finding.kind, finding.title) == ("one", "limitation", "Low serum")


def test_findings_stand_in_the_order_of_their_folder_then_by_name(book):
    read = book(
        findings__causes__a=FINDING, findings__causes__b=FINDING, findings__causes__c=FINDING,
        findings__causes__order='order = ["c"]',
    )  # fmt: skip
    assert [finding.id for finding in read.of_kind("cause")] == ["c", "a", "b"]


def test_one_word_is_a_word_that_is_present(book):
    read = book(**limitation(changed(FINDING, "serum_magnesium is low", "seizure")))
    assert str(read.by_id["one"].conditions.all[0]) == "seizure is present"


def test_a_clause_may_name_a_definition(book):
    read = book(
        definitions__signs=DEFINITION,
        **limitation(changed(FINDING, "serum_magnesium is low", "a_sign is absent")),
    )
    assert str(read.by_id["one"].conditions.all[0]) == "a_sign is absent"


def test_texts_may_be_listed_for_emergencies(book):
    assert book(findings__emergency_texts='[torsades]\nsays = "Go."').emergency_texts == {"torsades": "Go."}


def test_readings_that_may_hold_together_are_listed_with_the_reason(book):
    read = book(
        findings__patterns__last=LAST,
        findings__patterns__order='order = ["last"]\n[together]\nlast = "always holds"',
    )
    assert read.together == {"last": "always holds"}


def test_a_finding_that_is_never_unknown_says_why_and_needs_no_such_example(book):
    text = (
        changed(FINDING, '    { given = {}, holds = "unknown" },\n', "") + 'no_unknown = "always decided"\n'
    )
    assert book(**limitation(text)).by_id["one"].no_unknown == "always decided"


@pytest.mark.parametrize(("written", "changes"), [("", "causes"), ('changes = "pattern"\n', "pattern")])
def test_a_test_without_a_quantity_may_say_what_it_changes(book, written, changes):
    assert book(findings__next_tests__one=NEXT_TEST + written).by_id["one"].changes == changes


def test_a_finding_may_have_a_limit_of_its_own(book):
    own = """
[limits.quite_low]
quantity = "serum_magnesium"
means = "quite low"
"mmol/L" = 0.33
cite = { source = "product-decision", at = "x" }
status = "draft"
"""
    read = book(
        **limitation(changed(FINDING, "serum_magnesium is low", "serum_magnesium below quite_low") + own)
    )
    assert read.by_id["one"].conditions.all[0].limit.id == "one.quite_low"


def test_the_shipped_book_loads_once():
    assert rulebook() is rulebook()


# ---- what is refused -------------------------------------------------------------------------------------------------
REFUSED = {
    "not TOML": (limitation("title = "), r"one.toml: is not TOML .*; correct the line"),
    "unknown key": (limitation(FINDING + 'tittle = "x"\n'), r"limitations/one.toml: 'tittle' is not known here; allowed: title, .* Did you mean title\?"),
    "no title": (limitation(changed(FINDING, 'title = "Low serum"', "")), r"limitations/one.toml: title is missing; write it"),
    "empty text": (limitation(changed(FINDING, "Low serum", " ")), r"title is missing; write it"),
    "unknown status": (limitation(changed(FINDING, '"draft"', '"done"')), r"status is 'done'; allowed: draft, reviewed"),
    "file name": ({"findings__limitations__One": FINDING}, r"limitations/One.toml: the file name is the id; use lower-case letters"),
    "two files": ({"findings__limitations__one": FINDING, "findings__causes__one": FINDING}, r"one is the name of two files; rename one"),
    "replaces nobody": (limitation(FINDING + 'replaces = ["two"]\n'), r"one.toml: replaces names 'two', which is no finding of its kind"),
    "order names nobody": ({"findings__causes__order": 'order = ["a"]'}, r"causes/order.toml: 'a' has no file; correct the name or write a.toml"),
    # clauses
    "two words": (limitation(changed(FINDING, "serum_magnesium is low", "serum_magnesium low")), r"'serum_magnesium low' has 2 words; a clause is three words"),
    "unknown subject": (limitation(changed(FINDING, "serum_magnesium is low", "serum_magnesum is low")), r"'serum_magnesum' is no quantity, word or definition. Did you mean serum_magnesium\?"),
    "unknown state": (limitation(changed(FINDING, "serum_magnesium is low", "serum_magnesium is present")), r"cannot be read; for serum_magnesium write 'is' with low, normal, high, entered, missing"),
    "unknown verb": (limitation(changed(FINDING, "serum_magnesium is low", "seizure has present")), r"cannot be read; for seizure write 'is' with present, absent, unasked"),
    "unknown limit": (limitation(changed(FINDING, "serum_magnesium is low", "serum_magnesium below critical_lo")), r"there is no limit 'critical_lo'; add \[limits.critical_lo\] here. Did you mean critical_low\?"),
    "limit of another unit": (limitation(changed(FINDING, "serum_magnesium is low", "potassium below wasting_limit")), r"limit 'wasting_limit' is in mmol/24 h, .*, potassium is in mmol/L"),
    "limit of a word": (limitation(changed(FINDING, "serum_magnesium is low", "seizure below wasting_limit")), r"seizure is in no unit"),
    # sources
    "no source": (limitation(changed(FINDING, 'cite = [{ source = "product-decision", at = "scope" }]', "")), r"cite is missing; give cite = "),
    "source without place": (limitation(changed(FINDING, ', at = "scope"', "")), r"cite has source; give source and at"),
    "unknown source": (limitation(changed(FINDING, "product-decision", "product-decisions")), r"which is not in sources.bib; add it there. Did you mean product-decision\?"),
    # limits and sentences
    "unused limit": (limitation(FINDING + '[limits.some]\nquantity = "serum_magnesium"\nmeans = "x"\n"mmol/L" = 0.33\ncite = { source = "product-decision", at = "x" }\nstatus = "draft"\n'), r"\[limits.some\] is used by no clause and no sentence; remove it"),
    "limit with a name that is taken": (limitation(FINDING + '[limits.critical_low]\nquantity = "serum_magnesium"\nmeans = "x"\n"mmol/L" = 0.33\ncite = { source = "product-decision", at = "x" }\nstatus = "draft"\n'), r"\[limits.critical_low\] already has a meaning; choose another name"),
    "unknown placeholder": (limitation(changed(FINDING, "{serum_magnesium}", "{serum}")), r"\{serum\} is no quantity and no limit"),
    # examples
    "no unknown example": (limitation(changed(FINDING, '{ given = {}, holds = "unknown" },', "")), r"has no example that is unknown; add \[\[example\]\]"),
    "example holds perhaps": (limitation(changed(FINDING, '"unknown"', '"perhaps"')), r"holds is 'perhaps'; allowed: yes, no, unknown"),
    "example of nothing": (limitation(changed(FINDING, "given = {}", 'given = { serum = "1" }')), r"\[\[example\]\] names 'serum', which is nothing that can be entered"),
    # kinds
    "urgency with none": ({"findings__urgency__one": URGENCY + 'none = ["seizure"]\n'}, r"none is not allowed in urgency findings, .*; use unless"),
    "unknown level": ({"findings__urgency__one": changed(URGENCY, '"soon"', '"now"')}, r"urgency is 'now'; allowed: routine, soon, urgent, emergency"),
    "emergency without text": ({"findings__urgency__one": changed(URGENCY, '"soon"', '"emergency"')}, r"emergency_text is None; an emergency needs one of low_or_unknown, torsades"),
    "text without emergency": ({"findings__urgency__one": URGENCY + 'emergency_text = "torsades"\n'}, r"others none"),
    "gate that does nothing": ({"findings__gates__one": FINDING}, r"gates/one.toml: the gate does nothing; give true_value"),
    "gate with an unknown direction": ({"findings__gates__one": GATE + 'true_value = { serum_magnesium = "lower" }\n'}, r"true_value has 'lower', which it cannot have; allowed: at_most_reported, at_least_reported"),
    "gate on an unknown quantity": ({"findings__gates__one": GATE + 'withholds = ["fem"]\n'}, r"withholds has 'fem', which it cannot have. Did you mean femg\?"),
    "gate that keeps an unknown quantity": ({"findings__gates__one": GATE + 'keeps = ["fem"]\n'}, r"keeps has 'fem', which it cannot have. Did you mean femg\?"),
    "gate two steps down": ({"findings__gates__one": changed(GATE, "= 1", "= 2")}, r"confidence_minus has 2, which it cannot have; allowed: 0, 1"),
    "reading without confidence": ({"findings__patterns__one": FINDING + 'pattern = "renal_wasting"\nheadline = "x"\n'}, r"confidence is None; renal_wasting needs high, moderate, low or discordant"),
    "reading with confidence it cannot have": ({"findings__patterns__one": LAST + 'confidence = "low"\n'}, r"confidence is 'low'; nothing_entered has none"),
    "reading without a place": ({"findings__patterns__one": LAST}, r"patterns/order.toml: does not list one; every reading needs its place"),
    "last reading with a condition": ({"findings__patterns__one": changed(LAST, "says", 'all = ["seizure"]\nsays'), "findings__patterns__order": 'order = ["one"]'}, r"the last reading, one, has a condition; end with one that always holds"),
    "together names nobody": ({"findings__patterns__last": LAST, "findings__patterns__order": 'order = ["last"]\n[together]\nother = "x"'}, r"together names 'other', which is no reading"),
    "test of an unknown quantity": ({"findings__next_tests__one": NEXT_TEST + 'quantity = "potasium"\n'}, r"quantity is 'potasium', which is no quantity. Did you mean potassium\?"),
    "test whose results are tried says what they change": ({"findings__next_tests__one": NEXT_TEST + 'quantity = "potassium"\nchanges = "causes"\n'}, r"changes stands beside quantity, whose every result is tried; take changes out"),
    "test that changes something else": ({"findings__next_tests__one": NEXT_TEST + 'changes = "cause"\n'}, r"changes is 'cause'; allowed: urgency, pattern, confidence, causes, nothing"),
    "unknown emergency text": ({"findings__emergency_texts": '[other]\nsays = "x"'}, r"emergency_texts.toml: 'other' is not known here; allowed: low_or_unknown"),
    # definitions
    "definition of a word": ({"definitions__signs": changed(DEFINITION, "[a_sign]", "[seizure]")}, r"signs.toml: 'seizure' already has a meaning \(a word or quantity\)"),
    "definition twice": ({"definitions__a": DEFINITION, "definitions__b": DEFINITION}, r"b.toml: 'a_sign' already has a meaning \(a.toml\)"),
    "definition of nothing": ({"definitions__signs": changed(DEFINITION, 'any = ["seizure", "tetany"]', "")}, r"\[a_sign\]: needs either all, any, none, unless, or count, and not both"),
    "definition of both": ({"definitions__signs": changed(DEFINITION, "any =", 'count = ["seizure"]\nany =')}, r"needs either all, any, none, unless, or count"),
    "circle": ({"definitions__signs": changed(DEFINITION, '"seizure"', '"a_sign"')}, r"definitions: a_sign → a_sign is a circle; take one of them out"),
    "count that is present": ({"definitions__signs": changed(DEFINITION, "any =", "count ="), **limitation(changed(FINDING, "serum_magnesium is low", "a_sign is present"))}, r"'a_sign is present' cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_right_is_refused(book, files, message):
    with pytest.raises(RuleError, match=message):
        book(**files)
