import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from dc_portal.views import server_error
from tests.factories import make_coalition


@pytest.mark.django_db
def test_robots_are_told_where_the_sitemap_is(client):
    response = client.get("/robots.txt", headers={"host": "localhost"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /my-coalition/",
        "Disallow: /search/",
        "",
        "Sitemap: http://localhost/sitemap.xml",
    ]
    assert client.post("/robots.txt").status_code == 405


@pytest.mark.django_db
def test_the_sitemap_names_public_pages(client):
    page = make_coalition()
    draft = make_coalition("Coalition in Draft")
    draft.unpublish()
    text = client.get("/sitemap.xml").content.decode()
    assert (page.url_path.split("/", 2)[2] in text, draft.slug in text) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nothing-here/", "/events/nothing/", "/documents/99999/nothing.pdf"])
def test_people_get_a_page_when_there_is_nothing(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "404.html" in [template.name for template in response.templates]


@pytest.mark.django_db
def test_programs_get_json_when_there_is_nothing(client):
    response = client.get("/api/v1/nothing-here/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")


@pytest.mark.django_db
def test_a_document_is_handed_over_as_a_file(client):
    document = get_document_model().objects.create(title="A paper", file=ContentFile(b"One.", name="paper.txt"))
    response = client.get(document.url)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"One.")
    names = ("Content-Type", "Content-Disposition", "Content-Encoding", "Content-Security-Policy")
    assert [response.headers.get(name) for name in names] == [
        "text/plain",
        'attachment; filename="paper.txt"',
        None,
        "default-src 'none'",
    ]
    again = client.get(document.url, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, client.get(document.url[:-1]).status_code) == (304, 404)


@pytest.mark.django_db
def test_what_cannot_be_read_gets_a_page(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = client.post("/accounts/login/", {"login": "a" * 100})
    assert (response.status_code, "400.html" in [template.name for template in response.templates]) == (400, True)


def test_the_page_for_what_broke_asks_nothing_of_the_database(rf):
    # No django_db mark: a query would be refused.
    response = server_error(rf.get("/"))
    assert (response.status_code, response["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert server_error(rf.get("/api/v1/")).content == b'{"detail": "Server error"}'


@pytest.mark.django_db
def test_a_broken_page_answers_500(monkeypatch):
    make_coalition()
    monkeypatch.setattr("dc_portal.views.render", None)
    assert Client(raise_request_exception=False).get("/robots.txt").status_code == 500


@pytest.mark.django_db
def test_a_form_from_before_the_sign_in_is_refused_and_what_was_typed_can_be_copied():
    make_coalition()
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "<b>Ada</b>", "password": "secret-word"})
    page = response.content.decode()
    assert (response.status_code, "This form was opened too long ago" in page) == (403, True)
    assert ("&lt;b&gt;Ada&lt;/b&gt;</textarea>" in page, "secret-word" in page) == (True, False)


@pytest.mark.django_db
def test_too_many_requests_get_a_page(client):
    make_coalition()
    data = {"login": "nobody", "password": "x"}
    answers = [client.post("/accounts/login/", data).status_code for _time in range(30)]
    response = client.post("/accounts/login/", data)
    assert (set(answers), response.status_code) == ({200}, 429)
    assert "429.html" in [template.name for template in response.templates]
