import pytest


@pytest.mark.django_db(transaction=True)
def test_all_is_well(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "Cache(alias='default')": "OK",
        "Database(alias='default')": "OK",
        "Storage(alias='default')": "OK",
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_a_store_that_cannot_be_written_is_named(client, settings, tmp_path):
    (tmp_path / "a-file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "a-file"
    response = client.get("/healthz")
    assert response.status_code == 500
    assert [name for name, result in response.json().items() if result != "OK"] == ["Storage(alias='default')"]
