import pytest

from coalitions.matching import NameIndex

# (name, acronym) of the coalitions active in 2021; the acronym is the key.
COALITIONS = [
    ("Dynamic Coalition on Accessibility and Disability", "DCAD"),
    ("Dynamic Coalition on Blockchain Technologies", "DC-Blockchain"),
    ("Dynamic Coalition on Children's Rights in the Digital Environment", "DC-Children"),
    ("Dynamic Coalition on Community Connectivity", "DC3"),
    ("Dynamic Coalition on Core Internet Values", "DC-CIV"),
    ("Dynamic Coalition on Data and Trust", "DC-DT"),
    ("Dynamic Coalition on Data Driven Health Technologies", "DC-DDHT"),
    ("Dynamic Coalition on DNS Issues", "DC-DNSI"),
    ("Dynamic Coalition on Gender and Internet Governance", "DC-Gender"),
    ("Dynamic Coalition on Innovative Approaches to Connecting the Unconnected", "DC-Connecting the Unconnected"),
    ("Dynamic Coalition on the Internet of Things", "DC-IoT"),
    ("Internet Rights and Principles Coalition", "IRPC"),
    ("Dynamic Coalition on Internet and Jobs", "DC-Jobs"),
    ("Dynamic Coalition on Internet Standards, Security and Safety", "DC-ISSS"),
    ("Dynamic Coalition on Network Neutrality", "DCNN"),
    ("Dynamic Coalition on Platform Responsibility", "DCPR"),
    ("Dynamic Coalition on Public Access in Libraries", "DC-PAL"),
    ("Dynamic Coalition on Publicness", "DC-PUB"),
    ("Dynamic Coalition on Schools of Internet Governance", "DC-SIG"),
    ("Dynamic Coalition on Small Island Developing States in the Internet Economy", "DC-SIDS"),
    ("Dynamic Coalition on the Sustainability of Journalism and News Media", "DC-Sustainability"),
    ("Youth Coalition on Internet Governance", "YCIG"),
]
OTHER_NAMES = {"DC-ISSS": ["IS3C"], "DC-Children": ["Dynamic Coalition on Child Online Safety", "DCCOS"]}

INDEX = NameIndex([(acronym, name, acronym, OTHER_NAMES.get(acronym, [])) for name, acronym in COALITIONS])


@pytest.mark.parametrize(
    "spelling",
    [
        "{name}",
        "{acronym}",
        "{short}",
        "{name} ({acronym})",
        "{upper}",
        "{spaced}",
        "{ampersand}",
        "Chair of the {name}",
        "{acronym}, co-chair",
        "University of Example / {short}",
    ],
)
@pytest.mark.parametrize(("name", "acronym"), COALITIONS, ids=[acronym for _name, acronym in COALITIONS])
def test_every_coalition_is_found_under_many_spellings(name, acronym, spelling):
    printed = spelling.format(
        name=name,
        acronym=acronym,
        short=name.replace("Dynamic Coalition", "DC"),
        upper=name.upper(),
        spaced=acronym.replace("-", " ").lower(),
        ampersand=name.replace(" and ", " & "),
    )
    assert INDEX.resolve(printed) == acronym


@pytest.mark.parametrize(
    ("printed", "acronym"),
    [
        ("DC on Accessibility and Disability", "DCAD"),
        ("DC on Internet Standards, Security and Safety", "DC-ISSS"),
        ("DC on Children's Rights in the Digital Environment", "DC-Children"),
        ("DC on Children\u2019s Rights in the Digital Environment", "DC-Children"),
        ("DC on Child Online Safety", "DC-Children"),
        ("DC Schools of IG", "DC-SIG"),
        ("Youth Coalition on Internet Governance", "YCIG"),
        ("Youth Coalition on IG", "YCIG"),
        ("DC on Core Internet Values", "DC-CIV"),
        ("DC on Internet Rights and Principles", "IRPC"),
        ("Internet Rights & Principles", "IRPC"),
        ("DC on the Sustainability of Journalism and News Media", "DC-Sustainability"),
        ("DCIoT", "DC-IoT"),
        ("DC on IoT", "DC-IoT"),
        ("IS3C", "DC-ISSS"),
        ("  dc   on\tnetwork neutrality ", "DCNN"),
    ],
)
def test_what_reports_print_is_resolved(printed, acronym):
    assert INDEX.resolve(printed) == acronym


@pytest.mark.parametrize(
    "printed",
    [None, "", " ", "()", "MAG Chair", "IGF Secretariat", "DC", "DCs", "DC Chair", "DC on", "Dynamic Coalition",
     "Coalition", "Internet", "DC on Internet", "DC on Internet Governance", "DC on Data", "DC on Rights",
     "DC on Artificial Intelligence", "Internet Society", "Youth", "Youth IGF", "Gender", "Jobs", "Trust",
     "University of Example", "x" * 100_000],
)  # fmt: skip
def test_what_is_not_clear_is_not_guessed(printed):
    assert INDEX.resolve(printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "DC-IoT / DCAD",
        "DCAD, DC-IoT",
        "Dynamic Coalition on Network Neutrality (DC-IoT)",
        "DC on Accessibility and Disability, DC-IoT",
    ],
)
def test_two_coalitions_are_not_one(printed):
    assert INDEX.resolve(printed) is None


def test_an_acronym_is_known_only_once_it_is_given():
    assert NameIndex([("a", *COALITIONS[13], [])]).resolve("IS3C") is None


def test_a_name_two_coalitions_share_means_neither():
    index = NameIndex([(1, "DC on Trees", "DCT", []), (2, "DC on Woods", "", ["DC on Trees"])])
    assert [index.resolve(text) for text in ("DC on Trees", "DCT", "DC on Woods")] == [None, 1, 2]


def test_an_empty_index_knows_nobody():
    assert NameIndex([]).resolve("DCAD") is None
