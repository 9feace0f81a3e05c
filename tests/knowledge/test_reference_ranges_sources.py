"""Every number has a source, every source can be followed, and no mirror is cited."""

import re
from collections.abc import Iterator

import pytest

import reference_ranges as reference
from reference_ranges import Citation

# Copies, paste sites, AI-written pages and proxies that the fact tables were checked against, never to be cited.
MIRRORS = (
    "droracle", "wilddata", "weglot", "scribd", "docslib", "studylib", "readkong", "runtheyear", "medicalmcq",
    "pdfcoffee", "paperzz", "iatrox", "doctorabel", "metabolicum", "vitamindwiki", "globalauthorid", "synapsesocial",
    "pinnaclelife", "wikisum", "chimt-lab", "clinicalgate", "seekhealthz", "skyscape", "rxreasoner", "medluna",
    "researcher.life", "ebusca", "pubpharm", "issuhub", "boltpharmacy", "github", "wikipedia",
)  # fmt: skip


def citations() -> Iterator[Citation]:
    for home in reference.laboratories():
        for published in home.ranges:
            yield from published.citations
    for each in (
        *reference.presets().values(),
        *reference.decision_limits().values(),
        *reference.scales().values(),
        *reference.variation("serum_magnesium"),
        *reference.variation("ionised_magnesium"),
    ):
        yield from each.citations


def test_every_citation_leads_to_a_source_and_a_place_in_it() -> None:
    for citation in citations():
        assert citation.source in reference.sources()
        assert reference.cite(citation).endswith(f", {citation.at}")


@pytest.mark.parametrize("key", sorted(reference.sources()))
def test_a_source_is_no_mirror_and_no_bare_address(key: str) -> None:
    url = reference.sources()[key].url or ""
    assert not any(mirror in url.lower() for mirror in MIRRORS)
    assert not re.match(r"https?://\d+\.\d+\.\d+\.\d+", url)


def test_keys_are_short_and_in_kebab_case() -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and len(key) <= 40 for key in reference.sources())


def test_no_doi_and_no_pmid_stands_under_two_keys() -> None:
    for field in ("doi", "pmid"):
        given = [
            value.lower() for source in reference.sources().values() if (value := getattr(source, field))
        ]
        assert len(given) == len(set(given))


def test_a_product_decision_says_that_it_is_one() -> None:
    source = reference.sources()["product-decision"]
    assert source.authors == ("Magnesium reading project",)
    assert source.note == "cautious choice of the project; always draft"


@pytest.mark.parametrize(
    ("key", "at", "short"),
    [
        ("costello-nielsen-2017", "conclusions", "Costello 2017, conclusions"),
        ("mayo-magu", "interpretation", "Mayo Clinic Laboratories, interpretation"),
        ("viering-2017", "abstract", "Viering 2017, abstract"),
        ("aspen-2020-refeeding", "table 3", "da Silva 2020, table 3"),
        ("bfs-2017", "abstract", "Benign fasciculation syndrome: a prospective study (abstract S45.007) 2017, abstract"),
    ],
)  # fmt: skip
def test_the_short_form_names_the_first_author_or_the_organisation(key: str, at: str, short: str) -> None:
    assert reference.cite(Citation(key, at)) == short


REFERENCES = {
    "costello-nielsen-2017": "Costello RB, Nielsen F. Interpreting magnesium status to enhance clinical care: key "
    "indicators. Curr Opin Clin Nutr Metab Care 2017;20:504–511. doi:10.1097/MCO.0000000000000410. PMID 28806179. "
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC5812344",
    "viering-2017": "Viering DHHM, de Baaij JHF, Walsh SB, et al. Genetic causes of hypomagnesemia, a clinical "
    "overview. Pediatr Nephrol 2017;32:1123–1135. doi:10.1007/s00467-016-3416-3. PMID 27234911.",
    "gaw-2013": "Gaw A, Murphy MJ, Srivastava R, Cowan RA, O'Reilly DSJ. Clinical Biochemistry: an illustrated "
    "colour text, 5th edition. Churchill Livingstone 2013.",
    "sps-mg": "NHS Specialist Pharmacy Service. How is acute hypomagnesaemia treated in adults? "
    "https://www.sps.nhs.uk/articles/how-is-acute-hypomagnesaemia-treated-in-adults/",
}


@pytest.mark.parametrize(("key", "line"), REFERENCES.items())
def test_the_full_line_can_be_followed(key: str, line: str) -> None:
    assert reference.reference(reference.sources()[key]) == line
