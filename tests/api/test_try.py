import json, time
import pytest
from tests.record import said, claimed, speaker, quote, place
from django.db import connection
from django.test.utils import CaptureQueriesContext
@pytest.mark.django_db
def test_it(client):
    s = said("FR/deployment.air@syria#charles-de-gaulle", "from 12 to 38", by=speaker("josh-earnest", of="US"), status="ongoing", amount="38 aircraft")
    said("DE/training", role="lead")
    said("IT/training", status="pledged", due="2016")
    claimed("Twenty-five", "25", counts={"kind":"training"}, names="FR,DE")
    def get(path, **h):
        with CaptureQueriesContext(connection, ) as q:
            r = client.get("/api/" + path, headers=h)
        body = b"".join(r.streaming_content) if r.streaming else r.content
        print("GET", path, r.status_code, r.headers.get("Content-Type"), len(q), {k:v for k,v in r.headers.items() if k in ("ETag","Cache-Control","Location","Vary","Allow")})
        print("   ", body.decode()[:700].replace("\n","\n    "))
        return r
    get("")
    get("v1/")
    get("v1")
    get("v1/contributions/")
    r = get("v1/contributions/?page_size=1&fields=code&ordering=-due")
    while r.json()["next"]: r = get(r.json()["next"].split("/api/")[1])
    while r.json()["previous"]: r = get(r.json()["previous"].split("/api/")[1])
    r=get("v1/contributions/?count=exact&when_after=2015&fields=code")
    get("v1/contributions/?count=exact&when_after=2015&fields=code", if_none_match=r["ETag"])
    get("v1/contributions/?contry=FR&pagesize=3&cursor=x&count=all&fields=x&ordering=y&kind=zz")
    get("v1/contributions/?cursor=x")
    get("v1/contributions/fr-deployment-air-syria-charles-de-gaulle/")
    get("v1/contributions/fr-deployment-air-syria-charles-de-gaulle/?known_on=2014-01-01")
    get("v1/contributions/fr-deployment-air-syria-charles-de-gaule/")
    get("v1/contributions/de-training/?valid_on=2015-11-23&fields=holds")
    get("v1/contributions/de-training/?stake=self")
    for n in ("statements","tallies","quotes","sources","speakers","countries","kinds","metrics","places","coalitions","lines_of_effort"):
        r=get(f"v1/{n}/")
        get(f"v1/{n}.csv")
        for row in r.json()["results"][:1]:
            r=get(f"v1/{n}/{row['code']}/"); print("    LINKS", r.json()["links"])
    get("v1/contributions/?format=csv&fields=code,title&country!=DE")
    get("v1/contributions/?fields=code,title", accept="text/csv")
    get("v1/contributions/?fields=code,title&format=xml", accept="text/csv")
    get("v1/contributions/", accept="application/xml")
    get("v1/contributions.csv?page_size=3")
    get("v1/contributions")
    get("v1/bla/")
    r=client.post("/api/v1/contributions/"); print(r.status_code, r.content, r.headers)
    r=client.post("/api/v1/bla/"); print(r.status_code, r.content)
    get("v1/openapi.json")
    get("v1/docs/")
